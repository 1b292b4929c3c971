"""Takes a whole name apart: title, given name, patronymic and family name, in German and Ukrainian habits. Pure."""

import re
from dataclasses import dataclass
from typing import Final

from webapp.core import names
from webapp.core.columns import heading_key

_TITLE: Final = re.compile(
    r"(?:(?:(?:dr|д-р)\b\.?(?:[\s-]*(?:jur|med|phil|rer|nat|pol|oec|theol|dent|vet|ing|habil|univ|h\.\s?c)\b\.?)*"
    r"|(?:prof|проф|доц|акад|mag)\b\.?|dipl\b\.?[\s-]*(?:ing|kfm|kff?r|verw\w*|psych|päd|geogr)\b\.?"
    r"|[кд]\.\s?\w{1,3}\.\s?н\b\.?)\s*)+",
    re.IGNORECASE,
)
_AFTER_A_NAME: Final = re.compile(
    r"(?:ll\.?\s?m|m\.?\s?a|b\.?\s?a|m\.?\s?sc|b\.?\s?sc|mba|mpa|ph\.?\s?d|md[lb])\.?", re.IGNORECASE
)
_SALUTATION: Final = re.compile(r"^(?:herrn?|frau|mr|mrs|ms|pan|pani|пан|пані|г-н|г-жа)\b\.?\s+", re.IGNORECASE)
_PATRONYMIC: Final = re.compile(r"\w+(?:ович|йович|євич|евич|івна|ївна|овна|евна|ich)$", re.IGNORECASE)
_PARTICLES: Final = frozenset(
    {"von", "van", "vom", "zu", "zur", "zum", "der", "den", "dem", "de", "da", "del", "della", "di", "la", "le", "ten"}
    | {"ter", "el", "al", "bin"}
)
_CYRILLIC: Final = re.compile("[а-яіїєґ]", re.IGNORECASE)
_FAMILY_FIRST: Final = re.compile(
    r"\b(пі[бп]|фио|п и о|ф и о|п і [бп]|nachname|прізвищ\w*|фамил\w*|surname|last name|nazwisko)\b"
)
_GIVEN_FIRST: Final = re.compile(r"\b(vorname|vor|ім\w*|имя|given name|first name|imi\w*)\b")


@dataclass(frozen=True, slots=True)
class Name:
    given: str = ""
    family: str = ""
    patronymic: str = ""
    title: str = ""


def family_comes_first(heading: str) -> bool | None:
    """What the heading of full names says about their order; None if it says nothing."""
    key = heading_key(heading)
    family, given = _FAMILY_FIRST.search(key), _GIVEN_FIRST.search(key)
    if not family and not (given and key.startswith("name")):
        return False if given else None
    return not given or family is None or family.start() < given.start()


def full_name(text: str, *, family_first: bool | None = None) -> Name | None:
    """A whole name taken apart; None if it has one part only, or is none."""
    text = _SALUTATION.sub("", names.clean(text), count=1)
    if "@" in text or any(letter.isdigit() for letter in text):
        return None
    titles: list[str] = []
    parts = [part for part in (_without_title(part, titles) for part in text.split(",")) if part]
    title = " ".join(titles)
    if len(parts) > 1:  # Krause, Sabine
        given, patronymic = given_and_patronymic(parts[1].split())
        return _checked(Name(given, parts[0], patronymic, title))
    words = parts[0].split() if parts else []
    return _checked(_ordered(words, title, family_first=family_first)) if len(words) > 1 else None


def given_and_patronymic(words: list[str]) -> tuple[str, str]:
    """“Олена Петрівна” has both."""
    if len(words) > 1 and _CYRILLIC.search(words[-1]) and _PATRONYMIC.match(words[-1]):
        return " ".join(words[:-1]), words[-1]
    return " ".join(words), ""


def _without_title(part: str, titles: list[str]) -> str:
    """What is left of it; titles are noted."""
    part = part.strip()
    found = _AFTER_A_NAME.fullmatch(part) or _TITLE.match(part)
    if found and found.end():
        titles.append(found[0].strip())
        part = part[found.end() :]
    return part.strip()


def _checked(name: Name) -> Name | None:
    return name if name.given and name.family else None


def _ordered(words: list[str], title: str, *, family_first: bool | None) -> Name:
    middle = len(words) == 3 and bool(_CYRILLIC.search(words[1]))  # noqa: PLR2004 - with a patronymic
    if middle and _PATRONYMIC.match(words[2]) and family_first is not False:
        return Name(words[1], words[0], words[2], title)
    if middle and _PATRONYMIC.match(words[1]):
        return Name(words[0], words[2], words[1], title)
    capitals = [len(word) > 1 and word.isupper() for word in words]
    if any(capitals) and not all(capitals):  # KRAUSE Sabine, Sabine KRAUSE
        family = " ".join(word for word, loud in zip(words, capitals, strict=True) if loud)
        return Name(" ".join(word for word, loud in zip(words, capitals, strict=True) if not loud), family, "", title)
    if family_first:
        length = next(at for at, word in enumerate(words, 1) if word.lower() not in _PARTICLES)
        given, patronymic = given_and_patronymic(words[length:])
        return Name(given, " ".join(words[:length]), patronymic, title)
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return Name(" ".join(words[:start]), " ".join(words[start:]), "", title)
