"""Verbs of organisers' lists before anybody is added: hold one, say what its columns are, judge its rows, forget it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, exists, insert, select, update

from webapp.core import audit, clock, column_mappings, columns
from webapp.core.db import session, transaction
from webapp.core.held import HELD_FOR, held_in
from webapp.core.jobs import every
from webapp.registration import judging, list_queries, list_reading
from webapp.registration.list_models import ListImport, ListRow, ListState
from webapp.registration.list_reading import FoundList
from webapp.registration.models import Side

Rows = Sequence[tuple[int, list[str]]]
Judgement = dict[int, judging.Judged]  #: by the number of the row
Telling = Callable[[Rows], Iterable[tuple[int, list[str]]]]  #: goes through rows, and tells somebody how far it is
PURPOSE: Final = "registrations"  #: under which columns are remembered
UNUSED: Final = (ListState.HELD, ListState.REFUSED, ListState.COLUMNS, ListState.CHECKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A list as it came, and what its rows do not tell."""

    file_name: str
    sha256: str
    side: Side | None
    locale: str


def judged_upload(
    event_id: int, found: FoundList, upload: Upload | ListImport, *, certain: bool = False, telling: Telling = iter
) -> Judgement | None:
    """What would become of each row, before any transaction: it takes a while. None if the columns have to be asked.

    `certain` takes what was only guessed: nobody can be asked.
    """
    mapping = mapping_for(found)
    if not (list_reading.is_enough(mapping.columns) and (mapping.sure or certain)):
        return None
    return _judged(event_id, found.rows, mapping, upload.side, upload.locale, telling)


def judged_as(
    held: ListImport, rows: Rows, header: int | None, chosen: Mapping[str, int], *, telling: Telling = iter
) -> Judgement:
    """The same for what somebody says the columns are."""
    return _judged(held.event_id, rows, _mapping(header, chosen), held.side, held.locale, telling)


def hold(
    event_id: int, upload: Upload, found: FoundList, judged: Judgement | None, *, actor: str, now: datetime
) -> ListImport:
    """Keep a list for a day, with what was judged before, if its columns are known."""
    held = _new(event_id, upload, actor=actor, now=now)
    finish(held, found, judged)
    session().add(held)
    session().flush()
    keep(held.id, found.rows, judged)
    audit.record("list.hold", held.thing, actor=actor, details={"rows": len(found.rows)})
    return held


def hold_unread(event_id: int, upload: Upload, content: bytes, *, actor: str, now: datetime) -> ListImport:
    """Keep a list as it is, until the worker has read it."""
    held = _new(event_id, upload, actor=actor, now=now)
    held.content = content
    session().add(held)
    session().flush()
    audit.record("list.hold", held.thing, actor=actor, details={"bytes": len(content)})
    return held


def keep(list_id: int, rows: Rows, judged: Judgement | None) -> None:
    """Write rows down with what was judged."""
    known = judged or {}
    written = [
        {"list_id": list_id, "number": number, "cells": cells} | _outcome(known.get(number)) for number, cells in rows
    ]
    session().execute(insert(ListRow), written)


def finish(held: ListImport, found: FoundList, judged: Judgement | None) -> None:
    """It is read."""
    held.state = ListState.COLUMNS if judged is None else ListState.CHECKED
    held.header, held.content = found.header, None
    held.columns = {name: guess.column for name, guess in mapping_for(found).columns.items()}


def forget_rows(list_id: int) -> None:
    """What was written of a list that was not read to its end. Of one whose rows are only judged anew they stay."""
    unread = exists().where(ListImport.id == list_id, ListImport.content.is_not(None))
    session().execute(delete(ListRow).where(ListRow.list_id == list_id, unread))


def set_columns(
    public_id: str,
    header: int | None,
    chosen: Mapping[str, int],
    judged: Judgement | None,
    *,
    actor: str,
    now: datetime,
) -> ListImport:
    """What somebody says the columns are; it is remembered for lists with the same headings.

    Without a judgement the list is held until the worker has one.
    """
    held = held_in(ListImport, public_id, ListState.COLUMNS, ListState.CHECKED)
    held.state = ListState.HELD if judged is None else ListState.CHECKED
    held.header, held.columns = header, dict(chosen)
    if judged is not None:
        judge_anew(held.id, list_queries.cells(held), judged)
    told = list_queries.row(held, header)
    if told:
        column_mappings.remember(PURPOSE, columns.fingerprint(told), dict(chosen), now=now)
    audit.record("list.columns", held.thing, actor=actor, details={"fields": sorted(chosen)})
    return held


def judge_anew(list_id: int, rows: Rows, judged: Judgement) -> None:
    """Write down what was judged of rows that follow one another."""
    among = ListRow.number.between(rows[0][0], rows[-1][0])
    found = session().execute(select(ListRow.id, ListRow.number).where(ListRow.list_id == list_id, among))
    session().execute(update(ListRow), [{"id": row.id} | _outcome(judged.get(row.number)) for row in found])


def discard(public_id: str, *, actor: str) -> None:
    """Forget a list of which nobody was taken."""
    held = held_in(ListImport, public_id, *UNUSED)
    audit.record("list.discard", held.thing, actor=actor)
    session().execute(delete(ListImport).where(ListImport.id == held.id))


@every(timedelta(hours=1))
def forget_lists() -> None:
    """After a day nothing of the file is kept but numbers of rows; a list that was never taken goes whole."""
    old = ListImport.created_at < clock.now() - HELD_FOR
    unused = ListImport.state.in_(UNUSED)
    with transaction():
        session().execute(delete(ListImport).where(old, unused))
        used = select(ListImport.id).where(old, ListImport.state != ListState.RUNNING, ListImport.emptied_at.is_(None))
        ids = session().scalars(used).all()
        session().execute(update(ListRow).where(ListRow.list_id.in_(ids)).values(cells=[]))
        session().execute(update(ListImport).where(ListImport.id.in_(ids)).values(emptied_at=clock.now(), file_name=""))


def mapping_for(found: FoundList) -> columns.Mapping:
    """What somebody said about a list with these headings, else what was recognised."""
    known = column_mappings.remembered(PURPOSE, columns.fingerprint(found.headings)) if found.headings else None
    if known is None:
        return found.mapping
    return _mapping(found.header, known)


def mapping_of(held: ListImport) -> columns.Mapping:
    return _mapping(held.header, held.columns)


def _mapping(header: int | None, chosen: Mapping[str, int]) -> columns.Mapping:
    guesses = {name: columns.Guess(column, sure=True) for name, column in chosen.items()}
    return columns.Mapping(None if header is None else header - 1, guesses)


def rows_of(held: ListImport) -> Sequence[ListRow]:
    return session().scalars(select(ListRow).where(ListRow.list_id == held.id).order_by(ListRow.number)).all()


def _cells(rows: Sequence[ListRow]) -> list[tuple[int, list[str]]]:
    return [(row.number, row.cells) for row in rows]


def _outcome(judged: judging.Judged | None) -> dict[str, Any]:
    """Columns of a row; headings and what stands above are not judged."""
    if judged is None:
        return {"result": None, "reasons": [], "registration_id": None}
    return {"result": judged.result, "reasons": judged.reasons, "registration_id": judged.registration_id}


def judged_again(held: ListImport, rows: Sequence[ListRow]) -> Judgement:
    header = select(ListRow.number, ListRow.cells).where(ListRow.list_id == held.id, ListRow.number == held.header)
    above = [(number, list(cells)) for number, cells in session().execute(header)]
    return _judged(held.event_id, [*above, *_cells(rows)], mapping_of(held), held.side, held.locale)


def _judged(
    event_id: int, rows: Rows, mapping: columns.Mapping, side: Side | None, locale: str, telling: Telling = iter
) -> Judgement:
    header = None if mapping.header is None else mapping.header + 1
    below, told = list_reading.people(rows, header), list_reading.headings(rows, header)
    found = judging.judge(event_id, telling(below), mapping, told, side=side, locale=locale)
    return {one.number: one for one in found}


def _new(event_id: int, upload: Upload, *, actor: str, now: datetime) -> ListImport:
    return ListImport(
        event_id=event_id,
        state=ListState.HELD,
        file_name=upload.file_name,
        sha256=upload.sha256,
        side=upload.side,
        locale=upload.locale,
        created_by=actor,
        created_at=now,
    )
