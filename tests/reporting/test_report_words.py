"""What a report says in words: rough numbers are true, and a summary contradicts no annex."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from factories import KOELN
from hypothesis import given
from hypothesis import strategies as st

from webapp.core.i18n import LANGUAGES, speaking, texts
from webapp.events.models import Event
from webapp.reporting.report import drawn
from webapp.reporting.report.draft import summary, within
from webapp.reporting.report.facts import Facts
from webapp.reporting.report.rounding import marks, roughly

NOW: Final = datetime(2026, 3, 1, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "de", "uk", "en"),
    [
        (0, "0", "0", "0"),
        (4, "4", "4", "4"),
        (5, "fünf", "п’ять", "five"),
        (12, "zwölf", "дванадцять", "twelve"),
        (19, "19", "19", "19"),
        (20, "20", "20", "20"),
        (21, "über 20", "понад 20", "over 20"),
        (29, "knapp 30", "майже 30", "almost 30"),
        (76, "über 70", "понад 70", "over 70"),
        (97, "knapp 100", "майже 100", "almost 100"),
        (100, "100", "100", "100"),
        (112, "über 100", "понад 100", "over 100"),
        (149, "knapp 150", "майже 150", "almost 150"),
        (290, "knapp 300", "майже 300", "almost 300"),
        (1004, "über 1.000", "понад 1\N{NO-BREAK SPACE}000", "over 1,000"),
        (104_000, "über 100.000", "понад 100\N{NO-BREAK SPACE}000", "over 100,000"),
    ],
)
def test_a_number_is_told_roughly(number: int, de: str, uk: str, en: str) -> None:
    assert [roughly(number, language).text for language in LANGUAGES] == [de, uk, en]


@given(st.integers(0, 10**7), st.sampled_from(list(LANGUAGES)))
def test_what_is_told_roughly_is_true(number: int, language: str) -> None:
    told = roughly(number, language)
    if told.text.startswith(("über", "понад", "over")):
        assert told.number < number < marks(number)[1] <= 1.5 * told.number
    elif told.text.startswith(("knapp", "майже", "almost")):
        assert number < told.number <= 1.05 * number
    else:
        assert told.number == number
    assert roughly(number + 1, language).number >= told.number


def test_a_draft_is_short_enough_to_be_saved() -> None:
    parts = ["kurz", "lang " * 90, "länger " * 99]
    assert within(parts, 2000) == parts
    cut = within(parts, 300)
    assert len("\n\n".join(cut)) <= 300
    assert [cut[0], cut[1][-5:], cut[2][-7:]] == ["kurz", "lang…", "länger…"]


@pytest.mark.parametrize(
    ("attended", "nrw", "by_raion", "told"),
    [
        (0, [], {}, "Nach den vorliegenden Teilnahmeberichten war keine Kommune vertreten."),
        (0, [KOELN], {}, "Vertreten: 1 Kommune aus Nordrhein-Westfalen."),  # by a room
        (None, [KOELN], {}, "Vertreter*innen von Kommunen folgten der Einladung. Vertreten: "),
        (30, [KOELN], {}, "30 Vertreter*innen von Kommunen aus Nordrhein-Westfalen folgten"),
        (30, [KOELN], {"UA1202": 0}, "30 Vertreter*innen von Kommunen aus beiden Regionen folgten"),
        (30, [], {"UA1202": 0}, "30 Vertreter*innen von Kommunen aus der Oblast Dnipropetrowsk folgten der Einladung."),
        (30, [], {}, "30 Vertreter*innen von Kommunen folgten der Einladung."),
    ],
)
@pytest.mark.usefixtures("app")
def test_a_summary_contradicts_no_annex(attended: int | None, nrw: list[str], by_raion: Any, told: str) -> None:
    published = {
        "representatives": {"attended": attended},
        "municipalities": {"nrw": nrw, "dnipropetrovsk_by_raion": by_raion},
    }
    data = {"published": published, "questions": {"total": {"asked": 0}}}
    event = Event(title=texts(de="T"), starts_at=NOW, ends_at=NOW, slots=[])
    facts = Facts(event, is_over=True, recorded=True, data=data, directory={}, questions=[], experiences=[], left_out=0)
    with speaking("de"):
        assert summary(facts)[-1].startswith(told)


@pytest.mark.parametrize(("people", "highest"), [([5, 9, 7], True), ([5, None, 7], False), ([5, 9, None], False)])
@pytest.mark.usefixtures("app")
def test_the_highest_number_is_told_only_where_none_is_hidden(people: list[int | None], *, highest: bool) -> None:
    told = [{"at": (NOW + timedelta(minutes=number)).isoformat(), "people": one} for number, one in enumerate(people)]
    event = Event(title=texts(de="T"), starts_at=NOW, ends_at=NOW + timedelta(minutes=2), slots=[])
    data = {"published": {"over_time": told}}
    facts = Facts(event, is_over=True, recorded=True, data=data, directory={}, questions=[], experiences=[], left_out=0)
    with speaking("de"):
        found = drawn.curve(facts)
    assert found is not None
    assert ("am höchsten: 9 Personen" in found.caption) is ("am höchsten" in found.alt) is highest
