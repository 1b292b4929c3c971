"""Organisers' texts: Markdown without HTML, as the filter `markdown`."""

from functools import lru_cache

from flask import Flask
from markdown_it import MarkdownIt
from markupsafe import Markup

_reader = MarkdownIt("commonmark", {"html": False})


def init_app(app: Flask) -> None:
    app.template_filter("markdown")(markdown)


@lru_cache(maxsize=500)
def markdown(text: str) -> Markup:
    return Markup(_reader.render(text))  # noqa: S704 - html is off, so the reader escapes what people wrote
