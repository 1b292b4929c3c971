"""Verbs of imports before anything is taken: hold a file, name its columns and days, pick entries, forget it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select, update

from webapp.core import audit, clock, column_mappings, columns
from webapp.core.dates import DateOrder
from webapp.core.db import session, transaction
from webapp.core.held import HELD_FOR, held_in
from webapp.core.jobs import every
from webapp.events.models import Event
from webapp.questions import import_judging
from webapp.questions.import_judging import Judged
from webapp.questions.import_models import ImportedQuestion, ImportState, Outcome, QuestionImport
from webapp.questions.models import Question
from webapp.questions.reading import files, times
from webapp.questions.reading.found import Found, Platform, Table, Unusable
from webapp.registration.models import Registration

PURPOSE: Final = "questions"  #: under which columns are remembered
UNUSED: Final = (ImportState.HELD, ImportState.REFUSED, ImportState.COLUMNS, ImportState.CHECKED)
PICKABLE: Final = (Outcome.NEW, Outcome.MERGE, Outcome.LEFT)  #: what somebody may decide about


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file as it came; `found` is a table as long as its columns are not known, and None before it is read."""

    file_name: str
    sha256: str
    found: Found | Table | None = None
    timezone: str
    date_order: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """What somebody decided about one entry; merged into nothing it is a question of its own."""

    taken: bool
    registration: str | None = None  #: public id of who asked, empty for nobody; None leaves it as it is
    into: int | None = None  #: number of the question it is merged into
    into_earlier: bool = False  #: into the entry of the same words before it


def remembered(found: Found | Table) -> Found | Table:
    """With the columns that somebody named before for such a table, unless nothing can be made of them: then ask."""
    if isinstance(found, Found):
        return found
    headings = _headings(found)
    known = column_mappings.remembered(PURPOSE, columns.fingerprint(headings)) if headings else None
    try:
        return files.read_as(found, found.header, known) if known else found
    except Unusable:
        return found


def days(event: Event, timezone: str) -> list[date]:
    """Of the conference, as that clock shows them."""
    zone = ZoneInfo(timezone)
    first, last = event.starts_at.astimezone(zone).date(), event.ends_at.astimezone(zone).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def hold(event: Event, upload: Upload, judged: Sequence[Judged], *, actor: str, now: datetime) -> QuestionImport:
    """Keep a file for a day, with what was judged before the transaction."""
    held = _new(event, upload, actor=actor, now=now)
    if upload.found is not None:
        finish(held, event, upload.found, judged)
    session().add(held)
    session().flush()
    keep(held.id, judged)
    audit.record("question_import.hold", held.thing, actor=actor, details={"rows": len(judged)})
    return held


def hold_unread(event: Event, upload: Upload, content: bytes, *, actor: str, now: datetime) -> QuestionImport:
    """Keep a file as it is, until the worker has read it."""
    held = _new(event, upload, actor=actor, now=now)
    held.content = content
    session().add(held)
    session().flush()
    audit.record("question_import.hold", held.thing, actor=actor, details={"bytes": len(content)})
    return held


def keep(import_id: int, judged: Sequence[Judged]) -> None:
    """Write entries down."""
    if judged:
        session().execute(insert(ImportedQuestion), [_row(import_id, one) for one in judged])


def forget_entries(import_id: int) -> None:
    """What was written of a file that was not read to its end."""
    session().execute(delete(ImportedQuestion).where(ImportedQuestion.import_id == import_id))


def finish(held: QuestionImport, event: Event, found: Found | Table, judged: Sequence[Judged]) -> None:
    """It is read; of a table whose columns are not known these have to be named."""
    held.content = None
    if isinstance(found, Table):
        held.state, held.sheet = ImportState.COLUMNS, _sheet(found)
        return
    written = [one.entry.written for one in judged]
    order = DateOrder(held.date_order) if held.date_order else times.settle(written, days(event, held.timezone))
    held.date_order, held.asks_order = order.value if order else "", order is None
    held.state, held.sheet, held.platform, held.asked = ImportState.CHECKED, {}, found.platform, found.asked
    held.left_out = {left.value: number for left, number in found.left.items()}


def set_columns(
    held: QuestionImport,
    event: Event,
    sheet: Mapping[str, Any],
    read: tuple[Found, Sequence[Judged]] | None,
    *,
    actor: str,
    now: datetime,
) -> QuestionImport:
    """What somebody says the columns are; it is remembered for tables with the same headings.

    What is not read by then is held until the worker has read it.
    """
    held = held_in(QuestionImport, held.public_id, ImportState.COLUMNS)
    table = table_of(held)
    told = next((cells for number, cells in table.rows if number == sheet["header"]), [])
    if told:
        column_mappings.remember(PURPOSE, columns.fingerprint(told), dict(sheet["columns"]), now=now)
    if read is None:
        held.state, held.sheet = ImportState.HELD, held.sheet | dict(sheet)
    else:
        finish(held, event, *read)
        keep(held.id, read[1])
    audit.record("question_import.columns", held.thing, actor=actor, details={"fields": sorted(sheet["columns"])})
    return held


def set_date_order(public_id: str, order: DateOrder, *, actor: str) -> None:
    held = held_in(QuestionImport, public_id, ImportState.CHECKED)
    held.date_order, held.asks_order = order.value, False
    audit.record("question_import.date_order", held.thing, actor=actor, details={"order": order.value})


def pick(public_id: str, picks: Mapping[int, Pick], *, actor: str) -> None:
    """Which entries become questions, whose, and the same as which; by the numbers of the entries."""
    held = held_in(QuestionImport, public_id, ImportState.CHECKED)
    people = _ids(Registration, Registration.public_id, held.event_id, {one.registration for one in picks.values()})
    targets = _ids(Question, Question.number, held.event_id, {one.into for one in picks.values()})
    wanted = ImportedQuestion.import_id == held.id, ImportedQuestion.number.in_(picks)
    for row in session().scalars(select(ImportedQuestion).where(*wanted)):
        if row.outcome in PICKABLE:
            chosen = picks[row.number]
            _decide(row, chosen, targets.get(chosen.into))
            if not row.anonymous and chosen.registration is not None:  # who asked without a name is not named by others
                row.registration_id = people.get(chosen.registration)
    audit.record("question_import.pick", held.thing, actor=actor, details={"rows": len(picks)})


def _decide(row: ImportedQuestion, chosen: Pick, target: int | None) -> None:
    is_merged = chosen.taken and (target is not None or chosen.into_earlier)
    row.outcome = Outcome.LEFT if not chosen.taken else Outcome.MERGE if is_merged else Outcome.NEW
    row.question_id = target if is_merged else None


def discard(public_id: str, *, actor: str) -> None:
    """Forget a file of which nothing was taken."""
    held = held_in(QuestionImport, public_id, *UNUSED)
    audit.record("question_import.discard", held.thing, actor=actor)
    session().execute(delete(QuestionImport).where(QuestionImport.id == held.id))


@every(timedelta(hours=1))
def forget_imports() -> None:
    """After a day nothing of the file is kept but numbers and what became of each entry."""
    old = QuestionImport.created_at < clock.now() - HELD_FOR
    unused = QuestionImport.state.in_(UNUSED)
    nothing = {"text": "", "name": "", "email": "", "place": "", "written": "", "replies": {}, "candidates": []}
    with transaction():
        session().execute(delete(QuestionImport).where(old, unused))
        ids = session().scalars(select(QuestionImport.id).where(old, QuestionImport.emptied_at.is_(None))).all()
        session().execute(update(ImportedQuestion).where(ImportedQuestion.import_id.in_(ids)).values(**nothing))
        emptied = {"emptied_at": clock.now(), "file_name": ""}
        session().execute(update(QuestionImport).where(QuestionImport.id.in_(ids)).values(**emptied))


def table_of(held: QuestionImport) -> Table:
    rows = [(int(number), [str(cell) for cell in cells]) for number, cells in held.sheet.get("rows", ())]
    header, chosen = held.sheet.get("header"), held.sheet.get("columns", {})
    guesses = {name: columns.Guess(column, sure=True) for name, column in chosen.items()}
    return Table(rows, columns.Mapping(None if header is None else header - 1, guesses))


def read_as(held: QuestionImport, header: int | None, chosen: Mapping[str, int]) -> tuple[Found, list[Judged]]:
    """What somebody says the columns are, judged before the transaction. Raises Unusable."""
    found = files.read_as(table_of(held), header, chosen)
    return found, import_judging.judge(held.event_id, found)


def _sheet(table: Table) -> dict[str, Any]:
    chosen = {name: guess.column for name, guess in table.mapping.columns.items()}
    return {"rows": [[number, cells] for number, cells in table.rows], "header": table.header, "columns": chosen}


def _headings(table: Table) -> list[str]:
    return next((cells for number, cells in table.rows if number == table.header), [])


def _ids(model: type[Registration | Question], column: Any, event_id: int, told: set[Any]) -> dict[Any, int]:
    """Row ids of those that belong to the event, by what a form said."""
    found = select(column, model.id).where(column.in_(told - {None, ""}), model.event_id == event_id)
    return {row[0]: row[1] for row in session().execute(found)}


def _row(import_id: int, one: Judged) -> dict[str, Any]:
    entry = one.entry
    return {
        "import_id": import_id,
        "number": entry.row,
        "text": one.text,
        "name": entry.name,
        "email": entry.email,
        "place": entry.place,
        "written": entry.written,
        "anonymous": entry.anonymous,
        "live": entry.live,
        "votes": entry.votes,
        "replies": {"found": [{"by": reply.by, "text": reply.text} for reply in entry.replies]},
        "key": one.key,
        "outcome": one.outcome,
        "reasons": [str(reason) for reason in one.reasons],
        "candidates": one.candidates,
        "registration_id": one.registration_id,
        "question_id": one.question_id,
    }


def _new(event: Event, upload: Upload, *, actor: str, now: datetime) -> QuestionImport:
    return QuestionImport(
        event_id=event.id,
        state=ImportState.HELD,
        platform=Platform.TABLE,
        asked=True,
        file_name=upload.file_name,
        sha256=upload.sha256,
        timezone=upload.timezone,
        date_order=upload.date_order,
        sheet={},
        left_out={},
        created_by=actor,
        created_at=now,
    )
