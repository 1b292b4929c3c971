"""Forms of invitations: by name, by list or a whole district; and taken back."""

from datetime import date
from typing import Any, Final

from webapp.core import tables, workbooks
from webapp.core.errors import Refused
from webapp.core.forms import BaseForm, Day, Line, Paragraph, Upload
from webapp.core.grids import Code, Unreadable
from webapp.core.i18n import lazy_gettext as _l
from webapp.invitations import naming
from webapp.invitations.naming import Named
from webapp.registration.forms import PlaceKey
from webapp.registration.list_values import text_of

LARGEST: Final = 1 << 20  # bytes
LONGEST_NAMES: Final = 5000  # characters
NOT_AFTER: Final = _l("The day must not be after the conference.")
FIRST: Final = date(2000, 1, 1)  #: Excel knows no day of the years before 1900


class MarkForm(BaseForm):
    day = Day(_l("Invited on"), missing=_l("Enter a date like 2026-12-24."))
    invited_place = PlaceKey(_l("One municipality or district"))
    names = Paragraph(
        _l("Several"),
        limit=LONGEST_NAMES,
        description=_l(
            "One in each line, by name in any spelling or by official key. Lines copied from a spreadsheet work too."
        ),
    )
    file = Upload(
        _l("List as a file"),
        missing=None,
        description=_l("Excel (.xlsx, .xls), OpenDocument (.ods) or text (.csv), one municipality in each row."),
    )

    def __init__(self, latest: date = date.max, **more: Any) -> None:
        """`latest` is the day of the conference."""
        super().__init__(**more)
        self.latest = latest

    def agrees(self) -> bool:
        fine = True
        if self.day.day and not FIRST <= self.day.day <= self.latest:
            self.day.errors = [NOT_AFTER]
            fine = False
        if not (self.invited_place.data or self.names.data or self.file.data or self.invited_place.errors):
            self.names.errors = [*self.names.errors, _l("Enter a name or key, or choose a file.")]
            fine = False
        return fine

    def named(self) -> Named:
        """What the place, the lines and the file name. Raises Unreadable."""
        lines = list(naming.lines_of(self.names.data or ""))
        found = naming.named(lines)
        if self.file.data:
            of_file = naming.named(_rows(self.file.content[1]))
            found = Named([*found.keys, *of_file.keys], [*found.unclear, *of_file.unclear])
        place = [self.invited_place.data] if self.invited_place.data else []
        return Named([*place, *found.keys], found.unclear)


class SomeForm(BaseForm):
    """A button: all municipalities or districts of a district or side, or one place."""

    day = Day(_l("Invited on"))
    some = Line(_l("Which ones"), limit=40, missing=_l("Choose a municipality or district from the list."))

    def on(self, latest: date) -> date:
        """Raises Refused."""
        day = self.day.day
        if day is None or not FIRST <= day <= latest:
            raise Refused(NOT_AFTER)
        return day


def _rows(data: bytes) -> list[tuple[int, list[str]]]:
    """Of the sheet in which most is named."""
    if len(data) > LARGEST:
        raise Unreadable(Code.TOO_LARGE, {"size": len(data), "limit": LARGEST})
    if workbooks.is_workbook(data) and workbooks.rows(data) > naming.MOST_LINES:
        raise Unreadable(Code.TOO_MANY, {"what": "rows", "limit": naming.MOST_LINES})
    sheets = [
        [(number, [text_of(cell) for cell in row]) for number, row in enumerate(grid.rows, start=1)]
        for grid in tables.read_tables(data)
    ]
    if max(map(len, sheets)) > naming.MOST_LINES:
        raise Unreadable(Code.TOO_MANY, {"what": "rows", "limit": naming.MOST_LINES})
    return sheets[0] if len(sheets) == 1 else max(sheets, key=lambda rows: len(naming.named(rows).keys))
