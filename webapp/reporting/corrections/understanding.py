"""What a cell of a workbook that came back means: a state of attendance, a municipality, a text; never guessed."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from webapp.attendance.presence import State
from webapp.attendance.words import PRESENCE
from webapp.core import names
from webapp.core.i18n import LANGUAGES
from webapp.places import queries as places
from webapp.places.models import Place
from webapp.registration.list_rows import LIMITS, meant
from webapp.registration.list_values import YES
from webapp.reporting.corrections.fields import LONGEST, PLACE_NAME, Field
from webapp.reporting.corrections.models import Reason
from webapp.reporting.wording import CHOICES, called, worded

LONGEST_OFFICE: Final = LIMITS["office"]
Find = Callable[[str], tuple[str, str] | None]


@dataclass(frozen=True, slots=True)
class Meant:
    """A value as it is stored, or why there is none."""

    value: str = ""
    reason: Reason | None = None


def words_of_attendance() -> dict[str, State]:
    """By names.key(), in every language that a workbook may be in; a bare yes means what it says."""
    found = {names.key(word): State.ATTENDED for word in YES if names.key(word)}
    for choice in CHOICES:
        with worded(choice):
            found |= {names.key(word): state for state, word in called(PRESENCE).items()}
    return found


def attendance(text: str, words: Mapping[str, State]) -> Meant:
    if not text:
        return Meant()
    state = words.get(names.key(text))
    return Meant(state.value) if state else Meant(reason=Reason.STATE_UNKNOWN)


def text(typed: str, longest: int) -> Meant:
    return Meant(typed) if len(typed) <= longest else Meant(reason=Reason.TOO_LONG)


def lost_letters(typed: str, here: str) -> bool:
    """Whether it is what stands here, but for question marks instead of letters beyond ASCII.

    So Excel's usual CSV in Germany writes Cyrillic.
    """
    lost = [(mark, letter) for mark, letter in zip(typed, here, strict=False) if mark != letter]
    alike = len(typed) == len(here) and all(mark == "?" and not letter.isascii() for mark, letter in lost)
    return bool(lost) and alike


class Places:
    """Tells a place by its name as workbooks write it, else as in lists of registrations; and by its official key."""

    def __init__(self, find: Find) -> None:
        self.find, self.keys = find, dict[str, set[str]]()
        for place in places.choosable():
            for name in {place.key, *_names(place)}:
                self.keys.setdefault(name.casefold(), set()).add(place.key)

    def meant(self, cells: Mapping[str, str], is_as_written: Callable[[str], bool]) -> Meant:
        """By name and key: what is as it was written says nothing beside what was changed."""
        typed = [cells[name] for name in (Field.PLACE.value, PLACE_NAME) if name in cells]
        keys = [self._key(one, is_as_written) for one in typed if one]
        changed = {key for key in keys if key is None or not is_as_written(key)}
        if not keys:
            return Meant()
        if not changed:
            was_emptied = len(keys) < len(typed) and (keys[0] or "").casefold() in self.keys
            return Meant(keys[0] or "", Reason.PLACE_CONTRADICTS if was_emptied else None)
        if None in changed:
            return Meant(reason=Reason.PLACE_UNKNOWN)
        if len(changed) > 1:
            return Meant(reason=Reason.PLACE_CONTRADICTS)
        return Meant(changed.pop() or "")

    def _key(self, typed: str, is_as_written: Callable[[str], bool]) -> str | None:
        """The one place that can be meant; of several with this name that which was written there.

        Also one that has left the directory since.
        """
        named = self.keys.get(typed.casefold(), set())
        if as_written := next((key for key in (*named, typed) if is_as_written(key)), None):
            return as_written
        if named:
            return next(iter(named)) if len(named) == 1 else None
        found = meant(typed, self.find)
        return found[0] if found else None


def _names(place: Place) -> Iterator[str]:
    """As workbooks write them, see place_columns."""
    told = {lang: places.label(place, lang).text for lang in LANGUAGES}
    for choice in CHOICES:
        yield " / ".join(dict.fromkeys(told[lang] for lang in choice.split("+")))


def limit(field: Field) -> int:
    return LONGEST_OFFICE if field is Field.OFFICE else LONGEST
