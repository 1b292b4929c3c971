"""A workbook that is downloaded, corrected as people do in Excel, and brought back."""

import io
from collections.abc import Callable
from typing import Any, Final

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from page import Client, Page

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
