"""Conferences at the bounds of what there can be: somebody from every municipality, and one person alone."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from factories import DNIPRO, KOELN, make_event, make_registration
from page import Client
from sqlalchemy import insert, select
from tags import words

from webapp.attendance.models import ImportRun, Presence, RunState
from webapp.attendance.presence import State as Attended
from webapp.attendance.recognition.matches import How
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.places.models import Place, PlaceKind, Region
from webapp.places.queries import choosable, label
from webapp.registration.models import Registration, Side
from webapp.reporting.commands import figures

ABOVE = {PlaceKind.RAION}
SIDES = {Region.NRW: Side.NRW, Region.DNIPROPETROVSK: Side.DNIPROPETROVSK}


@pytest.fixture
def organiser(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("organiser")


@pytest.fixture
def event(app: object) -> Event:
    del app
    over = datetime.now(UTC) - timedelta(days=1)
    return make_event(starts_at=over - timedelta(hours=2), ends_at=over)


def _told(event: Event) -> dict[str, Any]:
    run = CliRunner().invoke(figures, [event.slug, "--json"], catch_exceptions=False)
    found: dict[str, Any] = json.loads(run.output)
    return found


def _by_side(data: dict[str, Any]) -> dict[str, int]:
    return {side: one["people"]["attended"] for side, one in data["by"]["side"].items()}


def _attend(event: Event) -> None:
    """All who are registered, by a report of the whole conference."""
    run = ImportRun(event_id=event.id, state=RunState.APPLIED, timezone="UTC", created_by="x", created_at=event.ends_at)
    run.applied_at, run.covers_from, run.covers_until = event.ends_at, event.starts_at, event.ends_at
    row = {"event_id": event.id, "state": Attended.ATTENDED, "how": How.EMAIL, "slots": [], "minutes": 60, "share": 1}
    row |= {"certified": True, "heads": 1, "named": 1}
    with transaction() as writing:
        writing.add(run)
        found = writing.scalars(select(Registration.id).where(Registration.event_id == event.id)).all()
        writing.execute(insert(Presence), [row | {"registration_id": number} for number in found])


def _everywhere(event: Event) -> list[Place]:
    """One from each municipality and Kreis; whoever is registered first is the pattern of all the others."""
    first = make_registration(event, place_key=KOELN, side=Side.NRW)
    found = [place for place in choosable() if place.kind not in ABOVE]
    columns = {column.name: getattr(first, column.name) for column in Registration.__table__.columns}
    del columns["id"]
    rows = [
        columns | {"place_key": place.key, "side": SIDES[place.region], "public_id": place.key, "name_key": place.key}
        for place in found
        if place.key != KOELN
    ]
    with transaction() as writing:
        writing.execute(insert(Registration), rows)
    return found


def test_somebody_from_every_municipality(organiser: Client, event: Event) -> None:
    places = _everywhere(event)
    _attend(event)
    base, last = f"/manage/events/{event.slug}", places[-1]
    page = organiser.get(f"{base}/registrations?place={last.key}")
    options = [option["value"] for option in page.all("select[name=place] option")]
    assert (len(places), sorted(options)) == (513, sorted(["", *(place.key for place in places)]))
    assert len(page.all("tbody tr")) == 1  # of 513
    data = _told(event)
    assert data["all"]["municipalities"]["represented"] + data["all"]["districts"]["represented"] == 513
    assert _by_side(data) == {Side.NRW: 427, Side.DNIPROPETROVSK: 86, Side.OTHER: 0}
    assert data["not_represented"] == {side.value: {"municipalities": [], "invited": []} for side in SIDES.values()}
    published = data["published"]["municipalities"]
    assert (len(published["nrw"]), sum(published["dnipropetrovsk_by_raion"].values())) == (427, 86)
    for area in ("municipalities", "districts", "regions"):
        shown = organiser.get(f"{base}/figures?map={area}&lang=en")
        assert "396 of 396 municipalities attended." in shown.text
        assert len(shown.all("svg[role=img]")) == len(shown.all(".chart"))
    report = organiser.get(f"{base}/report?in=de")
    assert "Vertreten waren 427 Kommunen und Kreise aus Nordrhein-Westfalen sowie 86 " in report.text
    named = {name for row in report.all(".paper td.wraps") for name in words(row).split(", ")}
    assert {place.name_de for place in places if place.region is Region.DNIPROPETROVSK} & named == set()
    assert {label(place, "de").text for place in places if place.region is Region.NRW} == named


@pytest.mark.parametrize("key", [KOELN, DNIPRO])
def test_one_person_of_one_side(organiser: Client, event: Event, key: str) -> None:
    side = SIDES[session().get_one(Place, key).region]
    make_registration(event, place_key=key, side=side)
    _attend(event)
    data = _told(event)
    assert _by_side(data) == {each: int(each is side) for each in Side}
    assert data["published"]["representatives"] == {"registered": None, "confirmed": None, "attended": None}
    for lang, finding in (("de", "(1 von 1)"), ("uk", "(1 із 1)")):
        page = organiser.get(f"/manage/events/{event.slug}/figures?lang={lang}")
        assert finding in words(page.all(".chart__finding")[0])
        assert len(page.all("svg[role=img]")) == len(page.all(".chart")) >= 4
