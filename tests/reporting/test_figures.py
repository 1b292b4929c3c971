"""Numbers are counted once and are right."""

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner
from factories import DNIPRO, KOELN, KREIS_WESEL, make_event, make_question, make_registration
from flask import Flask
from page import Client

from webapp.core.db import session, transaction
from webapp.core.i18n import texts
from webapp.events.models import Event, Slot, SlotKind
from webapp.questions.lifecycle import State as QuestionState
from webapp.questions.models import Kind, Question
from webapp.registration.models import Side, State
from webapp.reporting import figures
from webapp.reporting.commands import figures as command
from webapp.reporting.counting import everything

DUISBURG = "05112000"


@pytest.fixture
def event(app: Flask) -> Event:
    """Two from Köln, one each from Duisburg, Kreis Wesel and an association, two from Dnipro in different states."""
    del app  # it must be there first
    made = make_event()
    for number, place in enumerate((KOELN, KOELN, DUISBURG, KREIS_WESEL)):
        make_registration(made, given_name=f"N{number}", place_key=place, side=Side.NRW)
    make_registration(made, given_name="V", place_key=None, organisation="Verein", side=Side.OTHER)
    make_registration(made, State.PENDING)
    make_registration(made, State.CANCELLED, given_name="Оксана")
    session().rollback()
    return made


def test_they_are_right(event: Event) -> None:
    counted = figures.of(event)
    assert (counted.total.confirmed, counted.total.pending, counted.total.cancelled) == (5, 1, 1)
    assert (counted.total.municipalities, counted.total.districts) == (2, 1)  # a Kreis is no municipality
    nrw = counted.sides[Side.NRW]
    assert (nrw.confirmed, nrw.municipalities, nrw.districts) == (4, 2, 1)
    assert counted.sides[Side.DNIPROPETROVSK].municipalities == 0  # nobody from there has confirmed
    assert counted.sides[Side.OTHER].confirmed == 1
    assert counted.places[KOELN].confirmed == 2
    assert counted.places[DNIPRO].pending == 1
    assert counted.districts["051"].confirmed == 2  # Duisburg and Kreis Wesel lie in the Regierungsbezirk Düsseldorf
    assert counted.districts["053"].municipalities == 1
    assert sum(count.confirmed for count in counted.sides.values()) == counted.total.confirmed


def test_those_of_questions_add_up(event: Event) -> None:
    asked = [(state, kind) for state in QuestionState for kind in Kind]
    made = [make_question(event, state, text=f"{state} {kind}", kind=kind, side=Side.NRW) for state, kind in asked]
    gone = make_question(event, QuestionState.PUBLISHED, text="the same")
    make_question(make_event(slug="another"), text="of another conference")
    with transaction():
        session().get_one(Question, gone.id).merged_into_id = made[0].id
    counted = figures.of(event).questions
    total, states = counted.total, len(QuestionState)
    assert (total.asked, total.experiences, total.merged) == (states + 1, states, 1)
    assert total.asked == total.merged + total.open + total.answered + total.declined
    assert (total.open, total.answered, total.declined) == (4, 1, 1)
    assert (counted.sides[Side.NRW].asked, counted.sides[None].asked) == (states, 1)
    data = json.loads(CliRunner().invoke(command, [event.slug, "--json"]).output)
    assert data["questions"]["sides"]["unknown"]["merged"] == 1


def test_slots_are_in_the_order_of_the_programme_however_a_database_groups(event: Event) -> None:
    with transaction() as writing:
        slots = [Slot(event_id=event.id, position=at, kind=SlotKind.DISCUSSION, title=texts("x")) for at in range(3)]
        for slot in slots:
            slot.starts_at, slot.ends_at = event.starts_at, event.ends_at
        writing.add_all(slots)
    make_question(event)
    for slot, side in zip(slots, (Side.OTHER, Side.NRW, Side.DNIPROPETROVSK), strict=True):
        asked = make_question(event, side=side, text=f"{side}?")
        with transaction() as writing:
            writing.get_one(Question, asked.id).slot_id = slot.id
    output = CliRunner().invoke(command, [event.slug, "--json"]).output
    assert list(json.loads(output)["questions"]["slots"]) == ["0", "1", "2", "none"]


def test_page_and_command_show_the_same(event: Event, signed_in: Callable[[str], Client]) -> None:
    data = json.loads(CliRunner().invoke(command, [event.slug, "--json"]).output)
    assert data == everything.as_data(everything.of(event))
    assert data | figures.as_data(figures.of(event)) == data
    page = signed_in("partner").get(f"/manage/events/{event.slug}")
    sides = {row["Region"]: row for row in page.table("#sides")}
    assert sides["North Rhine-Westphalia"]["confirmed"] == str(data["sides"]["nrw"]["confirmed"])
    assert sides["Dnipropetrovsk Oblast"]["not yet confirmed"] == str(data["sides"]["dnipropetrovsk"]["pending"])
    towns = {row["Municipality or district"]: row["confirmed"] for row in page.table("#places")}
    assert towns["Cologne"] == "2"


@pytest.mark.usefixtures("app")
def test_the_states_on_the_page_add_up_to_all_registrations(event: Event, signed_in: Callable[[str], Client]) -> None:
    for number, state in enumerate(State):
        make_registration(event, state, given_name=f"S{number}")
    for role in ("organiser", "partner"):
        page = signed_in(role).get(f"/manage/events/{event.slug}?lang=en")
        tiles = [tile.get_text(" ", strip=True).partition(" ") for tile in page.all(".figure")]
        told = {words: int(number) for number, _space, words in tiles if not words.startswith("municipalities")}
        assert (told["declined registrations"], told["offered places that were not accepted"]) == (1, 1)
        assert sum(told.values()) == 7 + len(State)
        assert f"Together {7 + len(State)} registrations, each in one of these states" in page.text


def test_an_event_without_anybody_says_so(signed_in: Callable[[str], Client]) -> None:
    make_event()
    page = signed_in("organiser").get("/manage/events/folgekonferenz")
    assert "Nobody has registered yet." in page.text
