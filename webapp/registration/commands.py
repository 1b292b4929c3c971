"""konferenz registrations …: people whom organisers know from a list."""

import json
from dataclasses import dataclass
from hashlib import sha256
from math import ceil
from pathlib import Path
from typing import Any

import click

from webapp.core import clock, unreadable
from webapp.core.db import transaction
from webapp.core.grids import Unreadable
from webapp.core.i18n import speaking
from webapp.core.progress import progress
from webapp.events.arguments import event_named
from webapp.events.models import Event
from webapp.places import queries as places
from webapp.registration import holding, importing, list_queries, list_reading
from webapp.registration.list_models import RowResult
from webapp.registration.list_reading import FoundList
from webapp.registration.list_words import COLUMN, REASON
from webapp.registration.models import Side

ACTOR = "command line"
ADDED = {RowResult.FINE: "added"}  #: what a dry run says


@dataclass(frozen=True, slots=True)
class Line:
    row: int
    registration: str | None
    result: str
    reasons: list[str]


@click.group()
def registrations() -> None:
    """Registrations."""


@registrations.command("import")
@click.argument("slug")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would happen to each row.")
@click.option("--by-mail", is_flag=True, help="Write to those who are added.")
@click.option("--side", type=click.Choice([side.value for side in Side]), help="Of rows that tell none.")
@click.option("--json", "as_json", is_flag=True, help="One object.")
def import_list(slug: str, file: Path, side: str | None, *, dry_run: bool, by_mail: bool, as_json: bool) -> None:
    """Add the people of an organisers' list (XLSX, XLS, ODS, CSV) with headings in German, Ukrainian or English."""
    with speaking("en"):
        event, data = _event(slug), file.read_bytes()
        given, found = _upload(file.name, data, Side(side) if side else None), _found(data)
        _require_columns({name: guess.column for name, guess in holding.mapping_for(found).columns.items()}, found)
        lines = _judged(event, given, found) if dry_run else _added(event, given, found, by_mail=by_mail)
        _print(lines, as_json=as_json)


def _upload(name: str, data: bytes, side: Side | None) -> holding.Upload:
    return holding.Upload(file_name=name[:200], sha256=sha256(data).hexdigest(), side=side, locale="de")


def _found(data: bytes) -> FoundList:
    try:
        return list_reading.read(data)
    except Unreadable as error:
        raise click.ClickException(unreadable.sentence(error)) from None


def _event(slug: str) -> Event:
    event = event_named(slug)
    if not places.is_loaded():
        raise click.ClickException("The directory is empty: run “konferenz places load” first.")
    return event


def _require_columns(chosen: dict[str, int], found: FoundList) -> None:
    if list_reading.is_enough(chosen):
        return
    seen = found.headings or found.rows[0][1]
    understood = ", ".join(str(COLUMN[name]) for name in chosen) or "none"
    raise click.ClickException(
        "The list needs a column with e-mail addresses and one with names, or two with given and family names. "
        f"Found: {', '.join(filter(None, seen))}. Understood: {understood}."
    )


def _judged(event: Event, given: holding.Upload, found: FoundList) -> list[Line]:
    judged = (holding.judged_upload(event.id, found, given, certain=True) or {}).values()
    known = list_queries.public_ids(one.registration_id for one in judged if one.registration_id)
    return [
        Line(one.number, known.get(one.registration_id or 0), ADDED.get(one.result, one.result.value), one.reasons)
        for one in judged
    ]


def _added(event: Event, given: holding.Upload, found: FoundList, *, by_mail: bool) -> list[Line]:
    judged = holding.judged_upload(event.id, found, given, certain=True)
    with transaction():
        held = holding.hold(event.id, given, found, judged, actor=ACTOR, now=clock.now())
    with transaction():
        left = importing.begin(held.public_id, by_mail=by_mail)
    steps = max(1, ceil(left / importing.CHUNK))  # one too many would find the list taken
    for _step in progress("Adding people", steps)(range(steps)):
        with transaction():
            importing.take(held.public_id, actor=ACTOR, now=clock.now())
    return [
        Line(row.number, row.registration.public_id if row.registration else None, str(row.result), row.reasons)
        for row in list_queries.all_rows(held)
    ]


def _print(lines: list[Line], *, as_json: bool) -> None:
    if as_json:
        rows: list[dict[str, Any]] = [
            {"row": one.row, "registration": one.registration, "result": one.result, "reasons": one.reasons,
             "texts": [str(REASON[reason]) for reason in one.reasons]}  # type: ignore[index]
            for one in lines
        ]  # fmt: skip
        click.echo(json.dumps({"rows": rows}, ensure_ascii=False, indent=2))
        return
    for one in lines:
        click.echo(f"{one.row:6}  {one.result:8}  {' '.join(str(REASON[code]) for code in one.reasons)}".rstrip())  # type: ignore[index]
