"""What may be published of an event's figures: no number of people that gives anybody away.

All people in it are representatives who attended, so that no two numbers differ by the few who are none. Municipalities
are named in North Rhine-Westphalia; Ukrainian ones only by raion, for safety.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from webapp.feedback.figures import FeedbackFigures
from webapp.places.levels import within
from webapp.places.models import Place, Region
from webapp.registration.models import Side
from webapp.reporting.counting import suppression
from webapp.reporting.counting.groups import LOWER, UPPER, By, Group, Groups
from webapp.reporting.counting.people import NOT_SAID
from webapp.reporting.counting.presence_figures import InSlot, Point
from webapp.reporting.counting.suppression import Node, Shown
from webapp.reporting.figures import DISTRICT_KINDS

ENOUGH_TO_AVERAGE: Final = 20  #: answers
#: of which everybody has one; not sizes, since those of single cities are known and add up to what is hidden elsewhere
APART: Final = (By.LANGUAGE, By.ATTENDING_AS, By.PARTNERSHIP)


def as_data(
    groups: Groups,
    directory: Mapping[str, Place],
    curve: Sequence[Point],
    slots: Sequence[InSlot],
    feedback: FeedbackFigures | None,
) -> dict[str, Any]:
    tally = groups.total.representatives
    there = tally.attended
    registered, confirmed, attended = suppression.chain((tally.registered, tally.confirmed, there))
    shown = {each.value: _margin(there, groups.by[each]) for each in APART}
    in_part = Node(there, {"in_full": Node(there - tally.in_part), "in_part": Node(tally.in_part)})
    return {
        "smallest": suppression.SMALLEST,
        "representatives": {"registered": registered, "confirmed": confirmed, "attended": attended},
        "attended": _plain(suppression.tree(in_part))["parts"],
        "others_attended": suppression.alone(groups.total.people.attended - there),
        "side": _plain(suppression.tree(regions(groups, directory)))["parts"],
        **shown,
        By.TOPIC.value: _topics(groups.by[By.TOPIC], there),
        "municipalities": _named(groups.total, directory),
        "size": _sizes(groups, directory),
        "over_time": [{"at": one.at.isoformat()} | _present(one.representatives, there) for one in curve],
        "slots": [{"position": one.slot.position} | _present(one.representatives, there) for one in slots],
        "feedback": _feedback(feedback),
    }


def _present(number: int, there: int) -> dict[str, int | None]:
    return {"people": suppression.beside(number, there), "at_least": suppression.at_least(number, there)}


def _feedback(figures: FeedbackFigures | None) -> dict[str, Any] | None:
    """Without how many gave which mark, and the average only roughly and of many: else it tells the marks of a few."""
    if figures is None:
        return None
    total = figures.total
    wanted = {one.value: suppression.beside(number, total.answers) for one, number in figures.wanted.items()}
    average = round(2 * total.average) / 2 if total.answers >= ENOUGH_TO_AVERAGE else None
    return {"answers": total.answers, "average": average, "wanted": wanted}


def regions(groups: Groups, directory: Mapping[str, Place]) -> Node:
    """Representatives who attended, by side, then Regierungsbezirk and Kreis, or raion."""
    above: dict[Side, dict[str, dict[str, Node]]] = {side: {} for side in Side}
    for key, group in groups.by[By.LOWER].items():
        lower = directory[key]
        upper = within(lower, UPPER)
        inside = above[Side(lower.region.value)].setdefault(upper.key if upper else "", {})
        inside[key] = _node(group)
    sides = {}
    for side, found in above.items():
        group = groups.by[By.SIDE][side.value]
        inner = {key: _node(groups.by[By.UPPER][key], parts) for key, parts in found.items()}
        if side is Side.DNIPROPETROVSK:
            inner = {key: node for parts in found.values() for key, node in parts.items()}
        sides[side.value] = _node(group, inner)
    return Node(groups.total.representatives.attended, sides)


def _node(group: Group, parts: Mapping[str, Node] | None = None) -> Node:
    number = group.representatives.attended
    return Node(number, parts or {}, max(1, min(number, len(group.represented))))


def _margin(there: int, found: Mapping[str, Group]) -> Any:
    return _plain(
        suppression.tree(Node(there, {code: Node(group.representatives.attended) for code, group in found.items()}))
    )["parts"]


def _topics(found: Mapping[str, Group], there: int) -> dict[str, int | None]:
    """Who named one, is in those who named any: also the rest of these is a number that two rows would tell."""
    counted = {code: group.representatives.attended for code, group in found.items()}
    if suppression.is_small(there):
        return dict.fromkeys(counted)
    said = there - counted.get(NOT_SAID, 0)
    told = {code: suppression.beside(number, there) for code, number in counted.items()}
    return {
        code: number if code == NOT_SAID or number is None else suppression.beside(number, said)
        for code, number in told.items()
    }


def _plain(shown: Shown) -> dict[str, Any]:
    return {"people": shown.number, "parts": {name: _plain(one) for name, one in shown.parts.items()}}


def _sizes(groups: Groups, directory: Mapping[str, Place]) -> dict[str, int]:
    """Of North Rhine-Westphalia, which are named anyway; few Ukrainian ones are large, so size would name them."""
    found = {
        size: sum(directory[key].region is Region.NRW for key in group.represented)
        for size, group in groups.by[By.SIZE].items()
    }
    return {size: number for size, number in found.items() if number}


def _named(total: Group, directory: Mapping[str, Place]) -> dict[str, Any]:
    nrw = [key for key in total.represented if directory[key].region is Region.NRW]
    raions: dict[str, int] = {}
    for key in total.represented:
        raion = within(directory[key], LOWER) if directory[key].region is Region.DNIPROPETROVSK else None
        if raion is not None:
            raions.setdefault(raion.key, 0)
            raions[raion.key] += directory[key].kind not in DISTRICT_KINDS
    return {"nrw": sorted(nrw), "dnipropetrovsk_by_raion": dict(sorted(raions.items()))}
