"""The panels of the dashboard: each a picture, one sentence of what it shows, and the table behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from babel.dates import format_skeleton

from webapp.core import charts
from webapp.core.charts import Bar, Tick
from webapp.core.drawing import Picture
from webapp.core.i18n import DATE_LOCALES, Shown, language, number, short_day
from webapp.core.i18n import gettext as _
from webapp.places.models import Place, Region
from webapp.reporting import findings, pictures, represented
from webapp.reporting.counting import everything
from webapp.reporting.figures import Grown
from webapp.reporting.findings import Compared
from webapp.reporting.represented import Reached

Cell = int | str | Shown | Sequence[Shown]
Plain = Mapping[str, Any]
NOT_YET: Final = "–"


class Area(StrEnum):
    """Into what the maps are divided."""

    MUNICIPALITIES = "municipalities"
    DISTRICTS = "districts"  #: Kreise and raions
    REGIONS = "regions"  #: Regierungsbezirke, and the oblast


@dataclass(frozen=True, slots=True)
class Told:
    """What panels are made of."""

    data: Plain  #: as everything.drawn_as_data() gives it
    directory: Mapping[str, Place]
    day: date  #: of the conference
    area: Area = Area.MUNICIPALITIES

    @property
    def everybody(self) -> Mapping[str, int]:
        people: Mapping[str, int] = self.data["all"]["people"]
        return people

    @property
    def has_attendance(self) -> bool:
        return everything.has_attendance(self.data)

    @property
    def reached(self) -> Mapping[str, Reached]:
        return represented.by_place(self.data["by"]["municipality"])


@dataclass(frozen=True, slots=True)
class Panel:
    key: str
    title: str
    finding: str
    picture: Picture | None
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]  #: the first cell of each is its heading
    legend: Sequence[tuple[str, str]] = field(default=())  #: name of a swatch in charts.css, and words
    credit: Region | None = None  #: whose borders are shown
    prints_table: bool = False  #: because the picture does not say it all
    note: str = ""  #: below the table: by which rule it counts
    beside: str = ""  #: what the table below tells, unless it is all that the picture does

    @property
    def of_the_table(self) -> str:
        """For who does not see the picture."""
        if not self.rows:
            return ""
        return self.beside or _("The table below has all numbers.")


def funnel(told: Told) -> Panel:
    count = told.everybody
    rows = [(_("registrations (any state)"), count["registered"]), (_("confirmed"), count["confirmed"])]
    if told.has_attendance:
        rows.append((_("attended in full or in part"), count["attended"]))
    return Panel(
        key="funnel",
        title=_("From registration to attendance"),
        finding=findings.funnel(count, has_attendance=told.has_attendance),
        picture=pictures.bars(Bar(words, people, str(number(people))) for words, people in rows),
        columns=[_("State"), _("people")],
        rows=rows,
        note=_("Registrations of any state: also withdrawn, declined and lapsed ones; one handed over counts once."),
    )


def invited(told: Told) -> Panel | None:
    """Nothing where nobody was."""
    reached = told.reached
    asked = [key for key, plain in told.data["by"]["municipality"].items() if _is_invited(plain)]
    if not asked:
        return None
    there = [reached[key] for key in asked if key in reached]
    rows = [(_("invited"), len(asked)), (_("registered (also unconfirmed)"), len(there))]
    if told.has_attendance:
        rows.append((_("attended"), there.count(Reached.ATTENDED)))
    return Panel(
        key="invited",
        title=_("From invitation to attendance"),
        finding=findings.invited(len(there), len(asked)),
        picture=pictures.bars(Bar(words, many, str(number(many))) for words, many in rows),
        columns=[_("State"), _("municipalities and districts")],
        rows=rows,
        note=_("Registered are those with at least one registration that was not withdrawn and has not lapsed."),
    )


def growth(told: Told) -> Panel | None:
    """Nothing before the first registration."""
    grown = [
        Grown(date.fromisoformat(one["day"]), one["registered"], one["confirmed"])
        for one in told.data["registered_over_time"]
    ]
    if not grown:
        return None
    first = grown[0].day
    each = [
        tuple(((one.day - first).days, getattr(one, name)) for one in grown) for name in ("registered", "confirmed")
    ]
    return Panel(
        key="growth",
        title=_("Registrations over time"),
        finding=findings.growth(grown),
        picture=pictures.lines(each, _days(grown), up(grown[-1].registered)),
        legend=[("first", _("registrations (any state)")), ("dashed", _("confirmed"))],
        columns=[_("Day"), _("registrations (any state)"), _("confirmed")],
        rows=[(short_day(one.day), one.registered, one.confirmed) for one in grown],
    )


def compared(told: Told) -> Panel | None:
    """With conferences before it; nothing where there are none."""
    before, everything = told.data["earlier"], told.data["all"]
    if not before:
        return None
    attended = told.everybody["attended"] if told.has_attendance else None
    own = Compared(told.day, told.everybody["confirmed"], attended, everything["municipalities"]["represented"])
    each = [own] + [
        Compared(
            date.fromisoformat(one["day"]), *(one["all"][name] for name in ("confirmed", "attended", "municipalities"))
        )
        for one in before
    ]
    again = [one["all"]["again"] if told.has_attendance else NOT_YET for one in before]
    return Panel(
        key="compared",
        title=_("Compared with earlier conferences"),
        finding=findings.compared(own, each[1], before[0]["all"]["again"]),
        picture=pictures.bars(Bar(short_day(one.day), one.confirmed, _shown(one), one.attended) for one in each),
        legend=[("second", _("confirmed")), ("first", _("of them attended"))],
        columns=[
            _("Conference"), _("confirmed"), _("attended"),
            _("municipalities represented"), _("of them represented this time as well"),
        ],
        rows=[
            (short_day(one.day), one.confirmed, NOT_YET, NOT_YET, same)
            if one.attended is None
            else (short_day(one.day), one.confirmed, one.attended, one.municipalities, same)
            for one, same in zip(each, [NOT_YET, *again], strict=True)
        ],
        prints_table=True,
    )  # fmt: skip


def _shown(one: Compared) -> str:
    return str(number(one.confirmed)) if one.attended is None else part_of(one.attended, one.confirmed)


def part_of(attended: int, confirmed: int) -> str:
    return _("%(attended)s of %(confirmed)s", attended=number(attended), confirmed=number(confirmed))


def _is_invited(plain: Plain) -> bool:
    return bool(plain["municipalities"]["invited"] or plain["districts"]["invited"])


def up(top: int) -> list[Tick]:
    return [Tick(step, str(number(step))) for step in charts.steps(top)]


def _days(grown: Sequence[Grown]) -> list[Tick]:
    first, last = grown[0].day, grown[-1].day
    middle = first + (last - first) / 2
    return [Tick((day - first).days, _short(day)) for day in sorted({first, middle, last})]


def _short(day: date) -> str:
    """Day and month."""
    written: str = format_skeleton("MMMd", day, locale=DATE_LOCALES[language()])
    return written
