"""Both clocks in three languages through summer and winter time, and texts in the next best language."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import JSON

from webapp.core.clock import BERLIN, KYIV
from webapp.core.i18n import (
    Shown,
    Texts,
    TranslatedText,
    clocks,
    day,
    language_links,
    moment,
    moment_tag,
    ngettext,
    number,
    short_moment,
    speaking,
    texts,
)
from webapp.core.turn_words import progress
from webapp.registration.list_models import ListReading, Stage


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


pytestmark = pytest.mark.usefixtures("app")

ONE_TIME = {
    "en": "10:00 (German time) / 11:00 (Ukrainian time)",
    "de": "10:00 Uhr (deutsche Zeit) / 11:00 Uhr (ukrainische Zeit)",
    "uk": "10:00 (за часом Німеччини) / 11:00 (за київським часом)",
}
FROM_TO = {
    "en": "10:00 to 12:00 (German time) / 11:00 to 13:00 (Ukrainian time)",
    "de": "10:00 bis 12:00 Uhr (deutsche Zeit) / 11:00 bis 13:00 Uhr (ukrainische Zeit)",
    "uk": "з 10:00 до 12:00 (за часом Німеччини) / з 11:00 до 13:00 (за київським часом)",
}
NEXT_DAY = {
    "en": "23:30 (German time) / 00:30 on 4 December (Ukrainian time)",
    "de": "23:30 Uhr (deutsche Zeit) / 00:30 Uhr am 4. Dezember (ukrainische Zeit)",
    "uk": "23:30 (за часом Німеччини) / 4 грудня, 00:30 (за київським часом)",
}
DAY = {"en": "Thursday, 20 April 2023", "de": "Donnerstag, 20. April 2023", "uk": "четвер, 20 квітня 2023\u202fр."}


@pytest.mark.parametrize("lang", ["de", "uk", "en"])
def test_both_clocks_all_the_year(lang: str) -> None:
    for date in ("2023-04-20", "2026-12-03", "2026-03-29", "2026-10-25", "2027-03-28", "2028-02-29"):
        start, end = berlin(f"{date} 10:00"), berlin(f"{date} 12:00")
        with speaking(lang):
            assert clocks(start) == ONE_TIME[lang]
            assert clocks(start.astimezone(UTC), end.astimezone(UTC)) == FROM_TO[lang]


@pytest.mark.parametrize("lang", ["de", "uk", "en"])
def test_after_midnight_the_other_day_is_said(lang: str) -> None:
    with speaking(lang):
        assert clocks(berlin("2026-12-03 23:30")) == NEXT_DAY[lang]


@pytest.mark.parametrize("lang", ["de", "uk", "en"])
def test_day_and_moment(lang: str) -> None:
    with speaking(lang):
        when = berlin("2023-04-20 10:00")
        assert day(when) == DAY[lang]
        assert moment(when) == f"{DAY[lang]}, {ONE_TIME[lang]}"
        assert day(when, "uk") == DAY["uk"]


def test_the_day_is_the_german_one() -> None:
    midnight_in_kyiv = datetime(2026, 12, 3, 0, 15, tzinfo=KYIV)
    assert day(midnight_in_kyiv, "en") == "Wednesday, 2 December 2026"


def test_a_column_leaves_out_the_date_of_today_alone() -> None:
    today = berlin("2026-11-22 00:00").date()
    with speaking("de"):
        shown = [short_moment(berlin(f"2026-11-{at}"), today) for at in ("22 18:05", "21 18:05", "22 23:05")]
    assert shown == ["18:05 / 19:05", "21.11.2026, 18:05 / 19:05", "22.11.2026, 23:05 / 00:05"]


def test_the_hour_that_comes_twice_keeps_its_order() -> None:
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert clocks(first) == "02:30 (German time) / 03:30 (Ukrainian time)"
    assert clocks(second) == "02:30 (German time) / 03:30 (Ukrainian time)"
    assert moment_tag(first) != moment_tag(second)


def test_moment_tag_is_safe_and_machine_readable() -> None:
    tag = moment_tag(datetime(2026, 12, 3, 9, tzinfo=UTC))
    assert tag.startswith('<time datetime="2026-12-03T09:00:00+00:00">')


def test_speaking_ends_where_it_ends() -> None:
    with speaking("de"):
        with speaking("uk"):
            assert day(berlin("2023-04-20 10:00")) == DAY["uk"]
        assert day(berlin("2023-04-20 10:00")) == DAY["de"]
    assert day(berlin("2023-04-20 10:00")) == DAY["en"]


NEXT_BEST: list[tuple[Texts, str, Shown]] = [
    (texts(de="Köln", uk="Кельн", en="Cologne"), "uk", Shown("Кельн", "uk")),
    (texts(de="Köln", en="Cologne"), "uk", Shown("Cologne", "en")),
    (texts(uk="Самар"), "de", Shown("Самар", "uk")),
    (texts(de="Olpe"), "en", Shown("Olpe", "de")),
    (texts(), "de", Shown("", "de")),
]


def test_next_best_language_is_marked() -> None:
    for held, lang, shown in NEXT_BEST:
        assert held.pick(lang) == shown, held
        assert bool(held.pick(lang)) is bool(shown.text), held


def test_texts_are_kept_as_json() -> None:
    kind = TranslatedText()
    assert isinstance(kind.impl_instance, JSON)
    held = texts(de="Köln", uk="Кельн")
    dialect: object = None
    stored = kind.process_bind_param(held, dialect)  # type: ignore[arg-type]
    assert stored == {"de": "Köln", "uk": "Кельн"}
    assert kind.process_result_value(stored, dialect) == held  # type: ignore[arg-type]


def test_whatever_was_refused_the_other_languages_are_pages_that_can_be_opened(app: Flask) -> None:
    filled = {"<lang:lang>": "de", r"<int[^>]*>": "7", "<[^>]*>": "x"}
    only_post = 0
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()):
            continue
        path = rule.rule
        for variable, value in filled.items():
            path = re.sub(variable, value, path)
        with app.test_request_context(path, method="POST") as context:
            links = [address.partition("?")[0] for _code, _name, address in language_links()]
            assert context.url_adapter is not None
            for link in links:
                shown, _values = context.url_adapter.match(link, method="GET", return_rule=True)
                assert rule.rule.startswith(shown.rule.rstrip("/")), (rule.rule, link)
            only_post += links[0] not in {path, f"/de{path}"}
    assert only_post > 10  # the test would be blind


@pytest.mark.parametrize(("lang", "written"), [("de", "20.000"), ("uk", "20\u00a0000"), ("en", "20,000")])
def test_large_numbers_are_written_as_the_reader_does(lang: str, written: str) -> None:
    now = datetime.now(UTC)
    reading = ListReading(list_id=1, reader="x", stage=Stage.JUDGED, done=999, total=20_000, failed=False)
    reading.noted_at = now
    with speaking(lang):
        assert (number(20_000), number(-20_000), number(999), number("–")) == (written, f"-{written}", 999, "–")
        assert written in ngettext("%(num)s person", "%(num)s people", 20_000)
        told = progress(reading, {Stage.JUDGED: "%(done)s/%(total)s"}, now).text
    assert f"999/{written}" in told
