"""Addresses of static files that change with their content, so that browsers may keep them for a year."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, request

DAY = 60 * 60 * 24
YEAR = DAY * 365


def init_app(app: Flask) -> None:
    folder, root = Path(app.static_folder or ""), app.static_url_path

    @cache
    def versioned(name: str) -> str:
        return f"{root}/{name}?v={_version(folder / name)}"

    # as url_for("static", …) would build it, which takes a twentieth of a page
    app.jinja_env.globals["static_url"] = lambda name: request.script_root + versioned(name)
    app.after_request(_keep_versioned)


def _version(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else ""


def _keep_versioned(response: Response) -> Response:
    if request.endpoint == "static" and response.status_code < 400:  # noqa: PLR2004
        lasting = f"max-age={YEAR}, immutable" if "v" in request.args else f"max-age={DAY}"  # fonts carry no version
        response.headers["Cache-Control"] = f"public, {lasting}"
    return response
