"""Durations in every wording that platforms use."""

from datetime import time, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.attendance.readers.durations import minutes
from webapp.core.grids import Cell


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2 h 44 m", 164), ("1h 42m", 102), ("21m 30s", 21.5), ("30s", 0.5), ("3h", 180), ("1h 30s", 60.5), ("0s", 0),
        ("2 godz. 18 min 30 s", 138.5), ("1 godzina", 60), ("18 min. 30 sek.", 18.5),
        ("59 Min. 0 Sek.", 59), ("1 Std. 5 Min.", 65), ("1 Stunde und 5 Minuten", 65), ("2 Stunden", 120), ("1 Tag 2 Std.", 1560),
        ("1 hr 2 min", 62), ("2 hrs 1 min", 121), ("58 min", 58), ("42m", 42), ("12 mins", 12), ("1 hour, 5 minutes", 65),
        ("2 год 5 хв", 125), ("1 година 5 хвилин 30 секунд", 65.5), ("2 години", 120), ("1 г. 5 хв. 30 с", 65.5),
        ("1 ч 2 мин 30 с", 62.5), ("1 час 5 минут", 65), ("2 часа", 120),
        ("1 heure 2 minutes", 62), ("2 heures et 5 minutes", 125), ("1 hora 5 minutos", 65), ("2 horas y 5 minutos 30 segundos", 125.5),
        ("2 horas e 5 minutos", 125), ("1 ora 2 minuti 30 secondi", 62.5), ("2 uur 3 min", 123), ("2 timmar 3 min", 123),
        ("1 t 5 min", 65), ("1 sa 5 dk 30 sn", 65.5), ("1 hod. 5 min.", 65),
        ("1時間5分", 65), ("25 分", 25), ("1時間5分30秒", 65.5), ("1시간 2분 30초", 62.5), ("1小时5分钟", 65),
        ("32:14", 32 + 14 / 60), ("1:02:30", 62.5), ("00:00:30", 0.5), ("PT1H2M30S", 62.5), ("45", 45), ("45,5", 45.5), ("-178", -178),
        ("１時間５分", 65), ("1\u00a0234,0", 1234), ("1\u202f234", 1234), ("-1’234.5", -1234.5), ("1,234.5", 1234.5), ("1.234,5", 1234.5),
        (timedelta(hours=25), 1500), (time(1, 2, 30), 62.5), (20, 20), (20.5, 20.5),
    ],
)  # fmt: skip
def test_wordings(written: Cell, expected: float) -> None:
    assert minutes(written) == pytest.approx(expected)


@pytest.mark.parametrize(
    "written",
    [
        "", "Anna", "Anna 5", "5 Anna", "--", None, True, "10:00 AM", "12.03.2026", "5 %", "1h Anna",
        "030 123", "1 23,0", "1.234.5", "847 598 104",
    ],
)  # fmt: skip
def test_what_is_no_duration(written: Cell) -> None:
    assert minutes(written) is None


def test_a_bare_number_may_be_seconds() -> None:
    assert minutes("90", number=1 / 60) == 1.5


@given(st.integers(0, 40), st.integers(0, 59), st.integers(0, 59))
def test_parts_add_up(hours: int, mins: int, seconds: int) -> None:
    expected = hours * 60 + mins + seconds / 60
    for form in (
        "{}h {}m {}s",
        "{} Std. {} Min. {} Sek.",
        "{} год {} хв {} с",
        "{} godz. {} min {} s",
        "{:02}:{:02}:{:02}",
    ):
        assert minutes(form.format(hours, mins, seconds)) == pytest.approx(expected)


@given(st.text(max_size=30))
def test_any_text_is_a_duration_or_none(text: str) -> None:
    found = minutes(text)
    assert found is None or isinstance(found, float)


def test_what_is_too_long_for_a_duration_is_not_searched() -> None:
    began = process_time()
    assert minutes("1" * 100_000 + " ") is None
    assert minutes("1" * 100_000 + " x") is None
    assert process_time() - began < 1
