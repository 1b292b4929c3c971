"""The programme of a report and its annexes: municipalities, questions and answers, and how it was counted."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from webapp.attendance.readers.reports import Platform
from webapp.attendance.words import PLATFORM
from webapp.core.clock import BERLIN, KYIV
from webapp.core.i18n import Shown, language, ngettext, short_day
from webapp.core.i18n import gettext as _
from webapp.core.links import public_url
from webapp.core.papers import Section, Table, Text
from webapp.events.models import Slot
from webapp.places import queries as places
from webapp.places.levels import district_of
from webapp.questions.shown import Entry
from webapp.reporting.counting import suppression
from webapp.reporting.report import words
from webapp.reporting.report.facts import Facts
from webapp.reporting.report.numbers import told


def programme(facts: Facts) -> Iterator[Section]:
    if not facts.event.slots:
        return
    rows = [(_times(slot), str(slot.title.here), "; ".join(_speakers(slot)) or "–") for slot in facts.event.slots]
    columns = [_("Time (Germany / Ukraine)"), _("Part of the programme"), _("Speakers")]
    yield Section(_("Programme"), [Table(_("Programme of the conference"), columns, rows, numbers=False)])


def municipalities(facts: Facts) -> Iterator[Section]:
    """Named in North Rhine-Westphalia; Ukrainian ones, for safety, only counted by raion."""
    there, by_raion, lang = facts.published["municipalities"]["nrw"], facts.by_raion, language()
    if not facts.recorded or not (there or by_raion):
        return
    yield Section(_("Annex: municipalities represented"))
    if there:
        groups: dict[str, list[str]] = defaultdict(list)
        found = [facts.directory[key] for key in there]
        for place in sorted(found, key=lambda one: places.sorted_by(one, lang)):
            groups[places.label(district_of(place), lang).text].append(places.label(place, lang).text)
        rows = [(name, ", ".join(names)) for name, names in sorted(groups.items())]
        columns = [_("Administrative district (Regierungsbezirk)"), _("municipalities and Kreise")]
        table = Table(_("Municipalities and Kreise represented"), columns, rows, numbers=False)
        yield Section(_("North Rhine-Westphalia"), [table], deeper=True)
    if by_raion:
        raions = {place.key: place for place in map(district_of, facts.directory.values()) if place.key in by_raion}
        ordered = sorted(raions.values(), key=lambda one: places.sorted_by(one, lang))
        counted = [(places.label(raion, lang).text, told(by_raion[raion.key])) for raion in ordered]
        note = Text([_("For their safety, Ukrainian hromadas are not named.")], quiet=True)
        columns = [_("Raion"), _("hromadas represented")]
        yield Section(
            _("Dnipropetrovsk Oblast"),
            [Table(_("Hromadas represented, by raion"), columns, counted), note],
            deeper=True,
        )


def questions(facts: Facts) -> Iterator[Section]:
    """As everybody may read them: without names."""
    asked, shared = facts.entries(facts.questions), facts.entries(facts.experiences)
    if not asked and not shared:
        return
    note = _("Those that were published, without names; questions in the order of votes of both sides.")
    blocks = [Text([note], quiet=True)]
    if facts.left_out:
        more = ngettext(
            "%(num)s more stands on the page of the conference.",
            "%(num)s more stand on the page of the conference.",
            facts.left_out,
        )
        blocks.append(Text([more], quiet=True))
    yield Section(_("Annex: questions and answers"), blocks)
    for one in asked:
        yield Section(_numbered(_("Question %(number)s", number=one.number), one), _answered(one), deeper=True)
    for one in shared:
        yield Section(_numbered(_("Experience %(number)s", number=one.number), one), _said(one.text), deeper=True)


def method(facts: Facts) -> Section:
    address = public_url("places.data_sources")
    sources = _("Where names, population figures and borders come from: %(address)s", address=address)
    return Section(_("Annex: how this was counted"), [Text([*_rules(facts), sources], listed=True)])


def _times(slot: Slot) -> str:
    each = ((slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)) for zone in (BERLIN, KYIV))
    return " / ".join(f"{start:%H:%M}–{end:%H:%M}" for start, end in each)


def _speakers(slot: Slot) -> list[str]:
    return [", ".join(filter(None, (one.name.here.text, one.function.here.text))) for one in slot.speakers]


def _numbered(called: str, one: Entry) -> str:
    return f"{called} ({one.origin.text})" if one.origin else called


def _said(text: Shown) -> list[Text]:
    """With a word of it where it is not translated."""
    if text.lang == language():
        return [Text(text.text.split("\n"))]
    untold = _("Language: %(language)s (not translated)", language=words.LANGUAGE[text.lang])
    return [Text([untold], quiet=True), Text(text.text.split("\n"), text.lang)]


def _answered(one: Entry) -> list[Text]:
    blocks = _said(one.text)
    if one.answer:
        by = _("Answer by %(who)s:", who=one.answered_by) if one.answered_by else _("Answer:")
        blocks += [Text([by], quiet=True), *_said(one.answer)]
    elif one.answered_live:
        blocks.append(Text([_("Answered during the conference.")], quiet=True))
    else:
        blocks.append(Text([_("Not answered yet.")], quiet=True))
    return blocks


def _rules(facts: Facts) -> Iterator[str]:
    rules = facts.data["rules"]
    yield _(
        "A municipality is represented by everybody with a confirmed registration for it, also by speakers; press and "
        "interpreters never represent one. Each person and each municipality is counted once."
    )
    if not facts.recorded and not facts.is_over:
        yield _("The conference is not over yet, so that it is not known who attended.")
        return
    if not facts.recorded:
        yield _("No report of attendance covers the time of the conference, so that it is not known who attended.")
        return
    yield ngettext(
        "Attended means: connected for at least %(num)s minute.",
        "Attended means: connected for at least %(num)s minutes.",
        rules["minutes_to_count"],
    )
    if facts.tells_parts:
        yield _(
            "In full means: at least %(minutes)s minutes and %(percent)s percent of the conference.",
            minutes=rules["minutes_for_all"],
            percent=rules["percent_for_all"],
        )
    yield from _sources(rules)
    yield from _unknown(facts, rules)
    yield _("Kreise count among what is represented from North Rhine-Westphalia; raions are not counted as hromadas.")
    yield _("Ukrainian hromadas are shown by raion only, for the safety of their people.")
    yield _("Population figures are of 31 December 2018 (Germany) and 1 January 2022 (Ukraine).")


def _sources(rules: dict[str, Any]) -> Iterator[str]:
    read = Counter((one["platform"], _day(one["applied"])) for one in rules["files"])
    for (platform, applied), files in sorted(read.items(), key=lambda one: tuple(map(str, one[0]))):
        name = PLATFORM[Platform(platform)] if platform else _("another table")
        yield ngettext(
            "Source: %(num)s report of attendance (%(platform)s), read on %(day)s.",
            "Source: %(num)s reports of attendance (%(platform)s), read on %(day)s.",
            files,
            platform=name,
            day=short_day(applied) if applied else "–",
        )
    if rules["rooms"]:
        yield ngettext(
            "%(num)s room with several people was entered by hand.",
            "%(num)s rooms with several people were entered by hand.",
            rules["rooms"],
        )


def _day(moment: str | None) -> date | None:
    """In Germany."""
    return datetime.fromisoformat(moment).astimezone(BERLIN).date() if moment else None


def _unknown(facts: Facts, rules: dict[str, Any]) -> Iterator[str]:
    """Few people are not told of by number."""
    undecided = _("About some people in the reports it has not been decided who they are.")
    unnamed = _("Some people in shared rooms are not known by name and are not counted.")
    corrected = _("Attendance of some people was corrected by hand.")
    for people, exact, some in (
        (rules["to_be_decided"], _open_exact, undecided),
        (facts.data["unnamed"], _unnamed_exact, unnamed),
        (rules["corrections"], _corrected_exact, corrected),
    ):
        if people:
            yield some if suppression.is_small(people) else exact(people)


def _open_exact(people: int) -> str:
    return ngettext(
        "About %(num)s person in the reports it has not been decided who that is.",
        "About %(num)s people in the reports it has not been decided who they are.",
        people,
    )


def _unnamed_exact(people: int) -> str:
    return ngettext(
        "%(num)s person in shared rooms is not known by name and is not counted.",
        "%(num)s people in shared rooms are not known by name and are not counted.",
        people,
    )


def _corrected_exact(people: int) -> str:
    return ngettext(
        "Attendance of %(num)s person was corrected by hand.",
        "Attendance of %(num)s people was corrected by hand.",
        people,
    )


def paragraphs(text: str) -> Sequence[str]:
    """Of what organisers wrote: each line that is not empty."""
    return [line for line in text.splitlines() if line.strip()]
