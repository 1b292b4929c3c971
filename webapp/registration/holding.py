"""Verbs of organisers' lists before anybody is added: hold one, say what its columns are, judge its rows, forget it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, insert, select, update

from webapp.core import audit, clock, column_mappings, columns
from webapp.core.db import session, transaction
from webapp.core.errors import DomainError, NotThere
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.jobs import every
from webapp.registration import judging, list_reading
from webapp.registration.list_models import HELD_FOR, ListImport, ListRow, ListState
from webapp.registration.models import Side

Rows = Sequence[tuple[int, list[str]]]
Judgement = dict[int, judging.Judged]  #: by the number of the row
PURPOSE: Final = "registrations"  #: under which columns are remembered
TOO_LATE: Final = _l("Somebody has done this in the meantime.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A list as it came, and what its rows do not tell."""

    file_name: str
    sha256: str
    found: list_reading.FoundList
    side: Side | None
    locale: str


def judged_upload(event_id: int, upload: Upload, *, certain: bool = False) -> Judgement | None:
    """What would become of each row, before any transaction: it takes a while. None if the columns have to be asked.

    `certain` takes what was only guessed: nobody can be asked.
    """
    found, mapping = upload.found, mapping_for(upload.found)
    if not (list_reading.is_enough(mapping.columns) and (mapping.sure or certain)):
        return None
    return _judged(event_id, found.rows, mapping, upload.side, upload.locale)


def judged_as(held: ListImport, header: int | None, chosen: Mapping[str, int]) -> Judgement:
    """The same for what somebody says the columns are."""
    mapping = _mapping(header, chosen)
    return _judged(held.event_id, _cells(rows_of(held)), mapping, held.side, held.locale)


def hold(event_id: int, upload: Upload, judged: Judgement | None, *, actor: str, now: datetime) -> ListImport:
    """Keep a list for a day, with what was judged before, if its columns are known."""
    found, mapping = upload.found, mapping_for(upload.found)
    held = ListImport(
        event_id=event_id,
        state=ListState.COLUMNS if judged is None else ListState.CHECKED,
        file_name=upload.file_name,
        sha256=upload.sha256,
        header=found.header,
        columns={name: guess.column for name, guess in mapping.columns.items()},
        side=upload.side,
        locale=upload.locale,
        created_by=actor,
        created_at=now,
    )
    session().add(held)
    session().flush()
    known = judged or {}
    rows = [
        {"list_id": held.id, "number": number, "cells": cells} | _outcome(known.get(number))
        for number, cells in found.rows
    ]
    session().execute(insert(ListRow), rows)
    audit.record("list.hold", held.thing, actor=actor, details={"rows": len(rows)})
    return held


def set_columns(
    public_id: str, header: int | None, chosen: Mapping[str, int], judged: Judgement, *, actor: str, now: datetime
) -> None:
    """What somebody says the columns are; it is remembered for lists with the same headings."""
    held = held_in(public_id, ListState.COLUMNS, ListState.CHECKED)
    held.state, held.header, held.columns = ListState.CHECKED, header, dict(chosen)
    rows = rows_of(held)
    for row in rows:
        for name, value in _outcome(judged.get(row.number)).items():
            setattr(row, name, value)
    told = list_reading.headings(_cells(rows), header)
    if told:
        column_mappings.remember(PURPOSE, columns.fingerprint(told), dict(chosen), now=now)
    audit.record("list.columns", held.thing, actor=actor, details={"fields": sorted(chosen)})


def discard(public_id: str, *, actor: str) -> None:
    """Forget a list of which nobody was taken."""
    held = held_in(public_id, ListState.COLUMNS, ListState.CHECKED)
    audit.record("list.discard", held.thing, actor=actor)
    session().execute(delete(ListImport).where(ListImport.id == held.id))


@every(timedelta(hours=1))
def forget_lists() -> None:
    """After a day nothing of the file is kept but numbers of rows; a list that was never taken goes whole."""
    old = ListImport.created_at < clock.now() - HELD_FOR
    unused = ListImport.state.in_((ListState.COLUMNS, ListState.CHECKED))
    with transaction():
        session().execute(delete(ListImport).where(old, unused))
        used = select(ListImport.id).where(old, ListImport.state != ListState.RUNNING, ListImport.emptied_at.is_(None))
        ids = session().scalars(used).all()
        session().execute(update(ListRow).where(ListRow.list_id.in_(ids)).values(cells=[]))
        session().execute(update(ListImport).where(ListImport.id.in_(ids)).values(emptied_at=clock.now(), file_name=""))


def mapping_for(found: list_reading.FoundList) -> columns.Mapping:
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


def held_in(public_id: str, *states: ListState) -> ListImport:
    """Raises NotThere, or DomainError when the list is in none of these states any more."""
    wanted = select(ListImport).where(ListImport.public_id == public_id).with_for_update()
    held = session().scalar(wanted.execution_options(populate_existing=True))
    if held is None:
        raise NotThere
    if held.state not in states:
        raise DomainError(TOO_LATE)
    return held


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


def _judged(event_id: int, rows: Rows, mapping: columns.Mapping, side: Side | None, locale: str) -> Judgement:
    header = None if mapping.header is None else mapping.header + 1
    below, told = list_reading.people(rows, header), list_reading.headings(rows, header)
    found = judging.judge(event_id, below, mapping, told, side=side, locale=locale)
    return {one.number: one for one in found}
