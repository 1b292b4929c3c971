"""Form of a room that stands in no report."""

from webapp.attendance.forms import Clock
from webapp.core.forms import BaseForm, Number
from webapp.core.i18n import lazy_gettext as _l
from webapp.registration.forms import PlaceKey


class RoomForm(BaseForm):
    room_place = PlaceKey(_l("Municipality or district whose room it is"), expected=True)
    said = Number(_l("How many people sat there?"), least=1, most=999, missing=_l("Enter a number."))
    since = Clock(_l("From (German time)"), missing=_l("Enter a time like 10:05."))
    until = Clock(_l("To (German time)"), missing=_l("Enter a time like 10:05."))

    def agrees(self) -> bool:
        fine = True
        if not self.room_place.data and not self.room_place.errors:
            self.room_place.errors = [_l("Choose a municipality or district from the list.")]
            fine = False
        if self.since.time and self.until.time and self.since.time >= self.until.time:
            self.until.errors = [_l("The end must be after the beginning.")]
            fine = False
        return fine
