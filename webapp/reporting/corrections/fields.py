"""What of a registration can be corrected in a workbook, and the columns that this stands in."""

from enum import StrEnum
from typing import Final

from webapp.core import names
from webapp.core.columns import heading_key
from webapp.core.i18n import lazy_gettext as _l
from webapp.reporting.wording import CHOICES, said, worded

ID: Final = "Konferenz-ID"  #: begins the heading of the hidden ids; behind it the conference's own
VERSION: Final = "Konferenz-Version"
LONGEST_ID: Final = 22
LONGEST: Final = 500  #: characters of a value


class Field(StrEnum):
    ATTENDED = "attended"
    NOTE = "note"
    PLACE = "place"
    OFFICE = "office"


PLACE_NAME: Final = "place_name"  #: two columns tell the place: its name, and its official key
HEADINGS: Final = {
    Field.ATTENDED.value: _l("Attendance"),
    Field.NOTE.value: _l("Note"),
    PLACE_NAME: _l("Municipality or district"),
    Field.PLACE.value: _l("Official key"),
    Field.OFFICE.value: _l("Function"),
}
UNTAKEN: Final = {  #: columns that stay as they are here, by the names of a registration's own
    "family_name": _l("Family name"),
    "given_name": _l("Given name"),
    "patronymic": _l("Patronymic"),
    "title": _l("Title"),
    "organisation": _l("Organisation"),
}


def headings() -> dict[str, str]:
    """The column that a heading means, by its heading_key(), in whatever language a workbook is written."""
    found: dict[str, str] = {}
    for choice in CHOICES:
        with worded(choice):
            found |= {heading_key(said(word)): name for name, word in (HEADINGS | UNTAKEN).items()}
    return found


def event_of(heading: object) -> str | None:
    """Public id of the conference, if this is the heading of the ids."""
    text = names.clean(heading) if isinstance(heading, str) else ""
    return text.removeprefix(ID).strip()[:LONGEST_ID] if text.startswith(ID) else None
