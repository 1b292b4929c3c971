"""Forms of attendance: reports, answers they need, thresholds, interruptions, corrections by hand."""

from collections.abc import Collection
from datetime import datetime, time
from typing import Any, Final

from wtforms.validators import ValidationError

from webapp.attendance.models import Rules
from webapp.attendance.presence import State, Thresholds
from webapp.attendance.reported_names import Told
from webapp.attendance.words import COLUMN, PRESENCE
from webapp.core import column_forms
from webapp.core.clock import BERLIN
from webapp.core.forms import BaseForm, Choice, EmailLine, Line, Number, Uploads
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.upload_forms import Zone
from webapp.events.models import Event
from webapp.registration.forms import NAME, PlacedForm, PlaceKey
from webapp.registration.models import Side
from webapp.registration.registering import Details
from webapp.registration.words import FIELD, SIDE

DAY: Final = 24 * 60  # minutes
CLOCK: Final = "%H:%M"


class ReportForm(BaseForm):
    files = Uploads(
        _l("Attendance reports"),
        missing=_l("Choose a file."),
        description=_l("The file as the platform gave it. Choose several together if the meeting was begun anew."),
    )
    timezone = Zone(
        _l("Clock of the times in the report"),
        description=_l("Most reports do not say it. It is the clock of the account or computer that made the report."),
    )


class ColumnsForm(column_forms.ColumnsForm):
    words = COLUMN
    too_few = _l("Choose the column of the name (whole, or given and family name) or of the e-mail address.")

    def is_enough(self, chosen: Collection[str]) -> bool:
        return bool({"name", "email", "family_name"} & set(chosen))


class Clock(Line):
    """A time of day, like 10:05; after validation `time` is that."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label, limit=5, **more)

    def pre_validate(self, _form: Any) -> None:
        if self.data and self.time is None:
            raise ValidationError(_l("Enter a time like 10:05."))

    @property
    def time(self) -> time | None:
        try:
            return datetime.strptime(self.data or "", CLOCK).time()  # noqa: DTZ007 - a time of day
        except ValueError:
            return None

    def on(self, event: Event) -> datetime | None:
        """That time on the event's day, by the German clock."""
        if self.time is None:
            return None
        return datetime.combine(event.starts_at.astimezone(BERLIN).date(), self.time, BERLIN)


class RulesForm(BaseForm):
    minutes_to_count = Number(
        _l("Minutes from which somebody has attended at all"), least=0, most=DAY, missing=_l("Enter a number.")
    )
    minutes_for_all = Number(
        _l("Fewer minutes than these are “attended in part”"), least=0, most=DAY, missing=_l("Enter a number.")
    )
    percent_for_all = Number(
        _l("A smaller share of the conference than this, in percent, is “attended in part”"),
        least=0,
        most=100,
        missing=_l("Enter a number."),
    )
    certificate_minutes = Number(
        _l("Minutes from which there is a certificate of attendance"), least=0, most=DAY, missing=_l("Enter a number.")
    )
    began = Clock(_l("The conference really began at (German time)"))
    ended = Clock(_l("It really ended at (German time)"))

    def agrees(self) -> bool:
        began, ended = self.began.time, self.ended.time
        if began and ended and began >= ended:
            self.ended.errors = [_l("The end must be after the beginning.")]
            return False
        return True

    def fits(self, event: Event) -> bool:
        """Whether one real time alone leaves some of the planned ones; what does not, leaves an error."""
        began, ended = self.began.on(event) or event.starts_at, self.ended.on(event) or event.ends_at
        if began >= ended:
            field = self.ended if self.ended.data else self.began
            field.errors = [_l("The end must be after the beginning.")]
        return began < ended

    @classmethod
    def of(cls, thresholds: Thresholds, rules: Rules | None) -> "RulesForm":
        """Filled with what holds now."""
        shown = {
            name: f"{moment.astimezone(BERLIN):{CLOCK}}" if moment else ""
            for name, moment in (("began", rules and rules.starts_at), ("ended", rules and rules.ends_at))
        }
        return cls(
            formdata=None,
            data=shown
            | {
                "minutes_to_count": round(thresholds.minutes_to_count),
                "minutes_for_all": round(thresholds.minutes_for_all),
                "percent_for_all": round(100 * thresholds.share_for_all),
                "certificate_minutes": round(thresholds.certificate_minutes),
            },
        )

    @property
    def thresholds(self) -> Thresholds:
        """Only after is_valid()."""
        return Thresholds(
            minutes_to_count=self.minutes_to_count.data,
            minutes_for_all=self.minutes_for_all.data,
            share_for_all=self.percent_for_all.data / 100,
            certificate_minutes=self.certificate_minutes.data,
        )


class InterruptionForm(BaseForm):
    side = Choice(
        _l("Region whose people could not be there"),
        choices=[(side.value, SIDE[side]) for side in Side if side is not Side.OTHER],
        missing=_l("Choose a region."),
    )
    since = Clock(_l("From (German time)"), missing=_l("Enter a time like 10:05."))
    until = Clock(_l("To (German time)"), missing=_l("Enter a time like 10:05."))

    def agrees(self) -> bool:
        if self.since.time and self.until.time and self.since.time >= self.until.time:
            self.until.errors = [_l("The end must be after the beginning.")]
            return False
        return True


NOBODY_KNOWS: Final = (State.NOT_RECORDED, State.UNDECIDED)


class CorrectionForm(BaseForm):
    state = Choice(
        _l("What you know"),
        choices=[(state.value, word) for state, word in PRESENCE.items() if state not in NOBODY_KNOWS],
        missing=_l("Choose one of the options shown."),
    )
    minutes = Number(
        _l("Minutes of attendance"),
        least=1,
        most=DAY,
        description=_l("If you know them. Else the reports’ minutes count; without any there is no certificate."),
    )
    note = Line(_l("How you know it"), limit=500)

    def agrees(self) -> bool:
        fine = not self.minutes.data or self.state.data in {State.ATTENDED, State.IN_PART}
        if not fine:
            self.minutes.errors = [_l("Minutes belong to an attendance. Leave them out, or choose one.")]
        return fine

    def fits(self, longest: int) -> bool:
        """Whether the conference lasted so long; what does not, leaves an error."""
        fine = (self.minutes.data or 0) <= longest
        if not fine:
            self.minutes.errors = [
                _l("The conference was not that long. Enter %(minutes)s minutes at most.", minutes=longest)
            ]
        return fine


class ConnectionForm(BaseForm):
    """Several people at one connection."""

    said = Number(_l("How many people sat there?"), least=1, most=999, missing=_l("Enter a number."))
    room_place = PlaceKey(_l("Municipality or district whose room it is"))

    @classmethod
    def of(cls, said: int | None, place_key: str) -> "ConnectionForm":
        return cls(formdata=None, data={"said": said, "room_place": place_key})


class UnknownForm(PlacedForm):
    """Somebody who is in a report and in no registration: as little as a registration needs."""

    placeless = _l("Choose a municipality or district from the list, or enter an organisation.")
    given_name = Line(FIELD["given_name"], limit=NAME, missing=_l("Enter the given name."))
    family_name = Line(FIELD["family_name"], limit=NAME, missing=_l("Enter the family name."))
    email = EmailLine(
        FIELD["email"], missing=_l("Enter an e-mail address."), description=_l("We send no mail because of this.")
    )

    @classmethod
    def of(cls, told: Told, email: str) -> "UnknownForm":
        """Filled with what the report tells, to be looked over."""
        names = {"given_name": told.given_name[:NAME], "family_name": told.family_name[:NAME]}
        return cls(formdata=None, data=names | {"email": email, "place": told.place_key})

    @property
    def details(self) -> Details:
        """Only after is_valid()."""
        names = {name: self[name].data for name in ("given_name", "family_name", "email")}
        return Details(**names, **self.whom, attending_as=self.usual_role)
