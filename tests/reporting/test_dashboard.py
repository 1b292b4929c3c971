"""The page of pictures says in a sentence, a picture and a table what figures.of() counted."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NoReturn

import pytest
from factories import DNIPRO, KOELN, KREIS_WESEL, make_event, make_registration
from flask import Flask
from page import Client, Page
from tags import words

from webapp.attendance import counting
from webapp.attendance.models import Decision, ImportRun, ReportedPerson, RunState
from webapp.attendance.readers.reports import Platform, Role
from webapp.core import clock
from webapp.core.db import session, transaction
from webapp.core.drawing import NotDrawn
from webapp.core.i18n import speaking, texts
from webapp.events.models import Event, Slot, SlotKind
from webapp.invitations import inviting
from webapp.registration.models import Registration, Side, State
from webapp.reporting import findings, pictures
from webapp.reporting.counting import keeping
from webapp.reporting.counting.models import KeptFigures
from webapp.reporting.figures import Grown
from webapp.reporting.findings import Compared, There

DAY = date(2026, 3, 1)
CLOCKS = {
    "de": "12:05 Uhr (deutsche Zeit) / 13:05 Uhr (ukrainische Zeit)",
    "uk": "12:05 (за часом Німеччини) / 13:05 (за київським часом)",
}
NOON = datetime(2026, 3, 1, 11, tzinfo=UTC)


@pytest.fixture
def organiser(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("organiser")


@pytest.fixture
def speechless() -> Iterator[None]:
    """A context to speak in, without database."""
    with Flask("words").app_context():
        yield


def _funnel(registered: int = 0, confirmed: int = 0, attended: int | None = None) -> str:
    count = {"registered": registered, "confirmed": confirmed, "attended": attended or 0}
    return findings.funnel(count, has_attendance=attended is not None)


@pytest.mark.parametrize(
    ("said", "de", "uk"),
    [
        (_funnel, "Noch hat sich niemand angemeldet.", "Ще ніхто не зареєструвався."),
        (
            lambda: _funnel(14, 14, 12),
            "86 % der Personen mit bestätigter Anmeldung haben ganz oder zeitweise teilgenommen (12 von 14).",
            "Повну або часткову присутність зафіксовано для 86% осіб із підтвердженою реєстрацією (12 із 14).",
        ),
        (
            lambda: _funnel(200, 199),
            "99 % aller Anmeldungen sind bestätigt (199 von 200).",
            "Підтверджено 99% усіх реєстрацій (199 із 200).",
        ),
        (
            lambda: _funnel(1001, 1001, 1),
            "1 % der Personen mit bestätigter Anmeldung haben ganz oder zeitweise teilgenommen (1 von 1.001).",
            "Повну або часткову присутність зафіксовано для 1% осіб із підтвердженою реєстрацією (1 із 1 001).",
        ),
        (
            lambda: findings.growth([Grown(DAY + timedelta(n), n, 0) for n in (1, 2, 4)]),
            "Bis zum 03.03.2026 war mindestens die Hälfte aller Anmeldungen eingegangen.",
            "До 3 бер. 2026 р. включно надійшла щонайменше половина всіх реєстрацій.",
        ),
        (
            lambda: findings.presence([There(NOON, 2), There(NOON + timedelta(minutes=5), 5), There(NOON, 5)]),
            f"Um {CLOCKS['de']} war die Teilnahme am höchsten: 5 Personen gleichzeitig.",
            f"Найбільше учасників і учасниць було о {CLOCKS['uk']}: одночасно 5 осіб.",
        ),
        (
            lambda: findings.districts([("A", 3), ("B", 1)]),
            "Die meisten bestätigten Anmeldungen kommen aus folgendem Gebiet: A (3 von 4).",
            "Найбільше підтверджених реєстрацій: A (3 із 4).",
        ),
        (
            lambda: findings.districts([("A", 3), ("B", 3)]),
            "Kein Gebiet liegt allein vorn: Mehrere haben die meisten bestätigten Anmeldungen, je 3.",
            "Жодна територія не випереджає інші: кілька мають найбільше підтверджених реєстрацій, по 3.",
        ),
        (
            lambda: findings.compared(Compared(DAY, 9, 9, 112), Compared(DAY, 9, 9, 97), 60),
            "Vertreten waren 112 Kommunen, am 01.03.2026 waren es 97; bei beiden Konferenzen waren es 60.",
            "Було представлено 112 громад, 1 бер. 2026 р. – 97; на обох конференціях – 60.",
        ),
        (
            lambda: findings.map_of((396, 1, 0), has_attendance=False),
            "1 von 396 Kommunen ist angemeldet (auch unbestätigt).",
            "Із 396 громад зареєстровано 1 (також без підтвердження).",
        ),
        (
            lambda: findings.map_of((86, 9, 4), has_attendance=True),
            "4 von 86 Kommunen haben teilgenommen.",
            "Присутність зафіксовано для 4 із 86 громад.",
        ),
    ],
)
@pytest.mark.usefixtures("speechless")
def test_a_finding_is_one_sentence(said: Callable[[], str], de: str, uk: str) -> None:
    for lang, sentence in (("de", de), ("uk", uk)):
        with speaking(lang):
            assert " ".join(said().split()) == sentence


@pytest.fixture
def event(app: Flask) -> Event:
    """Ended an hour ago: one of two from Köln was there for a quarter of an hour, one is of Kreis Wesel itself."""
    del app
    start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=3)
    made = make_event(
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        registration_closes_at=start,
        title=texts(de="„Köln & Dnipro“ <b>🤝</b>", en="“Cologne & Dnipro” <b>🤝</b>"),
    )
    there = make_registration(made, place_key=KOELN, side=Side.NRW)
    make_registration(made, place_key=KOELN, side=Side.NRW, given_name="Zwei")
    make_registration(made, State.PENDING, place_key=KREIS_WESEL, side=Side.NRW, given_name="Drei")
    make_registration(made, State.CANCELLED, place_key=DNIPRO, given_name="Vier")
    with transaction():
        session().add(_slot(made, start))
        _report(made, there, start + timedelta(minutes=10), start + timedelta(minutes=24))
    return made


def _slot(event: Event, start: datetime) -> Slot:
    slot = Slot(event_id=event.id, position=0, kind=SlotKind.REPORT, title=texts(de="Bericht", uk="Доповідь"))
    slot.starts_at, slot.ends_at = start, start + timedelta(minutes=30)
    return slot


def _report(event: Event, who: Registration, joined: datetime, left: datetime) -> None:
    run = ImportRun(event_id=event.id, state=RunState.APPLIED, timezone="UTC", platform=Platform.ZOOM)
    run.created_by, run.created_at, run.applied_at = "x", clock.now(), clock.now()
    run.covers_from, run.covers_until = event.starts_at, event.ends_at
    session().add(run)
    session().flush()
    row = ReportedPerson(run_id=run.id, number=1, name="x", role=Role.ATTENDEE, attended=True)
    row.decision, row.registration_id = Decision.SURE, who.id
    row.intervals = [joined.isoformat(), left.isoformat()]
    session().add(row)
    session().flush()
    counting.recount(event.id)


def _row(page: Page, table: str, name: str) -> list[str]:
    rows = [[words(cell) for cell in row("th", "td")] for row in page.all(f"#{table} tbody tr")]
    return next(row for row in rows if name in row[0])


def test_the_page_shows_what_was_counted(organiser: Client, event: Event) -> None:
    address = f"/manage/events/{event.slug}/figures"
    page = organiser.get(f"{address}?lang=en")
    assert "“Cologne & Dnipro” <b>🤝</b>" in words(page.one("h1"))
    assert words(page.all(".chart__finding")[0]).startswith("50% of those confirmed attended")
    assert len(page.all("svg[role=img]")) == len(page.all(".chart")) == 6
    assert _row(page, "funnel-table", "confirmed")[1] == "2"
    assert _row(page, "presence-table", "1.")[2:] == ["1", "1"]
    assert "people who were there for at least 5 minutes" in words(page.one("#presence-table thead"))
    assert "only those count who were there for at least 5 minutes" in page.text
    told = {one["aria-label"].partition(". ")[0]: one["aria-label"] for one in page.all("svg[role=img]")}
    assert told["Presence during the conference"].endswith(
        "The table below has numbers for each part of the programme."
    )
    assert told["Map: North Rhine-Westphalia"].endswith("The table below names the municipalities that are registered.")
    assert told["By Regierungsbezirk and raion"].endswith("The table below has all numbers.")
    assert _row(page, "map-nrw-table", "Cologne")[1:] == ["Cologne", "–", "0"]
    assert _row(page, "map-nrw-table", "Wesel")[1:] == ["–", "Kreis Wesel", "13"]
    assert "0 of 86 municipalities attended." in page.text
    assert _row(page, "districts-table", "Cologne")[1:] == ["2", "1"]
    known = {"If-None-Match": page.response.headers["ETag"]}
    assert organiser.browser.get(f"{address}?lang=en", headers=known).status_code == 304
    make_registration(event, given_name="Fünf")
    assert organiser.browser.get(f"{address}?lang=en", headers=known).status_code == 200
    for lang, area in (("de", "districts"), ("uk", "regions")):
        coarse = organiser.get(f"{address}?map={area}&lang={lang}")
        assert len(coarse.all("svg[role=img]")) == 6


OWN = "thick border: the Kreis or raion itself is registered (also unconfirmed)"
IN_AREA = "at least one municipality of the area, or the Kreis or raion itself, attended"
OF_ALL = "number: municipalities of the area that attended, of all"
ALONE = "only registered (also unconfirmed)"


@pytest.mark.parametrize(
    ("area", "nrw", "dnipropetrovsk"),
    [
        ("municipalities", ["nobody registered", "attended", OWN], ["nobody registered"]),
        ("districts", ["nobody registered", ALONE, IN_AREA], ["nobody registered"]),
        ("regions", ["nobody registered", ALONE, IN_AREA, OF_ALL], ["nobody registered", OF_ALL]),
    ],
)
def test_a_legend_tells_what_is_on_its_map(
    organiser: Client, event: Event, area: str, nrw: list[str], dnipropetrovsk: list[str]
) -> None:
    page = organiser.get(f"/manage/events/{event.slug}/figures?map={area}&lang=en")
    for region, legend in (("nrw", nrw), ("dnipropetrovsk", dnipropetrovsk)):
        told = page.all(f"section[aria-labelledby=map-{region}] .legend li")
        assert [words(one) for one in told] == legend


def test_a_large_conference_is_drawn_from_what_the_worker_counted(
    organiser: Client, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MANY", 3)
    address = f"/manage/events/{event.slug}/figures?lang=en"
    assert "They are being counted now" in organiser.get(address).text
    keeping.keep_due()
    page = organiser.get(address)
    assert "the figures are counted in advance" in page.text
    assert _row(page, "funnel-table", "registrations (any state)")[1] == "4"
    assert "the figures are counted in advance" in organiser.get(f"/manage/events/{event.slug}/report?lang=en").text
    make_registration(event, given_name="Fünf")
    keeping.keep_due()  # too soon
    assert _row(organiser.get(address), "funnel-table", "registrations (any state)")[1] == "4"
    with transaction():
        session().get_one(KeptFigures, event.id).counted_at -= keeping.OFTEN
    keeping.keep_due()
    assert _row(organiser.get(address), "funnel-table", "registrations (any state)")[1] == "5"


def test_both_ways_say_which_registrations_they_count(organiser: Client, event: Event) -> None:
    make_registration(event, State.LAPSED, given_name="Spät")
    with transaction():
        inviting.mark(event.id, [KOELN], DAY, actor="x", now=clock.now())
    page = organiser.get(f"/manage/events/{event.slug}/figures?lang=en")
    assert _row(page, "funnel-table", "registrations (any state)")[1] == "5"
    assert "also withdrawn, declined and lapsed ones" in page.text
    assert "at least one registration that was not withdrawn and has not lapsed" in page.text


def test_a_conference_is_compared_with_those_before_it(organiser: Client, event: Event) -> None:
    first = make_event(slug="first", starts_at=event.starts_at - timedelta(days=9), ends_at=event.starts_at)
    for name in ("Eins", "Zwei"):
        make_registration(first, place_key=KOELN, side=Side.NRW, given_name=name)
    there = make_registration(first, place_key=DNIPRO)
    with transaction():
        _report(first, there, first.starts_at, first.ends_at)
    keeping.keep_due()
    page = organiser.get(f"/manage/events/{event.slug}/figures?lang=en")
    assert [words(cell) for cell in page.all("#compared-table tbody tr")[1]("td")] == ["3", "1", "1", "0"]
    assert "1 municipality was represented, 1 on" in page.text


def test_an_event_without_anybody_or_a_picture_has_its_page(organiser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object) -> NoReturn:
        raise NotDrawn("out of paper")

    monkeypatch.setattr(pictures, "_bars", refuse)
    page = organiser.get(f"/manage/events/{make_event().slug}/figures?lang=en")
    assert "Nobody has registered yet." in page.text
    assert "No registration from a municipality or district is confirmed yet." in page.text
    assert len(page.all("svg[role=img]")) == 2  # the maps
    assert page.text.count("The picture could not be drawn.") == 2
    assert _row(page, "funnel-table", "confirmed")[1] == "0"
