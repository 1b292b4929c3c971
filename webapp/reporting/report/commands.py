"""konferenz report: the report of a conference as a file."""

from pathlib import Path

import click
from flask import current_app

from webapp.core import clock
from webapp.core.i18n import LANGUAGES
from webapp.core.whole_files import whole
from webapp.events.arguments import event_named
from webapp.reporting.report import facts, making, queries
from webapp.reporting.report.making import KINDS


@click.command()
@click.argument("slug")
@click.option("--lang", type=click.Choice(list(LANGUAGES)), required=True)
@click.option("--format", "kind", type=click.Choice(list(KINDS)), default="pdf", show_default=True)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder; exports/ unless given.")
@click.option("--draft", is_flag=True, help="The draft, also where a report is finished.")
def report(slug: str, lang: str, kind: str, out: Path | None, *, draft: bool) -> None:
    """Write the latest finished report, else the draft, and print its path."""
    event = event_named(slug)
    kept, at, number = queries.kept(event.id), clock.now(), ""
    if kept.finished and not draft:
        latest = kept.finished[0]
        paper, at, number = making.finished(latest, lang), latest.finished_at, latest.name
    else:
        found = facts.of(slug)
        paper = making.draft_of(found, kept.texts, lang, now=found.kept_at or at)
    content = making.written(paper, kind, at=at)
    folder = out or current_app.config["SETTINGS"].exports
    path = folder / making.file_name(slug, event.starts_at, lang, kind, number)
    with whole(path) as target:
        target.write(content)
    click.echo(path)
