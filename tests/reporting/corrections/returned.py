"""A workbook that is downloaded, corrected as people do in Excel, and brought back."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from page import Client, Page
from sqlalchemy import select

from webapp.attendance.models import Correction, Presence
from webapp.core.db import session
from webapp.events.models import Event
from webapp.registration.models import Registration

NOW: Final = datetime(2026, 11, 28, 12, tzinfo=UTC)
EVENT: Final = "/manage/events/folgekonferenz"
RETURNED: Final = f"{EVENT}/corrections"
OF: Final = {  #: headings in German
    "attended": "Teilnahme", "note": "Vermerk", "place": "Kommune oder Kreis", "key": "Amtlicher Schlüssel",
    "office": "Funktion", "name": "Vorname",
}  # fmt: skip
Work = Callable[[Worksheet], object]


def download(client: Client, lang: str = "de", kind: str = "attendance") -> bytes:
    return client.get(EVENT).form(f"{EVENT}/export").fill(lang=lang, kind=kind).submit().body


def worked_on(content: bytes, work: Work) -> bytes:
    """The sheet with the registrations saved anew, alone, after somebody has worked on it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        if "Attendance" not in sheet.tables:
            book.remove(sheet)
    work(book.worksheets[0])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def column(sheet: Worksheet, heading: str) -> int:
    return next(cell.column for cell in sheet[1] if cell.value == heading)


def row(sheet: Worksheet, given_name: str, heading: str = OF["name"]) -> int:
    named = column(sheet, heading)
    return next(at for at in range(2, sheet.max_row + 1) if sheet.cell(at, named).value == given_name)


def corrected(content: bytes, **people: dict[str, Any]) -> bytes:
    """What is to stand in whose row, in a German workbook: Olena={"note": "…"}."""

    def work(sheet: Worksheet) -> None:
        for name, told in people.items():
            for which, value in told.items():
                sheet.cell(row(sheet, name), column(sheet, OF[which])).value = value

    return worked_on(content, work)


def bring_back(client: Client, data: bytes, name: str = "Teilnahme.xlsx", status: int = 200) -> Page:
    form = client.get(RETURNED).form(RETURNED)
    return form.fill(file=(io.BytesIO(data), name)).submit(status=status)


def told(page: Page) -> list[tuple[str, ...]]:
    """Of each change: whose, what, as it was, as it is to be, and what becomes of it."""
    if not page.all("#changes"):
        return []
    here = "Here" if any("Here" in line for line in page.table()) else "Before"
    return [
        (line["Name"].partition(" ")[0], *(line[head] for head in ("Column", here, "In the workbook", "Result")))
        for line in page.table()
    ]


def press(page: Page, verb: str, statements: int = 200) -> Page:
    return page.form(f"{page.url.partition('?')[0]}/{verb}").submit(statements=statements)


def person(given_name: str) -> Registration:
    return session().scalars(select(Registration).where(Registration.given_name == given_name)).one()


def correction(given_name: str) -> tuple[Any, ...] | None:
    """What was entered by hand, with who did so and when."""
    session().expire_all()
    found = session().get(Correction, person(given_name).id)
    if found is None:
        return None
    return found.state.value, found.minutes, found.note, found.corrected_by, found.corrected_at


def here() -> list[tuple[Any, ...]]:
    """Everything that a workbook can change."""
    session().rollback()
    people = session().scalars(select(Registration).order_by(Registration.id)).all()
    seats = session().scalars(select(Event)).first()
    assert seats is not None
    rest = [(seats.seats_taken, seats.side_seats)]
    presence = session().execute(select(Presence.registration_id, Presence.state).order_by(Presence.registration_id))
    return [
        *((one.place_key, one.side, one.office, correction(one.given_name)) for one in people),
        *map(tuple, presence), *rest,
    ]  # fmt: skip


def token(page: Any) -> str:
    return str(page.all('input[name="csrf_token"]')[0]["value"])
