"""Which column is which: tables of headings as lists and reports of several countries have them."""

from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.attendance.readers.fields import FIELDS as ATTENDANCE
from webapp.core import columns
from webapp.core.columns import Guess, fingerprint, recognise
from webapp.core.grids import Cell
from webapp.registration.list_fields import FIELDS as REGISTRATIONS

Rows = list[list[Cell]]
OLENA: list[Cell] = ["Олена", "Коваленко", "olena@example.org", "Нікополь"]
PERSON = {"given_name": 0, "family_name": 1, "email": 2, "place": 3}
SURE: list[tuple[list[Cell], dict[str, int]]] = [
    (["Vorname", "Nachname", "E-Mail", "Kommune"], PERSON),
    (["Vorname", "Name", "E-Mail-Adresse", "Stadt/Gemeinde"], PERSON),
    (["VORNAME ", "NAME*", "e mail:", "Kommune oder Kreis"], PERSON),
    (["First name", "Last name", "Email address", "Municipality"], PERSON),
    (["Ім’я", "Прізвище", "Електронна пошта", "Громада"], PERSON),
    (["Ім'я", "Прізвище", "E-mail (робочий)", "Назва громади"], PERSON),
    (["Имя", "Фамилия", "Электронная почта", "Город"], PERSON),
    (["Imię", "Nazwisko", "Adres e-mail", "Gmina"], PERSON),
    (["Prénom", "Nom", "Courriel", "Commune"], PERSON),
    (["1. Vorname", "2. Nachname", "3. Mail", "4. Ort"], PERSON),
    (["Name, Vorname", "Funktion", "Mail", "AGS"], {"name": 0, "office": 1, "email": 2, "place_key": 3}),
    (["ПІБ", "Посада", "Ел. пошта", "Код КАТОТТГ"], {"name": 0, "office": 1, "email": 2, "place_key": 3}),
    (["Прізвище, ім'я, по батькові", "Посада", "E-mail"], {"name": 0, "office": 1, "email": 2}),
    (["Прізвище", "Ім’я", "По батькові", "Email"], {"family_name": 0, "given_name": 1, "patronymic": 2, "email": 3}),
    (["№", "Name", "Organisation", "E-Mail"], {"name": 1, "organisation": 2, "email": 3}),
]
TIMES: list[Cell] = ["Sabine Krause", "20.04.2023 10:00", "20.04.2023 11:30:05", "90"]
SEEN: list[tuple[list[Cell], dict[str, int]]] = [
    (["Name", "Join time", "Leave time", "Duration (minutes)"], {"name": 0, "joined": 1, "left": 2, "minutes": 3}),
    (["Name", "Beitrittszeit", "Verlassenszeit", "Dauer"], {"name": 0, "joined": 1, "left": 2, "minutes": 3}),
    (["Ім’я", "Час входу", "Час виходу", "Тривалість (хв)"], {"name": 0, "joined": 1, "left": 2, "minutes": 3}),
    (["Teilnehmer:in", "Gekommen", "Gegangen", "Minuten"], {"name": 0, "joined": 1, "left": 2, "minutes": 3}),
]


def found(rows: Rows, fields: tuple[columns.Field, ...] = REGISTRATIONS) -> dict[str, int]:
    return {name: guess.column for name, guess in recognise(rows, fields).columns.items()}


@pytest.mark.parametrize(("headings", "expected"), SURE)
def test_known_headings_are_sure(headings: list[Cell], expected: dict[str, int]) -> None:
    row: list[Cell] = ["x"] * len(headings)
    row[expected["email"]] = "a@example.org"
    mapping = recognise([headings, row], REGISTRATIONS)
    assert mapping.header == 0
    assert mapping.columns == {name: Guess(column, sure=True) for name, column in expected.items()}
    assert mapping.sure


@pytest.mark.parametrize(("headings", "expected"), SEEN)
def test_lists_of_attendance_are_known_too(headings: list[Cell], expected: dict[str, int]) -> None:
    mapping = recognise([headings, TIMES], ATTENDANCE)
    assert (found([headings, TIMES], ATTENDANCE), mapping.sure) == (expected, True)


def test_no_heading_means_two_fields() -> None:
    for fields in (REGISTRATIONS, ATTENDANCE):
        meant: dict[str, str] = {}
        for one in fields:
            for word in {columns.heading_key(word) for word in one.synonyms}:
                assert word
                assert meant.setdefault(word, one.name) == one.name, word


@pytest.mark.parametrize("before", [0, 1, 7, 60])
def test_headings_stand_below_any_preamble(before: int) -> None:
    preamble: Rows = [["Anmeldungen zur Konferenz", None, None, None], ["Stand", "20.04.2023"], []] * 20
    rows = [*preamble[:before], SURE[0][0], OLENA]
    assert recognise(rows, REGISTRATIONS).header == before
    assert found(rows) == PERSON


def test_padding_and_a_ragged_table_change_nothing() -> None:
    rows: Rows = [["Liste", "", "", ""], ["", "", "", ""], ["", *SURE[0][0], "", ""], ["", *OLENA[:3]]]
    mapping = recognise(rows, REGISTRATIONS)
    assert mapping.header == 2
    assert [mapping.cell(rows[3], name) for name in PERSON] == [*OLENA[:3], None]


def test_two_columns_that_say_the_same_leave_a_doubt() -> None:
    mapping = recognise([["Vorname", "Nachname", "E-Mail", "E-Mail"], [*OLENA[:3], "b@example.org"]], REGISTRATIONS)
    assert mapping.columns["email"] == Guess(2, sure=False)
    assert not mapping.sure


def test_a_heading_that_only_holds_a_known_word_is_a_guess() -> None:
    mapping = recognise(
        [["Name", "E-Mail", "Aus welcher Stadt kommen Sie?"], ["a b", "a@example.org", "Köln"]], REGISTRATIONS
    )
    assert mapping.columns["place"] == Guess(2, sure=False)


def test_addresses_and_times_are_known_by_their_looks() -> None:
    assert found([OLENA, OLENA]) == {"email": 2}
    assert recognise([OLENA, OLENA], REGISTRATIONS).header is None
    assert found([["Wer", "Kam um", "Blieb bis", "x"], TIMES], ATTENDANCE) == {"joined": 1, "left": 2}
    mapping = recognise([["Name", "E-Mail", "Mailbox"], ["a b", "ja", "a@example.org"]], REGISTRATIONS)
    assert mapping.columns["email"] == Guess(1, sure=False)  # a heading that its own column belies


def test_one_column_may_be_a_list() -> None:
    assert found([["Name"], ["Sabine Krause"], ["Jörg Weiß"]]) == {"name": 0}
    assert found([["Teilnehmende"], [], ["Sabine Krause"]]) == {"name": 0}


@pytest.mark.parametrize("rows", [[], [[]], [[None], [""]], [["1"], ["2"]]])
def test_nothing_is_found_in_nothing(rows: Rows) -> None:
    mapping = recognise(rows, REGISTRATIONS)
    assert mapping.columns == {}
    assert not mapping.sure


def test_what_somebody_said_is_sure() -> None:
    rows: Rows = [["A", "B", "C"], OLENA[:3]]
    mapping = columns.given(rows, REGISTRATIONS, {"name": 0, "email": 2})
    assert (mapping.header, mapping.sure, mapping.cell(rows[1], "email")) == (0, True, "olena@example.org")


def test_rows_keep_their_numbers() -> None:
    rows: Rows = [["Liste"], ["Name", "Mail"], ["a", "b"], [None, " "], ["Name", "Mail"], ["c"]]
    assert list(columns.body(rows, 1)) == [(3, ["a", "b"]), (6, ["c"])]
    assert [number for number, _row in columns.body(rows, None)] == [1, 2, 3, 5, 6]
    assert columns.samples([["Name"], *[[str(n)] for n in range(9)]], 0) == [[str(n)] for n in range(5)]


def test_a_fingerprint_is_that_of_the_headings() -> None:
    assert fingerprint(["Name", "E-Mail", None, ""]) == fingerprint([" NAME ", "e mail:"])
    assert fingerprint(["Name", "E-Mail"]) != fingerprint(["E-Mail", "Name"])
    assert fingerprint([None, "Name"]) != fingerprint(["Name"])
    assert len(fingerprint([])) == 64


CELLS: Any = (
    st.none() | st.text(max_size=20) | st.integers() | st.floats() | st.booleans() | st.datetimes() | st.timedeltas()
)


@given(st.lists(st.lists(CELLS | st.sampled_from(["Name", "Vorname", "E-Mail", "Час входу"]), max_size=6), max_size=8))
def test_any_table_has_a_mapping(rows: Rows) -> None:
    for fields in (REGISTRATIONS, ATTENDANCE):
        mapping = recognise(rows, fields)
        taken = [guess.column for guess in mapping.columns.values()]
        assert len(set(taken)) == len(taken)
        assert mapping.header is None or 0 <= mapping.header < len(rows)
        numbers = [number for number, _row in columns.body(rows, mapping.header)]
        assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("hostile", ["(" * 100_000, "-" * 100_000, "a@" + ".a" * 50_000 + "@"])
def test_no_cell_keeps_us_searching(hostile: str) -> None:
    """What grows with the square of a cell's length would take a minute."""
    began = process_time()
    found = recognise(
        [["Vorname", "E-Mail (dienstlich)", hostile], ["Olena", "olena@example.org", hostile]], REGISTRATIONS
    )
    assert {"given_name", "email"} <= set(found.columns)
    recognise([[hostile, "b"], ["c", "d"]], REGISTRATIONS)
    assert process_time() - began < 1
