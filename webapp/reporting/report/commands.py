"""konferenz report: the report of a conference as a file."""

from pathlib import Path

import click

from webapp.core import clock
from webapp.core.i18n import LANGUAGES
from webapp.events.arguments import event_named
from webapp.reporting.report import facts, making, queries
from webapp.reporting.report.making import KINDS


@click.command()
@click.argument("slug")
@click.option("--language", type=click.Choice(list(LANGUAGES)), required=True)
@click.option("--format", "kind", type=click.Choice(list(KINDS)), default="pdf", show_default=True)
@click.option("--output", type=click.Path(path_type=Path), help="File or folder; the present folder unless given.")
@click.option("--draft", is_flag=True, help="The draft, also where a report is finished.")
def report(slug: str, language: str, kind: str, output: Path | None, *, draft: bool) -> None:
    """Write the latest finished report, else the draft, and print its path."""
    event = event_named(slug)
    kept, at, number = queries.kept(event.id), clock.now(), ""
    if kept.finished and not draft:
        latest = kept.finished[0]
        paper, at, number = making.finished(latest, language), latest.finished_at, latest.name
    else:
        found = facts.of(slug)
        paper = making.draft_of(found, kept.texts, language, now=found.kept_at or at)
    content = making.written(paper, kind, at=at)
    path = output or Path()
    if path.is_dir():
        path /= making.file_name(slug, event.starts_at, language, kind, number)
    part = path.with_name(f"{path.name}.part")  # no half file ever carries the real name
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    click.echo(path)
