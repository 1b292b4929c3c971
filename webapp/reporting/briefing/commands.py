"""konferenz briefing: one page for the minister's office as a file."""

import os
from pathlib import Path

import click

from webapp.core import audit
from webapp.core.db import transaction
from webapp.core.i18n import LANGUAGES
from webapp.events.arguments import event_named
from webapp.reporting.briefing import pages


@click.command()
@click.argument("slug")
@click.option("--language", type=click.Choice(list(LANGUAGES)), required=True)
@click.option("--output", type=click.Path(path_type=Path), help="File or folder; the present folder unless given.")
def briefing(slug: str, language: str, output: Path | None) -> None:
    """Write the briefing (DOCX) and print its path."""
    event = event_named(slug)
    content, name, thing = pages.written(event, language), pages.file_name(event, language), f"event {event.public_id}"
    with transaction():
        audit.record("briefing.download", thing, actor="command line")
    path = output or Path()
    path = path / name if path.is_dir() else path
    part = path.with_name(f"{path.name}.part")  # no half file ever carries the real name
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
            part.chmod(0o600)  # one that was left here may be another's to read
            target.write(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    click.echo(path)
