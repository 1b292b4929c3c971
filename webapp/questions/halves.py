"""What the screen says of one question in each of its two languages; no name is ever in it."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from webapp.core.i18n import LANGUAGES, Shown, gettext, ngettext, speaking
from webapp.places import queries as places
from webapp.places.levels import district_of
from webapp.places.models import Region
from webapp.questions.answer_queries import worded
from webapp.questions.models import Question, Visibility
from webapp.registration.models import Side
from webapp.registration.words import SIDE

STEPS: Final = (40, 80, 140, 220, 320, 460, 700, 1100)  #: characters up to which each step of the type's size is right
MANY_MARKS: Final = 2  #: accents piled up on one letter: lines need more room


@dataclass(frozen=True, slots=True)
class Heading:
    """In one language: the number, from where it comes, and the votes."""

    lang: str
    number: str
    origin: Shown | None
    votes: str


@dataclass(frozen=True, slots=True)
class Part:
    """A text, and the headings above it; `original` says so where the language is none of the screen's."""

    text: Shown
    language: str
    is_original: bool
    headings: Sequence[Heading]

    @property
    def is_tall(self) -> bool:
        return _highest_pile(self.text.text) >= MANY_MARKS


def parts(question: Question, left: str, right: str) -> list[Part]:
    """One for each language of the screen; where there is no translation, the original, which is never shown twice."""
    words = worded(question).by_language
    languages = list(dict.fromkeys((left, right)))
    headings = {lang: heading(question, lang) for lang in languages}
    by_text: dict[str, list[str]] = {}
    for lang in languages:
        by_text.setdefault(lang if lang in words else question.language, []).append(lang)
    return [
        Part(
            text=Shown(words[lang], lang),
            language=LANGUAGES[lang],
            is_original=lang == question.language and above != [lang],
            headings=[headings[one] for one in above],
        )
        for lang, above in by_text.items()
    ]


def heading(question: Question, lang: str) -> Heading:
    with speaking(lang):
        return Heading(
            lang, gettext("Question %(number)s", number=question.number), origin(question, lang), _votes(question)
        )


def origin(question: Question, lang: str) -> Shown | None:
    """The municipality in North Rhine-Westphalia; of a Ukrainian one only the raion, for safety."""
    place = question.place
    if question.visibility is not Visibility.SHOWN or place is None:
        return None
    return places.label(place if place.region is Region.NRW else district_of(place), lang)


def step(found: Sequence[Part]) -> int:
    """Size of the type, 1 is the largest; the browser makes it smaller if it does not fit."""
    longest = max((len(part.text.text) for part in found), default=0) * (1 if len(found) > 1 else 0.6)
    return 1 + sum(longest > characters for characters in STEPS)


def _votes(question: Question) -> str:
    total = sum(question.votes.values())
    told = ngettext("%(num)s vote", "%(num)s votes", total)
    by_side = [f"{SIDE[Side(side)]} {votes}" for side, votes in question.votes.items() if votes]
    return f"{told}: {', '.join(by_side)}" if by_side else told


def _highest_pile(text: str) -> int:
    """Of combining marks that follow one another."""
    is_mark = (unicodedata.category(one) in {"Mn", "Me"} for one in text)
    return max((sum(1 for _one in run) for piled, run in groupby(is_mark) if piled), default=0)
