"""Feedback: three questions, one answer a person, and nothing that leads from one to the other."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from factories import KOELN, make_past_event, make_registration
from flask import Flask
from page import Client
from sqlalchemy import delete, inspect, select

from webapp.core import clock as times
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.feedback import figures, links
from webapp.feedback.answering import Given, give
from webapp.feedback.figures import Marks, Row
from webapp.feedback.models import Feedback, FeedbackGiven, Wanted
from webapp.registration import mails
from webapp.registration.models import Registration, Side
from webapp.reporting import covers, wording
from webapp.reporting import figures as counted
from webapp.reporting.commands import figures as command
from webapp.reporting.kinds import Kind

NRW, DNIPRO, OTHER = Side.NRW, Side.DNIPROPETROVSK, Side.OTHER


@pytest.fixture
def event(app: Flask) -> Event:
    del app  # it must be there first
    return make_past_event()


def people(event: Event, number: int, **changes: Any) -> list[Registration]:
    return [make_registration(event, email=f"{at}.{len(changes)}@example.org", **changes) for at in range(number)]


def answer(who: Registration, useful: int = 4, text: str = "", locale: str = "de") -> bool:
    with transaction():
        return give(who.public_id, Given(useful=useful, wanted=[Wanted.PARTNERS], text=text), locale=locale)


@pytest.mark.parametrize(
    ("rows", "answers", "average", "sides"),
    [
        ([], None, None, set()),
        ([(NRW, 5, "", 4, 0)], None, None, set()),
        ([(NRW, 5, "", 4, 0), (NRW, 2, "visits", 1, 1)], 5, 4.4, set()),
        ([(NRW, 5, "", 5, 0), (DNIPRO, 1, "", 5, 0)], 10, 3.0, {NRW, DNIPRO}),
        ([(NRW, 5, "", 9, 0), (DNIPRO, 1, "", 4, 0)], 13, 3.8, set()),
        ([(NRW, 5, "", 9, 0), (DNIPRO, 4, "", 5, 0), (OTHER, 1, "", 1, 0)], 15, 4.4, set()),
    ],
)
def test_nothing_is_told_of_fewer_than_five(
    rows: list[Row], answers: int | None, average: float | None, sides: set[Side]
) -> None:
    found = figures.counted_from(rows)
    assert (found and found.total.answers) == answers
    assert (found and found.total.average) == average
    assert set(found.sides if found else ()) == sides


def test_numbers_are_those_of_all_answers() -> None:
    rows: list[Row] = [(NRW, 5, "partners,visits", 6, 2), (DNIPRO, 3, "visits", 5, 1)]
    found = figures.counted_from(rows)
    assert found is not None
    assert found.sides[DNIPRO] == Marks(5, {1: 0, 2: 0, 3: 5, 4: 0, 5: 0})
    assert (found.wanted[Wanted.PARTNERS], found.wanted[Wanted.VISITS], found.texts) == (6, 11, 3)
    assert figures.as_data(found)["useful"] == {"1": 0, "2": 0, "3": 5, "4": 0, "5": 6}  # type: ignore[index]


def test_somebody_answers_once_and_nobody_can_tell_what(event: Event, client: Client) -> None:
    who = make_registration(event, locale="uk")
    page = client.get(f"/en/feedback/{links.token(who, event)}")
    assert page.form().submit(status=422).errors() == ["Choose a mark from 1 to 5."]
    typed = page.form().fill(useful="2", wanted=["partners", "visits"], text="Дякую! <b>")
    refused = typed.forge(text="я" * 1001).submit(status=422)
    assert refused.form().values["text"] == "я" * 1001
    typed.forge(text="")
    assert typed.forge(wanted=["money"]).submit(status=422).errors() == ["Choose only options that are shown."]
    typed.forge(text="a" * 100_000).submit(status=413)
    assert session().scalars(select(Feedback)).all() == []
    typed.forge(text="Дякую! <b>", wanted=["visits", "partners"])
    assert typed.submit().h1 == "Thank you for your answers"
    again = typed.fill(useful="5").submit()
    assert "Your first answers count." in again.text
    assert again.h1 == client.get(f"/en/feedback/{links.token(who, event)}").h1 == "You have already answered"
    assert not again.all("main form")
    [kept] = session().scalars(select(Feedback))
    assert (kept.useful, kept.wanted, kept.text, kept.side, kept.language) == (
        2, "partners,visits", "Дякую! <b>", DNIPRO, "en",
    )  # fmt: skip
    assert {column.key for column in inspect(Feedback).columns} == {
        "id", "event_id", "side", "language", "useful", "wanted", "text",
    }, "neither a person nor a time"  # fmt: skip
    assert {column.key for column in inspect(FeedbackGiven).columns} == {"registration_id"}
    own = client.get(f"/en/r/{mails.manage_token(who, event)}/data.json").body.decode()
    assert json.loads(own)["feedback"] == {"answered": True}
    assert "Дякую" not in own
    assert "feedback" not in json.dumps(json.loads(own)["record"]), "no entry tells when"
    with transaction() as writing:
        writing.execute(delete(Registration).where(Registration.id == who.id))
    assert session().scalars(select(FeedbackGiven)).all() == []
    assert len(session().scalars(select(Feedback)).all()) == 1
    client.get(f"/en/feedback/{links.token(who, event)}", status=404)


@pytest.mark.usefixtures("impatient")
def test_answers_are_kept_while_others_write_for_long(event: Event, client: Client, app: Flask) -> None:
    form = client.get(f"/en/feedback/{links.token(make_registration(event), event)}").form()
    form.fill(useful="2", wanted=["visits"], text="Дякую!")
    with app.app_context(), transaction():
        page = form.submit(status=503)
    assert page.form().submit().h1 == "Thank you for your answers"
    assert session().scalars(select(Feedback.text)).all() == ["Дякую!"]


def test_no_other_link_opens_it_and_it_opens_nothing_else(event: Event, client: Client) -> None:
    who = make_registration(event)
    client.get(f"/de/feedback/{mails.manage_token(who, event)}", status=404)
    client.get(f"/de/r/{links.token(who, event)}", status=404)
    client.get(f"/de/feedback/{links.token(who, event)[:-2]}", status=404)


def test_organisers_see_results_once_five_have_answered(event: Event, signed_in: Callable[[str], Client]) -> None:
    organiser, url = signed_in("organiser"), f"/manage/events/{event.slug}/feedback"
    *some, last = people(event, 5, place_key=KOELN, side=NRW)
    for number, who in enumerate(some, start=2):
        answer(who, useful=number, text=f"Text {number}")
    page = organiser.get(url)
    assert "Results are shown once at least 5 people have answered." in page.text
    assert not page.all("p.mail-text")
    assert answer(last, useful=4, text="Дякуємо", locale="uk")
    assert not answer(last, useful=1)
    page = organiser.get(url)
    assert page.table("#useful")[0] == {"Mark": "5 – very useful", "answers": "1", "Share": ""}
    assert "3.6" in page.text
    texts = {tag.text: tag["lang"] for tag in page.all("p.mail-text")}
    assert texts == {"Text 2": "de", "Text 3": "de", "Text 4": "de", "Text 5": "de", "Дякуємо": "uk"}
    assert not page.all("#sides")
    for who in people(event, 5):
        answer(who, useful=1)
    assert [row["average mark"] for row in organiser.get(url).table("#sides")] == ["3.6", "1"]
    signed_in("partner").get(url, status=403)


def test_pictures_workbook_and_command_tell_the_same(event: Event, signed_in: Callable[[str], Client]) -> None:
    partner, url = signed_in("partner"), f"/manage/events/{event.slug}/figures"
    *some, last = people(event, 5)
    for who in some:
        answer(who, useful=5)
    assert not partner.get(url).all("#useful")
    answer(last, useful=2)
    page = partner.get(url)
    assert "5 people give 4.4 of 5 on average." in page.text
    assert [row["answers"] for row in page.table("#useful-table")] == ["4", "0", "0", "1", "0"]
    assert "Most named: getting to know possible partner municipalities (5 of 5)." in page.text
    told = json.loads(CliRunner().invoke(command, [event.slug, "--json"]).output)["feedback"]
    assert (told["answers"], told["average"], told["wanted"]["partners"]) == (5, 4.4, 5)
    with wording.worded("en"):
        cover = covers.cover(event, Kind.ATTENDANCE, covers.Told(counted.of(event)), by="", now=times.now())
    [rows] = [dict(rows) for heading, rows in cover.sections if heading == "Feedback without names"]
    assert (rows["answers"], rows["average mark, 5 is best"], rows["2 – hardly useful"]) == (5, 4.4, 1)
