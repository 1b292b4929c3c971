"""Names are kept as typed, found in every spelling, sorted as each alphabet wants, and written in Latin letters."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from webapp.core import names

# every code point there is, lone surrogates too, with more of what names and mischief are made of
ANYTHING = st.text(st.characters() | st.sampled_from("äßÄēįґїЇьщ'’ʼ`´′-–  \n\t\u0301\u0308\u202e\u2066\ud800\ufeff"))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Anna \t Müller\r\n", "Anna Müller"),
        ("McDONALD-von der O’Neill", "McDONALD-von der O’Neill"),
        ("Мар'яна Знам’янська", "Мар'яна Знам’янська"),
        ("Mu\u0308ller", "Müller"),
        ("Anna\x00\x1b\x0b\x9fMüller", "Anna Müller"),
        ("\u202eанна\u202c \u2066Müller\u2069\u200f", "анна Müller"),
        ("\ufeffAn\u00adna\u200b", "Anna"),
        ("A\ud800nna\udfff", "Anna"),
        ("A\ufffe\uffff\ufdd0\U0001fffenna", "Anna"),
        ("Z\u0301\u0302\u0303\u0304\u0305\u0306\u0307algo", "Ź\u0302\u0303\u0304\u0305algo"),
        ('👩\u200d👩\u200d👧 =1+1 "x" <b>', '👩\u200d👩\u200d👧 =1+1 "x" <b>'),
        ("", ""),
    ],
)
def test_clean_keeps_what_was_meant(typed: str, kept: str) -> None:
    assert names.clean(typed) == kept


def test_clean_keeps_lines_where_they_are_allowed() -> None:
    assert names.clean(" one  two\r\n\r\n\r\n\r\nthree\u2028four \n", multiline=True) == "one two\n\nthree\nfour"


@given(ANYTHING, st.booleans())
@example("a\u0301\u0302\u0303\u0304\u0305\u0306", False)  # noqa: FBT003
def test_clean_is_settled_after_once_and_can_be_written_anywhere(text: str, multiline: bool) -> None:  # noqa: FBT001
    once = names.clean(text, multiline=multiline)
    assert names.clean(once, multiline=multiline) == once
    assert unicodedata.is_normalized("NFC", once)
    once.encode()
    assert {character for character in once if unicodedata.category(character) == "Cc"} <= {"\n"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Müller", "Mueller"),
        ("Müller", "MULLER"),
        ("Größe", "GROESSE"),
        ("Кам'янське", "Кам’янське"),
        ("Кам'янське", "Камʼянське"),
        ("Кам'янське", "Кам´янське"),
        ("Кам'янське", "Кам′янське"),
        ("Кам'янське", "КАМ`ЯНСЬКЕ"),
        ("Rhein-Sieg-Kreis", "rhein sieg kreis"),
        ("Rhein–Sieg‑Kreis", "Rhein  Sieg Kreis"),
        ("Mülheim/Ruhr", "Mülheim (Ruhr)"),
        ("Mülheim", "Mu\u0308lheim"),
        ("Жёлтые", "Желтые"),
        ("Łódź", "Lodz"),
        ("Ｋöｌn", "Köln"),
    ],
)
def test_key_is_the_same_for_spellings_of_one_name(one: str, other: str) -> None:
    assert names.key(one) == names.key(other)


@pytest.mark.parametrize(("one", "other"), [("Гор", "Ґор"), ("Київ", "Киів"), ("Самар", "Samar"), ("Кривий", "Кривій")])
def test_key_keeps_letters_and_scripts_apart(one: str, other: str) -> None:
    assert names.key(one) != names.key(other)


@given(ANYTHING)
@example("aee")
@example("äe")
def test_key_is_settled_after_once(text: str) -> None:
    assert names.key(names.key(text)) == names.key(text)


@pytest.mark.parametrize(
    "spellings",
    [
        ["Дніпро", "Dnipro", "DNIPRO"],
        ["Днепропетровск", "Dnjepropetrowsk", "Dnepropetrovsk"],
        ["Дніпропетровськ", "Dnipropetrovsk", "Dnipropetrowsk"],
        ["Кривий Ріг", "Kryvyi Rih", "Krywyj Rih", "Kryvyj Rih", "Kryvyy Rih"],
        ["Кам’янське", "Kamianske", "Kamjanske", "Kamyanske"],
        ["Юріївка", "Yuriivka", "Jurijiwka"],
        ["Перещепине", "Pereshchepyne", "Pereschtschepyne"],
        ["Чумаки", "Chumaky", "Tschumaky"],
        ["Жовті Води", "Zhovti Vody", "Schowti Wody"],
        ["Павлоград", "Pavlohrad", "Pawlohrad", "Pawlograd"],
        ["Wuppertal", "Wupertal", "Вупперталь"],
    ],
)
def test_sound_is_the_same_in_every_transcription(spellings: list[str]) -> None:
    assert len({names.sound(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Mar’яна", "Ко´валь"), ("MAR'ЯНА", " Ко'валь ")),
        (("Jörg", "Groß"), ("jörg", "GROSS")),
    ],
)
def test_person_key_ignores_case_space_and_the_form_of_the_apostrophe(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert names.person_key(*one) == names.person_key(*other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Jörg", "Müller"), ("Joerg", "Mueller")),
        (("Юрій", "Коваль"), ("Yurii", "Koval")),
        (("Anna Maria", "Li"), ("Anna", "Maria Li")),
    ],
)
def test_person_key_keeps_different_names_apart(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert names.person_key(*one) != names.person_key(*other)


@given(ANYTHING, ANYTHING)
def test_person_key_is_that_of_the_cleaned_name(given_name: str, family: str) -> None:
    cleaned = names.person_key(names.clean(given_name), names.clean(family))
    assert names.person_key(given_name, family) == cleaned


def test_sort_key_follows_the_ukrainian_alphabet() -> None:
    alphabet = list("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя")
    turned = [letter.upper() for letter in alphabet[::-1]]
    assert sorted(turned, key=names.sort_key) == turned[::-1]


@pytest.mark.parametrize(
    "in_order",
    [
        ["Aachen", "Ahlen", "Ärzen", "Asbach"],
        ["Oberhausen", "Oelde", "Öhringen", "Olpe", "Österberg", "Overath"],
        ["Uedem", "Ülpenich", "Unna"],
        ["Massa", "Maße", "Massener"],
        ["Muller", "Müller", "Mullers"],
        ["Bad Honnef", "Badbergen"],
        ["Гаврилівка", "Ганна", "Ґанок", "Дніпро"],
        ["Елла", "Ёлкин", "Єва", "Жанна"],
        ["Ива", "Іван", "Їжак", "Йосип"],
        ["Марина", "Мар’ян", "Маряна"],
        ["Zülpich", "Апостолове"],
        ["Köln", "Łódź", "Москва"],
    ],
)
def test_sort_key_sorts_by_plain_code_points(in_order: list[str]) -> None:
    turned = in_order[::-1]
    assert sorted(turned, key=names.sort_key) == in_order
    assert sorted(turned, key=lambda name: names.sort_key(name).encode()) == in_order


@given(ANYTHING)
def test_sort_key_can_be_stored(text: str) -> None:
    found = names.sort_key(text)
    assert "\x00" not in found
    found.encode()


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Юрій Згурський", "Yurii Zghurskyi"),
        ("Єва Їжакевич-Яценко", "Yeva Yizhakevych-Yatsenko"),
        ("Наталія Ґалаґан", "Nataliia Galagan"),
        ("ЩУКА Зінаїда", "SHCHUKA Zinaida"),
        ("Є. Щ. Якименко", "Ye. Shch. Yakymenko"),
        ("Кам’янське", "Kamianske"),
        ("Знам`янка", "Znamianka"),
        ("Эдуард Объедков", "Eduard Obedkov"),
        ("Ёлкин", "Elkyn"),
        ("О́льга", "Olha"),
        ("Jürgen O’Brien", "Jürgen O’Brien"),
        ("Řehoř Łukasz Şahin", "Řehoř Łukasz Şahin"),
        ("=1+1 😀", "=1+1 😀"),
    ],
)
def test_latin_follows_the_national_table(typed: str, written: str) -> None:
    assert names.latin(typed) == written


@given(ANYTHING)
def test_latin_and_sound_take_anything(text: str) -> None:
    written = names.latin(text)
    assert names.latin(written) == written
    names.sound(text)
