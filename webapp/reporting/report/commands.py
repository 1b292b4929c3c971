"""konferenz report: the report of a conference as a file."""

from pathlib import Path

import click

from webapp.core import clock
from webapp.core.errors import NotThere
from webapp.core.i18n import LANGUAGES
from webapp.reporting.report import facts, making
from webapp.reporting.report.making import KINDS, Texts


@click.command()
@click.argument("slug")
@click.option("--language", type=click.Choice(list(LANGUAGES)), required=True)
@click.option("--format", "kind", type=click.Choice(list(KINDS)), default="pdf", show_default=True)
@click.option("--output", type=click.Path(path_type=Path), help="File or folder; the present folder unless given.")
def report(slug: str, language: str, kind: str, output: Path | None) -> None:
    """Write the report and print its path."""
    now = clock.now()
    try:
        found = facts.of(slug)
    except NotThere:
        raise click.ClickException(f"There is no conference “{slug}”; “konferenz event list” shows them.") from None
    paper = making.paper(found, language, Texts(), issue=None, now=now)
    content = making.written(paper, kind, at=now)
    path = output or Path()
    if path.is_dir():
        path /= making.file_name(slug, found.event.starts_at, language, kind)
    part = path.with_name(f"{path.name}.part")  # no half file ever carries the real name
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    click.echo(path)
