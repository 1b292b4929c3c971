"""Reads organisers' lists: one by its address, the latest ones, its rows and how many ended how."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from webapp.core.db import session
from webapp.core.errors import NotThere
from webapp.events.models import Event
from webapp.registration.list_models import ListImport, ListRow, ListState, RowResult
from webapp.registration.models import Registration

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Listed:
    """A list with the numbers of its rows by result."""

    held: ListImport
    counts: dict[RowResult, int]


def one(slug: str, public_id: str) -> ListImport:
    """With its event. Raises NotThere, also for a list of another event."""
    found = select(ListImport).join(ListImport.event).where(ListImport.public_id == public_id, Event.slug == slug)
    held = session().scalar(found.options(joinedload(ListImport.event)))
    if held is None:
        raise NotThere
    return held


def latest(event_id: int) -> list[Listed]:
    found = select(ListImport).where(ListImport.event_id == event_id).order_by(ListImport.id.desc()).limit(SHOWN)
    held = session().scalars(found).all()
    read = [each.id for each in held if each.state is not ListState.HELD]
    counted = select(ListRow.list_id, ListRow.result, func.count())
    counted = counted.where(ListRow.list_id.in_(read), ListRow.result.is_not(None))
    counts: dict[int, dict[RowResult, int]] = {each.id: {} for each in held}
    for list_id, result, number in session().execute(counted.group_by(ListRow.list_id, ListRow.result)):
        if result:
            counts[list_id][result] = number
    return [Listed(each, counts[each.id]) for each in held]


def counts(held: ListImport) -> dict[RowResult, int]:
    """Only results that occur."""
    counted = select(ListRow.result, func.count()).where(ListRow.list_id == held.id, ListRow.result.is_not(None))
    return {result: number for result, number in session().execute(counted.group_by(ListRow.result)) if result}


def rows(held: ListImport, result: RowResult | None = None) -> Select[ListRow]:
    """Those that are judged, with registrations; to be paged by core.lists."""
    found = select(ListRow).where(ListRow.list_id == held.id, ListRow.result.is_not(None))
    if result:
        found = found.where(ListRow.result == result)
    return found.options(joinedload(ListRow.registration))


def all_rows(held: ListImport) -> Sequence[ListRow]:
    """As rows(), in their order."""
    return session().scalars(rows(held).order_by(ListRow.number)).all()


def public_ids(ids: Iterable[int]) -> dict[int, str]:
    """Of registrations."""
    found = select(Registration.id, Registration.public_id).where(Registration.id.in_(set(ids)))
    return {row.id: row.public_id for row in session().execute(found)}


def cells(held: ListImport, limit: int | None = None) -> list[tuple[int, list[str]]]:
    """The rows as they stand in the file, from the first."""
    found = select(ListRow.number, ListRow.cells).where(ListRow.list_id == held.id).order_by(ListRow.number)
    return [(number, list(row)) for number, row in session().execute(found.limit(limit))]


def row(held: ListImport, number: int | None) -> list[str]:
    """Empty without such a row."""
    found = select(ListRow.cells).where(ListRow.list_id == held.id, ListRow.number == number)
    return list(session().scalar(found) or [])


def same_file(event_id: int, sha256: str) -> Sequence[ListImport]:
    """Lists of the same bytes whose people were added and not removed again."""
    found = ListImport.event_id == event_id, ListImport.sha256 == sha256, ListImport.state == ListState.APPLIED
    return session().scalars(select(ListImport).where(*found).order_by(ListImport.id)).all()
