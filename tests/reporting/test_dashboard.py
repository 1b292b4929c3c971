"""The page of pictures says in a sentence, a picture and a table what figures.of() counted."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import NoReturn

import pytest
from factories import DNIPRO, KOELN, KREIS_WESEL, make_event, make_registration
from flask import Flask
from page import Client, Page
from tags import words

from webapp.attendance.models import Presence
from webapp.attendance.presence import State as Attended
from webapp.attendance.recognition.matches import How
from webapp.core.db import session, transaction
from webapp.core.drawing import NotDrawn
from webapp.core.i18n import speaking
from webapp.events.models import Event
from webapp.registration.models import Registration, Side, State
from webapp.reporting import findings, over_time, pictures
from webapp.reporting.figures import Count, Grown
from webapp.reporting.over_time import There

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


def _count(there: int = 0, **states: int) -> Count:
    people = Counter({State(name): number for name, number in states.items()})
    return Count(people=people, presence=Counter({Attended.ATTENDED: there}) if there else Counter())


@pytest.mark.parametrize(
    ("said", "de", "uk"),
    [
        (lambda: findings.funnel(_count()), "Noch hat sich niemand angemeldet.", "Ще ніхто не зареєструвався."),
        (
            lambda: findings.funnel(_count(confirmed=199, cancelled=1)),
            "99 % aller Anmeldungen sind bestätigt (199 von 200).",
            "Підтверджено 99% усіх реєстрацій (199 із 200).",
        ),
        (
            lambda: findings.funnel(_count(there=1, confirmed=1001)),
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
            f"Um {CLOCKS['de']} war die Teilnahme mit 5 Personen zugleich am höchsten.",
            f"Найбільше учасників і учасниць було о {CLOCKS['uk']}: одночасно 5 осіб.",
        ),
        (
            lambda: findings.districts([("A", 3), ("B", 1)]),
            "Die meisten bestätigten Anmeldungen kommen aus folgendem Gebiet: A (3 von 4).",
            "Найбільше підтверджених реєстрацій має територія: A (3 із 4).",
        ),
        (
            lambda: findings.districts([("A", 3), ("B", 3)]),
            "Kein Gebiet liegt allein vorn: Mehrere haben die meisten bestätigten Anmeldungen, je 3.",
            "Жодна територія не випереджає інші: кілька мають найбільше підтверджених реєстрацій, по 3.",
        ),
        (
            lambda: findings.map_of((396, 1, 0), has_attendance=False),
            "1 von 396 Kommunen ist angemeldet.",
            "Із 396 громад зареєстровано 1.",
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


def test_who_leaves_is_there_until_then() -> None:
    joined, left = Counter({1: 2, 3: 1}), Counter({3: 1, 4: 2})
    assert over_time.counted(joined, left, range(6)) == [0, 2, 2, 3, 2, 0]


@pytest.fixture
def event(app: Flask) -> Event:
    """Ended an hour ago: one of two from Köln was there for a quarter of an hour, one is of Kreis Wesel itself."""
    del app
    start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - timedelta(hours=3)
    made = make_event(starts_at=start, ends_at=start + timedelta(hours=2), registration_closes_at=start)
    there = make_registration(made, place_key=KOELN, side=Side.NRW)
    make_registration(made, place_key=KOELN, side=Side.NRW, given_name="Zwei")
    make_registration(made, State.PENDING, place_key=KREIS_WESEL, side=Side.NRW, given_name="Drei")
    make_registration(made, State.CANCELLED, place_key=DNIPRO, given_name="Vier")
    with transaction():
        session().add(_presence(there, start + timedelta(minutes=10), start + timedelta(minutes=24)))
    return made


def _presence(who: Registration, joined: datetime, left: datetime) -> Presence:
    return Presence(
        registration_id=who.id,
        event_id=who.event_id,
        state=Attended.IN_PART,
        how=How.EMAIL,
        first_joined_at=joined,
        last_left_at=left,
        certified=False,
    )


def _row(page: Page, table: str, name: str) -> list[str]:
    rows = [[words(cell) for cell in row("th", "td")] for row in page.all(f"#{table} tbody tr")]
    return next(row for row in rows if name in row[0])


def test_the_page_shows_what_was_counted(organiser: Client, event: Event) -> None:
    people = [one.people for one in over_time.presence(event)]
    assert people == [0, 0, 1, 1, 1, *([0] * 19)]
    page = organiser.get(f"/manage/events/{event.slug}/figures?lang=en")
    assert words(page.all(".chart__finding")[0]).startswith("50% of those confirmed attended")
    assert len(page.all("svg[role=img]")) == len(page.all(".chart")) == 6
    assert _row(page, "funnel-table", "confirmed")[1] == "2"
    assert _row(page, "map-nrw-table", "Cologne")[1:] == ["Cologne", "–", "0"]
    assert _row(page, "map-nrw-table", "Wesel")[1:] == ["–", "Kreis Wesel", "13"]
    assert "0 of 86 municipalities attended." in page.text
    assert _row(page, "districts-table", "Cologne")[1:] == ["2", "1"]
    for lang in ("de", "uk"):
        coarse = organiser.get(f"/manage/events/{event.slug}/figures?map=districts&lang={lang}")
        assert len(coarse.all("svg[role=img]")) == 6


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
