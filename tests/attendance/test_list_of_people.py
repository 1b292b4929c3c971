"""The list of who was there: sorted, and read without looking at what is on other pages."""

from attendance.uploads import PAGE
from factories import DNIPRO, KOELN, make_registration
from page import Client

from webapp.events.models import Event
from webapp.registration.models import Side


def test_it_is_sorted_by_place_as_by_name(event: Event, organiser: Client) -> None:
    make_registration(event, given_name="A", family_name="A", side=Side.NRW, place_key=KOELN, email="a@example.org")
    make_registration(event, given_name="B", family_name="B", place_key=DNIPRO, email="b@example.org")
    nowhere = {"place_key": None, "organisation": "Verein", "side": Side.OTHER}
    make_registration(event, given_name="C", family_name="C", email="c@example.org", **nowhere)  # type: ignore[arg-type]

    def listed(query: str) -> list[str]:
        page = organiser.get(f"{PAGE}/people{query}")
        return [row["Name"][0] for row in page.table()]

    assert listed("") == ["A", "B", "C"]
    assert listed("?sort=place") == ["C", "A", "B"], "without a place first, as everywhere"
    assert listed("?sort=-place") == ["B", "A", "C"]


def test_places_are_read_of_the_page_alone(event: Event, organiser: Client) -> None:
    """Of a join before the page is cut out, PostgreSQL made ten million comparisons for 31,000 people absent."""
    make_registration(event, place_key=DNIPRO)
    page = organiser.get(f"{PAGE}/people")
    assert "Dnipro" in page.text
    assert [statement for statement in page.statements if "FROM place" in statement]
    assert not [statement for statement in page.statements if "JOIN place" in statement]
