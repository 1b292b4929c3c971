"""Gathers the commands of the features into `konferenz`."""

import os
import sys

import click
from sqlalchemy.exc import SQLAlchemyError

from webapp import create_app
from webapp.accounts.commands import organiser
from webapp.attendance.commands import attendance
from webapp.config import ConfigError
from webapp.core import logging, schema
from webapp.core.commands import audit, db
from webapp.core.errors import DomainError
from webapp.core.serving import serve, worker
from webapp.demo.commands import demo
from webapp.demo.starting import start
from webapp.events.commands import event
from webapp.places.commands import places
from webapp.questions.commands import questions
from webapp.registration.commands import registrations
from webapp.reporting.briefing.commands import briefing
from webapp.reporting.commands import export, figures
from webapp.reporting.report.commands import report

WITHOUT_SCHEMA = {"db"}


@click.group()
@click.pass_context
def cli(context: click.Context) -> None:
    """Registration, attendance and questions for virtual conferences between municipalities."""
    if "--help" in sys.argv:
        return
    app = create_app()
    logging.configure()
    context.call_on_close(app.extensions["engine"].dispose)  # after what is closed next
    context.with_resource(app.app_context())
    if context.invoked_subcommand not in WITHOUT_SCHEMA and schema.pending():
        if schema.is_newer():
            raise click.ClickException(schema.NEWER)
        if not app.config["DEVELOPMENT"]:
            raise click.ClickException("The database is not up to date: run “konferenz db upgrade” first.")
        schema.upgrade()


for command in (
    attendance,
    audit,
    briefing,
    db,
    demo,
    event,
    export,
    figures,
    organiser,
    places,
    questions,
    registrations,
    report,
    serve,
    start,
    worker,
):
    cli.add_command(command)


def main() -> None:
    """Exit 0 on success, 1 with one clear line on stderr for what the user can mend, 2 for wrong usage."""
    os.umask(0o077)  # what is written here is nobody else's business
    try:
        cli(prog_name="konferenz")
    except (ConfigError, DomainError) as error:
        _fail(str(error))
    except (SQLAlchemyError, ModuleNotFoundError) as error:
        _fail(f"the database cannot be used: {getattr(error, 'orig', None) or error}")
    except OSError as error:
        _fail(f"{error.filename or 'a file'} cannot be used: {error.strerror or error}")


def _fail(text: str) -> None:
    sys.unraisablehook = lambda _: None  # a half-written workbook that is torn down would add tracebacks
    click.echo(f"Error: {' '.join(text.split())}", err=True)
    sys.exit(1)
