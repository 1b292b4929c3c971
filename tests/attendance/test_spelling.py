"""Spellings of one word are found in every usual transcription, and only those."""

import pytest
import translitua
from anyascii import anyascii
from hypothesis import given
from hypothesis import strategies as st

from webapp.attendance.recognition.given_names import is_given_name, same_origin
from webapp.attendance.recognition.spelling import alike, folded, heard, maybe_alike

NAMES = [
    "Олена",
    "Олександр",
    "Юлія",
    "Євген",
    "Їжакевич",
    "Щербань",
    "Сергій",
    "Хоменко",
    "Гнатюк",
    "Лук'яненко",
    "Мар'яна",
    "В'ячеслав",
    "Згурський",
    "Цимбалюк",
    "Георгій",
    "Жук",
    "Ілля",
    "Шаповалов",
    "Володимир",
    "Юрченко",
    "Андрій",
    "Соловей",
    "Виноградський",
    "Фесюра",
    "Ярослав",
    "Єфименко",
    "Піддубна",
    "Щирба",
    "Гайовий",
    "Величко",
    "Зоряна",
    "Дем'яненко",
    "Ковальчук",
    "Кравець",
    "Ткач",
    "Людмила",
    "Журавель",
    "Іщенко",
    "Їжак",
    "Зайцева",
    "Максим",
    "Олійник",
    "Ксенія",
]
TABLES = [
    translitua.UkrainianKMU,
    translitua.UkrainianBGN2019,
    translitua.UkrainianGerman,
    translitua.UkrainianPassport2007,
    translitua.UkrainianNational1996,
]
LETTERS = st.text("абвгґдеєжзиіїйклмнопрстуфхцчшщьюя'", min_size=1, max_size=12)
CONSONANTS = ["", *"бвгґджзйклмнпрстфхцчшщ", "зг", "кс", "кт", "дж", "ль", "ск", "нч", "р'"]
# Where a consonant ends and the next begins, transcriptions are ambiguous: тщ and ч are both written tsch.
WORDS = st.lists(st.tuples(st.sampled_from(CONSONANTS), st.sampled_from("аеєиіїоуюя")).map("".join), max_size=6).map(
    "".join
)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
@pytest.mark.parametrize("name", NAMES)
def test_every_usual_table_is_read(name: str, table: type[translitua.TransliterationTable]) -> None:
    written = folded(translitua.translit(name, table))
    assert alike(folded(name), written) or (name.startswith("Зг") and maybe_alike(folded(name), written))


@pytest.mark.parametrize("name", NAMES)
def test_what_machines_make_of_it_is_read(name: str) -> None:
    assert alike(folded(name), folded(anyascii(name)))


@pytest.mark.parametrize("name", ["Иван", "Наталья", "Алексеев", "Лысенко", "Юлия", "Сергеев", "Эльдар"])
def test_russian_passports_are_read(name: str) -> None:
    assert alike(folded(name), folded(translitua.translit(name, translitua.RussianInternationalPassport)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Олександр", "Oleksandra"),
        ("Іван", "Ivanna"),
        ("Олена", "Olha"),
        ("Олена", "Elena"),
        ("Сергій", "Sergey"),
        ("Лисенко", "Лісенко"),
        ("Гомон", "Ґомон"),
        ("Müller", "Möller"),
        ("Mueller", "Muller"),
        ("Bauer", "Baur"),
        ("Maier", "Mayer"),
        ("Michael", "Michał"),
        ("Hofmann", "Hoffmann"),
        ("Schmidt", "Schmitt"),
    ],
)
def test_other_names_are_not_alike(one: str, other: str) -> None:
    assert not alike(folded(one), folded(other))


@pytest.mark.parametrize(
    ("cyrillic", "latin"), [("Хоменко", "Homenko"), ("Лісенко", "Lysenko"), ("Ґалаґан", "Halahan"), ("Жилін", "Zylin")]
)
def test_what_could_be_meant_is_only_possible(cyrillic: str, latin: str) -> None:
    assert maybe_alike(folded(cyrillic), folded(latin))
    assert not alike(folded(cyrillic), folded(latin))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
@given(word=WORDS)
def test_what_is_alike_stands_in_one_block(word: str, table: type[translitua.TransliterationTable]) -> None:
    one, other = folded(word), folded(translitua.translit(word, table))
    if alike(one, other):
        assert maybe_alike(one, other)
        assert heard(one) == heard(other)


@given(LETTERS, LETTERS)
def test_likeness_has_no_direction(one: str, other: str) -> None:
    assert alike(folded(one), folded(other)) == alike(folded(other), folded(one))
    assert alike(folded(one), folded(one))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Elena", "Олена", True),
        ("Alexander", "Олександр", True),
        ("Alexander", "Олександра", False),
        ("Sasha", "Олександр", True),
        ("Sasha", "Олександра", True),
        ("Serhiy", "Сергей", True),
        ("Hans", "Іван", True),
        ("Olena", "Ольга", False),
        ("Kovalenko", "Kovalenko", False),
    ],
)
def test_given_names_of_one_origin(one: str, other: str, *, same: bool) -> None:
    assert same_origin(folded(one), folded(other)) is same


@pytest.mark.parametrize("word", ["Stadt", "рада", "Köln", "iPad", "Krause", "Коваленко", "und"])
def test_not_every_word_is_a_given_name(word: str) -> None:
    assert not is_given_name(folded(word))
