"""The summary of a conference as the organisers' office would write it, out of the programme and the figures."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from babel.dates import format_date

from webapp.core.clock import BERLIN
from webapp.core.i18n import DATE_LOCALES, language, ngettext
from webapp.core.i18n import gettext as _
from webapp.events.models import Slot, SlotKind, Speaker
from webapp.registration.models import Side
from webapp.reporting.report import coming
from webapp.reporting.report.facts import Facts
from webapp.reporting.report.rounding import roughly

PARTNERS_SINCE: Final = datetime(2023, 2, 1, tzinfo=UTC)  #: the regional partnership
QUOTES: Final = {"de": "„“‚‘", "uk": "«»„“", "en": "“”‘’"}  #: outside and within


def summary(facts: Facts) -> list[str]:
    """Paragraphs in the present language."""
    return [one for one in _paragraphs(facts) if one]


def within(paragraphs: Sequence[str], length: int) -> list[str]:
    """The longest are cut at a word, so that all together, with empty lines between, are no longer than this."""
    most, kept = length, list(paragraphs)
    while most > 1 and sum(map(len, kept)) + 2 * len(kept) > length:
        most = most * 9 // 10
        kept = [one if len(one) <= most else f"{one[: most - 1].rpartition(' ')[0]}…" for one in paragraphs]
    return kept


def date_of(moment: datetime) -> str:
    """“20. April 2023”, by the German calendar: without the day of the week, which Ukrainian would decline."""
    written: str = format_date(moment.astimezone(BERLIN), "long", locale=DATE_LOCALES[language()])
    return written


def quoted(text: str) -> str:
    """Quotation marks in it become those within others."""
    opens, closes, opens_within, closes_within = tuple(QUOTES[language()])
    inner = text.translate({ord(opens): opens_within, ord(closes): closes_within})
    return f"{opens}{inner}{closes}"


def _paragraphs(facts: Facts) -> Iterator[str]:
    event = facts.event
    told = {"day": date_of(event.starts_at), "title": quoted(event.title.here.text)}
    if event.starts_at >= PARTNERS_SINCE:
        yield _(
            "North Rhine-Westphalia has stood firmly by Ukraine since Russia’s war of aggression began. In February "
            "2023 the state government founded a regional partnership with Dnipropetrovsk Oblast. It is meant to take "
            "root in all areas of society, and municipalities of both regions in particular are to take part in it."
        )
    yield _opening(told, partners=event.starts_at >= PARTNERS_SINCE, is_over=facts.is_over)
    said = False
    for slot in event.slots:
        yield (one := _of_slot(slot, after=said) if facts.is_over else _to_come(slot, after=said))
        said = said or bool(one)
    yield " ".join(filter(None, _who_came(facts)))


def _opening(told: Mapping[str, str], *, partners: bool, is_over: bool) -> str:
    if not is_over:
        return coming.opening(**told, partners=partners)
    if partners:
        return _("Against this background the event %(title)s took place on %(day)s.", **told)
    return _("The event %(title)s took place on %(day)s.", **told)


def _to_come(slot: Slot, *, after: bool) -> str:
    people = _people(slot.speakers, is_over=False) if slot.speakers else ""
    return coming.of_slot(slot, people=people, title=quoted(slot.title.here.text), after=after)


def _of_slot(slot: Slot, *, after: bool) -> str:
    """Whether one was told before makes “also” right or wrong."""
    title = quoted(slot.title.here.text)
    match slot.kind, bool(slot.speakers):
        case SlotKind.GREETING, True:
            return ngettext(
                "Opening remarks were given by %(people)s.",
                "Opening remarks were given by %(people)s.",
                len(slot.speakers),
                people=_people(slot.speakers, is_over=True),
            )
        case ((SlotKind.PRESENTATION | SlotKind.REPORT), True):
            return ngettext(
                "%(people)s%(comma)s spoke on %(title)s.",
                "%(people)s%(comma)s spoke on %(title)s.",
                len(slot.speakers),
                people=_people(slot.speakers, is_over=True),
                comma="," if slot.speakers[-1].function.here else "",
                title=title,
            )
        case ((SlotKind.PRESENTATION | SlotKind.REPORT), False) if not after:
            return _("The programme included: %(title)s.", title=title)
        case SlotKind.PRESENTATION, False:
            return _("This was followed by a presentation: %(title)s.", title=title)
        case SlotKind.REPORT, False:
            return _("The programme also included: %(title)s.", title=title)
    return ""


def _people(speakers: Sequence[Speaker], *, is_over: bool) -> str:
    """Where somebody speaks from is told after the end, for safety."""
    each = []
    for one in speakers:
        parts = [one.name.here.text, one.function.here.text]
        if is_over and one.speaks_from:
            parts.append(_("who joined from %(place)s", place=one.speaks_from.here))
        each.append(", ".join(part for part in parts if part))
    if len(each) == 1:
        return each[0]
    told = {"others": ", ".join(each[:-1]), "last": each[-1]}
    if speakers[-2].function.here or (is_over and speakers[-2].speaks_from):  # an apposition ends with a comma
        return _("%(others)s, and %(last)s", **told)
    return _("%(others)s and %(last)s", **told)


def _who_came(facts: Facts) -> Iterator[str]:
    if not facts.recorded:
        yield _registered(facts)
    elif facts.attended == 0 and not facts.sides:
        yield _("According to the reports at hand, no municipality attended.")
    else:
        yield _attended(facts) if facts.attended != 0 else ""  # rooms represent without anybody by name
        yield _municipalities(facts)
    asked = facts.data["questions"]["total"]
    if asked["asked"]:
        yield ngettext(
            "%(num)s question was asked (answered: %(answered)s).",
            "%(num)s questions were asked (answered: %(answered)s).",
            asked["asked"],
            answered=asked["answered"],
        )
        yield _("The published ones are in the annex.") if facts.questions else ""


def _attended(facts: Facts) -> str:
    """The rough number, as the office tells it; the exact one stands in the annex."""
    if facts.attended is None:
        return _("Municipal representatives accepted the invitation.")
    where = from_where(facts.sides)
    rough = roughly(facts.attended, language())
    if facts.questions or facts.experiences:
        return ngettext(
            "%(rough)s municipal representative %(where)s accepted the invitation and shared their own experience "
            "and questions.",
            "%(rough)s municipal representatives %(where)s accepted the invitation and shared their own experience "
            "and questions.",
            rough.number,
            rough=rough.at_the_start,
            where=where,
        ).replace("  ", " ")
    return ngettext(
        "%(rough)s municipal representative %(where)s accepted the invitation.",
        "%(rough)s municipal representatives %(where)s accepted the invitation.",
        rough.number,
        rough=rough.at_the_start,
        where=where,
    ).replace("  ", " ")


def _registered(facts: Facts) -> str:
    number = facts.published["representatives"]["confirmed"]
    unknown = _("Who attended has not been recorded.") if facts.is_over else ""
    if not number:
        return unknown
    rough = roughly(number, language())
    if not facts.is_over:
        return coming.registered(rough)
    said = ngettext(
        "%(rough)s municipal representative was registered.",
        "%(rough)s municipal representatives were registered.",
        rough.number,
        rough=rough.at_the_start,
    )
    return f"{said} {unknown}"


def _municipalities(facts: Facts) -> str:
    nrw, oblast = (facts.represented(side) for side in (Side.NRW, Side.DNIPROPETROVSK))
    from_nrw = ngettext(
        "%(num)s municipality or Kreis from North Rhine-Westphalia",
        "%(num)s municipalities and Kreise from North Rhine-Westphalia",
        nrw,
    )
    from_oblast = ngettext(
        "%(num)s hromada from Dnipropetrovsk Oblast", "%(num)s hromadas from Dnipropetrovsk Oblast", oblast
    )
    if nrw and oblast:
        return _("Represented: %(nrw)s and %(oblast)s.", nrw=from_nrw, oblast=from_oblast)
    return _("Represented: %(which)s.", which=from_nrw if nrw else from_oblast) if nrw or oblast else ""


def from_where(sides: Sequence[Side]) -> str:
    match Side.NRW in sides, Side.DNIPROPETROVSK in sides:
        case True, True:
            return _("from both regions")
        case True, False:
            return _("from North Rhine-Westphalia")
        case False, True:
            return _("from Dnipropetrovsk Oblast")
    return ""  # of other places
