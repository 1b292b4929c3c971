"""Parts of pages that are the same for everybody, drawn once a language."""

from functools import cache

from flask import Flask, render_template, request
from markupsafe import Markup

from webapp.core.i18n import language


def init_app(app: Flask) -> None:
    @cache
    def drawn(template: str, lang: str, root: str) -> Markup:
        del lang, root  # what is drawn depends on them
        return Markup(render_template(template))  # noqa: S704 - our own template

    app.jinja_env.globals["drawn_once"] = lambda template: drawn(template, language(), request.script_root)
