"""Forms of exports: what a file is to hold, its preset's name, when it is to be made again."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final, Self

from wtforms import PasswordField
from wtforms.validators import Length, Optional

from webapp.accounts import passwords
from webapp.core.forms import BaseForm, Choice, Choices, Line, Tick
from webapp.core.i18n import lazy_gettext as _l
from webapp.places import queries as places
from webapp.registration.words import SIDE, STATE
from webapp.reporting.exporting.models import LONGEST_NAME
from webapp.reporting.exporting.orders import Format, Order, Selection
from webapp.reporting.exporting.schedules import ZONES
from webapp.reporting.exporting.selecting import ATTENDED
from webapp.reporting.exporting.words import FORMAT, WEEKDAY, ZONE
from webapp.reporting.figures import SIDES
from webapp.reporting.kinds import Kind
from webapp.reporting.wording import CHOICES

KINDS: Final = {
    Kind.REGISTRATIONS.value: _l("registrations"),
    Kind.ATTENDANCE.value: _l("registrations with attendance, evidence and times, and questions"),
    Kind.QUESTIONS.value: _l("questions and experiences with votes and answers"),
}
ELSEWHERE: Final = _l(
    "This district is not in the region that you chose, so the sheet would be empty. Change one of both."
)


class Offered(Sequence[tuple[str, Any]]):
    """What there is to choose from, read when somebody asks for it."""

    def __init__(self, read: Callable[[], Sequence[tuple[str, Any]]]) -> None:
        self._read = cache(read)

    def __len__(self) -> int:
        return len(self._read())

    def __getitem__(self, at: Any) -> Any:
        return self._read()[at]


class ExportForm(BaseForm):
    """The few choices of the conference's own page."""

    kind = Choice(_l("Content"), choices=KINDS.items(), missing=_l("Choose one of the options shown."))
    lang = Choice(_l("Language of the workbook"), choices=CHOICES.items(), missing=_l("Choose a language."))

    @property
    def order(self) -> Order:
        return Order(Kind(self.kind.data), self.lang.data)


class Password(PasswordField):
    """Asked for where something needs it; never shown again."""

    def __init__(self, label: Any, *, needed: bool = False, **more: Any) -> None:
        too_long = _l("Use at most %(max)d characters.")
        super().__init__(label, [Optional(), Length(max=passwords.LONGEST, message=too_long)], **more)
        self.autocomplete = "current-password"
        self.flags.required = needed


class ProofForm(BaseForm):
    """Shown only where the password is asked for; whoever has just entered it is not asked."""

    password = Password(_l("Your password"), needed=True)


class ChoosingForm(ExportForm):
    """Every choice; what is there to choose from is said by offer(), as pairs of key and name."""

    format = Choice(_l("File format"), choices=FORMAT.items(), missing=_l("Choose one of the options shown."))
    side = Choice(_l("Region"), choices=[(side.value, word) for side, word in SIDE.items()])
    state = Choice(_l("State"), choices=[(state.value, word) for state, word in STATE.items()])
    district = Choice(_l("Regierungsbezirk or raion"), choices=())
    attended = Choice(_l("Attendance"), choices=[(one.value, word) for one, word in ATTENDED.items()])
    columns = Choices(
        _l("Columns of the sheet Attendance"), choices=(), description=_l("None chosen: all of them are written.")
    )
    contacts = Tick(_l("With e-mail addresses"))
    password = Password(_l("Your password"))
    name = Line(_l("Name of the preset"), limit=LONGEST_NAME)

    def agrees(self) -> bool:
        """Of one region nobody is in a district of another, and an empty sheet does not say so."""
        is_told = self.side.data and self.district.data and self.kind.data != Kind.QUESTIONS
        district = places.place(self.district.data) if is_told else None
        if district is None or SIDES[district.region] == self.side.data:
            return True
        self.district.errors = [ELSEWHERE]
        return False

    def offer(self, *, districts: Sequence[tuple[str, Any]], columns: Sequence[tuple[str, str]]) -> Self:
        self.district.choices, self.columns.choices = districts, columns
        return self

    @property
    def order(self) -> Order:
        kind = Kind(self.kind.data)
        told = {name: self[name].data for name in ("side", "state", "district", "attended")}
        chosen = Selection.stored(told, list(self.columns.data or ()), contacts=bool(self.contacts.data))
        selection = Selection() if kind is Kind.QUESTIONS else chosen
        return Order(kind, self.lang.data, Format(self.format.data), selection)


class NameForm(BaseForm):
    name = Line(_l("Name of the preset"), limit=LONGEST_NAME, missing=_l("Enter a name for the preset."))


class ScheduleForm(BaseForm):
    weekday = Choice(
        _l("Day of the week"),
        choices=[(str(day), word) for day, word in WEEKDAY.items()],
        missing=_l("Choose a day of the week."),
    )
    hour = Choice(
        _l("Hour"), choices=[(str(hour), f"{hour:02}:00") for hour in range(24)], missing=_l("Choose an hour.")
    )
    zone = Choice(_l("Clock"), choices=[(name, ZONE[name]) for name in ZONES], missing=_l("Choose a clock."))
