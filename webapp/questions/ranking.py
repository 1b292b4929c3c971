"""The order of questions by votes in which the many of one side cannot bury the few of the other."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Voted(Generic[Key]):
    """A question's votes by side; `number` says which was asked first."""

    key: Key
    number: int
    votes: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.votes.values())


def in_turns(questions: Sequence[Voted[Key]], sides: Sequence[str]) -> list[Key]:
    """Keys, best first: the sides take turns, each with the question that most of its people voted for.

    The side whose first choice has most votes begins. Questions nobody voted for follow, the earliest first.
    """
    by_side = [_choices(questions, side) for side in sides]
    by_side.sort(key=lambda ordered: -max((question.total for question in ordered[:1]), default=0))
    turns = (question for turn in zip_longest(*by_side) for question in turn if question is not None)
    rest = sorted(questions, key=lambda question: question.number)
    return list(dict.fromkeys([question.key for question in turns] + [question.key for question in rest]))


def _choices(questions: Sequence[Voted[Key]], side: str) -> list[Voted[Key]]:
    chosen = [question for question in questions if question.votes.get(side)]
    return sorted(chosen, key=lambda question: (-question.votes[side], -question.total, question.number))
