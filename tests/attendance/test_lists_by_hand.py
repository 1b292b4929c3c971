"""Lists that somebody kept by hand: whatever cells are empty and wherever a line is, everybody on them is found."""

from dataclasses import dataclass
from datetime import date

import pytest
from attendance.told import report
from hypothesis import given
from hypothesis import strategies as st

from webapp.attendance.readers.reports import AskMapping, Notice
from webapp.core.grids import Unreadable

NAMES = ("Berg", "Vogel", "Beck", "Lang", "Krause", "Мельник", "Шевченко", "O’Neil")
WHO = (("Name",), ("Nachname", "Vorname"), ("Прізвище", "Ім’я"))
TOLD = {
    "Kommune": ("Köln", "Дніпро", "Bonn"),
    "Funktion": ("Bürgermeisterin", "Amtsleitung"),
    "Bemerkung": ("kam später", "online"),
    "Nr": ("1", "2", "17"),
}
WHEN = (("Anwesend", ("x", "ja")), ("Присутність", ("так", "✓")), ("Attended", ("yes", "1")))


@dataclass(frozen=True, slots=True)
class Handmade:
    text: str
    people: frozenset[str]


@st.composite
def handmade(draw: st.DrawFn) -> Handmade:
    """A heading, people with whatever is known of them, lines between them, a title or none."""
    who, (tick, marks) = draw(st.sampled_from(WHO)), draw(st.sampled_from(WHEN))
    more = draw(st.lists(st.sampled_from(sorted(TOLD)), unique=True, max_size=3))
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1))
    delimiter = draw(st.sampled_from(";,\t"))
    rows = [[*who, *more, tick]]
    for name in names:
        given_name = [draw(st.sampled_from(("", "Ina", "Олена")))] if len(who) > 1 else []
        cells = [draw(st.sampled_from(("", *TOLD[column]))) for column in more]
        if draw(st.booleans()) and len(rows) > 1:
            rows.append([])
        rows.append([name, *given_name, *cells, draw(st.sampled_from(("", *marks)))])
    title = draw(st.sampled_from(("", "Teilnehmerliste\n\n", "Список учасників 20.04.2023\n")))
    return Handmade(title + "\n".join(delimiter.join(row) for row in rows) + "\n", frozenset(names))


@given(handmade())
def test_everybody_is_found_or_it_is_said_why_not(made: Handmade) -> None:
    try:
        found = report(made.text, day=date(2023, 4, 20))
    except (AskMapping, Unreadable):
        return  # the organisers are asked, or told: nobody is lost unnoticed
    seen = {word for one in found.people for word in one.name.split()}
    told = {str(cell) for one in found.not_read for cell in one.cells}
    assert made.people <= seen | told, made.text


@pytest.mark.parametrize(
    "text",
    [
        "Name;Anwesend\nAnna Berg;x\nBert Vogel;\nIna Beck;x\n",
        "Name;Anwesend\nAnna Berg;x\n\nBert Vogel;\nIna Beck;x\n",
        "Name;Kommune;Amt;Anwesend\nAnna Berg;Köln;OB;x\nBert Vogel;;;\nIna Beck;Bonn;OB;x\n",
        "Liste\n\nName;Kommune;Anwesend\nAnna Berg;Köln;x\nIna Beck;Bonn;x\nBert Vogel\n",
    ],
)
def test_a_name_without_more_is_no_title(text: str) -> None:
    assert {one.name for one in report(text).people} == {"Anna Berg", "Bert Vogel", "Ina Beck"}


@pytest.mark.parametrize(("tick", "excuse"), [("Anwesend", "Entschuldigt"), ("Attended", "Excused")])
def test_who_is_excused_in_a_list_is_named_to_the_organisers(tick: str, excuse: str) -> None:
    found = report(f"Name;{tick};{excuse}\nAnna Berg;x;\nBert Vogel;;x\nIna Beck;;\n")
    assert [one.name for one in found.people if one.attended] == ["Anna Berg"]
    assert [one.details["name"] for one in found.warnings if one.code is Notice.EXCUSED] == ["Bert Vogel"]


@pytest.mark.parametrize(
    "footer",
    [
        "Gesamt: 3", "Gesamt", "Summe 3", "Anzahl der Teilnehmenden: 3", "Insgesamt 3 Personen", "Stand: 20.04.2023",
        "20.04.2023", "3", "Erstellt von Frau Muster", "Unterschrift: ______", "Seite 1 von 1", "Total: 3 participants",
        "Усього: 3", "Всього 3 особи", "Разом учасників: 3", "Станом на 20.04.2023", "Підпис", "Примітка: список неповний",
        "Die Liste wurde am Eingang des Saals ausgelegt.", "Signed by the head of the office", "Note: late arrivals",
    ],
)  # fmt: skip
@pytest.mark.parametrize("gap", ["", "\n"])
def test_what_stands_below_a_list_is_nobody(footer: str, gap: str) -> None:
    rows = "Anna Berg;Köln;x\nBert Vogel;Bonn;x\nIna Beck;;x\n"
    found = report(f"Name;Kommune;Anwesend\n{rows}{gap}{footer}\n")
    assert {one.name for one in found.people} == {"Anna Berg", "Bert Vogel", "Ina Beck"}
    assert [left_out.cells[0] for left_out in found.not_read] == [footer], "and nothing is lost unnoticed"


def test_a_sum_with_its_number_in_another_column_is_nobody() -> None:
    found = report("Name;Kommune;Anwesend\nAnna Berg;Köln;ja\nBert Vogel;Bonn;nein\nGesamt;;1\n")
    assert {one.name: one.attended for one in found.people} == {"Anna Berg": True, "Bert Vogel": False}


@pytest.mark.parametrize(
    "name",
    ["Bert Vogel", "Vogel", "Dr. Bert Vogel, Stadt Köln", "Anna Stand", "Total Vogel", "Datum Vogel", "Prof. Dr. Bert Vogel jun.",
     "Rathaus 2", "Summer, Ina", "Note Berg", "+49 221 123456"],
)  # fmt: skip
def test_a_lone_name_below_a_list_is_somebody(name: str) -> None:
    found = report(f"Name;Kommune;Anwesend\nAnna Berg;Köln;x\nIna Beck;Bonn;x\n{name}\n")
    assert {one.name for one in found.people} == {"Anna Berg", "Ina Beck", name}


@pytest.mark.parametrize("dash", ["-", "–", "—"])
def test_who_is_struck_out_in_a_list_of_yes_and_no_was_not_there(dash: str) -> None:
    found = report(f"Name;Anwesend\nAnna Berg;ja\nBert Vogel;{dash}\nIna Beck;nein\nJens Lang;\n")
    assert {one.name: one.attended for one in found.people} == {
        "Anna Berg": True, "Bert Vogel": False, "Ina Beck": False, "Jens Lang": True,
    }  # fmt: skip


def test_who_is_struck_out_and_has_times_was_there() -> None:
    found = report("Name;Anwesend;Von;Bis\nAnna Berg;ja;10:00;11:00\nBert Vogel;–;10:00;10:30\nIna Beck;nein;;\n")
    assert {one.name: one.minutes for one in found.people if one.attended} == {"Anna Berg": 60, "Bert Vogel": 30}
