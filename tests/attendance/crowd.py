"""A made-up report of a large conference: who registered, who came under which spelling, and who was nobody known."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import translitua

from webapp.attendance.matching import Known, Reported
from webapp.core import names

WOMEN = """Олена Оксана Наталія Ірина Тетяна Юлія Світлана Мар’яна Ганна Катерина Людмила Віра Євгенія Зоряна Ольга
Марія Софія Анастасія Вікторія Галина Надія Любов Лариса Валентина Олександра Іванна Діана Жанна Тамара Ніна""".split()
MEN = """Олександр Сергій Андрій Володимир Микола Віталій Юрій Ігор Дмитро Тарас Ярослав В’ячеслав Євген Богдан Іван
Петро Павло Михайло Олексій Віктор Роман Максим Артем Денис Вадим Руслан Степан Остап Захар Георгій""".split()
STEMS = """Ковал Бондар Шевч Кравч Мельнич Ткач Гончар Савч Руд Марч Поліщ Морож Петр Васил Гриц Захар Остап Дороф
Тимош Левч Яковл Юрч Федор Сидор Роман Назар Максим Карп Гаврил Данил Антон Борис Вакул Гнат Хом Гом Цимбал Жур Щерб
Їжак Єфим Лук’ян Дем’ян Зінч Прокоп Стельм Харч Чорн Шап Кириль Опанас Пархом""".split()
ENDINGS = ["енко", "чук", "юк", "ук", "ський", "ишин", "ець", "ченко", "ак", "ило"]
GERMAN_WOMEN = """Sabine Claudia Petra Anja Julia Katharina Birgit Lena Monika Ulrike Hannah Renate Elif Jasmin Jana
Stefanie Michaela Daniela Andrea Christiane Zofia Małgorzata Ayşe Çiğdem""".split()
GERMAN_MEN = """Thomas Michael Andreas Stefan Jürgen Markus Tobias Björn Frank Matthias Uwe Emre Paul Wolfgang Jan
Daniel Christian Łukasz Michał Hüseyin Karl-Heinz Günter Jörg Rüdiger""".split()
GERMAN_STEMS = """Hoff Schnei Krau Web Mey Berg Stein Bau Kauf Lind Hart Wolf Vog Rich Schwar Zimm Brau Neu Lang Kel
Fried Müh Schä Böh Grö Hüls Kö Rö Strö Lü Öz Yıl Dąbr Wój Nie Ober Rade Ter Pasch Zer""".split()
GERMAN_ENDINGS = ["mann", "der", "se", "er", "bach", "feld", "ner", "horst", "kamp", "meier", "mayer", "haus", "brink"]
TABLES = [
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
    given = random.choice((WOMEN if woman else MEN) if ukrainian else (GERMAN_WOMEN if woman else GERMAN_MEN))
    family = _family(random, STEMS, ENDINGS) if ukrainian else _family(random, GERMAN_STEMS, GERMAN_ENDINGS)
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


def _table(table: object) -> Callable[[str], str]:
    return lambda text: translitua.translit(text, table) if names.latin(text) != text else text


def _without_umlauts(text: str) -> str:
    return text.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")


SPELLINGS: list[Callable[[str], str]] = [str, str, str.upper, str.lower, _without_umlauts, *map(_table, TABLES)]
DECORATIONS = ["{}", "{}", "{}", "{}", "{} (External)", "Dr. {}", "{place} – {}", "{} ({place})", "[{place}] {}", "12345_{}"]


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
