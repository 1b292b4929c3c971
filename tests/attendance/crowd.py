"""A made-up report of a large conference: who registered, who came under which spelling, and who was nobody known."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import translitua

from webapp.attendance.recognition.matching import Known, Reported
from webapp.core import names

_FILE = Path(__file__).parent / "crowd.toml"
WORDS = {kind: words.split() for kind, words in tomllib.loads(_FILE.read_text("utf-8")).items()}
TABLES: list[type[translitua.TransliterationTable]] = [
    translitua.UkrainianKMU,
    translitua.UkrainianBGN2019,
    translitua.UkrainianGerman,
    translitua.UkrainianPassport2007,
    translitua.UkrainianNational1996,
]
TOWNS = ["Дніпро", "Нікополь", "Самар", "Köln", "Marl", "Wesel"]
NOBODY = ["iPad", "Zoom user", "Rathaus Köln", "Дніпровська міська рада", "Galaxy A52", "Guest", "15550100123", "Зал 2"]


@dataclass(frozen=True, slots=True)
class Crowd:
    known: list[Known]
    reported: list[Reported]
    truth: dict[int, str]  #: registration by the number of the reported person; strangers are missing


def crowd(random: Random, *, registered: int, reported: int) -> Crowd:
    """Half of the reported came by name alone, a fifth by address, some twice; the rest are strangers and rooms."""
    known = [_known(random, number) for number in range(registered)]
    taken = {(one.given_name, one.family_name) for one in known}
    order = random.sample(known, len(known))
    people: list[Reported] = []
    truth: dict[int, str] = {}
    for number in range(reported):
        drawn = random.random()
        if drawn < 0.75:
            somebody = order[number % len(order)] if drawn > 0.05 else random.choice(known)
            truth[number] = somebody.registration
            emails = tuple(somebody.emails) if 0.05 < drawn < 0.25 else ()
            people.append(Reported(number, _shown(random, somebody), emails=emails))
        else:
            people.append(Reported(number, _stranger(random, random.choice(known), taken)))
    return Crowd(known, people, truth)


def _known(random: Random, number: int) -> Known:
    ukrainian = random.random() < 0.5
    woman = random.random() < 0.5
    prefix = "" if ukrainian else "german_"
    given = random.choice(WORDS[prefix + ("women" if woman else "men")])
    family = _family(random, WORDS[f"{prefix}stems"], WORDS[f"{prefix}endings"])
    fathers = ("Іванівна", "Петрівна", "Олексіївна") if woman else ("Іванович", "Петрович", "Олексійович")
    return Known(
        registration=f"r{number}",
        given_name=given,
        family_name=family,
        patronymic=random.choice(fathers) if ukrainian and random.random() < 0.3 else "",
        emails=frozenset({f"p{number}@example.org"}),
        place=random.choice(TOWNS),
    )


def _family(random: Random, stems: list[str], endings: list[str]) -> str:
    while True:
        stem, ending = random.choice(stems), random.choice(endings)
        if stem[-1] != ending[0] and not (stem[-1] in "цчшщжг" and ending == "ський"):
            return stem + ending


def _shown(random: Random, somebody: Known) -> str:
    given, family, patronymic = somebody.given_name, somebody.family_name, somebody.patronymic
    order = random.choice(("{g} {f}", "{g} {f}", "{f} {g}", "{f}, {g}", "{g} {p} {f}", "{f} {g} {p}"))
    plain = " ".join(order.format(g=given, f=family, p=patronymic).split())
    return random.choice(DECORATIONS).format(random.choice(SPELLINGS)(plain), place=somebody.place)


def _table(table: type[translitua.TransliterationTable]) -> Callable[[str], str]:
    return lambda text: translitua.translit(text, table) if names.latin(text) != text else text


def _without_umlauts(text: str) -> str:
    return text.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")


SPELLINGS: list[Callable[[str], str]] = [
    str,
    str,
    str.upper,
    str.lower,
    _without_umlauts,
    *(_table(table) for table in TABLES),
]
DECORATIONS = [
    "{}",
    "{}",
    "{}",
    "{}",
    "{} (External)",
    "Dr. {}",
    "{place} – {}",
    "{} ({place})",
    "[{place}] {}",
    "12345_{}",
]


def _stranger(random: Random, near: Known, taken: set[tuple[str, str]]) -> str:
    """Not registered, but as like somebody registered as relatives, colleagues and rooms are."""
    kind = random.randrange(5)
    if kind == 0:
        return random.choice(NOBODY)
    if kind == 1:
        return random.choice((near.given_name, near.family_name, f"{near.given_name[0]}. {near.family_name}"))
    for _attempt in range(50):
        other = _known(random, 0)
        given, family = (other.given_name, near.family_name) if kind == 2 else (near.given_name, other.family_name)
        same_script = (names.latin(given) == given) == (names.latin(family) == family)
        if same_script and (given, family) not in taken:
            return random.choice(SPELLINGS)(f"{given} {family}")
    return "Zoom user"
