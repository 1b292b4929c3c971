"""One page for the minister's office before a conference: who will be there, and what they ask."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from heapq import nsmallest
from typing import Final

from sqlalchemy import select

from webapp.core.clock import BERLIN
from webapp.core.db import session
from webapp.core.i18n import clocks, day, language, moment, ngettext, number, speaking
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.names import latin, sort_key
from webapp.core.papers import Paper, Section, Table, Text
from webapp.events.models import Event
from webapp.places import partnerships
from webapp.places import queries as places
from webapp.places.models import Place
from webapp.questions import queries, shown
from webapp.questions.models import Question
from webapp.registration.models import NOT_REPRESENTING, Registration, Side, State
from webapp.registration.words import SIDE
from webapp.reporting import figures
from webapp.reporting.briefing import heads
from webapp.reporting.briefing.heads import Role
from webapp.reporting.figures import Figures

LINE: Final = 88  #: characters of a line
TITLE: Final = 112  #: characters of two lines of the title
MOST_HEADS, MOST_PAIRS, MOST_QUESTIONS = 5, 5, 5
OF_TOWNS, OF_QUESTION = 3 * LINE, 2 * LINE - 10
TITLES: Final = {"д-р": "Dr.", "доктор": "Dr.", "проф.": "Prof.", "професор": "Prof.", "професорка": "Prof."}
ROLES: Final = {
    Role.MAYOR: _l("mayor"),
    Role.DISTRICT: _l("district administrator"),
    Role.MILITARY: _l("head of the military administration"),
}
SIDES: Final = (Side.NRW, Side.DNIPROPETROVSK)
NAME: Final = (Registration.family_name, Registration.given_name)
OFFICES: Final = 500  #: of one statement


@dataclass(frozen=True, slots=True)
class Leading:
    """Those of one side."""

    first: Sequence[Registration]  #: at most one more than are named, since “and 1 more” takes as much room
    total: int


def paper(event: Event, lang: str, *, now: datetime) -> Paper:
    directory = {place.key: place for place in places.choosable()}
    counted, leading = figures.of(event, directory), _leading(event, lang)
    asked = _asked(event)
    with speaking(lang):
        return Paper(
            language=lang,
            title=heads.shortened(_("Briefing: %(title)s", title=event.title.here), TITLE),
            about=[
                f"{day(event.starts_at)}, {clocks(event.starts_at, event.ends_at)}",
                _("As of %(moment)s", moment=moment(now)),
            ],
            footer=_("Internal, not for publication: names people and municipalities in a war zone."),
            sections=[
                Section(_("Who is registered"), list(_registered(counted, directory))),
                Section(
                    _("Heads of municipalities, districts and military administrations"),
                    list(_heads(leading, directory)),
                ),
                Section(_("Partnerships with both sides registered"), [_pairs(event, counted, directory)]),
                Section(_("Questions with the most votes"), [_questions([shown.entry(one) for one in asked])]),
            ],
        )


def _leading(event: Event, lang: str) -> dict[Side, Leading]:
    """Confirmed, by name as it is shown. Of many people the names of heads alone are read, and those named loaded."""
    mine = Registration.event_id == event.id, Registration.state == State.CONFIRMED, Registration.office != ""
    there = *mine, Registration.attending_as.not_in(NOT_REPRESENTING), Registration.place_key.is_not(None)
    offices = list(filter(heads.leads, session().scalars(select(Registration.office).where(*there).distinct())))
    columns = Registration.id, Registration.side, Registration.sort_key, *NAME
    written = cache(latin)  # names come again
    shown_as = cache(lambda *name: "" if lang == "uk" else sort_key(" ".join(map(written, name))))
    leading: dict[Side, list[tuple[str, str, int]]] = {side: [] for side in SIDES}
    for first in range(0, len(offices), OFFICES):
        theirs = Registration.office.in_(offices[first : first + OFFICES]), Registration.side.in_(SIDES)
        for key, side, sorted_by, *name in session().execute(select(*columns).where(*there, *theirs)):
            leading[side].append((shown_as(*name), sorted_by, key))
    named = {side: [key for *_by, key in nsmallest(MOST_HEADS + 1, people)] for side, people in leading.items()}
    wanted = select(Registration).where(Registration.id.in_([key for some in named.values() for key in some]))
    loaded = {one.id: one for one in session().scalars(wanted)}
    return {side: Leading([loaded[key] for key in some], len(leading[side])) for side, some in named.items()}


def _asked(event: Event) -> Sequence[Question]:
    ids = queries.ranked(queries.public(event.id))[:MOST_QUESTIONS]
    return queries.loaded(ids, *queries.told())


def _registered(counted: Figures, directory: dict[str, Place]) -> Iterator[Table | Text]:
    rows = [
        (str(SIDE[side]), str(number(one.confirmed)), str(number(one.municipalities)), str(number(one.districts)))
        for side, one in counted.sides.items()
        if side in SIDES or one.confirmed
    ]
    columns = [_("Region"), _("people"), _("municipalities"), _("Kreise and raions")]
    yield Table(_("Confirmed registrations"), columns, rows)
    for side in SIDES:
        there = [directory[key] for key in _represented(counted) if key in directory]
        own = sorted(
            (place for place in there if figures.SIDES[place.region] is side),
            key=lambda place: places.sorted_by(place, language()),
        )
        if own:
            names, left = heads.joined([places.label(place, language()).text for place in own], OF_TOWNS)
            yield Text([f"{SIDE[side]}: {names}{_more(left)}"])


def _represented(counted: Figures) -> set[str]:
    """Official keys, by confirmed registrations: neither the press nor interpreters bring a town into the room."""
    return {key for key, one in counted.places.items() if one.municipalities or one.districts}


def _heads(leading: dict[Side, Leading], directory: dict[str, Place]) -> Iterator[Text]:
    if not any(side.total for side in leading.values()):
        yield Text([_("None is registered.")])
    for side in leading.values():
        lines = [(f"{_name(one)}, {_place(one, directory)}:", *_office(one.office)) for one in side.first]
        kept, left = heads.listed([_fitting(*line) for line in lines], MOST_HEADS, side.total)
        more = [(_and_more(left), ("", ""))] if left else []
        yield Text([text for text, _said in (*kept, *more)], listed=True, said=[said for _text, said in (*kept, *more)])


def _name(one: Registration) -> str:
    """For readers of German and English in Latin letters, as the person spells it, else by the official rules."""
    if language() == "uk" or latin(one.name) == one.name:
        return one.name
    return f"{' '.join(TITLES.get(word.lower(), latin(word)) for word in one.title.split())} {one.latin}".strip()


def _office(office: str) -> tuple[str, str]:
    """In the words of the person, with their language; of another language as the reader calls it."""
    lang = heads.language_of(office)
    if lang in {"", language()}:
        return office, lang
    return ", ".join(str(ROLES[role]) for role in heads.roles_of(office)), ""


def _fitting(who: str, office: str, lang: str) -> tuple[str, tuple[str, str]]:
    """In one line with who it is."""
    line = heads.shortened(f"{who} {office}", LINE)
    said = line.removeprefix(who).strip()
    return (who, (said, lang if said else "")) if line.startswith(who) else (line, ("", ""))


def _place(one: Registration, directory: dict[str, Place]) -> str:
    place = directory.get(one.place_key or "")
    return places.label(place, language()).text if place else ""


def _pairs(event: Event, counted: Figures, directory: dict[str, Place]) -> Text:
    """Known partnerships of which both sides are registered."""
    there = _represented(counted)
    found, on = [], event.starts_at.astimezone(BERLIN).date()
    for pair in partnerships.known():
        if {pair.nrw, pair.dnipropetrovsk} <= there and pair.existed_on(on) is not False:
            names = (places.label(directory[key], language()).text for key in (pair.nrw, pair.dnipropetrovsk))
            found.append(heads.shortened(" – ".join(names), LINE))
    kept, left = heads.listed(found, MOST_PAIRS)
    if not kept:
        return Text([_("Of the known partnerships, none has both sides registered.")])
    return Text([*kept, *([_and_more(left)] if left else [])], listed=True)


def _questions(entries: Sequence[shown.Entry]) -> Text:
    lines = [heads.shortened(f"{one.text}{f' ({one.origin})' if one.origin else ''}", OF_QUESTION) for one in entries]
    return Text(lines, listed=True) if lines else Text([_("No question is published yet.")])


def _more(left: int) -> str:
    return f" {_and_more(left)}" if left else ""


def _and_more(left: int) -> str:
    return ngettext("and %(num)s more", "and %(num)s more", left)
