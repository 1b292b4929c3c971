"""The workbook's sheet Attendance: one row a registration, read column by column past the models, since it is long."""

import json
from collections import defaultdict, namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache, lru_cache
from itertools import takewhile
from operator import attrgetter
from typing import Any

from sqlalchemy import Text, cast, func, select

from webapp.attendance.meeting.joining_models import JoinUse
from webapp.attendance.models import Correction, Presence
from webapp.attendance.presence import State as Presence_
from webapp.core import names
from webapp.core.books import Column, Sheet, Tone
from webapp.core.clock import BERLIN, KYIV
from webapp.core.db import session
from webapp.core.i18n import LANGUAGES
from webapp.core.i18n import lazy_gettext as _l
from webapp.events.models import Event
from webapp.places.models import Place
from webapp.questions.models import Channel, Kind, Question
from webapp.registration import words
from webapp.registration.models import Registration, State
from webapp.reporting import place_columns, presence_columns, wording
from webapp.reporting.corrections import versions
from webapp.reporting.exporting import selecting
from webapp.reporting.exporting.orders import Selection
from webapp.reporting.wording import gettext as _
from webapp.reporting.wording import said

CHUNK = 250
ALL = Selection()
TONES = {State.CONFIRMED: Tone.GOOD, State.PENDING: Tone.FAIR, State.UNDECIDED: Tone.FAIR, State.WAITING: Tone.FAIR}
TONES |= {State.OFFERED: Tone.FAIR, State.CANCELLED: Tone.QUIET, State.HANDED_OVER: Tone.QUIET}
TONES |= {State.LAPSED: Tone.QUIET, State.DECLINED: Tone.QUIET}
OF_REGISTRATION = (
    *("id", "public_id", "email", "registered_by_email"),
    *("family_name", "given_name", "patronymic", "latin_name", "title", "office", "place_key", "organisation", "side"),
    *("attending_as", "created_at", "state", "partnership", "partner_place_key", "interpretation", "locale"),
    *("confirmed_at", "question", "experience", "registered_by_name"),
)
OF_PRESENCE = ("state", "how", "minutes", "share", "slots", "first_joined_at", "last_left_at", "heads", "named")

latin = lru_cache(maxsize=20_000)(names.latin)  # given names come again, and writing one in Latin letters takes long


def sheet(
    event: Event, directory: Mapping[str, Place], silent: Presence_ | None, selection: Selection = ALL
) -> Sheet[Any]:
    """With presence if it is told what it means that no report names somebody."""
    columns = selecting.chosen(every_column(event, directory, silent), selection.columns)
    about = _("One row a registration, by name; without e-mail addresses.")
    if selection.contacts:
        columns, about = [*columns, *_contacts()], _("One row a registration, by name; with e-mail addresses.")
    columns = [*columns, *versions.columns(event, silent, columns)]  # hidden, and so behind whatever is seen
    title, rows = wording.title(_l("Attendance")), _rows(event, selection)
    return Sheet(title, "Attendance", columns, rows, about, leading=_leading(columns))


def _leading(columns: Sequence[Column[Any]]) -> int:
    """As many as are the person's name, of those that were chosen."""
    names = {_("Family name"), _("Given name")}
    return max(1, sum(1 for _column in takewhile(lambda column: column.heading in names, columns)))


def every_column(
    event: Event, directory: Mapping[str, Place], silent: Presence_ | None
) -> Callable[[], list[Column[Any]]]:
    """Makes them in the language of the moment, but for those with e-mail addresses."""
    programme = [] if silent is None else presence_columns.slots(event)

    def make() -> list[Column[Any]]:
        presence = [] if silent is None else presence_columns.columns(programme, silent)
        return [*_person(), *_from(directory), *_state(event), *presence, *_wishes(directory), *_times(), *_said(event)]

    return make


def _rows(event: Event, selection: Selection) -> Iterator[Any]:
    """Columns of the registration, those of its presence as presence_…; asked for when the sheet is written."""
    used = select(func.min(JoinUse.first_at)).where(JoinUse.registration_id == Registration.id)
    found = (
        select(
            *(Registration.__table__.c[name] for name in OF_REGISTRATION),
            cast(Registration.topics, Text).label("topics"),
            *(Presence.__table__.c[name].label(f"presence_{name}") for name in OF_PRESENCE),
            Correction.note,
            used.scalar_subquery().label("link_used_at"),
        )
        .outerjoin(Presence, Presence.registration_id == Registration.id)
        .outerjoin(Correction, Correction.registration_id == Registration.id)
        .where(*selecting.conditions(event.id, selection))
        .order_by(Registration.sort_key, Registration.id)
    )
    made: Any = namedtuple  # noqa: PYI024 - its attributes are found five times as fast as those of SQLAlchemy's rows
    with closing(session().connection().execute(found.execution_options(yield_per=CHUNK))) as rows:
        make = made("Row", rows.keys())._make
        for some in rows.partitions():  # which costs less than to ask for each
            yield from map(make, some)


def _person() -> list[Column[Any]]:
    return [
        Column(_("Family name"), attrgetter("family_name")),
        Column(_("Given name"), attrgetter("given_name")),
        Column(_("Patronymic"), attrgetter("patronymic")),
        Column(_("Name in Latin letters"), _latin),
        Column(_("Title"), attrgetter("title")),
        Column(_("Function"), attrgetter("office"), 30, wrap=True),
    ]


def _latin(row: Any) -> str:
    """The own spelling wins, as in Registration.latin."""
    return row.latin_name or f"{latin(row.given_name)} {latin(row.family_name)}"


def _from(directory: Mapping[str, Place]) -> list[Column[Any]]:
    return [
        *place_columns.columns(directory, attrgetter("place_key")),
        Column(_("Organisation"), attrgetter("organisation"), 28, wrap=True),
        Column(_("Region"), _word("side", words.SIDE)),
        Column(_("Attending as"), _word("attending_as", words.ATTENDING_AS)),
    ]


def _state(event: Event) -> list[Column[Any]]:
    yes, (start, end) = _("yes"), event.day
    tones = {said(word): TONES[state] for state, word in words.STATE.items()}
    return [
        Column(_("Registered on the day"), lambda row: yes if start <= row.created_at < end else ""),
        Column(_("State"), _word("state", words.STATE), tones=tones),
    ]


def _wishes(directory: Mapping[str, Place]) -> list[Column[Any]]:
    return [
        Column(_("Municipal partnership"), _word("partnership", words.PARTNERSHIP), 34, wrap=True),
        Column(_("Partner municipality"), place_columns.named(directory, attrgetter("partner_place_key"))),
        Column(_("Topics"), _topics(), 34, wrap=True),
        Column(_("Interpretation"), _word("interpretation", words.INTERPRETATION)),
        Column(_("Language"), _word("locale", LANGUAGES)),
    ]


def _times() -> list[Column[Any]]:
    return [
        Column(_("Received (German time)"), attrgetter("created_at"), zone=BERLIN),
        Column(_("Received (Ukrainian time)"), attrgetter("created_at"), zone=KYIV),
        Column(_("Confirmed (German time)"), attrgetter("confirmed_at"), zone=BERLIN),
        Column(_("Confirmed (Ukrainian time)"), attrgetter("confirmed_at"), zone=KYIV),
    ]


def _said(event: Event) -> list[Column[Any]]:
    return [
        Column(_("Question"), attrgetter("question"), 50, wrap=True),
        Column(_("Further questions, with their numbers"), _further(event), 50, wrap=True),
        Column(_("Experience"), attrgetter("experience"), 50, wrap=True),
        Column(_("Registered by"), attrgetter("registered_by_name")),
    ]


def _further(event: Event) -> Callable[[Any], str]:
    """What the person asked besides, in whatever way; not of those whose author nobody shall know.

    Read when the first row needs it: pages make columns only to name them.
    """
    asked = (
        select(Question.registration_id, Question.number, Question.text, Question.channel)
        .where(Question.event_id == event.id, Question.kind == Kind.QUESTION, Question.registration_id.is_not(None))
        .order_by(Question.number)
    )

    @cache
    def questions() -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = defaultdict(list)
        for one in session().execute(asked):
            found[one.registration_id].append(one)
        return found

    def further(row: Any) -> str:
        """The form's own question stands in the column before."""
        if not (mine := questions().get(row.id)):
            return ""
        others = (one for one in mine if (one.channel, one.text) != (Channel.REGISTRATION, row.question))
        return "\n".join(f"{one.number}: {one.text}" for one in others)

    return further


def _contacts() -> list[Column[Any]]:
    return [
        Column(_("E-mail address"), attrgetter("email")),
        Column(_("E-mail address of whoever registered the person"), attrgetter("registered_by_email")),
    ]


def _word(name: str, of: Mapping[Any, object]) -> Callable[[Any], object]:
    """What a code is called, looked up once for all rows; nothing where there is none."""
    called, read = wording.called(of), attrgetter(name)
    return lambda row: called.get(read(row))


def _topics() -> Callable[[Any], str]:
    """Few choices are different, so that each is read and put into words once."""
    called = {code.value: said(word) for code, word in words.TOPIC.items()}

    @cache
    def told(topics: str) -> str:
        chosen = json.loads(topics) or ()
        return ", ".join(word for code, word in called.items() if code in chosen)

    return lambda row: told(row.topics) if row.topics else ""
