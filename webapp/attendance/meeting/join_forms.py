"""Forms of joining: how somebody comes in, and what organisers say about the room."""

from typing import Any

from wtforms.validators import ValidationError

from webapp.attendance.meeting import meeting_address
from webapp.attendance.meeting.join_queries import hosts
from webapp.attendance.meeting.join_words import ADDRESS_FAULT, WAY, names_of
from webapp.attendance.meeting.joining import Room, Use
from webapp.attendance.meeting.joining_models import LONGEST_ADDRESS, LONGEST_CHANNEL, LONGEST_NAME, MeetingRoom, Way
from webapp.attendance.meeting.meeting_address import Fault
from webapp.core.forms import BaseForm, Choice, Line, Number, Paragraph, Tick
from webapp.core.i18n import lazy_gettext as _l
from webapp.registration.models import Registration

MOST_PEOPLE = 500
LONGEST_WAIT = 240  #: minutes
MINUTES_MISSING = _l("Enter the number of minutes.")


class JoinForm(BaseForm):
    """One tap; who stands in tells the name, several tell how many they are."""

    way = Choice(_l("How you take part"), choices=WAY.items(), missing=_l("Press one of the buttons to join."))
    substitute = Line(_l("Your given name and family name"), limit=LONGEST_NAME)
    people = Number(_l("How many people are you?"), least=2, most=MOST_PEOPLE)

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.substitute.flags.required = self.people.flags.required = True  # each in its own form

    def agrees(self) -> bool:
        if self.way.errors:  # it is no field that one could be led to
            self.form_errors += self.way.errors
            self.way.errors = []
            return False
        if self.way.data == Way.SUBSTITUTE and not self.substitute.data:
            self.substitute.errors = [_l("Enter your name.")]
            return False
        if self.way.data == Way.SEVERAL and self.people.data is None:
            self.people.errors = [_l("Enter how many people you are.")]
            return False
        return True

    def use_of(self, registration: Registration) -> Use:
        """Only after is_valid()."""
        way = Way(self.way.data)
        substitute = self.substitute.data or "" if way is Way.SUBSTITUTE else ""
        return Use(
            way=way,
            people=self.people.data if way is Way.SEVERAL else 1,
            substitute=substitute,
            display_names=tuple(names_of(registration, substitute)),
        )


class RoomForm(BaseForm):
    """Everything about the meeting room of one event."""

    address = Line(
        _l("Address of the meeting"),
        limit=LONGEST_ADDRESS,
        description=_l("The link of your video platform. Nobody sees it before the way in opens."),
    )
    dial_in = Paragraph(
        _l("Dial-in by telephone"),
        limit=LONGEST_ADDRESS,
        description=_l("Numbers for both countries, meeting number and code."),
    )
    channel_de = Line(_l("Interpretation channel for German"), limit=LONGEST_CHANNEL)
    channel_uk = Line(
        _l("Interpretation channel for Ukrainian"),
        limit=LONGEST_CHANNEL,
        description=_l("As the channels are called in the meeting, for example Ukrainian."),
    )
    opens_minutes_before = Number(
        _l("Minutes before the start from which on the links lead in"),
        least=0,
        most=LONGEST_WAIT,
        missing=MINUTES_MISSING,
    )
    closes_minutes_after = Number(
        _l("Minutes after the end until which the links lead in"), least=0, most=LONGEST_WAIT, missing=MINUTES_MISSING
    )
    notes_use = Tick(
        _l("Note who uses the link"),
        description=_l("It helps on the day and when attendance is recorded. People read of it before they join."),
    )
    address_in_last_reminder = Tick(
        _l("The last reminder tells the meeting’s address and the dial-in"),
        description=_l("So everybody gets in even if this service cannot be reached. Mails can be passed on."),
    )

    def __init__(self, room: MeetingRoom | None = None) -> None:
        names = (*Room.__dataclass_fields__,)
        super().__init__(data={name: getattr(room, name) for name in names} if room else {})

    def validate_address(self, field: Line) -> None:
        if not field.data:
            return
        fault = meeting_address.fault(field.data, hosts())
        if fault is Fault.HOST:
            raise ValidationError(
                _l(
                    "Meetings at %(host)s are not allowed here. "
                    "Whoever runs this service can allow them in the setting KONFERENZ_MEETING_HOSTS.",
                    host=meeting_address.host(field.data),
                )
            )
        if fault is not None:
            raise ValidationError(ADDRESS_FAULT[fault])

    @property
    def room(self) -> Room:
        """Only after is_valid()."""
        values: dict[str, Any] = {name: self[name].data for name in Room.__dataclass_fields__}
        return Room(**values)
