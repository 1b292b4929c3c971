"""Everything that is told of a conference: who counts as a representative, in which groups, and what is kept of it."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from factories import DNIPRO, KOELN, KREIS_WESEL, make_event, make_question, make_registration
from flask import Flask
from sqlalchemy import select

from webapp.attendance import counting, judging
from webapp.attendance.models import Decision, ImportFile, ImportRun, ReportedPerson, RunState
from webapp.attendance.presence import State as Presence_
from webapp.attendance.presence import Thresholds
from webapp.attendance.readers.reports import Platform, Role
from webapp.core import clock
from webapp.core.db import session, transaction
from webapp.core.errors import DomainError
from webapp.core.i18n import texts
from webapp.events.models import Event, Slot, SlotKind
from webapp.invitations import inviting
from webapp.places import partnerships
from webapp.places.models import Place
from webapp.questions.lifecycle import State as QuestionState
from webapp.registration.models import AttendingAs, Partnership, Registration, Side, State, Topic
from webapp.reporting import figures
from webapp.reporting.commands import figures as command
from webapp.reporting.counting import over_time, sizes
from webapp.reporting.counting import people as counted
from webapp.reporting.counting.models import Snapshot

DUISBURG, NEUSS, KRYVYI_RIH = "05112000", "05162024", "UA12060170000091033"
DNIPRO_RAION = "UA12020000000052809"
START = datetime(2023, 4, 20, 8, tzinfo=UTC)


@pytest.fixture
def event(app: Flask) -> Event:
    """Over, with two slots of an hour; the stays are minutes after its beginning."""
    del app
    made = make_event(starts_at=START, ends_at=START + timedelta(hours=2))
    with transaction():
        for number in (0, 1):
            slot = Slot(event_id=made.id, position=number, kind=SlotKind.REPORT, title=texts(en=f"Part {number + 1}"))
            slot.starts_at = START + timedelta(hours=number)
            slot.ends_at = slot.starts_at + timedelta(hours=1)
            session().add(slot)
        inviting.mark(made.id, [KOELN, NEUSS, KREIS_WESEL], date(2023, 3, 1), actor="x", now=clock.now())
    people = [
        _somebody(made, "Sabine", KOELN, topics=[Topic.ENERGY.value, Topic.YOUTH.value]),
        _somebody(made, "Jörg", KOELN, attending_as=AttendingAs.SPEAKER, partnership=Partnership.EXISTING),
        _somebody(made, "Petra", DUISBURG, attending_as=AttendingAs.PRESS),
        _somebody(made, "Oleh", KRYVYI_RIH, attending_as=AttendingAs.INTERPRETER, locale="uk"),
        _somebody(made, "Olena", DNIPRO, locale="uk"),
        _somebody(made, "Nathanael", None, organisation="Staatskanzlei", attending_as=AttendingAs.SPEAKER),
        _somebody(made, "Uwe", KREIS_WESEL, state=State.PENDING),
        _somebody(made, "Pia", KOELN, state=State.CANCELLED),
        _somebody(made, "Ernst", NEUSS),
        _somebody(made, "Iryna", DNIPRO),
    ]
    stays = {0: [(0, 30)], 1: [(60, 120)], 2: [(0, 120)], 3: [(0, 120)], 4: [(0, 64), (90, 120)], 5: [(0, 9)]}
    stays |= {6: [(0, 120)], 8: [(0, 2)]}
    again = (people[0], [(20, 50)])  # over a second connection
    _reported(made, [*((people[number], times) for number, times in stays.items()), again])
    with transaction():
        iryna = session().get_one(Registration, people[9].id)
        judging.correct(iryna, Presence_.EXCUSED, "", actor="x", now=clock.now())
        judging.set_rules(
            session().get_one(Event, made.id), Thresholds(minutes_for_all=60), starts_at=None, ends_at=None, actor="x"
        )
    second = session().scalars(select(Slot.id).where(Slot.position == 1)).one()
    make_question(made, QuestionState.ANSWERED, side=Side.NRW, slot_id=second)
    session().rollback()
    return made


def _somebody(event: Event, given_name: str, place_key: str | None, **changes: Any) -> Registration:
    side = Side.DNIPROPETROVSK if (place_key or "").startswith("UA") else Side.NRW
    kept = {"topics": [], "attending_as": AttendingAs.REPRESENTATIVE} | changes
    later = {name: kept.pop(name) for name in ("topics", "attending_as")}
    made = make_registration(event, given_name=given_name, place_key=place_key, side=side, **kept)
    with transaction():
        one = session().get_one(Registration, made.id)
        one.topics, one.attending_as = later["topics"], later["attending_as"]
    return made


def _reported(event: Event, stays: list[tuple[Registration, list[tuple[int, int]]]]) -> None:
    """An applied report of the whole conference."""
    with transaction():
        run = ImportRun(event_id=event.id, state=RunState.APPLIED, timezone="UTC", platform=Platform.ZOOM)
        run.created_by, run.created_at, run.applied_at = "x", clock.now(), clock.now()
        run.covers_from, run.covers_until = START, START + timedelta(hours=2)
        session().add(run)
        session().flush()
        session().add(ImportFile(run_id=run.id, name="zoom.csv", layout="webinar", sha256="0" * 64))
        for number, (who, times) in enumerate(stays, start=1):
            row = ReportedPerson(run_id=run.id, number=number, name="x", role=Role.ATTENDEE, attended=True)
            row.decision, row.registration_id = Decision.SURE, who.id
            row.intervals = [(START + timedelta(minutes=at)).isoformat() for stay in times for at in stay]
            session().add(row)
        session().flush()
        counting.recount(event.id)


def told(event: Event, *options: str) -> dict[str, Any]:
    run = CliRunner().invoke(command, [event.slug, "--json", *options], catch_exceptions=False)
    found: dict[str, Any] = json.loads(run.output)
    return found


def test_whoever_has_a_municipality_represents_it_but_the_press_and_interpreters(event: Event) -> None:
    data = told(event)
    everybody, representatives = data["all"]["people"], data["all"]["representatives"]
    assert everybody == {
        "registered": 10, "withdrawn": 1, "confirmed": 8, "attended": 6, "in_part": 2, "excused": 1, "absent": 1,
        "not_recorded": 0, "to_be_decided": 0, "there_unconfirmed": 1,
    }  # fmt: skip
    assert (representatives["confirmed"], representatives["attended"], representatives["in_part"]) == (5, 3, 1)
    assert data["all"]["municipalities"] == {"invited": 2, "registered": 3, "confirmed": 3, "represented": 2}
    assert data["all"]["districts"] == {"invited": 1, "registered": 1, "confirmed": 0, "represented": 0}
    by = data["by"]
    assert [by["attending_as"][each]["representatives"]["attended"] for each in ("speaker", "press")] == [1, 0]
    assert by["attending_as"]["press"]["people"]["attended"] == 1
    assert by["regierungsbezirk_oblast"]["053"]["municipalities"]["represented"] == 1
    assert by["kreis_raion"]["05162"]["people"]["absent"] == 1
    assert by["size"]["from_500000"]["municipalities"]["represented"] == 2
    assert by["size"]["district"]["districts"]["represented"] == 0, "Uwe was there and had not confirmed"
    assert by["language"]["uk"]["people"]["attended"] == 2
    assert by["partnership"]["existing"]["municipalities"]["represented"] == 1
    assert [by["topic"][each]["people"]["attended"] for each in ("energy", "youth", "not_said")] == [1, 1, 5]
    assert data["total"]["attended"] == everybody["attended"]
    assert data["total"]["municipalities"] == data["all"]["municipalities"]["confirmed"]


def test_what_is_told_beside_the_groups(event: Event) -> None:
    make_event(slug="later", starts_at=START + timedelta(days=9), ends_at=START + timedelta(days=10))
    data = told(event)
    rules = data["rules"]
    assert (rules["minutes_to_count"], rules["minutes_for_all"], rules["nobody_reports"]) == (5, 60, "absent")
    assert [(file["name"], file["platform"]) for file in rules["files"]] == [("zoom.csv", "zoom")]
    curve = {point["at"][11:16]: point for point in data["presence"]["over_time"]}
    assert [curve[at]["people"] for at in ("08:00", "08:25", "08:55", "09:10", "09:30")] == [5, 4, 3, 3, 4]
    assert curve["08:25"]["nrw"] == 2  # who has two connections is one
    assert [slot["people"] for slot in data["presence"]["slots"]] == [5, 4]
    assert [slot["dnipropetrovsk"] for slot in data["presence"]["slots"]] == [2, 2]
    missing = data["not_represented"]["nrw"]
    assert (NEUSS in missing["municipalities"], missing["invited"]) == (True, [NEUSS, KREIS_WESEL])
    assert KREIS_WESEL not in missing["municipalities"]
    pairs = {pair["nrw"]: pair for pair in data["partnerships"]}
    assert pairs[KOELN]["both_represented"] is True
    assert (pairs[KOELN]["existed"], pairs[DUISBURG]["existed"]) == (False, True)
    assert pairs[DUISBURG]["both_represented"] is False
    assert data["questions"]["slots"]["1"]["answered"] == data["questions"]["states"]["answered"] == 1
    assert data["earlier"] == []
    assert data["published"]["representatives"] == {"registered": None, "confirmed": 5, "attended": None}
    assert data["published"]["municipalities"] == {
        "nrw": [KOELN], "dnipropetrovsk_by_raion": {DNIPRO_RAION: 1},
    }  # fmt: skip
    assert data["published"]["slots"] == [
        {"position": at, "people": None, "at_least": None} for at in (0, 1)
    ]  # three representatives
    assert data["published"]["size"] == {"from_500000": 1}  # that of Dnipro would name it


def test_a_snapshot_tells_yes_or_no_of_a_municipality_when_its_people_are_forgotten(event: Event) -> None:
    before = told(event, "--freeze")
    session().rollback()
    kept = session().scalars(select(Snapshot)).one()
    assert kept.data["municipalities"][KOELN] == {"invited": True, "registered": True, "represented": True}
    assert kept.data["municipalities"][NEUSS]["represented"] is False
    assert "places" not in kept.data
    assert not {"municipality", "kreis_raion"} & kept.data["by"].keys()
    assert kept.data["all"] == before["all"]
    assert "people" not in kept.data["by"]["regierungsbezirk_oblast"]["053"]  # Köln alone came from there
    assert "name" not in kept.data["rules"]["files"][0]
    later = make_event(slug="later", starts_at=START + timedelta(days=365), ends_at=START + timedelta(days=366))
    counted = told(later)["earlier"]
    with transaction():
        session().delete(session().get_one(Snapshot, kept.id))
    [fresh], [frozen] = told(later)["earlier"], counted
    assert (fresh.pop("frozen"), frozen.pop("frozen")) == (False, True)
    assert fresh == frozen
    assert fresh["all"] == {
        "registered": 10, "confirmed": 8, "attended": 6, "representatives": 3, "municipalities": 2, "again": 0,
    }  # fmt: skip
    assert told(later)["not_represented"] is None
    early = CliRunner().invoke(command, [make_event(slug="coming").slug, "--freeze"])
    assert isinstance(early.exception, DomainError)
    assert "after the end of the conference" in str(early.exception)


@pytest.mark.usefixtures("app")
def test_people_are_those_of_one_event_however_they_lie_among_others() -> None:
    few, many = make_event(), make_event(slug="many")
    for number, one in enumerate([few, *[many] * 6, few, many]):
        make_registration(one, given_name=f"Nr. {number}", topics=[Topic.ENERGY.value] * (number % 2))
    for one, people, topics in ((few, 2, [1, 1]), (many, 7, [3, 4])):
        found = counted.rows(counted.whole(one), shares=True)
        assert sum(row[5] for row in found) == figures.growth(one, 9)[-1].registered == people
        named = [6 + counted.SHARES.index((counted.Share.TOPIC, code)) for code in ("energy", "not_said")]
        assert [sum(row[at] for row in found) for at in named] == topics


def test_moments_are_counted_each_by_itself() -> None:
    moments = over_time.moments((START, START + timedelta(hours=4)), 120)
    assert (moments.every, moments.number) == (timedelta(minutes=2), 120)
    assert over_time.moments((START, START + timedelta(seconds=30)), 120).number == 1
    stays = {
        "1": [(-60, 120), (121, 239)],  # a moment is every two minutes; nobody is there in the second stay
        "2": [(0, 240)],
        "3": [(360, 99_999)],
        "4": [],
    }
    people, times = list(stays), [_kept(one) for one in stays.values()]
    assert over_time.count(people, times, moments)[:6] == [2, 1, 0, 1, 1, 1]
    again = [("2", [(120, 500)]), ("3", [(360, 361)]), ("4", [])]  # over a second connection
    people, times = people + [who for who, _stays in again], times + [_kept(one) for _who, one in again]
    assert over_time.count(people, times, moments)[:6] == [2, 1, 1, 2, 2, 1]
    assert over_time.count([], [], moments) == over_time.count(["4"], ["[]"], moments) == [0] * 120


def _kept(stays: list[tuple[int, int]]) -> str:
    return json.dumps([(START + timedelta(seconds=at)).isoformat() for stay in stays for at in stay])


@pytest.mark.parametrize(
    ("population", "expected"),
    [(None, "unknown"), (4_999, "below_5000"), (5_000, "from_5000"), (99_999, "from_20000"), (500_000, "from_500000")],
)
def test_sizes(population: int | None, expected: str) -> None:
    assert sizes.size(population) == expected


@pytest.mark.parametrize(
    ("since", "existed"), [("", None), ("2023", None), ("2022", True), ("2023-04-20", True), ("2023-04-21", False)]
)
def test_partnerships_as_far_as_their_beginning_is_known(since: str, *, existed: bool | None) -> None:
    assert partnerships.Pair("", "", "", since, "").existed_on(date(2023, 4, 20)) is existed


def test_known_partnerships_are_between_places_one_may_come_from(app: Flask) -> None:
    del app
    keys = {key for pair in partnerships.known() for key in (pair.nrw, pair.dnipropetrovsk)}
    found = session().scalars(select(Place).where(Place.key.in_(keys))).all()
    assert {place.key for place in found} == keys
    assert "05" not in keys
