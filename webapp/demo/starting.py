"""konferenz start: what `make run` calls: prepare a development installation, say where everything is, and serve."""

import os
import secrets
from pathlib import Path

import click
from flask import current_app
from sqlalchemy import func, select

from webapp.accounts import actions as accounts
from webapp.accounts import queries as users
from webapp.accounts.permissions import Role
from webapp.config import Settings
from webapp.core import clock
from webapp.core.db import session, transaction
from webapp.core.links import public_url
from webapp.core.serving import serve
from webapp.demo.commands import demo
from webapp.events.models import Event

ORGANISER = "organisation@example.org"
NAME = "Organisationsteam (Demo)"


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.pass_context
def start(context: click.Context, port: int) -> None:
    """Prepare a development installation with the demo, say how to sign in, and serve it."""
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.development:
        raise click.ClickException("“konferenz start” is for development; in production use “konferenz serve”.")
    if not session().scalar(select(func.count()).select_from(Event)):
        context.invoke(demo)
    password = _organiser(settings.instance / "organiser-password")
    click.echo(f"""
  Konferenz is running. Stop it with Ctrl+C.

  Public pages   {settings.base_url}/
  Organisers     {public_url("events_manage.home")}
                 sign in as {ORGANISER} with the password {password}
  Mails          {public_url("admin.mailbox")}
""")
    context.invoke(serve, port=port)


def _organiser(path: Path) -> str:
    """The password of the demo's organiser, made once and kept in the instance folder."""
    if path.is_file() and users.by_email(ORGANISER):
        return path.read_text("utf-8").strip()
    password = secrets.token_urlsafe(12)
    password_hash = accounts.checked_hash(password, email=ORGANISER, name=NAME)
    now = clock.now()
    with transaction():
        user, _new = accounts.invite(ORGANISER, Role.OWNER, name=NAME, locale="de", actor="program", now=now)
        accounts.choose_password(user, version=user.link_version, password_hash=password_hash, actor="program")
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(password)
    return password
