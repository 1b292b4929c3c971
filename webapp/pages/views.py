"""The way into a language, and the statements every public service owes: privacy, accessibility, imprint."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.access import public
from webapp.core.i18n import language

bp = Blueprint("pages", __name__)


@bp.get("/")
@public
def start() -> ResponseReturnValue:
    answer = redirect(url_for("events.home", lang=language()), 302)
    answer.headers["Vary"] = "Accept-Language"
    return answer


@bp.get("/<lang:lang>/privacy")
@public
def privacy() -> ResponseReturnValue:
    return render_template("pages/privacy.html")


@bp.get("/<lang:lang>/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    return render_template("pages/accessibility.html")


@bp.get("/<lang:lang>/imprint")
@public
def imprint() -> ResponseReturnValue:
    return render_template("pages/imprint.html")
