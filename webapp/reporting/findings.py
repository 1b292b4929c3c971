"""What a picture shows, in one sentence of the page's language; out of numbers alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from babel.numbers import format_percent

from webapp.core.i18n import DATE_LOCALES, clocks, language, ngettext, number, short_day
from webapp.core.i18n import gettext as _
from webapp.core.percents import percent
from webapp.reporting.figures import Grown


@dataclass(frozen=True, slots=True)
class There:
    """How many registered people were there at one moment."""

    at: datetime
    people: int


@dataclass(frozen=True, slots=True)
class Compared:
    """What one conference is compared with another by."""

    day: date
    confirmed: int
    attended: int | None  #: None if nobody knows yet
    municipalities: int  #: represented


def funnel(count: Mapping[str, int], *, has_attendance: bool) -> str:
    """People by state, as data names it."""
    registered, confirmed, attended = (count[name] for name in ("registered", "confirmed", "attended"))
    if not registered:
        return _("Nobody has registered yet.")
    if has_attendance and confirmed:
        return _(
            "%(percent)s of those confirmed attended in full or in part (%(attended)s of %(confirmed)s).",
            percent=_percent(attended, confirmed),
            attended=number(attended),
            confirmed=number(confirmed),
        )
    return _(
        "%(percent)s of all registrations are confirmed (%(confirmed)s of %(registered)s).",
        percent=_percent(confirmed, registered),
        confirmed=number(confirmed),
        registered=number(registered),
    )


def invited(registered: int, of: int) -> str:
    return ngettext(
        "%(num)s of %(all)s invited municipalities and districts is registered (also unconfirmed).",
        "%(num)s of %(all)s invited municipalities and districts are registered (also unconfirmed).",
        registered,
        all=number(of),
    )


def growth(grown: Sequence[Grown]) -> str:
    """`grown` is not empty."""
    half = next(one for one in grown if 2 * one.registered >= grown[-1].registered)
    return _("By %(day)s at least half of all registrations had been made.", day=short_day(half.day))


def presence(there: Sequence[There]) -> str:
    """`there` is not empty."""
    most = max(there, key=lambda one: one.people)
    return ngettext(
        "Attendance was highest at %(clocks)s, with %(num)s person at the same time.",
        "Attendance was highest at %(clocks)s, with %(num)s people at the same time.",
        most.people,
        clocks=clocks(most.at),
    )


def districts(confirmed: Sequence[tuple[str, int]]) -> str:
    """By names of districts."""
    most = max((people for _name, people in confirmed), default=0)
    names = [name for name, people in confirmed if people == most]
    if not most:
        return _("No registration from a municipality or district is confirmed yet.")
    if len(names) > 1:
        return _(
            "No single district is ahead: several have the largest number of confirmed registrations, %(most)s each.",
            most=number(most),
        )
    return _(
        "The largest number of confirmed registrations comes from %(district)s (%(most)s of %(all)s).",
        district=names[0],
        most=number(most),
        all=number(sum(people for _name, people in confirmed)),
    )


def map_of(there: tuple[int, int, int], *, has_attendance: bool) -> str:
    """Municipalities of one region: all, registered, attended."""
    of, registered, attended = there
    if has_attendance:
        return ngettext(
            "%(num)s of %(all)s municipalities attended.",
            "%(num)s of %(all)s municipalities attended.",
            attended,
            all=number(of),
        )
    return ngettext(
        "%(num)s of %(all)s municipalities is registered (also unconfirmed).",
        "%(num)s of %(all)s municipalities are registered (also unconfirmed).",
        registered,
        all=number(of),
    )


def compared(own: Compared, before: Compared, again: int) -> str:
    """`again` are the municipalities represented at both."""
    if own.attended is None:
        return ngettext(
            "So far %(num)s registration is confirmed; for the conference on %(day)s it was %(before)s in the end.",
            "So far %(num)s registrations are confirmed; for the conference on %(day)s it was %(before)s in the end.",
            own.confirmed,
            day=short_day(before.day),
            before=number(before.confirmed),
        )
    told = {"before": number(before.municipalities), "day": short_day(before.day), "again": number(again)}
    return ngettext(
        "%(num)s municipality was represented, %(before)s on %(day)s; %(again)s at both conferences.",
        "%(num)s municipalities were represented, %(before)s on %(day)s; %(again)s at both conferences.",
        own.municipalities,
        **told,
    )


def _percent(part: int, of: int) -> str:
    written: str = format_percent(percent(part, of) / 100, locale=DATE_LOCALES[language()])
    return written
