"""Whoever is matched is the right one: over hand-made pairs, over a made-up crowd, and without comparing everybody with everybody."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from random import Random, randrange

import pytest
from attendance.crowd import Crowd, crowd
from attendance.pairs import Pair, pairs
from hypothesis import given
from hypothesis import strategies as st

from webapp.attendance.readers.parsed import both_names
from webapp.attendance.recognition.matching import Candidate, How, Known, Match, Reason, Reported, alias_key, match

PAIRS = pairs()
MATCHES = {pair.line: pair.matched() for pair in PAIRS}
OLENA = Known("olena", "Олена", "Коваленко", emails=frozenset({"olena@dnipro.example"}), place="Дніпро Dnipro")
OLEH = Known("oleh", "Олег", "Коваленко", emails=frozenset({"oleh@dnipro.example"}), place="Дніпро Dnipro")
SABINE = Known("sabine", "Sabine", "Krause", emails=frozenset({"s.krause@koeln.example"}), place="Köln")
EVERYBODY = [OLENA, OLEH, SABINE]


def only(name: str, *known: Known, emails: tuple[str, ...] = (), link: str | None = None) -> Match:
    return match([Reported(1, name, emails=emails, link=link)], known or EVERYBODY)[0]


def test_the_benchmark_is_large_and_varied() -> None:
    assert len(PAIRS) >= 400
    assert len({pair.kind for pair in PAIRS}) >= 20
    assert min(Counter(pair.verdict for pair in PAIRS).values()) >= 50


def test_nobody_is_matched_who_is_not_meant() -> None:
    matched = [(pair, found) for pair in PAIRS if (found := MATCHES[pair.line].registration)]
    assert [pair.typed for pair, found in matched if pair.verdict != "sure" or found != pair.expected] == []


def test_whoever_is_meant_is_matched_or_offered() -> None:
    sure = [pair for pair in PAIRS if pair.verdict == "sure"]
    asked = [pair for pair in PAIRS if pair.verdict == "ask"]
    matched = [pair for pair in sure if MATCHES[pair.line].registration == pair.expected]
    offered = [pair for pair in asked if pair.expected in _offered(pair)]
    first = [pair for pair in offered if pair.expected == _offered(pair)[0]]
    print(
        f"{len(PAIRS)} pairs: {len(matched)} of {len(sure)} sure ones matched,"
        f" {len(offered)} of {len(asked)} doubtful ones offered, {len(first)} of them first"
    )
    assert len(matched) / len(sure) >= 0.97
    assert len(offered) / len(asked) >= 0.97
    assert len(first) / len(offered) >= 0.95
    assert [pair.typed for pair in sure if pair.expected not in _offered(pair)] == []


def _offered(pair: Pair) -> list[str]:
    return [one.registration for one in MATCHES[pair.line].candidates]


def test_the_order_of_registrations_does_not_matter() -> None:
    turned = {pair.line: match(pair.reported, pair.known[::-1])[0] for pair in PAIRS}
    assert {line: (one.registration, one.how) for line, one in turned.items()} == {
        line: (one.registration, one.how) for line, one in MATCHES.items()
    }


@pytest.mark.parametrize(
    ("reported", "how", "reason"),
    [
        (Reported(1, "Olena Kovalenko", link="olena"), How.JOIN_LINK, Reason.JOIN_LINK),
        (Reported(1, "Elena Kovalenko", emails=("Olena@Dnipro.example",)), How.EMAIL, Reason.EMAIL),
        (Reported(1, "olena@dnipro.example"), How.EMAIL, Reason.EMAIL),
        (Reported(1, "Dnipro – Olena Kowalenko (Guest)"), How.NAME, Reason.SAME_NAME),
    ],
)
def test_how_somebody_was_matched(reported: Reported, how: How, reason: Reason) -> None:
    assert match([reported], EVERYBODY) == [Match(1, "olena", how, (Candidate("olena", 100, reason),))]


@pytest.mark.parametrize("bracket", ["Köln", "Cologne", "Кельн", "Stadt Köln"])
def test_the_own_municipality_in_brackets_leaves_no_doubt(bracket: str) -> None:
    koeln = replace(SABINE, place="Köln Кельн Cologne")
    name = f"Sabine Krause ({bracket})"
    told = Reported(1, name, both_names(name))
    assert match([told], [koeln, OLENA])[0].registration == "sabine"
    [asked] = match([replace(told, other_names=("Sabine Krause", "Petro Zhuk"))], [koeln, OLENA])
    assert asked.registration is None


@pytest.mark.parametrize(
    ("name", "best"),
    [
        ("Elena Kovalenko", Candidate("olena", 97, Reason.GIVEN_NAME_VARIANT)),
        ("Olena Kovlaenko", Candidate("olena", 90, Reason.SPELLING)),
        ("Kovalenko", Candidate("olena", 72, Reason.FAMILY_NAME)),
        ("Olena", Candidate("olena", 44, Reason.GIVEN_NAME)),
        ("S. Krause", Candidate("sabine", 89, Reason.INITIAL)),
        ("Rathaus Köln", Candidate("sabine", 30, Reason.PLACE)),
    ],
)
def test_reasons_and_scores_of_suggestions(name: str, best: Candidate) -> None:
    found = only(name)
    assert (found.registration, found.how) == (None, How.NONE)
    assert (found.candidates[0].registration, found.candidates[0].reason) == (best.registration, best.reason)
    assert abs(found.candidates[0].score - best.score) <= 3


def test_evidence_that_does_not_decide_is_shown() -> None:
    assert only("Petro Zhuk", emails=("olena@dnipro.example",)).candidates[0] == Candidate("olena", 75, Reason.EMAIL)
    assert only("Petro Zhuk", link="olena").candidates[0] == Candidate("olena", 75, Reason.JOIN_LINK)
    shared = [replace(one, emails=frozenset({"rada@dnipro.example"})) for one in EVERYBODY]
    found = only("iPad", *shared, emails=("rada@dnipro.example",))
    assert {one.reason for one in found.candidates} == {Reason.SHARED_EMAIL}
    assert only("iPad", emails=("sabine.krause@web.example",)).candidates[0].reason is Reason.MAILBOX


def test_the_name_of_another_wins_over_the_link_in_the_suggestions() -> None:
    found = only("Sabine Krause", link="olena")
    assert [(one.registration, one.reason) for one in found.candidates] == [
        ("sabine", Reason.OTHER_LINK),
        ("olena", Reason.JOIN_LINK),
    ]


def test_an_alias_is_kept_as_it_is_looked_up() -> None:
    key = alias_key("2505445126_Dr. Kovalok Olenka (External)")
    assert key == "kovalok olenka"
    found = only("KOVALOK, Olenka", replace(OLENA, aliases=frozenset({alias_key("KOVALOK, Olenka")})))
    assert (found.registration, found.how) == ("olena", How.ALIAS)


def test_numbers_come_back_in_the_given_order() -> None:
    people = [Reported(7, "iPad"), Reported(3, "Sabine Krause"), Reported(5, "")]
    assert [one.number for one in match(people, EVERYBODY)] == [7, 3, 5]
    assert match([], EVERYBODY) == []
    assert match(people, []) == [Match(one.number, None, How.NONE, ()) for one in people]


@given(st.lists(st.text(max_size=60) | st.sampled_from([pair.reported[0].name for pair in PAIRS]), max_size=6))
def test_any_text_may_be_a_name(texts: list[str]) -> None:
    found = match([Reported(number, text, (text[::-1],), (text,)) for number, text in enumerate(texts)], EVERYBODY)
    assert [one.number for one in found] == list(range(len(texts)))
    assert all(0 <= candidate.score <= 100 for one in found for candidate in one.candidates)
    assert all(len(one.candidates) <= 3 for one in found)


def test_in_a_crowd_of_thousands_nobody_is_taken_for_another() -> None:
    seed = randrange(10**6)  # noqa: S311 - only names
    people = crowd(Random(seed), registered=5000, reported=5000)  # noqa: S311
    found = match(people.reported, people.known)
    wrong = [
        (people.reported[one.number].name, one.registration)
        for one in found
        if one.registration and people.truth.get(one.number) != one.registration
    ]
    unmistakable = _unmistakable(people)
    recall = sum(found[number].registration is not None for number in unmistakable) / len(unmistakable)
    print(f"seed {seed}: {len(unmistakable)} unmistakable by name, recall {recall:.3f}")
    assert wrong == []
    assert recall >= 0.95


def _unmistakable(people: Crowd) -> list[int]:
    """Numbers of those who came once, without an address, under a name that nobody else registered."""
    by_id = {one.registration: one for one in people.known}
    bearers = Counter((one.given_name, one.family_name) for one in people.known)
    times = Counter(people.truth.values())
    return [
        number
        for number, registration in people.truth.items()
        if times[registration] == 1
        and bearers[by_id[registration].given_name, by_id[registration].family_name] == 1
        and not people.reported[number].emails
    ]


def test_work_grows_with_the_size_and_no_faster() -> None:
    """In calls, which are the same on every machine; the bench prints what it really takes."""
    seed = randrange(10**6)  # noqa: S311 - only names
    print(f"seed {seed}")
    calls = []
    for size in (500, 2000):
        people = crowd(Random(seed), registered=size // 2, reported=size)  # noqa: S311
        with counted_calls() as counted:
            match(people.reported, people.known)
        calls.append(counted["calls"])
    assert calls[1] < 6 * calls[0]


@contextmanager
def counted_calls() -> Iterator[Counter[str]]:
    counted = Counter[str]()

    def count(_frame: object, event: str, _argument: object) -> None:
        if event in {"call", "c_call"}:
            counted["calls"] += 1

    sys.setprofile(count)
    try:
        yield counted
    finally:
        sys.setprofile(None)
