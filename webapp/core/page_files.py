"""A paper as one file for a browser, to be put on a website as it is: nothing of it is loaded, and nothing runs."""

import re
from functools import cache
from pathlib import Path
from typing import Final

from flask import current_app
from markupsafe import Markup

from webapp.core import drawing
from webapp.core.i18n import speaking
from webapp.core.papers import Paper

STYLES: Final = ("page-file.css", "charts.css", "paper.css")
COMMENT: Final = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
TEMPLATE: Final = "documents/paper.html"


def html_of(paper: Paper) -> bytes:
    """UTF-8, with the look and the pictures in it."""
    template = current_app.jinja_env.get_template(TEMPLATE)
    with speaking(paper.language):
        return template.render(paper=paper, picture=drawing.for_page, style=_style()).encode()


@cache
def _style() -> Markup:
    folder = Path(current_app.static_folder or "")
    sheets = "\n".join((folder / name).read_text("utf-8") for name in STYLES)
    return Markup(COMMENT.sub("", sheets).strip())  # noqa: S704 - our own
