"""The first sheet of a workbook: what, when, for whom, the numbers with their charts, and what the words mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement

from webapp.attendance.heads import Heads
from webapp.attendance.presence import State as Presence
from webapp.core.books import Chart, ChartKind, Cover
from webapp.core.i18n import clocks, day, moment
from webapp.core.i18n import lazy_gettext as _l
from webapp.events.models import Event
from webapp.feedback import figures as feedback
from webapp.registration import words
from webapp.registration.models import State
from webapp.reporting import feedback_panels, figures, presence_columns, question_sheet, wording
from webapp.reporting.figures import Grown
from webapp.reporting.kinds import Kind
from webapp.reporting.place_sheets import Line
from webapp.reporting.wording import each, said
from webapp.reporting.wording import gettext as _

Section = tuple[str, Sequence[tuple[object, object]]]
MOST_DAYS: Final = 20  #: points of the chart over time
LABEL, COUNTS = 0, (3, 4, 5)  #: columns of the sheet Regions
EXPLAINED: Final = {
    State.PENDING: _l("The person has not confirmed by the link in our mail yet."),
    State.UNDECIDED: _l("The organisers have to decide about this registration."),
    State.DECLINED: _l("The organisers have declined this registration, with a reason."),
    State.WAITING: _l("All places were taken; the person waits for one."),
    State.OFFERED: _l("A place became free and is kept for the person for some time."),
    State.LAPSED: _l("The person did not accept the offered place in time."),
    State.CONFIRMED: _l("The person has confirmed the e-mail address and takes up a place."),
    State.CANCELLED: _l("The registration was withdrawn, by the person or by the organisers."),
    State.HANDED_OVER: _l("The person has handed the place over to a colleague, who has a row of their own."),
}
FILTER: Final = {
    Kind.REGISTRATIONS: _l("all registrations"),
    Kind.ATTENDANCE: _l("all registrations, questions and experiences"),
    Kind.QUESTIONS: _l("all questions and experiences"),
}
PROTECTION: Final = _l(
    "Data protection: this file holds personal data of people in a war zone. Keep it encrypted, pass it on "
    "only to those who need it, and delete it when it has served its purpose."
)


@dataclass(frozen=True, slots=True)
class Told:
    """What the cover tells of, read once for it and the sheets."""

    counted: figures.Figures
    registered: ColumnElement[bool] | None = None  #: whom, as people.whole() gives it, for whom has asked
    regions: Sequence[Line] = ()  #: rows of the sheet Regions, if there is one
    represented: Heads | None = None  #: if presence is told of
    silent: Presence = Presence.NOT_RECORDED  #: what it means that no report names somebody
    narrowed: str = ""  #: which registrations and columns, if not all


def cover(event: Event, kind: Kind, told: Told, *, by: str, now: datetime) -> Cover:
    name = each(lambda: event.title.here)
    about: list[tuple[str, object]] = [
        (_("Conference"), name),
        (_("Day"), each(lambda: day(event.starts_at), "\n")),
        (_("Time"), each(lambda: clocks(event.starts_at, event.ends_at), "\n")),
        (_("Filter"), told.narrowed or said(FILTER[kind], "\n")),
        (_("Written"), each(lambda: moment(now), "\n")),
        (_("Written by"), by),
    ]
    grown = figures.growth(event, MOST_DAYS, told.registered) if kind is not Kind.QUESTIONS else []
    counted = _counted(event, kind, told, grown)
    return Cover(
        title=wording.title(_l("Overview")),
        heading=name,
        sections=[(_("About this file"), about), *counted, *_explained(kind)],
        notes=[each(lambda: PROTECTION, "\n")],
        contents=_("Sheets of this file"),
        charts=_charts(kind, told, grown),
    )


def _counted(event: Event, kind: Kind, told: Told, grown: Sequence[Grown]) -> list[Section]:
    """The first two are those that charts are drawn from, and the third if anybody was invited."""
    sections: list[Section] = []
    total = told.counted.total
    if kind is not Kind.QUESTIONS:
        sections += [(_("From registration to attendance"), _funnel(kind, total)), _over_time(grown)]
        by_side: list[tuple[str, object]] = [
            (said(words.SIDE[side]), count.confirmed) for side, count in told.counted.sides.items()
        ]
        if told.counted.invited:
            sections.append((_("From invitation to attendance: municipalities"), _of_municipalities(kind, told)))
        sections += [(_("Numbers"), _numbers(told.counted)), (_("Confirmed registrations by region"), by_side)]
    if told.represented is not None:
        sections.append((_("Attendance"), presence_columns.numbers(event, total, told.represented, told.silent)))
    if kind is not Kind.REGISTRATIONS:
        sections += question_sheet.numbers(told.counted.questions)
    if kind is Kind.ATTENDANCE and (answers := feedback.of(event)):
        sections.append(feedback_panels.section(answers))
    return sections


def _funnel(kind: Kind, total: figures.Count) -> list[tuple[str, object]]:
    attended = [(_("attended"), total.attended)] if kind is Kind.ATTENDANCE else []
    return [(_("registrations (any state)"), total.registered), (_("confirmed"), total.confirmed), *attended]


def _of_municipalities(kind: Kind, told: Told) -> list[tuple[str, object]]:
    """Apart from the people; a Kreis is no municipality."""
    total, there = told.counted.total, sum(line.there for line in told.regions if line.place is None)
    represented = [(_("municipalities represented"), there)] if kind is Kind.ATTENDANCE else []
    return [
        (_("municipalities invited"), total.invited),
        (_("municipalities registered (confirmed)"), total.municipalities),
        *represented,
    ]


def _over_time(grown: Sequence[Grown]) -> Section:
    return _("Registered by the end of the day (German time)"), [(one.day, one.registered) for one in grown]


def _charts(kind: Kind, told: Told, grown: Sequence[Grown]) -> list[Chart]:
    """By the numbers of the sections above, 1 and 3 the ways to attendance, 2 the growth; and of the sheet Regions."""
    if kind is Kind.QUESTIONS:
        return []
    way = _funnel(kind, told.counted.total)
    heading = _("From registration to attendance")
    charts = [Chart(heading, ChartKind.BARS, section=1, about=", ".join(f"{name}: {count}" for name, count in way))]
    sides = sum(line.place is None for line in told.regions)
    if sides:
        charts.append(_of_regions(_("By region"), 0, sides - 1))
    if len(grown) > 1:
        first, last = grown[0], grown[-1]
        about = f"{first.day:%Y-%m-%d}: {first.registered} – {last.day:%Y-%m-%d}: {last.registered}"
        charts.append(Chart(_("Registered over time"), ChartKind.LINE, section=2, about=about))
    if len(told.regions) > sides:
        charts.append(_of_regions(_("By district and raion"), sides, len(told.regions) - 1))
    if told.counted.invited:
        about = ", ".join(f"{name}: {count}" for name, count in _of_municipalities(kind, told))
        heading = _("From invitation to attendance: municipalities")
        charts.append(Chart(heading, ChartKind.BARS, section=3, about=about))
    return charts


def _of_regions(heading: str, first: int, last: int) -> Chart:
    about = _("Registered people, confirmed people and people who attended; the numbers stand on the sheet of regions.")
    return Chart(heading, ChartKind.BARS, table="Regions", rows=(first, last), label=LABEL, values=COUNTS, about=about)


def _explained(kind: Kind) -> list[Section]:
    sections: list[Section] = []
    if kind is not Kind.QUESTIONS:
        states: list[tuple[str, object]] = [
            (said(words.STATE[state]), said(text, "\n")) for state, text in EXPLAINED.items()
        ]
        sections.append((_("What the states mean"), states))
    if kind is Kind.ATTENDANCE:
        sections.append((_("What the words of attendance mean"), presence_columns.legend()))
    if kind is not Kind.REGISTRATIONS:
        sections.append((_("What the states of questions mean"), question_sheet.legend()))
    return sections


def _numbers(counted: figures.Figures) -> list[tuple[str, object]]:
    count = counted.total
    invited = [
        (_("districts and raions invited"), count.invited_districts),
        (_("invited municipalities and districts with nobody registered, not even unconfirmed"), count.awaited),
    ]
    return [
        (_("confirmed registrations"), count.confirmed),
        (_("registrations not yet confirmed"), count.pending),
        (_("registrations that wait for a decision"), count.undecided),
        (_("declined registrations"), count.declined),
        (_("people on the waiting list"), count.waiting),
        (_("places offered and not yet accepted"), count.offered),
        (_("offered places that were not accepted"), count.lapsed),
        (_("withdrawn registrations"), count.cancelled),
        (_("registrations handed over to a colleague"), count.handed_over),
        (_("municipalities (confirmed)"), count.municipalities),
        (_("districts and raions (confirmed)"), count.districts),
        *(invited if counted.invited else []),
    ]
