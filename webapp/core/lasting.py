"""Parts of pages that are the same for everybody, drawn once a language."""

from functools import lru_cache

from flask import Flask, render_template, request
from markupsafe import Markup

from webapp.core.i18n import LANGUAGES, language

ROOTS = 4  #: under which the service is asked; whoever asks may name any


def init_app(app: Flask) -> None:
    @lru_cache(maxsize=ROOTS * len(LANGUAGES))
    def drawn(template: str, lang: str, root: str) -> Markup:
        del lang, root  # what is drawn depends on them
        return Markup(render_template(template))  # noqa: S704 - our own template

    app.jinja_env.globals["drawn_once"] = lambda template: drawn(template, language(), request.script_root)
