"""The organisers' list: who is on it, sorted and narrowed."""

from collections.abc import Callable

import pytest
from factories import KOELN, KREIS_WESEL, make_registration
from page import Client

from webapp.events.models import Event
from webapp.registration.models import Side, State

LIST = "/manage/events/folgekonferenz/registrations"


@pytest.fixture
def people(event: Event) -> None:
    for family in ("Ґалаґан", "Гнатюк", "Єфименко", "Ельяшевич", "Їжак", "Іваненко"):
        make_registration(event, family_name=family)
    for family, place in (("Zerres", KOELN), ("Äpfelbach", KOELN), ("Arndt", KREIS_WESEL)):
        make_registration(event, State.PENDING, given_name="Jörg", family_name=family, place_key=place, side=Side.NRW)


def names(client: Client, query: str = "") -> list[str]:
    return [row["Name"].partition(",")[0] for row in client.get(f"{LIST}{query}").table()]


def test_an_empty_list_says_what_to_do(organiser: Client, event: Event) -> None:
    page = organiser.get(LIST)
    assert "Nobody has registered yet." in page.text
    assert page.link("Page of the conference").endswith(event.slug)


@pytest.mark.usefixtures("people")
def test_it_follows_each_alphabet(organiser: Client) -> None:
    wanted = ["Äpfelbach", "Arndt", "Zerres", "Гнатюк", "Ґалаґан", "Ельяшевич", "Єфименко", "Іваненко", "Їжак"]
    assert names(organiser) == wanted
    assert names(organiser, "?sort=-name") == wanted[::-1]


@pytest.mark.usefixtures("people")
def test_whoever_has_no_place_comes_before_all_places(organiser: Client, event: Event) -> None:
    make_registration(event, family_name="Weber", place_key=None, organisation="Verein", side=Side.NRW)
    found = names(organiser, "?sort=place")
    assert found[0] == "Weber"
    assert names(organiser, "?sort=-place")[-1] == "Weber"


NARROWED = [
    ("?side=nrw", 3),
    ("?state=confirmed", 6),
    ("?district=053", 2),
    ("?district=051", 1),
    ("?district=UA12020000000052809", 6),
    (f"?place={KOELN}", 2),
    ("?side=nrw&state=confirmed", 0),
    ("?side=mars&state=lost&sort=salary&page=-7", 9),
    ("?page=999", 9),
]


@pytest.mark.usefixtures("people")
def test_it_narrows(organiser: Client) -> None:
    for query, found in NARROWED:
        page = organiser.get(f"{LIST}{query}")
        told = page.all('[role="status"]')[-1].text.strip()
        assert told == f"{found} registration{'' if found == 1 else 's'}", query


@pytest.mark.usefixtures("people")
def test_a_partner_sees_no_names(signed_in: Callable[[str], Client]) -> None:
    partner = signed_in("partner")
    partner.get(LIST, status=403)
    page = partner.get("/manage/events/folgekonferenz")
    assert "List of registrations" not in page.text
    assert "Zerres" not in page.text


def test_long_lists_have_pages(organiser: Client, event: Event) -> None:
    for number in range(51):
        make_registration(event, family_name=f"Familie {number:02}")
    assert len(names(organiser)) == 50
    assert names(organiser, "?page=2") == ["Familie 50"]


LOOKED_FOR: list[tuple[str, list[str] | None]] = [
    ("ґалаґан", ["Ґалаґан"]),
    ("jörg arndt", ["Arndt"]),
    ("apfel", ["Äpfelbach"]),
    ("olena@example", None),
    ("galagan", ["Ґалаґан"]),
    ("Arndt, Jörg", ["Arndt"]),
    ("Joerg Zerres", ["Zerres"]),
    ("olena@example.org", None),
    ("%", []),
    ("_", None),
    ("' OR 1=1 --", []),
]  #: and who is found; None is everybody


@pytest.mark.usefixtures("people")
def test_it_finds_people_without_naming_them_in_an_address(organiser: Client) -> None:
    whole = organiser.get(f"{LIST}?sort=-name")
    for text, found in LOOKED_FOR:
        page = whole.form(f"{LIST}?sort=-name").fill(text=text).submit()
        rows = [row["Name"].partition(",")[0] for row in page.table()] if "<table" in page.body.decode() else []
        assert rows == found if found is not None else len(rows) == 9, text
        assert len(names(organiser)) == 9  # what was looked for is remembered nowhere
        assert "ґалаґан" not in str(organiser.browser.get_cookie("session"))


@pytest.mark.usefixtures("people")
def test_it_offers_the_municipalities_that_people_came_from(organiser: Client) -> None:
    shown = [option.text for option in organiser.get(LIST).all("#filter-place option")]
    assert len(shown) == 4
    assert shown[0] == "all"


@pytest.mark.usefixtures("people")
def test_an_address_cannot_bend_the_search(organiser: Client) -> None:
    for query in ("_method=PUT", "endpoint=x", "_external=1&_scheme=http", "slug=other", "page=x"):
        page = organiser.get(f"{LIST}?{query}")
        assert page.all("form")[0]["action"] in {LIST, "/manage/sign-out"}, query
