"""Numbers as a summary tells them, “über 100” for 112 and “knapp 100” for 97; pure."""

from dataclasses import dataclass
from typing import Final

EXACT_BELOW: Final = 20
STEPS: Final = ((100, 10), (300, 50), (1000, 100))  #: up to where marks are how far apart; above, ten times both
NEARLY: Final = 25  #: who lacks at most the 25th part of a mark is told by it
WORDS: Final = {
    "de": ("fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"),
    "uk": ("п’ять", "шість", "сім", "вісім", "дев’ять", "десять", "одинадцять", "дванадцять"),
    "en": ("five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
}
FIRST_WORD: Final = 5
OVER: Final = {"de": "über", "uk": "понад", "en": "over"}
NEARLY_WORDS: Final = {"de": "knapp", "uk": "майже", "en": "almost"}
GROUPS: Final = {"de": ".", "uk": "\N{NO-BREAK SPACE}", "en": ","}  #: between thousands


@dataclass(frozen=True, slots=True)
class Rough:
    text: str
    number: int  #: the one in it, by which the words after it are inflected

    @property
    def at_the_start(self) -> str:
        """Of a sentence."""
        return self.text[:1].upper() + self.text[1:]


def roughly(number: int, language: str) -> Rough:
    """The exact number below 20, in words from five to twelve; above, the round number that it has passed or almost
    reached.
    """
    if number < EXACT_BELOW:
        place = number - FIRST_WORD
        words = WORDS[language]
        return Rough(words[place] if 0 <= place < len(words) else str(number), number)
    passed, ahead = marks(number)
    if passed == number:
        return Rough(_written(number, language), number)
    if (ahead - number) * NEARLY <= ahead:
        return Rough(f"{NEARLY_WORDS[language]} {_written(ahead, language)}", ahead)
    return Rough(f"{OVER[language]} {_written(passed, language)}", passed)


def marks(number: int) -> tuple[int, int]:
    """The round numbers around it: the last that is not above it, and the next."""
    scale = 1
    while number >= STEPS[-1][0] * scale:
        scale *= 10
    step = next(width for until, width in STEPS if number < until * scale) * scale
    return number // step * step, (number // step + 1) * step


def _written(number: int, language: str) -> str:
    return f"{number:,}".replace(",", GROUPS[language])
