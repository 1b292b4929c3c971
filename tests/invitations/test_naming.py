"""Lines of a list name a place for certain, or say why not."""

import pytest
from factories import DNIPRO, KOELN, KREIS_WESEL

from webapp.invitations.naming import MOST_SUGGESTED, Reason, lines_of, named
from webapp.places import search
from webapp.places.directory import CHOOSABLE, directory

WESEL, BONN = "05170048", "05314000"
NEUENKIRCHEN, NEUNKIRCHEN = "05566060", "05970036"


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("Köln", KOELN),
        ("  KOELN ", KOELN),
        ("Stadtverwaltung Köln", KOELN),
        ("Köln, Stadt", KOELN),
        ("Кельн", KOELN),
        ("5315000", KOELN),  # a spreadsheet has lost the zero
        ("Дніпро", DNIPRO),
        ("Dnipropetrowsk", DNIPRO),  # its former name
        ("UA12020010000033698", DNIPRO),
        ("Kreis Wesel", KREIS_WESEL),
        ("Wesel\tKreis Wesel\t60000", WESEL),  # the Kreis beside it says where it is
        ("05170048;Bürgermeisterin;rathaus@example.org", WESEL),
        ("Wesel\t5170", WESEL),  # a number of people, though a Kreis has this key
        ("Neuenkirchen", NEUENKIRCHEN),
        ("Neunkirchen", NEUNKIRCHEN),
    ],
)
def test_a_line_names_one_place(line: str, key: str) -> None:
    found = named(lines_of(line))
    assert (found.keys, found.unclear) == ([key], [])


@pytest.mark.parametrize(
    ("line", "reason", "candidate"),
    [
        ("Qwertzu", Reason.UNKNOWN, None),
        ("Köl", Reason.PERHAPS, KOELN),  # its beginning
        ("Wesek", Reason.PERHAPS, WESEL),
        ("Köln;Bonn", Reason.SEVERAL, BONN),
        ("Покровська", Reason.SEVERAL, "UA12080110000055958"),
        ("x" * 3000, Reason.UNKNOWN, None),
    ],
)
def test_nothing_is_guessed(line: str, reason: Reason, candidate: str | None) -> None:
    found = named(lines_of(line))
    [unclear] = found.unclear
    assert (found.keys, unclear.reason) == ([], reason)
    assert candidate is None or candidate in unclear.candidates
    assert len(unclear.text) <= 200


@pytest.mark.parametrize(
    "text",
    [
        "Kommune;Bundesland\nKöln;NRW\nBonn;NRW",
        "\nGemeinde\nKöln\nBonn",
        "Nr.;AGS\n1;05315000\n2;05314000",
        "Назва громади\tОбласть\nКельн\tх\nБонн\tх",
        "Name;Einwohnerzahl\nKöln;1000000\nBonn;300000",
    ],
)
def test_a_heading_is_no_line_that_names_nothing(text: str) -> None:
    found = named(lines_of(text))
    assert (found.keys, found.unclear) == ([KOELN, BONN], [])


@pytest.mark.parametrize(
    ("text", "unclear"),
    [
        ("Stadt;Bonnheim\nStadt;Bonn", "Stadt; Bonnheim"),
        ("Kommune", "Kommune"),
        ("Kommune\nNowhere", "Kommune"),
        ("Bonn\nKommune;Bundesland", "Kommune; Bundesland"),
    ],
)
def test_what_may_be_a_line_is_no_heading(text: str, unclear: str) -> None:
    assert unclear in [one.text for one in named(lines_of(text)).unclear]


def test_each_counts_once_and_empty_lines_not_at_all() -> None:
    found = named(lines_of("Köln\n\n \t;\nBonn\nкельн\nNowhere"))
    assert found.keys == [KOELN, BONN]
    assert [(one.number, one.text) for one in found.unclear] == [(6, "Nowhere")]
    many = named((number, [f"Köl{'n' * number}x"]) for number in range(2, 3 * MOST_SUGGESTED))
    assert sum(bool(one.candidates) for one in many.unclear) <= MOST_SUGGESTED


def test_every_place_of_the_directory_is_known_by_its_names_and_key() -> None:
    for entry in directory():
        if entry.kind in CHOOSABLE:
            for text in filter(None, (entry.key, entry.name_de, entry.name_uk, entry.name_en)):
                assert search.called(text) == [entry.key], text
