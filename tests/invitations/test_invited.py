"""Organisers note whom they invited, see who is awaited, take back and undo; every number follows."""

import json
import re
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from click.testing import CliRunner
from factories import DNIPRO, KOELN, KREIS_WESEL, make_event, make_registration
from flask import Flask
from page import Client, Page
from sqlalchemy import select
from surroundings import Clock

from webapp.core.audit import AuditEntry
from webapp.core.db import session
from webapp.events.models import Event
from webapp.invitations import queries
from webapp.registration.models import Side, State
from webapp.reporting.commands import figures as command

PAGE = "/manage/events/folgekonferenz/invited"
BONN = "05314000"


@pytest.fixture
def event(app: Flask, clock: Clock) -> Event:
    """Köln is registered, Bonn has withdrawn."""
    del app  # it must be there first
    clock.at("2026-11-23 12:00")
    made = make_event()
    make_registration(made, given_name="A", place_key=KOELN, side=Side.NRW)
    make_registration(made, State.CANCELLED, given_name="B", place_key=BONN, side=Side.NRW)
    return made


@pytest.fixture
def organiser(event: Event, signed_in: Callable[[str], Client]) -> Client:
    del event
    return signed_in("organiser")


def press(page: Page, name: str, some: str) -> Page:
    """The button of the table that names this."""
    [button] = [
        one for one in page.all(f'button[form="mark"][name="some"][value="{some}"]') if one.text.startswith(name)
    ]
    form = page.form("mark")
    data = {"csrf_token": form.values["csrf_token"], "day": form.values["day"], "some": some}
    return page.client.post(button["formaction"], data, follow=True)


def invited(event: Event) -> dict[str, date]:
    session().rollback()
    return queries.invited(event.id)


def group(page: Page, name: str) -> list[str]:
    [row] = [row for row in page.table("#groups") if row["Region or district"] == name]
    heads = ("municipalities invited", "Kreise and raions invited")
    return [re.sub(r" (Mark all|Take back).*", "", row[head]) for head in heads]


def test_a_whole_district_with_one_click_taken_back_and_undone(organiser: Client, event: Event) -> None:
    page = press(organiser.get(PAGE), "Mark all", "053.municipalities")
    assert "99 invitations were noted." in page.text
    assert group(page, "Cologne administrative district") == ["99 of 99", "0 of 8"]
    assert group(page, "North Rhine-Westphalia") == ["99 of 396", "0 of 31"]
    assert set(invited(event).values()) == {date(2026, 11, 23)}
    page = press(page, "Mark all", "dnipropetrovsk.municipalities")
    page = press(page, "Take back", "053.municipalities")
    assert group(page, "North Rhine-Westphalia") == ["0 of 396", "0 of 31"]
    assert (BONN in invited(event), DNIPRO in invited(event)) == (False, True)
    for dnipro in (True, False):  # the last step first
        page = page.form("undo").submit()
        assert (BONN in invited(event), DNIPRO in invited(event)) == (True, dnipro)
    stale = page.form("undo")
    press(organiser.get(PAGE), "Mark all", "055.districts")
    assert stale.submit(status=409).h1
    actions = session().scalars(select(AuditEntry.action).where(AuditEntry.action.startswith("invitations"))).all()
    assert set(actions) == {"invitations.mark", "invitations.take_back", "invitations.undo"}


def test_single_ones_lines_and_files(organiser: Client, event: Event) -> None:
    form = organiser.get(PAGE).form("mark").fill(day="2026-11-02", invited_place=KREIS_WESEL, names="koeln\nBonn\nKöl")
    page = form.fill(file=(BytesIO("Kommune;Zahl\nДніпро;1\nBonn;2\nQwertzu;3\n".encode()), "list.csv")).submit(
        status=200
    )
    assert invited(event) == dict.fromkeys((KREIS_WESEL, KOELN, BONN, DNIPRO), date(2026, 11, 2))
    assert [(row["Line"], row["Text"]) for row in page.table("#unclear")] == [("3", "Köl"), ("4", "Qwertzu; 3")]
    assert "Perhaps: Cologne (05315000)" in page.table("#unclear")[0]["Reason"]
    again = page.form("mark")
    assert again.values["names"].split("\n") == ["Köl", "Qwertzu; 3"]
    again.submit(status=422)  # nothing of it is certain still
    page = again.fill(names="Köln", day="2026-11-09").submit()
    assert "1 was invited already and keeps its day." in page.text
    assert invited(event)[KOELN] == date(2026, 11, 2)


def test_who_is_awaited_can_be_copied(organiser: Client, event: Event) -> None:
    organiser.get(PAGE).form("mark").fill(names=f"Köln\nBonn\n{DNIPRO}\n{KREIS_WESEL}").submit()
    page = organiser.get(f"{PAGE}?show=awaited")
    assert page.one("#to-copy").get_text().strip().split("\n") == [
        f"Bonn\t{BONN}\tCologne administrative district",
        f"Kreis Wesel\t{KREIS_WESEL}\tDüsseldorf administrative district",
        f"Dnipro\t{DNIPRO}\tDnipro Raion",
    ]
    assert [row["Registrations (any state)"] for row in page.table("#places")] == [
        "1 registration withdrawn", "0", "0",
    ]  # fmt: skip
    assert len(organiser.get(f"{PAGE}?show=awaited&group=053").table("#places")) == 1
    assert KOELN not in {
        row["Official key"] for row in organiser.get(f"{PAGE}?show=uninvited&group=053").table("#places")
    }
    page = press(organiser.get(f"{PAGE}?show=awaited&group=nrw"), "Take back", BONN)
    assert page.url.endswith("?show=awaited&group=nrw")
    data = json.loads(CliRunner().invoke(command, [event.slug, "--json"]).output)
    names = ("invited_municipalities", "invited_districts", "invited_not_registered")
    told = [[count[name] for name in names] for count in (data["total"], *data["sides"].values())]
    assert told == [[2, 1, 2], [1, 1, 1], [1, 0, 1], [0, 0, 0]]
    assert (data["districts"]["053"]["invited_municipalities"], data["places"][DNIPRO]["invited_not_registered"]) == (
        1,
        1,
    )


def test_a_lapsed_registration_is_counted_and_its_municipality_awaited(organiser: Client, event: Event) -> None:
    make_registration(event, State.LAPSED)
    organiser.get(PAGE).form("mark").fill(names=DNIPRO).submit()
    [row] = organiser.get(f"{PAGE}?show=awaited").table("#places")
    assert row["Registrations (any state)"] == "1 offered place not accepted"
    page = organiser.get(f"{PAGE}?show=awaited&lang=de")
    [row] = page.table("#places")
    assert row["Anmeldungen (jeder Status)"] == "1 angebotener Platz nicht angenommen"
    assert "ohne bestehende Anmeldung" in page.text


def test_what_cannot_be_used_is_said(organiser: Client, event: Event) -> None:
    page = organiser.get(PAGE)
    for typed, said in (
        ({}, "Enter a name or key, or choose a file."),
        ({"names": "Köln", "day": ""}, "Enter a date like 2026-12-24."),
        ({"names": "Köln", "day": "0001-01-01"}, "The day must not be after the conference."),
        ({"names": "Köln", "day": "2999-01-01"}, "The day must not be after the conference."),
        ({"file": (BytesIO(b"PK\x03\x04 no workbook"), "a.xlsx")}, "The file"),
    ):
        assert page.form("mark").fill(**typed).submit(status=422).errors()[0].startswith(said), typed
    token = page.form("mark").values["csrf_token"]
    for some in ("", "053.", "999.municipalities", "05999999"):
        organiser.post(f"{PAGE}/mark", {"csrf_token": token, "some": some, "day": "2026-11-23"}, status=422)
    assert invited(event) == {}


@pytest.mark.usefixtures("event")
def test_a_partner_only_looks(signed_in: Callable[[str], Client]) -> None:
    page = signed_in("partner").get(PAGE)
    assert page.all("main form[method=post], main button[form]") == []
