"""What one row of an organisers' list is taken to mean, in the habits of several countries."""

from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.columns import recognise
from webapp.core.grids import Cell
from webapp.registration.list_fields import FIELDS
from webapp.registration.list_names import Name, family_comes_first, full_name
from webapp.registration.list_rows import LIMITS, REMARKS, Around, Reason, Told, read_row
from webapp.registration.list_values import LANGUAGES, Words, addresses, text_of

PLACES = {"Köln": ("05315000", "nrw"), "Нікополь": ("UA1", "dnipropetrovsk"), "Nikopol": ("UA1", "dnipropetrovsk")}
NAMES = [
    ("Sabine Krause", Name("Sabine", "Krause")),
    ("Dr. Sabine Krause", Name("Sabine", "Krause", title="Dr.")),
    ("Krause, Sabine", Name("Sabine", "Krause")),
    ("Krause, Dr. Sabine", Name("Sabine", "Krause", title="Dr.")),
    ("Krause, Sabine, Dr.", Name("Sabine", "Krause", title="Dr.")),
    ("Sabine Krause, LL.M.", Name("Sabine", "Krause", title="LL.M.")),
    ("Frau Dr.-Ing. Anna Maria von der Heide", Name("Anna Maria", "von der Heide", title="Dr.-Ing.")),
    ("Prof. Dr. med. Jörg Weiß", Name("Jörg", "Weiß", title="Prof. Dr. med.")),
    ("KRAUSE Sabine", Name("Sabine", "KRAUSE")),
    ("Sabine KRAUSE-MÜLLER", Name("Sabine", "KRAUSE-MÜLLER")),
    ("Phil Collins", Name("Phil", "Collins")),
    ("Коваленко Олена Петрівна", Name("Олена", "Коваленко", "Петрівна")),
    ("Олена Петрівна Коваленко", Name("Олена", "Коваленко", "Петрівна")),
    ("Коваленко, Олена Петрівна", Name("Олена", "Коваленко", "Петрівна")),
    ("Іван Іванович Сірко", Name("Іван", "Сірко", "Іванович")),
    ("Пані Олена Коваленко", Name("Олена", "Коваленко")),
    ("к.е.н. Іван Сірко", Name("Іван", "Сірко", title="к.е.н.")),
    ("Krause", None), ("", None), ("a@example.org", None), ("Raum 4", None), ("Dr.", None),
]  # fmt: skip
ORDERS = [
    ("ПІБ", True), ("П.І.Б.", True), ("Прізвище та ім’я", True), ("Прізвище, ім'я, по батькові", True), ("ФИО", True),
    ("Name, Vorname", True), ("Nachname, Vorname", True), ("Nazwisko i imię", True), ("Vorname Name", False),
    ("Ім'я та прізвище", False), ("Vor- und Nachname", False), ("Imię i nazwisko", False), ("Name", None),
    ("Full name", None), ("Teilnehmende", None),
]  # fmt: skip
GOOD: dict[str, Cell] = {"Vorname": "Sabine", "Nachname": "Krause", "E-Mail": "s@example.org", "Kommune": "Köln"}
PERSON = {"given_name": "Sabine", "family_name": "Krause", "email": "s@example.org"}


def told(side: str | None = None, **cells: Cell) -> Told:
    """A row of these cells under these headings; _ stands for a space."""
    return read({name.replace("_", " "): cell for name, cell in cells.items()}, side)


def read(row: dict[str, Cell], side: str | None = None) -> Told:
    headings: list[Cell] = list(row)
    mapping = recognise([headings, list(row.values())], FIELDS)
    return read_row(list(row.values()), mapping, Around(PLACES.get, side, "en", list(row)))


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_whole_names_are_taken_apart(text: str, name: Name | None) -> None:
    assert full_name(text) == name


@pytest.mark.parametrize(("heading", "first"), ORDERS)
def test_a_heading_tells_the_order(heading: str, first: bool | None) -> None:  # noqa: FBT001 - a table of answers
    assert family_comes_first(heading) is first


def test_the_order_of_the_heading_counts() -> None:
    assert read({"ПІБ": "Коваленко Олена", "E-mail": "o@example.org"}).fields["family_name"] == "Коваленко"
    assert read({"Ім'я та прізвище": "Олена Коваленко", "E-mail": "o@x.de"}).fields["family_name"] == "Коваленко"
    assert read({"Name Vorname": "von der Heide Anna", "E-mail": "o@x.de"}).fields["family_name"] == "von der Heide"


def test_a_plain_row() -> None:
    found = read(GOOD)
    expected = PERSON | {"place_key": "05315000", "side": "nrw", "attending_as": "representative", "topics": []}
    assert (found.fields, found.locale, found.reasons, found.usable) == (expected, "de", [], True)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Vorname": ""}, Reason.NAME_UNCLEAR),
        ({"Vorname": None, "Nachname": " "}, Reason.NAME_MISSING),
        ({"Nachname": "s@example.org"}, Reason.NAME_UNCLEAR),
        ({"Nachname": "K" * 81}, Reason.TOO_LONG),
        ({"E-Mail": None}, Reason.EMAIL_MISSING),
        ({"E-Mail": "folgt"}, Reason.EMAIL_INVALID),
        ({"E-Mail": "a@b"}, Reason.EMAIL_INVALID),
        ({"E-Mail": f"{'a' * 250}@example.org"}, Reason.EMAIL_INVALID),
        ({"Kommune": None}, Reason.PLACE_MISSING),
        ({"Kommune": "Musterstadt"}, Reason.PLACE_UNKNOWN),
        ({"Kommune": None, "Organisation": "Verein"}, Reason.SIDE_MISSING),
        ({"Kommune": "Musterstadt", "Organisation": "Verein", "Region": "NRW"}, Reason.PLACE_UNKNOWN),
    ],
)
def test_what_is_missing_or_wrong_is_said(changes: dict[str, Cell], reason: Reason) -> None:
    found = read(GOOD | changes)
    assert reason in found.reasons
    assert not found.usable


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("a@example.org", ["a@example.org"]),
        (" mailto:a@example.org ", ["a@example.org"]),
        ("Anna <a@example.org>; b@example.org, a@example.org", ["a@example.org", "b@example.org"]),
        ("a@example.org.", ["a@example.org"]),
        ("a@@b.de", []),
        ("", []),
    ],
)
def test_addresses_are_found_in_a_cell(cell: str, found: list[str]) -> None:
    assert addresses(cell) == found


def test_places_are_known_by_name_or_key_with_something_around() -> None:
    assert read(GOOD | {"Kommune": "Köln (NRW)"}).fields["place_key"] == "05315000"
    assert read(GOOD | {"Kommune": "Нікополь, Дніпропетровська область"}).locale == "uk"
    found = read(GOOD | {"Kommune": "unbekannt", "AGS": "Köln"})
    assert (found.fields["place_key"], found.usable) == ("05315000", True)


def test_an_organisation_stands_in_for_a_place() -> None:
    plain = {name: cell for name, cell in GOOD.items() if name != "Kommune"}
    for region, side in [("NRW", "nrw"), ("Дніпропетровська область", "dnipropetrovsk"), ("Andere Region", "other")]:
        found = read(plain | {"Organisation": "Verein", "Region": region})
        assert (found.fields["side"], found.fields["attending_as"], found.reasons) == (side, "guest", [])
    assert read(plain | {"Organisation": "Verein"}, "nrw").fields["side"] == "nrw"
    berlin = read(GOOD | {"Kommune": "Berlin", "Organisation": "Verein", "Region": "other"})
    assert (berlin.fields["side"], berlin.usable, berlin.locale) == ("other", True, "en")


@pytest.mark.parametrize(
    ("heading", "cell", "field", "value"),
    [
        ("Teilnahme als", "Redner*in", "attending_as", "speaker"),
        ("Роль", "Представник / представниця громади", "attending_as", "representative"),
        ("Role", "PRESS", "attending_as", "press"),
        ("Dolmetschen", "ja", "interpretation", "de"),
        ("Dolmetschen", True, "interpretation", "de"),
        ("Переклад", "українською мовою", "interpretation", "uk"),
        ("Interpretation", "No, not needed", "interpretation", "none"),
        ("Partnerschaft", "Wir haben bereits eine Partnerkommune", "partnership", "existing"),
        ("Партнерство", "шукаємо", "partnership", "none_interested"),
        ("Partnership", 0, "partnership", "none"),
        ("Partnerschaft", "Нікополь", "partner_place_key", "UA1"),
        ("Partnerstadt", "Nikopol", "partner_place_key", "UA1"),
        ("Themen", "Energie; Jugend, culture\nkultur", "topics", ["energy", "youth", "culture"]),
        ("Titel", "Dr.", "title", "Dr."),
        ("Funktion", "  Bürger\u200bmeisterin ", "office", "Bürgermeisterin"),
        ("Frage", "Wann?\n\n\n\nWo?", "question", "Wann?\n\nWo?"),
        ("Vatersname", "Петрівна", "patronymic", "Петрівна"),
        ("Name in lateinischer Schrift", "Sabine K.", "latin_name", "Sabine K."),
        ("Frage", '=HYPERLINK("x")', "question", '=HYPERLINK("x")'),
    ],
)
def test_answers_are_understood_in_three_languages(heading: str, cell: Cell, field: str, value: Any) -> None:
    found = read(GOOD | {heading: cell})
    assert (found.fields[field], found.reasons) == (value, [])


@pytest.mark.parametrize(
    ("row", "remark"),
    [
        ({"Teilnahme als": "Blumenkind"}, Reason.ROLE_UNKNOWN),
        ({"Dolmetschen": "vielleicht"}, Reason.INTERPRETATION_UNKNOWN),
        ({"Dolmetschen": "Englisch"}, Reason.INTERPRETATION_UNKNOWN),
        ({"Partnerschaft": "mal sehen"}, Reason.PARTNERSHIP_UNKNOWN),
        ({"Partnerstadt": "Entenhausen"}, Reason.PARTNER_UNKNOWN),
        ({"Themen": "Energie, Wetter"}, Reason.TOPICS_UNKNOWN),
        ({"Funktion": "x" * 121}, Reason.SHORTENED),
        ({"E-Mail": "a@example.org, b@example.org"}, Reason.SEVERAL_ADDRESSES),
        ({"Angemeldet durch": "Sekretariat"}, Reason.REGISTRAR_INCOMPLETE),
    ],
)
def test_what_is_not_understood_is_left_out_and_said(row: dict[str, Cell], remark: Reason) -> None:
    found = read(GOOD | row)
    assert (found.reasons, found.usable) == ([remark], True)


def test_a_secretary_gets_the_mails() -> None:
    row: dict[str, Cell] = {
        "Angemeldet durch": "Ina Beck",
        "E-Mail-Adresse der anmeldenden Person": "buero@example.org",
    }
    found = read(GOOD | row)
    assert (found.fields["registered_by_name"], found.fields["registered_by_email"]) == (
        "Ina Beck",
        "buero@example.org",
    )


def test_given_name_and_patronymic_in_one_column() -> None:
    found = told(Прізвище="Коваленко", Імя="Олена Петрівна", Email="o@example.org")
    assert (found.fields["given_name"], found.fields["patronymic"]) == ("Олена", "Петрівна")


def test_consents_are_never_read() -> None:
    row = GOOD | {"Einwilligung Liste": "ja", "consent_list": "yes", "Згода": "так"}
    assert set(read(row).fields) == set(read(GOOD).fields)


CELLS: Any = st.none() | st.text(max_size=200) | st.integers() | st.floats() | st.booleans() | st.datetimes()


@given(st.dictionaries(st.sampled_from([word for one in FIELDS for word in one.synonyms]), CELLS, max_size=12))
def test_any_row_is_judged(row: dict[str, Cell]) -> None:
    found = read(row)
    assert found.locale in {"de", "uk", "en"}
    for name, limit in LIMITS.items():
        assert len(found.fields.get(name, "")) <= limit
    if found.usable:
        assert {"given_name", "family_name", "email", "side"} <= set(found.fields)
        assert found.fields.get("place_key") or found.fields.get("organisation")
    assert found.usable == (set(found.reasons) <= REMARKS)


@given(CELLS)
def test_any_cell_has_a_text(cell: Cell) -> None:
    assert isinstance(text_of(cell), str)


def test_no_cell_keeps_us_searching() -> None:
    """What grows with the square of a cell's length would take seconds a row."""
    began = process_time()
    for hostile in ("(" * 5_000, "a" * 5_000, "-" * 5_000):
        for _row in range(20):
            assert addresses(hostile) == []
            assert Words(LANGUAGES).code(hostile) is None
    assert process_time() - began < 1
