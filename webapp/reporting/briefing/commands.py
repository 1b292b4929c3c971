"""konferenz briefing: one page for the minister's office as a file."""

from pathlib import Path

import click
from flask import current_app

from webapp.core import audit
from webapp.core.db import transaction
from webapp.core.i18n import LANGUAGES
from webapp.core.whole_files import whole
from webapp.events.arguments import event_named
from webapp.reporting.briefing import pages
from webapp.reporting.briefing.file_names import file_name


@click.command()
@click.argument("slug")
@click.option("--lang", type=click.Choice(list(LANGUAGES)), required=True)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder; exports/ unless given.")
def briefing(slug: str, lang: str, out: Path | None) -> None:
    """Write the briefing (DOCX) and print its path."""
    event = event_named(slug)
    content, name, thing = pages.written(event, lang), file_name(event, lang), f"event {event.public_id}"
    with transaction():
        audit.record("briefing.download", thing, actor="command line")
    path = (out or current_app.config["SETTINGS"].exports) / name
    with whole(path) as target:
        target.write(content)
    click.echo(path)
