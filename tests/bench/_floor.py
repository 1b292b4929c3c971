"""The least that gives the cells of the sheet of attendance from the database: rows by Core, their XML by hand.

Nothing is checked, no style, no table, no height of rows; words and names of places are made ready once.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import IO, Any, Final
from xml.sax.saxutils import escape

from openpyxl.utils import get_column_letter
from sqlalchemy import func, select

from webapp.attendance import words as presence_words
from webapp.attendance.meeting.joining_models import JoinUse
from webapp.attendance.models import Correction, Presence
from webapp.attendance.presence import State as PresenceState
from webapp.core import names
from webapp.core.clock import BERLIN, KYIV
from webapp.core.db import engine
from webapp.core.i18n import LANGUAGES, gettext
from webapp.core.percents import percent
from webapp.events.models import Event
from webapp.places.models import PlaceKind
from webapp.questions.models import Channel, Kind, Question
from webapp.registration import words
from webapp.registration.models import Registration, State
from webapp.reporting import place_columns
from webapp.reporting.corrections import versions

AT_ONCE: Final = 500
EPOCH: Final = datetime(1899, 12, 30, tzinfo=UTC)
TEXT, NUMBER, SLOTS = "x", "1", 3
KINDS: Final = [  # of the columns, in their order
    *[TEXT] * 15, TEXT, TEXT, *[NUMBER] * (4 + 2 + SLOTS + 2 + 2), TEXT, *[TEXT] * 5, *[NUMBER] * 4, *[TEXT] * 6
]  # fmt: skip
BEFORE: Final = [f'<c r="{get_column_letter(number)}' for number in range(1, len(KINDS) + 1)]
INSIDE: Final = ['" s="1" t="inlineStr"><is><t>' if kind == TEXT else '" s="2"><v>' for kind in KINDS]
AFTER: Final = ["</t></is></c>" if kind == TEXT else "</v></c>" for kind in KINDS]
latin = lru_cache(20_000)(names.latin)


def write(event: Event, part: IO[bytes]) -> None:
    part.write(b"<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>")
    made, some = Floor(event), []
    with engine().connect().execution_options(yield_per=1_000) as connection:
        for number, row in enumerate(connection.execute(_wanted(event)), start=2):
            some.append(_line(number, made.values(*row)))
            if len(some) == AT_ONCE:
                part.write("".join(some).encode())
                some.clear()
    part.write("".join(some).encode() + b"</sheetData></worksheet>")


def _wanted(event: Event) -> Any:
    used = select(func.min(JoinUse.first_at)).where(JoinUse.registration_id == Registration.id)
    one, seen = Registration, Presence
    return (
        select(
            one.id, one.public_id,
            one.family_name, one.given_name, one.patronymic, one.latin_name, one.title, one.office, one.place_key,
            one.organisation, one.side, one.attending_as, one.created_at, one.state, seen.state, seen.how,
            seen.first_joined_at, seen.last_left_at, seen.minutes, seen.share, seen.slots, seen.heads, seen.named,
            used.scalar_subquery(), Correction.note, one.partnership, one.partner_place_key, one.topics,
            one.interpretation, one.locale, one.confirmed_at, one.question, one.experience, one.registered_by_name,
        )
        .outerjoin(seen, seen.registration_id == one.id)
        .outerjoin(Correction, Correction.registration_id == one.id)
        .where(one.event_id == event.id)
        .order_by(one.sort_key, one.id)
    )  # fmt: skip


def _line(number: int, values: tuple[Any, ...]) -> str:
    found = [f'<row r="{number}">']
    for before, inside, after, value in zip(BEFORE, INSIDE, AFTER, values, strict=True):
        if value is not None and value != "":
            found.append(f"{before}{number}{inside}{value}{after}")
    found.append("</row>")
    return "".join(found)


class Floor:
    """What rows have in common."""

    def __init__(self, event: Event) -> None:
        directory = place_columns.directory()
        self.places: dict[str | None, tuple[str, str, str]] = {None: ("", "", "")}
        for key, place in directory.items():
            above = {level.kind: escape(level.name_de) for level in (place, *place.parents)}
            kreis = above.get(PlaceKind.KREIS) or above.get(PlaceKind.RAION) or ""
            district = above.get(PlaceKind.REGIERUNGSBEZIRK) or above.get(PlaceKind.OBLAST) or ""
            self.places[key] = escape(place.name_de), kreis, district
        self.day, self.yes = event.starts_at.astimezone(BERLIN).date(), gettext("yes")
        self.side, self.as_, self.state = _told(words.SIDE), _told(words.ATTENDING_AS), _told(words.STATE)
        self.presence, self.how = _told(presence_words.PRESENCE), _told(presence_words.HOW)
        self.partnership, self.interpretation = _told(words.PARTNERSHIP), _told(words.INTERPRETATION)
        self.language = _told(LANGUAGES)
        self.topics = {code.value: escape(str(word)) for code, word in words.TOPIC.items()}
        self.digest = lru_cache(20_000)(versions.digest)
        self.further = _further(event)
        self.german: dict[int, int] = {}
        self.ukrainian: dict[int, int] = {}

    def values(  # noqa: PLR0917 - the columns of the statement
        self, number: int, public_id: str,
        family: str, given: str, patronymic: str, own: str, title: str, office: str, key: str, organisation: str,
        side: Any, attending: Any, created: datetime, state: Any, presence: Any, how: Any, joined: Any, left: Any,
        minutes: Any, share: Any, slots: Any, heads: Any, named: Any, used: Any, note: Any, partnership: Any,
        partner: Any, topics: Any, interpretation: Any, locale: str, confirmed: Any, question: str, experience: str,
        registered_by: str,
    ) -> tuple[Any, ...]:  # fmt: skip
        german, ukrainian = self.in_germany, self.in_ukraine
        told = presence or (PresenceState.ABSENT if state is State.CONFIRMED else "")
        version = ".".join(("1", *(self.digest(str(value or "")) for value in (told, note, key, office))))
        place, kreis, district = self.places[key]
        if presence is None:
            presence = self.presence[PresenceState.ABSENT] if state is State.CONFIRMED else ""
            parts: tuple[Any, ...] = (None,) * SLOTS
        elif presence is PresenceState.UNDECIDED and not minutes:
            presence, how = self.presence[presence], self.how[how]
            minutes, share, parts, heads, named = None, None, (None,) * SLOTS, None, None
        else:
            presence, how = self.presence[presence], self.how[how]
            minutes, share = round(minutes, 1), percent(share)
            parts = tuple(float(one) if one else None for one in slots)
        return (
            escape(family), escape(given), escape(patronymic), escape(own or f"{latin(given)} {latin(family)}"),
            escape(title), escape(office), place, key, kreis, district, escape(organisation), self.side[side],
            self.as_[attending], self.yes if created.astimezone(BERLIN).date() == self.day else None,
            self.state[state], presence, how, joined and german(joined), joined and ukrainian(joined),
            left and german(left), left and ukrainian(left), minutes, share, *parts, heads, named,
            used and german(used), used and ukrainian(used), note and escape(note), self.partnership[partnership],
            self.places[partner][0], ", ".join(word for code, word in self.topics.items() if code in topics),
            self.interpretation[interpretation], self.language[locale], german(created), ukrainian(created),
            confirmed and german(confirmed), confirmed and ukrainian(confirmed), escape(question),
            self.further.get(number), escape(experience), escape(registered_by), public_id, version,
        )  # fmt: skip

    def in_germany(self, moment: datetime) -> float:
        return _serial(moment, self.german, BERLIN)

    def in_ukraine(self, moment: datetime) -> float:
        return _serial(moment, self.ukrainian, KYIV)


def _further(event: Event) -> dict[int | None, str]:
    """By registration, what was asked besides the question of the form."""
    asked = (
        select(Question.registration_id, Question.number, Question.text)
        .where(Question.event_id == event.id, Question.kind == Kind.QUESTION, Question.registration_id.is_not(None))
        .where(Question.channel != Channel.REGISTRATION)
        .order_by(Question.number)
    )
    found: dict[int | None, list[str]] = {}
    with engine().connect() as connection:
        for registration, number, text in connection.execute(asked):
            found.setdefault(registration, []).append(escape(f"{number}: {text}"))
    return {registration: "\n".join(texts) for registration, texts in found.items()}


def _told(called: Mapping[Any, object]) -> dict[Any, str]:
    return {None: "", **{code: escape(str(word)) for code, word in called.items()}}


def _serial(moment: datetime, offsets: dict[int, int], zone: Any) -> float:
    """Days by the clock of the zone, whose offset is looked up once an hour."""
    since = moment - EPOCH
    minutes = since.days * 1440 + since.seconds // 60
    hour = minutes // 60
    if hour not in offsets:
        offsets[hour] = int(moment.astimezone(zone).strftime("%z")[1:3]) * 60
    days, left = divmod(minutes + offsets[hour], 1440)
    return days + left / 1440
