"""Times as they are written in any language, kept open where day and month could be either. Pure."""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from babel import Locale

from webapp.core.grids import Cell

EXCEL_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - as written: the zone comes later
EXCEL_DAYS: Final = (20_000, 80_000)  # 1954 to 2119
YEARS: Final = range(1990, 2100)
BUDDHIST: Final = 543  # years that Thailand is ahead of others
_LOCALES = (
    "en", "de", "uk", "pl", "fr", "es", "pt", "it", "nl", "ru", "cs", "sk", "sv", "da", "nb", "fi", "hu", "ro", "tr",
    "bg", "hr", "sr", "sl", "el", "et", "lv", "lt", "ca",
)  # fmt: skip
_ENGLISH = {
    word: number
    for number, month in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
         "december"), start=1,
    )
    for word in (month, month[:3])
}  # fmt: skip
_FORMS = ("format", "stand-alone")
_YEAR_FIRST = re.compile(r"(\d{4})\s?[-/.年년]\s?(\d{1,2})\s?[-/.月월]\s?(\d{1,2})(?!\d)\s?[日일.]?")
_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?!\d)")
_MONTH_FIRST = re.compile(r"([^\W\d_]{3,})\.?\s(\d{1,2})(?!\d)(?:st|nd|rd|th)?,?\s(\d{4})(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})\.?[-\s]?(?:de\s)?([^\W\d_]{3,})\.?[-\s]?(?:de\s)?,?\s?(\d{4}|\d{2})(?![\d:])"
)
_KOREAN = re.compile(r"(\d{1,2})\s?[월月]\s?(\d{1,2})\s?[일日]?,?\s?(\d{4})")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})\s?[:.h時시点]\s?(\d{2})(?!\d)(?:\s?[:.m分분]\s?(\d{2})(?!\d)(?:[.,]\d{1,9})?)?")
_HOUR = re.compile(r"(?<!\d)(\d{1,2})(?=\s?[ap]\.?\s?m\b)")
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?(?!\d)")
_WORD = re.compile(r"[^\W\d_]+(?:\.\s?[^\W\d_]\b)*")
# Short words that are prepositions elsewhere (de, du, em) are left out.
_PM = frozenset({
    "pm", "nachm", "nachmittags", "пп", "сл", "午後", "오후", "下午", "μμ", "ös", "م", "مساء", "بظ", "אחה",
})  # fmt: skip
_AM = frozenset({
    "am", "vorm", "vormittags", "дп", "пр", "午前", "오전", "上午", "πμ", "öö", "ص", "صباحا", "قظ", "לפנה",
})  # fmt: skip
#: Words of languages whose letters carry marks, and what “Sa” and “ch” may say elsewhere: only behind a time.
_HALVES: Final = {
    "SA": "am", "CH": "pm", "PG": "am", "PTG": "pm", "पूर्वाह्न": "am", "अपराह्न": "pm", "ก่อนเที่ยง": "am", "หลังเที่ยง": "pm",
}  # fmt: skip
_HALF = re.compile(rf"(?<=:\d\d)\s?({'|'.join(_HALVES)})(?!\w)")
_ZONES = {
    "utc": 0, "gmt": 0, "z": 0, "cet": 60, "mez": 60, "cest": 120, "mesz": 120, "eet": 120, "eest": 180, "bst": 60,
    "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420,
}  # fmt: skip
_USUAL = re.compile(r"([^:]*[^\d:])(\d{1,2}):(\d{2})(?::(\d{2}))?([^\d:]*)")
LONGEST: Final = 80  # characters; no time is longer
NOON: Final = 12


class DateOrder(StrEnum):
    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A written time. Without a date year is 0; `order` is None where day and month could be either."""

    first: int = 0
    second: int = 0
    year: int = 0
    order: DateOrder | None = None
    clock: time | None = None
    offset: tzinfo | None = None
    typed: bool = False  #: a real date of a spreadsheet
    twelve: bool = False  #: written with a.m. or p.m.
    by_value: bool = False  #: the order is told by a number above twelve

    @property
    def has_date(self) -> bool:
        return self.year > 0

    @property
    def open(self) -> bool:
        """Whether the reading matters: not where the numbers are equal."""
        return self.has_date and self.order is None and self.first != self.second

    def date(self, order: DateOrder) -> date | None:
        """The day, or None where there is none such."""
        day, month = (
            (self.first, self.second) if (self.order or order) is DateOrder.DAY_FIRST else (self.second, self.first)
        )
        try:
            return date(self.year, month, day)
        except ValueError:
            return None


def read(cell: Cell) -> Stamp | None:
    """The time in a cell, or None. A number is a spreadsheet's: whole days since 1900, or a part of a day."""
    if isinstance(cell, date) and cell.year not in YEARS:  # a datetime is a date too
        return None
    if isinstance(cell, datetime):
        if cell.tzinfo is None:  # a spreadsheet's days and parts of days are not exact
            cell = (cell + timedelta(milliseconds=500)).replace(microsecond=0)
        return Stamp(cell.day, cell.month, cell.year, DateOrder.DAY_FIRST, cell.time(), cell.tzinfo, typed=True)
    if isinstance(cell, date):
        return Stamp(cell.day, cell.month, cell.year, DateOrder.DAY_FIRST, typed=True)
    if isinstance(cell, time):
        return Stamp(clock=cell.replace(microsecond=0))
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _number(float(cell))
    return (
        _written(cell) if isinstance(cell, str) and len(cell) <= LONGEST else None
    )  # what is longer is not remembered


def _number(days: float) -> Stamp | None:
    if not (0 <= days < 1 or EXCEL_DAYS[0] < days < EXCEL_DAYS[1]):
        return None
    moment = EXCEL_EPOCH + timedelta(seconds=round(days * 86_400))
    return Stamp(clock=moment.time()) if days < 1 else read(moment)


@lru_cache(maxsize=1 << 15)
def _written(text: str) -> Stamp | None:
    """Reports repeat one date a thousand times: it is read once, and each row's time of day put in."""
    if (found := _USUAL.fullmatch(text)) and len(text) <= LONGEST:
        model = _read_whole(f"{found[1]}01:00:00{found[5]}")
        hour, minute, second = int(found[2]), int(found[3]), int(found[4] or 0)
        if model and model.has_date and model.clock and hour < 24 and minute < 60 and second < 60:  # noqa: PLR2004
            afternoon = model.clock.hour > NOON
            hour += (
                NOON if afternoon and hour < NOON else -NOON if model.twelve and not afternoon and hour == NOON else 0
            )
            clock = time(hour, minute, second)
            return Stamp(
                model.first, model.second, model.year, model.order, clock, model.offset,
                twelve=model.twelve, by_value=model.by_value,
            )  # fmt: skip
    return _read_whole(text)


@lru_cache(maxsize=4096)
def _read_whole(text: str) -> Stamp | None:
    if not any(letter.isdigit() for letter in text) or len(text) > LONGEST:
        return None
    text = _HALF.sub(lambda found: f" {_HALVES[found[1]]}", " ".join(unicodedata.normalize("NFKC", text).split()))
    found = _date(text)
    if found is None:
        return _clock_alone(text)
    stamp, (start, end) = found
    rest = f"{text[:start]} {text[end:]}"
    clock, offset, twelve = _clock(rest)
    if (clock is None and re.search(r"\d", rest)) or not all(map(_is_small, _WORD.findall(rest))):
        return None
    return replace(stamp, clock=clock, offset=offset, twelve=twelve)


def _clock_alone(text: str) -> Stamp | None:
    clock, offset, twelve = _clock(text)
    rest = _OFFSET.sub("", _CLOCK.sub("", text, count=1)) if ":" in text or not twelve else _HOUR.sub("", text)
    if clock is None or re.search(r"\d", rest):
        return None
    words = [_bare(word) for word in _WORD.findall(rest)]
    known = _AM | _PM | _ZONES.keys() | {"uhr", "h", "годин", "год"}
    return Stamp(clock=clock, offset=offset, twelve=twelve) if all(word in known for word in words) else None


def _date(text: str) -> tuple[Stamp, tuple[int, int]] | None:
    if found := _YEAR_FIRST.search(text):
        stamp = Stamp(int(found[3]), int(found[2]), _year(found[1]), DateOrder.DAY_FIRST)
    elif found := _NUMBERS.search(text):
        order = DateOrder.DAY_FIRST if found[2] == "." else None
        stamp = _by_value(Stamp(int(found[1]), int(found[3]), _year(found[4]), order))
    elif found := _KOREAN.search(text):
        stamp = Stamp(int(found[2]), int(found[1]), int(found[3]), DateOrder.DAY_FIRST)
    elif (found := _MONTH_FIRST.search(text)) and (month := _month(found[1])):
        stamp = Stamp(int(found[2]), month, int(found[3]), DateOrder.DAY_FIRST)
    elif (found := _DAY_FIRST.search(text)) and (month := _month(found[2])):
        stamp = Stamp(int(found[1]), month, _year(found[3]), DateOrder.DAY_FIRST)
    else:
        return None
    possible = stamp.year in YEARS and (stamp.date(DateOrder.DAY_FIRST) or stamp.date(DateOrder.MONTH_FIRST))
    return (stamp, found.span()) if possible else None


def _by_value(stamp: Stamp) -> Stamp:
    """A number above twelve is no month, so it says which is which."""
    if stamp.order is None and stamp.first > NOON:
        return Stamp(stamp.first, stamp.second, stamp.year, DateOrder.DAY_FIRST, by_value=True)
    if stamp.order is None and stamp.second > NOON:
        return Stamp(stamp.first, stamp.second, stamp.year, DateOrder.MONTH_FIRST, by_value=True)
    return stamp


def _year(text: str) -> int:
    year = int(text) + (2000 if len(text) == 2 else 0)  # noqa: PLR2004
    return year - BUDDHIST if year - BUDDHIST in YEARS else year


def _clock(text: str) -> tuple[time | None, tzinfo | None, bool]:
    """Time of day, zone if one is written, and whether it is one of twelve hours."""
    found = _CLOCK.search(text) or _HOUR.search(text)
    if not found:
        return None, None, False
    parts = [int(part or 0) for part in found.groups()]
    hour, minute, second = (*parts, 0, 0)[:3]
    after = text[found.end() :]
    words = [_bare(word) for word in _WORD.findall(f"{text[: found.start()]} {after}")]
    afternoon, morning = any(word in _PM for word in words), any(word in _AM for word in words)
    if afternoon and hour < NOON:
        hour += NOON
    elif morning and not afternoon and hour == NOON:
        hour = 0
    try:
        clock = time(hour, minute, second)
    except ValueError:
        return None, None, False
    return clock, _offset(after, words), afternoon or morning


def _offset(after: str, words: list[str]) -> tzinfo | None:
    known = next((_ZONES[word] for word in words if word in _ZONES), None)
    if (found := _OFFSET.search(after)) and (known in {0, None}):
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        return timezone(timedelta(minutes=minutes if found[1] == "+" else -minutes)) if minutes < 1440 else None  # noqa: PLR2004
    return None if known is None else UTC if known == 0 else timezone(timedelta(minutes=known))


def _is_small(word: str) -> bool:
    """“at”, “um”, “à”, “Uhr”, a zone, a day of the week: what may stand beside a time, unlike words of a title."""
    bare = _bare(word)
    return len(bare) <= 3 or bare in _AM | _PM | _ZONES.keys() | {"годині"} or bare in _weekdays()  # noqa: PLR2004


@cache
def _weekdays() -> frozenset[str]:
    names = (
        Locale(name).days[form][width] for name in _LOCALES for form in _FORMS for width in ("wide", "abbreviated")
    )
    return frozenset(_bare(str(word)) for days in names for word in days.values())


def _bare(word: str) -> str:
    return re.sub(r"[.\s]", "", word).casefold()


def _month(word: str) -> int | None:
    plain = word.casefold().rstrip(".")
    return _ENGLISH.get(plain) or _months().get(plain)


@cache
def _months() -> dict[str, int]:
    """Names of months in the languages of Europe, whole and abbreviated, in either grammatical form."""
    found: dict[str, int] = {}
    for name in _LOCALES:
        months = Locale(name).months
        for number, word in (
            pair for form in _FORMS for width in ("wide", "abbreviated") for pair in months[form][width].items()
        ):
            found.setdefault(str(word).casefold().rstrip("."), int(number))
            found.setdefault(str(word).casefold().rstrip(".")[:3], int(number))
    return found
