"""konferenz export and konferenz figures."""

import json
from datetime import timedelta
from pathlib import Path

import click
from flask import current_app

from webapp.core import clock
from webapp.core.db import transaction
from webapp.core.whole_files import whole
from webapp.events.arguments import event_named
from webapp.reporting import exports, sheets
from webapp.reporting.counting import everything, freezing
from webapp.reporting.exporting.orders import Format, Order
from webapp.reporting.kinds import Kind
from webapp.reporting.wording import CHOICES

ACTOR = "command line"
A_SECOND = timedelta(seconds=1)


@click.command()
@click.argument("slug")
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), required=True)
@click.option("--lang", type=click.Choice(list(CHOICES)), required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Format]),
    default=Format.XLSX.value,
    help="A workbook; or CSV, of several sheets as one ZIP.",
)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder; exports/ unless given.")
def export(slug: str, kind: str, lang: str, form: str, out: Path | None) -> None:
    """Write a workbook or CSV and print its path."""
    event, order, now = event_named(slug), Order(Kind(kind), lang, Format(form)), clock.now()
    folder = out or current_app.config["SETTINGS"].exports
    with transaction():
        exports.note_export(event.public_id, order, actor=ACTOR)
    folder.mkdir(parents=True, exist_ok=True)
    while True:
        while (path := folder / sheets.file_name(event, order, now)).exists():
            now += A_SECOND  # of the same second, in another language perhaps
        try:
            with whole(path, replaces=False) as target:
                exports.write(event, order, target, by="konferenz export", now=now)
        except FileExistsError:  # somebody else was quicker
            continue
        else:
            break
    click.echo(path)


@click.command()
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True)
@click.option(
    "--published", is_flag=True, help="Only what may be published, without numbers of fewer than five people."
)
@click.option("--freeze", is_flag=True, help="Also keep them for when people are forgotten; after the end.")
def figures(slug: str, *, as_json: bool, published: bool, freeze: bool) -> None:
    """Every number of the event."""
    event = event_named(slug)
    found = everything.of(event)
    counted = everything.as_data(found)
    if freeze:
        kept = everything.frozen(found)
        with transaction():
            freezing.freeze(event, kept, actor=ACTOR, now=clock.now())
    if published:
        counted = counted["published"]
    if as_json or published:
        click.echo(json.dumps(counted, ensure_ascii=False, indent=2))
        return
    for name, value in counted["total"].items():
        click.echo(f"{name:24}{value:8}")
