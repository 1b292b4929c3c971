"""The sections of a report that tell numbers: all of them from what may be published."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from webapp.core.i18n import gettext as _
from webapp.core.i18n import language, ngettext, number
from webapp.core.papers import Block, Section, Table, Text
from webapp.feedback.words import WANTED
from webapp.places import queries as places
from webapp.places.levels import district_of
from webapp.places.models import Place, Region
from webapp.registration.models import AttendingAs, Partnership, Side, Topic
from webapp.registration.words import ATTENDING_AS, PARTNERSHIP, SIDE, TOPIC
from webapp.reporting.counting.people import NOT_SAID
from webapp.reporting.report import drawn, words
from webapp.reporting.report.facts import Facts

REGIONS: Final = {Region.NRW: Side.NRW, Region.DNIPROPETROVSK: Side.DNIPROPETROVSK}
Row = tuple[str, str]


def sections(facts: Facts) -> Iterator[Section]:
    explained = False
    for one in (Section(_("Figures"), [_at_a_glance(facts)]), *(_of_attendance(facts) if facts.recorded else ())):
        blocks = list(one.blocks)
        where = next((place for place, block in enumerate(blocks, start=1) if _hides(block)), 0)
        if where and not explained:
            blocks.insert(where, Text([str(words.HIDDEN_WHY)], quiet=True))
            explained = True
        yield replace(one, blocks=blocks)


def _hides(block: Block) -> bool:
    """Anything in it is not told."""
    return isinstance(block, Table) and any(cell == str(words.HIDDEN) for row in block.rows for cell in row)


def _of_attendance(facts: Facts) -> Iterator[Section]:
    """Small tables come after the pictures: what is left of a page beside these is filled by them."""
    yield Section(_("By region"), _by_region(facts), deeper=True)
    if over_time := list(_over_time(facts)):
        yield Section(_("During the conference"), over_time, deeper=True)
    for region in sorted(Region, key=_own_first):
        if (block := _map(region, facts)) is not None:
            yield Section(_map_title(region), [block], deeper=True)
    yield Section(_("Who attended"), [table for table in _shares(facts) if table.rows], deeper=True)
    if feedback := facts.published["feedback"]:
        yield Section(_("Feedback"), _feedback(feedback), deeper=True)


def told(people: int | None) -> str:
    return str(words.HIDDEN) if people is None else str(number(people))


def _in_parts(attended: Mapping[str, Any]) -> list[Row]:
    return [
        (_("Of them in full"), told(attended["in_full"]["people"])),
        (_("Of them in part"), told(attended["in_part"]["people"])),
    ]


def _own_first(region: Region) -> bool:
    return region is not (Region.DNIPROPETROVSK if language() == "uk" else Region.NRW)


def _at_a_glance(facts: Facts) -> Table:
    """The exact numbers behind the summary."""
    counted, questions = facts.published, facts.data["questions"]["total"]
    rows: list[Row] = [
        (_("Municipalities invited"), told(facts.data["all"]["municipalities"]["invited"])),
        (_("Municipal representatives registered"), told(counted["representatives"]["registered"])),
        (_("Of them confirmed"), told(counted["representatives"]["confirmed"])),
    ]
    if facts.recorded:
        rows += [
            (_("Municipal representatives who attended"), told(facts.attended)),
            *(_in_parts(counted["attended"]) if facts.tells_parts else ()),
            (_("Other participants"), told(counted["others_attended"])),
            (
                _("Municipalities and Kreise represented from North Rhine-Westphalia"),
                told(facts.represented(Side.NRW)),
            ),
            (_("Hromadas represented from Dnipropetrovsk Oblast"), told(facts.represented(Side.DNIPROPETROVSK))),
        ]
    rows += [(_("Questions asked"), told(questions["asked"])), (_("Of them answered"), told(questions["answered"]))]
    return Table(_("The conference in numbers"), [_("Figure"), _("How many")], rows)


def _by_region(facts: Facts) -> list[Block]:
    rows: list[tuple[str, str, str]] = []
    bars: list[tuple[str, int | None]] = []
    there: list[tuple[str, int | None]] = []
    for region in sorted(Region, key=_own_first):
        side = REGIONS[region]
        own = facts.published["side"][side.value]
        rows.append((str(SIDE[side]), told(own["people"]), told(facts.represented(side))))
        for place, people in _below(facts, own["parts"]):
            name, municipalities = places.label(place, language()).text, _municipalities(facts, place)
            rows.append((f"– {name}", told(people), told(municipalities)))
            bars.append((name, people))
            there.append((name, municipalities))
    other = facts.published["side"][Side.OTHER.value]["people"]
    if other != 0:
        rows.append((str(SIDE[Side.OTHER]), told(other), told(0)))
    columns = [_("Region, Regierungsbezirk or raion"), _("municipal representatives"), _("municipalities and Kreise")]
    table = Table(_("Municipal representatives who attended, and the municipalities they represent"), columns, rows)
    picture = drawn.bars(bars, _("Municipal representatives by Regierungsbezirk and raion")) or drawn.bars(
        there, _("Municipalities and Kreise represented, by Regierungsbezirk and raion")
    )  # of these nothing is hidden
    return [table, picture] if picture else [table]


def _below(facts: Facts, parts: Mapping[str, Any]) -> list[tuple[Place, int | None]]:
    """By the alphabet."""
    districts = {place.key: place for place in map(district_of, facts.directory.values())}
    found = [(districts[key], one["people"]) for key, one in parts.items() if key in districts]
    return sorted(found, key=lambda one: places.sorted_by(one[0], language()))


def _municipalities(facts: Facts, district: Place) -> int:
    if district.region is Region.DNIPROPETROVSK:
        return facts.by_raion.get(district.key, 0)
    there = facts.published["municipalities"]["nrw"]
    return sum(district_of(facts.directory[key]).key == district.key for key in there)


def _over_time(facts: Facts) -> Iterator[Block]:
    """The table fills what is left of a page where the picture would leave it empty."""
    slots = {one["position"]: one for one in facts.published["slots"]}
    rows = [
        (f"{place}. {slot.title.here}", _present(slots[slot.position]))
        for place, slot in enumerate(facts.event.slots, start=1)
        if slot.position in slots
    ]
    if rows:
        columns = [_("Part of the programme"), _("municipal representatives")]
        yield Table(_("Who was there in each part of the programme"), columns, rows)
        yield Text([_long_enough(facts.data["rules"]["minutes_to_count"])], quiet=True)
    if any(_least(one) is not None for one in [*facts.published["over_time"], *slots.values()]):
        yield Text([str(words.NEARLY_ALL)], quiet=True)
    if picture := drawn.curve(facts):
        yield picture
        if any(_is_hidden(one) for one in facts.published["over_time"]):
            yield Text([str(words.GAPS)], quiet=True)


def _least(one: Mapping[str, Any]) -> int | None:
    """Where nearly all were there; figures kept by an earlier version do not have it."""
    least: int | None = one.get("at_least")
    return least


def _is_hidden(one: Mapping[str, Any]) -> bool:
    return one["people"] is None and _least(one) is None


def _present(one: Mapping[str, Any]) -> str:
    least = _least(one)
    return told(one["people"]) if least is None else _("at least %(number)s", number=number(least))


def _long_enough(minutes: int) -> str:
    """Else readers wonder why fewer were there than at the same time."""
    return ngettext(
        "In each part everybody counts who was there for at least %(num)s minute of it.",
        "In each part everybody counts who was there for at least %(num)s minutes of it, or for all of a shorter one.",
        minutes,
    )


def _shares(facts: Facts) -> Iterator[Table]:
    counted, many = facts.published, _("municipal representatives")
    by_topic = sorted(Topic, key=lambda topic: -(counted["topic"].get(topic.value) or 0))
    topics = [(str(TOPIC[topic]), told(counted["topic"].get(topic.value, 0))) for topic in by_topic]
    yield Table(
        _("Topics of interest (several can be named)"),
        [_("Topic"), many],
        [*topics, (str(words.NOT_SAID), told(counted["topic"].get(NOT_SAID, 0)))],
    )
    wishes = [(str(PARTNERSHIP[wish]), _people(counted["partnership"], wish.value)) for wish in Partnership]
    wishes.append((str(words.NOT_SAID), _people(counted["partnership"], NOT_SAID)))
    yield Table(_("Municipal partnership"), [_("Partnership"), many], wishes)
    yield Table(
        _("Language of the registration"),
        [_("Language"), many],
        [(str(name), _people(counted["language"], code)) for code, name in words.LANGUAGE.items()],
    )
    each = [(str(ATTENDING_AS[one]), _people(counted["attending_as"], one.value)) for one in AttendingAs]
    roles = [(name, people) for name, people in each if people != told(0)]
    if len(roles) > 1:  # one alone says again how many there were
        yield Table(_("Attending as"), [_("Attending as"), many], roles)
    yield Table(
        _("Municipalities and Kreise of North Rhine-Westphalia represented, by size"),
        [_("Size"), _("municipalities and Kreise")],
        [(str(word), told(counted["size"][size])) for size, word in words.SIZE.items() if size in counted["size"]],
    )


def _feedback(data: Mapping[str, Any]) -> list[Block]:
    """What was named most comes first."""
    texts = [ngettext("%(num)s person has given feedback.", "%(num)s people have given feedback.", data["answers"])]
    if data["average"] is not None:
        texts.append(_("On average they give about %(average)s of 5.", average=number(data["average"])))
    wishes = sorted(WANTED, key=lambda wish: -(data["wanted"][wish.value] or 0))
    rows = [(str(WANTED[wish]), told(data["wanted"][wish.value])) for wish in wishes]
    return [
        Text([" ".join([*texts, str(words.WITHOUT_NAMES)])]),
        Table(_("What should come next (several can be named)"), [_("Wish"), _("answers")], rows),
    ]


def _people(found: Mapping[str, Any], code: str) -> str:
    return told(found.get(code, {"people": 0})["people"])


def _map_title(region: Region) -> str:
    return _("Map: North Rhine-Westphalia") if region is Region.NRW else _("Map: Dnipropetrovsk Oblast")


def _map(region: Region, facts: Facts) -> Block | None:
    if region is Region.NRW:
        many = facts.represented(Side.NRW)
        finding = ngettext(
            "%(num)s municipality or Kreis of North Rhine-Westphalia was represented.",
            "%(num)s municipalities and Kreise of North Rhine-Westphalia were represented.",
            many,
        )
    else:
        many = len(facts.by_raion)
        finding = ngettext(
            "Hromadas from %(num)s raion of Dnipropetrovsk Oblast were represented.",
            "Hromadas from %(num)s raions of Dnipropetrovsk Oblast were represented.",
            many,
        )
    return drawn.map_of(region, facts, finding) if many else None
