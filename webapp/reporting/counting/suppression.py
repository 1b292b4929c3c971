"""Small numbers of people left out of what is published, so that no difference gives one away; pure.

A number below five is hidden. So is one that would tell how few came from each municipality: nine people of nine that
are named can only be one of each. Who knows the total and all that is shown subtracts, and gets the sum of the hidden
ones; so others are hidden beside them until each hidden one may be any of at least four numbers. Which others, depends
only on what everybody may know, not on how large they are: or who knows this rule could reckon back. Where none are
left, the whole table is withheld, also the zeros in it.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

K = TypeVar("K", bound=Hashable)
SMALLEST: Final = 5  #: what may be shown, beside zero
SLACK: Final = SMALLEST - 2  #: by how much hidden numbers exceed the least they can be, together


@dataclass(frozen=True, slots=True)
class Node:
    """A number of people that is the sum of its parts, if it has any; each of them may have parts of its own."""

    number: int
    parts: Mapping[str, "Node"] = field(default_factory=dict)
    least: int = 1  #: how many it must be where it is not zero, as one for each municipality that is named


@dataclass(frozen=True, slots=True)
class Shown:
    number: int | None  #: None if it is hidden
    parts: Mapping[str, "Shown"] = field(default_factory=dict)


def is_small(number: int, least: int = 1) -> bool:
    """Whether none of those who it must be made of, one of each municipality, can stand for five of them or more."""
    return 0 < number < SMALLEST + least - 1


def alone(number: int) -> int | None:
    return None if is_small(number) else number


def beside(number: int, total: int) -> int | None:
    """One of several answers that exclude each other in nobody, so that the rest of the total is a number as well."""
    return None if is_small(number) or is_small(total - number) else number


def at_least(number: int, total: int) -> int | None:
    """What may be told where beside() hides a number because nearly all are in it; it says no more than that.

    None where that alone would tell too much of a small total.
    """
    least = total - SMALLEST + 1
    return least if least >= SMALLEST and least <= number < total else None


def chain(numbers: Iterable[int]) -> list[int | None]:
    """Of steps that each are part of the one before, as registered, confirmed, attended: the last counts most."""
    shown: list[int | None] = []
    after = 0
    for number in reversed(list(numbers)):
        hidden = is_small(number) or is_small(number - after)
        shown.append(None if hidden else number)
        after = after if hidden else number
    return shown[::-1]


def parts(numbers: Mapping[K, int], least: Mapping[K, int] | None = None) -> dict[K, int | None]:
    """The parts of a total that is shown. A part alone is the total itself."""
    if sum(map(bool, numbers.values())) <= 1:
        return dict(numbers)
    at_least = {key: (least or {}).get(key, 1) for key in numbers}
    hidden = {key for key, number in numbers.items() if is_small(number, at_least[key])}
    others = sorted(
        (key for key, number in numbers.items() if number and key not in hidden),
        key=lambda key: (at_least[key], str(key)),
    )  # always in the same order: what one file hides and the other shows could be subtracted
    while hidden and not _is_safe(hidden, numbers, at_least):
        if not others:
            return dict.fromkeys(numbers)
        hidden.add(others.pop(0))
    if others and hidden and all(numbers[key] - at_least[key] == SLACK for key in hidden):
        hidden.add(others.pop(0))  # else their sum is so large that all must be as large as a hidden number can be
    return {key: None if key in hidden else number for key, number in numbers.items()}


def _is_safe(hidden: set[K], numbers: Mapping[K, int], least: Mapping[K, int]) -> bool:
    return len(hidden) > 1 and sum(numbers[key] - least[key] for key in hidden) >= SLACK


def tree(node: Node) -> Shown:
    """From the top; below a number that is hidden nothing is shown, since its parts would add up to it."""
    if is_small(node.number):
        return _withheld(node)
    numbers = parts(
        {name: one.number for name, one in node.parts.items()}, {name: one.least for name, one in node.parts.items()}
    )
    return Shown(
        node.number,
        {name: _withheld(one) if numbers[name] is None else tree(one) for name, one in node.parts.items()},
    )


def _withheld(node: Node) -> Shown:
    return Shown(None, {name: _withheld(one) for name, one in node.parts.items()})
