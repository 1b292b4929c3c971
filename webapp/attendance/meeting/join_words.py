"""What is shown about joining: names of ways and reminders, reasons against an address, the name to bear there."""

from typing import Final

from webapp.attendance.meeting.doorway import Kind
from webapp.attendance.meeting.joining_models import Way
from webapp.attendance.meeting.meeting_address import Fault
from webapp.attendance.meeting.offered_names import Written, display_names
from webapp.core.i18n import language
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.names import latin
from webapp.places import queries as places
from webapp.registration.models import Registration

WAY: Final = {
    Way.SELF: _l("in person"),
    Way.SUBSTITUTE: _l("represented by somebody"),
    Way.SEVERAL: _l("several people at one connection"),
}
KIND: Final = {
    Kind.DAY: _l("Reminder of the day before"),
    Kind.HOUR: _l("Last reminder, an hour before"),
}
ADDRESS_FAULT: Final = {
    Fault.NOT_HTTPS: _l("The meeting’s address must begin with https://."),
    Fault.MALFORMED: _l("This is no address of a meeting. Copy the whole link from your video platform."),
}


def names_of(registration: Registration, substitute: str = "") -> list[str]:
    """The names offered to copy; the place in the reader's language as far as that has the same letters."""
    lang = language()
    latin_place = _place(registration, "en" if lang == "uk" else lang)
    in_latin = latin(substitute) if substitute else registration.latin
    own = substitute or f"{registration.given_name} {registration.family_name}"
    given = 1 if substitute else len(registration.given_name.split())
    given_in_latin = 1 if registration.latin_name else given  # of which nobody told where the family name begins
    return display_names(
        Written(in_latin, latin(latin_place), given_in_latin), Written(own, _place(registration, "uk"), given)
    )


def _place(registration: Registration, lang: str) -> str:
    return places.label(registration.place, lang).text if registration.place else registration.organisation
