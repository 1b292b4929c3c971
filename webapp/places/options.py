"""The options of a select of all places, rendered once a language: 520 of them cost more than the rest of the page."""

from flask import render_template
from markupsafe import Markup

from webapp.places import queries

_rendered: dict[str, Markup] = {}


def options_html(lang: str) -> Markup:
    """<optgroup> elements; kept for the life of the process once the directory is loaded."""
    if lang not in _rendered:
        groups = queries.options(lang)
        made = Markup(render_template("places/_options.html", groups=groups))  # noqa: S704 - drawn by our own template
        if not groups:
            return made
        _rendered[lang] = made
    return _rendered[lang]
