"""konferenz questions …: questions out of a platform’s report or a saved chat."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import click

from webapp.core import clock
from webapp.core.audit import COMMAND
from webapp.core.clock import BERLIN
from webapp.core.dates import DateOrder
from webapp.core.db import transaction
from webapp.core.grids import Unreadable
from webapp.core.i18n import speaking
from webapp.events import queries as events
from webapp.events.arguments import event_named, zone_named
from webapp.events.models import Event
from webapp.questions import import_holding, import_judging, import_queries, import_showing, importing
from webapp.questions.import_holding import Upload
from webapp.questions.import_judging import Judged
from webapp.questions.import_models import ImportState, Outcome, QuestionImport
from webapp.questions.import_words import REASON
from webapp.questions.models import Question
from webapp.questions.queries import loaded
from webapp.questions.reading import files, times
from webapp.questions.reading.found import Found, Unusable

ACTOR: Final = COMMAND
RESULT: Final = {
    Outcome.NEW: "added",
    Outcome.MERGE: "added",
    Outcome.ADDED: "added",
    Outcome.MERGED: "added",
    Outcome.KNOWN: "known",
    Outcome.LEFT: "left",
    Outcome.REFUSED: "refused",
}


@dataclass(frozen=True, slots=True)
class Line:
    row: int
    question: str | None
    result: str
    author: str | None
    reasons: list[str]


@click.group()
def questions() -> None:
    """Questions."""


@questions.command("import")
@click.argument("slug")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--timezone", default=BERLIN.key, help="Of the times in the file; Europe/Berlin unless said.")
@click.option("--date-order", type=click.Choice([order.value for order in DateOrder]), help="Of dates like 03/04/2026.")
@click.option("--dry-run", is_flag=True, help="Only say what would become of each row.")
@click.option("--json", "as_json", is_flag=True, help="One object.")
def import_file(slug: str, file: Path, timezone: str, date_order: str | None, *, dry_run: bool, as_json: bool) -> None:
    """Take up the questions of a report (Zoom, Teams, Webex), of a saved chat, or of a table."""
    with speaking("en"):
        event, found = event_named(slug), None
        zone_named(timezone)
        with file.open("rb") as opened:
            data = opened.read(files.LARGEST + 1)
        digest = sha256(data).hexdigest()
        before = import_queries.of_file(event.id, digest)
        if before is not None and before.state is ImportState.APPLIED:
            _print(_again(before), before.platform.value, digest, as_json=as_json)
            click.echo("This file was taken up before; nothing was changed.", err=True)
            return
        found = _found(data)
        judged = import_judging.judge(event.id, found)
        _require_order(event, judged, timezone, date_order)
        name = file.name[-200:]
        given = Upload(file_name=name, sha256=digest, found=found, timezone=timezone, date_order=date_order or "")
        lines = _judged(judged) if dry_run else _taken(event, given, judged)
        _print(lines, found.platform.value, digest, as_json=as_json)
        for left, number in found.left.items():
            click.echo(f"left out: {number} × {left.value}", err=True)


def _found(data: bytes) -> Found:
    try:
        found = import_holding.remembered(files.read(data))
    except (Unreadable, Unusable) as error:
        raise click.ClickException(import_showing.sentence(error)) from None
    if isinstance(found, Found):
        return found
    seen = next((cells for number, cells in found.rows if number == found.header), found.rows[0][1])
    raise click.ClickException(
        f"It is not certain which column holds the questions: {', '.join(filter(None, seen))[:300]}. "
        "Upload the file on the conference’s page “Reports and chats”, where you can say it."
    )


def _require_order(event: Event, judged: Sequence[Judged], timezone: str, date_order: str | None) -> None:
    written = [one.entry.written for one in judged]
    if date_order or times.settle(written, import_holding.days(event, timezone)):
        return
    either = "; ".join(f"{order}: {day}" for order, day in times.readings(written).items())
    raise click.ClickException(f"Day and month cannot be told apart ({either}). Say --date-order dmy or mdy.")


def _judged(judged: Sequence[Judged]) -> list[Line]:
    people = import_queries.public_ids(one.registration_id for one in judged if one.registration_id)
    known = _public_ids([one.question_id for one in judged])
    return [
        Line(
            one.entry.row,
            known.get(one.question_id or 0),
            RESULT[one.outcome],
            people.get(one.registration_id or 0),
            [str(reason) for reason in one.reasons],
        )
        for one in judged
    ]


def _taken(event: Event, given: Upload, judged: Sequence[Judged]) -> list[Line]:
    """A file that somebody has uploaded and not taken up is left to them."""
    now = clock.now()
    with transaction():
        held = import_holding.hold(events.event(event.slug), given, judged, actor=ACTOR, now=now)
        importing.apply(held.public_id, actor=ACTOR, now=now)
    return _lines(held)


def _again(before: QuestionImport) -> list[Line]:
    return [
        Line(one.row, one.question, "known" if one.result == "added" else one.result, one.author, one.reasons)
        for one in _lines(before)
    ]


def _lines(held: QuestionImport) -> list[Line]:
    rows = import_queries.all_rows(held)
    known = _public_ids([row.question_id for row in rows])
    return [
        Line(
            row.number,
            known.get(row.question_id or 0),
            RESULT[row.outcome],
            row.registration.public_id if row.registration else None,
            row.reasons,
        )
        for row in rows
    ]


def _public_ids(ids: Sequence[int | None]) -> dict[int, str]:
    found: Sequence[Question] = loaded(sorted({key for key in ids if key}))
    return {one.id: one.public_id for one in found}


def _print(lines: list[Line], platform: str, digest: str, *, as_json: bool) -> None:
    if as_json:
        rows = [
            {"row": one.row, "question": one.question, "result": one.result, "author": one.author,
             "reasons": one.reasons, "texts": [str(REASON[reason]) for reason in one.reasons]}  # type: ignore[index]
            for one in lines
        ]  # fmt: skip
        click.echo(json.dumps({"rows": rows, "platform": platform, "sha256": digest}, ensure_ascii=False, indent=2))
        return
    for one in lines:
        why = " ".join(str(REASON[reason]) for reason in one.reasons)  # type: ignore[index]
        click.echo(f"{one.row:6}  {one.result:8}  {one.author or '–':24}  {why}".rstrip())
