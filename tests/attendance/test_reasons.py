"""Why somebody is asked about whom the very name seems to tell, and what a column of municipalities brings."""

from collections.abc import Callable

import pytest
from attendance.told import report
from attendance.uploads import PAGE, conference, upload
from factories import KOELN, make_registration
from flask import Flask
from page import Client, Page
from sqlalchemy import select
from surroundings import Clock

from webapp.attendance.models import ReportedPerson
from webapp.attendance.readers.reports import Notice
from webapp.attendance.recognition.matching import How, Known, Reason, Reported, match
from webapp.core.db import session
from webapp.events.models import Event
from webapp.registration.models import Side

BONN = "05314000"
ANNA = Known("1", "Anna", "Berg", emails=frozenset({"anna@koeln.example"}), place="Köln Cologne")
BERT = Known("2", "Bert", "Vogel", emails=frozenset({"bert@bonn.example"}), place="Bonn")
NAMESAKE = Known("3", "Anna", "Berg", emails=frozenset({"anna@bonn.example"}), place="Bonn")
ALIASED = Known("2", "Bert", "Vogel", aliases=frozenset({"anna berg"}), place="Bonn")


@pytest.mark.parametrize(
    ("reported", "known", "reason"),
    [
        ([Reported(1, "Anna Berg", link="2")], [ANNA, BERT], Reason.OTHER_LINK),
        ([Reported(1, "Anna Berg", emails=("bert@bonn.example",))], [ANNA, BERT], Reason.OTHER_EMAIL),
        ([Reported(1, "Anna Berg")], [ANNA, ALIASED], Reason.OTHER_ALIAS),
        ([Reported(1, "Anna Berg", place="Bonn")], [ANNA, BERT], Reason.OTHER_PLACE),
        ([Reported(1, "Anna Berg")], [ANNA, NAMESAKE], Reason.NAMESAKES),
        ([Reported(1, "Anna Berg"), Reported(2, "Berg, Anna")], [ANNA, BERT], Reason.CLAIMED),
        ([Reported(1, "Anna Berg", ("Ina Beck",))], [ANNA, BERT], Reason.OTHER_NAME),
    ],
)
def test_who_is_called_the_same_is_offered_with_the_reason_for_the_doubt(
    reported: list[Reported], known: list[Known], reason: Reason
) -> None:
    found = match(reported, known)[0]
    assert found.registration is None
    assert {one.registration: one.reason for one in found.candidates}["1"] is reason


def test_no_candidate_is_called_the_same_without_a_reason() -> None:
    names = ("Anna Berg", "Berg Anna", "Anna Berg Vogel", "Frau Berg Anna", "iPhone von Anna Berg", "Berg, A.")
    known = [ANNA, BERT, NAMESAKE]
    found = [one for name in names for one in match([Reported(1, name), Reported(2, "Anna Berg")], known)]
    assert [one.candidates for one in found if one.registration is None] != []
    assert all(each.reason is not Reason.SAME_NAME for one in found if not one.registration for each in one.candidates)


def test_of_namesakes_the_one_of_the_municipality_is_offered_first_and_decided_by_hand() -> None:
    found = match([Reported(1, "Anna Berg", place="Stadt Bonn")], [ANNA, NAMESAKE])[0]
    assert (found.registration, found.how) == (None, How.NONE)
    assert [(one.registration, one.place) for one in found.candidates] == [("3", True), ("1", False)]


def test_the_municipality_makes_a_likeness_greater() -> None:
    alone, placed = (match([Reported(1, "A. Berg", place=place)], [ANNA])[0].candidates[0] for place in ("", "Köln"))
    assert (alone.score < placed.score, alone.place, placed.place) == (True, False, True)


@pytest.mark.parametrize("head", ["Kommune", "Stadt / Gemeinde", "Name der Kommune", "Громада", "Municipality"])
def test_a_list_tells_municipalities(head: str) -> None:
    found = report(f"Name;{head};Anwesend\nAnna Berg;Köln;x\nBert Vogel;–;x\nIna Beck;;x\n")
    assert {one.name: one.place for one in found.people} == {"Anna Berg": "Köln", "Bert Vogel": "", "Ina Beck": ""}


def test_two_of_one_name_and_of_two_municipalities_are_two() -> None:
    found = report("Name;Kommune;Anwesend\nAnna Berg;Köln;x\nAnna Berg;Bonn;x\nIna Beck;Bonn;x\nIna Beck;;x\n")
    assert sorted((one.name, one.place) for one in found.people) == [
        ("Anna Berg", "Bonn"), ("Anna Berg", "Köln"), ("Ina Beck", "Bonn"),
    ]  # fmt: skip
    assert [(one.code, one.details["name"]) for one in found.warnings] == [
        (Notice.SAME_NAME_SEVERAL, "Anna Berg"), (Notice.SAME_NAME_ONE, "Ina Beck"),
    ]  # fmt: skip


@pytest.fixture
def event(app: Flask, clock: Clock) -> Event:
    del app  # it must be there first
    return conference(clock)


@pytest.fixture
def organiser(event: Event, signed_in: Callable[[str], Client]) -> Client:
    for place_key in (KOELN, BONN):
        email = f"anna@{place_key}.example"
        make_registration(event, given_name="Anna", family_name="Berg", email=email, side=Side.NRW, place_key=place_key)
    return signed_in("organiser")


def listed(organiser: Client, text: str) -> Page:
    return upload(organiser, text.encode(), name="Liste.csv", apply=False)


def test_the_review_shows_the_municipality_and_says_why_it_asks(organiser: Client) -> None:
    page = listed(organiser, "Name;Kommune;Anwesend\nAnna Berg;Bonn;x\nIna Beck;Köln;x\n")
    assert "Municipality in the report: Bonn" in page.text
    first, second = (tag.get_text(" ", strip=True) for tag in page.one(".choices")("li"))
    assert "Bonn" in first
    assert "others who are registered may be called the same, same municipality, likeness 100 of 100" in first
    assert "Cologne" in second
    assert "same municipality" not in second
    asked = organiser.get(page.url).click("Look in the registrations or register the person: Ina Beck")
    assert "Municipality in the report: Köln" in asked.text
    assert asked.form("register").values["place"] == KOELN, "filled in with what the list tells"


def test_the_column_can_be_said(organiser: Client) -> None:
    page = listed(organiser, "Wer;Woher;Anwesend\nAnna Berg;Bonn;x\nIna Beck;Köln;x\n")
    assert page.h1 == "One question about the report"
    answer = {"column-0": "name", "column-1": "place", "column-2": "attended"}
    page.form(page.url + "/answer").fill(**answer).submit(follow=True)
    found = session().execute(select(ReportedPerson.name, ReportedPerson.place)).all()
    assert sorted((one.name, one.place) for one in found) == [("Anna Berg", "Bonn"), ("Ina Beck", "Köln")]
    assert "To be decided (2)" in organiser.get(PAGE).click("2 people to be decided").text
