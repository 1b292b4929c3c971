"""Who attended, in part or not at all, by times, slots, interruptions and thresholds."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from attendance.test_intervals import INTERVALS, at, stretches
from hypothesis import given
from hypothesis import strategies as st

from webapp.attendance.heads import Connection, Heads, heads
from webapp.attendance.intervals import Interval, minutes, span
from webapp.attendance.presence import (
    Frame,
    Length,
    Seen,
    State,
    Thresholds,
    certified,
    closed,
    measure,
    slot_states,
    state,
)
from webapp.attendance.recognition.matches import How
from webapp.attendance.told import Line, Told

WINDOW = (at(0), at(120))
SLOTS = stretches((0, 30), (30, 60), (60, 120))
FRAME = Frame(WINDOW, SLOTS, covered=stretches((-10, 130)))
HALF = Thresholds(minutes_for_all=30, share_for_all=0.5)
FIVE = Thresholds()


def seen(*pairs: tuple[float, float], **more: Any) -> Seen:
    return Seen(stretches(*pairs), **more)


@pytest.mark.parametrize(
    ("person", "expected", "total"),
    [
        (seen((0, 120)), State.ATTENDED, 120),
        (seen((-30, 200)), State.ATTENDED, 120),  # came early, stayed on
        (seen((-30, 4)), State.ABSENT, 4),  # was there for the test of microphones
        (seen((0, 5)), State.ATTENDED, 5),
        (seen((0, 4.99)), State.ABSENT, 4.99),
        (seen((0, 3), (60, 63)), State.ATTENDED, 6),
        (seen((0, 3), (1, 4)), State.ABSENT, 4),  # two devices are not twice as long
        (seen(), State.ABSENT, 0),
        (seen((130, 200)), State.ABSENT, 0),
        (seen(gave_notice=True), State.EXCUSED, 0),
        (seen((0, 60), gave_notice=True), State.ATTENDED, 60),
        (seen(time_unknown=True), State.ATTENDED, None),
        (seen((0, 2), time_unknown=True), State.ATTENDED, 2),
        (seen(stated_minutes=47), State.ATTENDED, 47),
        (seen(stated_minutes=3), State.ABSENT, 3),
        (seen(stated_minutes=500), State.ATTENDED, 120),
    ],
)
def test_five_minutes_count(person: Seen, expected: State, total: float | None) -> None:
    measured = measure(person, FRAME)
    assert state(measured, FIVE) is expected
    assert measured.total.minutes == (None if total is None else pytest.approx(total))


@pytest.mark.parametrize(
    ("there", "expected"),
    [(120, State.ATTENDED), (60, State.ATTENDED), (59, State.IN_PART), (5, State.IN_PART), (4, State.ABSENT)],
)
def test_in_part(there: float, expected: State) -> None:
    assert state(measure(seen((0, there)), FRAME), HALF) is expected


def test_each_slot() -> None:
    measured = measure(seen((20, 31), (60, 120)), FRAME)
    assert [slot.minutes for slot in measured.slots] == [10, 1, 60]
    assert [slot.share for slot in measured.slots] == [pytest.approx(1 / 3), pytest.approx(1 / 30), 1]
    assert slot_states(measured, FIVE) == (State.ATTENDED, State.ABSENT, State.ATTENDED)
    assert slot_states(measured, HALF) == (State.IN_PART, State.ABSENT, State.ATTENDED)


def test_who_was_there_at_an_unknown_time_missed_no_slot() -> None:
    for person in (seen(time_unknown=True), seen((0, 30), time_unknown=True), seen(stated_minutes=90)):
        states = slot_states(measure(person, FRAME), FIVE)
        assert State.ABSENT not in states
        assert states[2] is State.NOT_RECORDED


def test_the_real_times_count_if_they_are_known() -> None:
    person = seen((0, 130))
    late = Frame((at(10), at(140)), SLOTS, covered=stretches((0, 140)))
    assert measure(person, late).total == Length(120, 130, excused=False)


def test_an_interruption_counts_neither_for_nor_against() -> None:
    outage = stretches((30, 110))
    cut_off = measure(seen((0, 30), excused=outage), FRAME)
    assert cut_off.total == Length(30, 40, excused=False)
    assert state(cut_off, HALF) is State.ATTENDED
    back = measure(seen((0, 120), excused=outage), FRAME)
    assert back.total == Length(40, 40, excused=False)
    assert slot_states(cut_off, FIVE) == (State.ATTENDED, State.EXCUSED, State.ABSENT)
    assert state(measure(seen(excused=stretches((-60, 200))), FRAME), FIVE) is State.EXCUSED
    assert state(measure(seen(excused=outage), FRAME), FIVE) is State.ABSENT


def test_a_threshold_longer_than_what_counts_asks_for_all_of_it() -> None:
    person = measure(seen((0, 3), excused=stretches((3, 120))), FRAME)
    assert state(person, FIVE) is State.ATTENDED
    assert slot_states(measure(seen((0, 120)), replace(FRAME, slots=stretches((0, 2)))), FIVE) == (State.ATTENDED,)


def test_what_no_report_covers_is_not_recorded() -> None:
    nothing = replace(FRAME, covered=())
    assert state(measure(seen(), nothing), FIVE) is State.NOT_RECORDED
    assert state(measure(seen(gave_notice=True), nothing), FIVE) is State.EXCUSED
    assert state(measure(seen(time_unknown=True), nothing), FIVE) is State.ATTENDED
    assert state(measure(seen(stated_minutes=40), nothing), FIVE) is State.ATTENDED
    assert measure(seen(stated_minutes=500), nothing).total.minutes == 120, "the conference was not longer"
    assert state(measure(seen((0, 60)), nothing), FIVE) is State.ATTENDED
    first_half = replace(FRAME, covered=stretches((-5, 60)))
    measured = measure(seen((0, 60)), first_half)
    assert measured.total == Length(60, 60, excused=False)
    assert slot_states(measured, FIVE) == (State.ATTENDED, State.ATTENDED, State.NOT_RECORDED)


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (seen((0, 120)), True),
        (seen((0, 60)), True),
        (seen((0, 59)), False),
        (seen(), False),
        (seen(stated_minutes=80), True),
        (seen(time_unknown=True), False),  # no hours could be stated
        (seen((0, 60), time_unknown=True), True),
        (seen((0, 20), excused=stretches((20, 110))), True),
    ],
)
def test_certificates_have_a_threshold_of_their_own(person: Seen, *, expected: bool) -> None:
    assert certified(measure(person, FRAME), Thresholds(certificate_minutes=20, certificate_share=0.5)) is expected


def test_open_ends() -> None:
    spans = [(None, at(10)), (at(20), at(30)), (at(50), None)]
    assert closed(spans, since=at(-5), until=at(120)) == (stretches((-5, 10), (20, 30), (50, 120)), False)
    assert closed([(at(20), at(10)), (at(30), at(40))], since=at(0), until=at(120)) == (stretches((30, 40)), True)
    assert closed([(None, None)], since=at(0), until=at(120)) == ((), True)
    assert closed([(at(130), None)], since=at(0), until=at(120)) == ((), True)


def test_the_night_of_the_clocks() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    window = (datetime(2023, 10, 29, 1, tzinfo=berlin), datetime(2023, 10, 29, 4, tzinfo=berlin))
    person = Seen(((window[0], datetime(2023, 10, 29, 2, 30, fold=1, tzinfo=berlin)),))
    assert measure(person, Frame(window, (window,), covered=(window,))).total == Length(150, 240, excused=False)


def test_nobody_is_absent_who_may_be_somebody_to_be_decided() -> None:
    def judged(person: Seen, frame: Frame = FRAME, thresholds: Thresholds = FIVE) -> State:
        return state(measure(person, frame), thresholds)

    assert judged(seen(undecided=True)) is State.UNDECIDED
    assert judged(seen((0, 3), undecided=True)) is State.UNDECIDED
    assert judged(seen(undecided=True), replace(FRAME, covered=())) is State.UNDECIDED
    assert judged(seen((0, 60), undecided=True)) is State.ATTENDED
    assert judged(seen((0, 40), undecided=True), thresholds=HALF) is State.IN_PART
    assert judged(seen(gave_notice=True, undecided=True)) is State.EXCUSED
    assert judged(seen(excused=stretches((-60, 200)), undecided=True)) is State.EXCUSED
    assert State.ABSENT not in slot_states(measure(seen((0, 30), undecided=True), FRAME), FIVE)
    guessed = measure(seen(undecided=True), FRAME)
    assert {guessed.total.minutes, guessed.total.share, *(slot.minutes for slot in guessed.slots)} == {None}


@pytest.mark.parametrize("wrong", [{"minutes_to_count": -1}, {"share_for_all": 1.1}, {"certificate_share": -0.1}])
def test_thresholds_that_make_no_sense(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"minutes|share"):
        Thresholds(**wrong)


@given(INTERVALS, INTERVALS, INTERVALS)
def test_nobody_is_there_longer_than_it_lasts(
    there: list[Interval], covered: list[Interval], excused: list[Interval]
) -> None:
    frame = Frame(WINDOW, SLOTS, tuple(covered))
    measured = measure(Seen(tuple(there), excused=tuple(excused)), frame)
    assert measured.total.minutes is not None
    assert measured.total.minutes <= minutes(span(there)) + 1e-6
    assert 0 <= measured.total.minutes <= measured.total.of + 1e-6 <= minutes([WINDOW]) + 2e-6
    assert sum(slot.minutes or 0 for slot in measured.slots) == pytest.approx(measured.total.minutes)
    assert measure(Seen(tuple(there[::-1]) * 2, excused=tuple(excused)), frame) == measured
    assert replace(measured, intervals=()) == replace(
        measure(Seen(measured.intervals, excused=tuple(excused)), frame), intervals=()
    )


REPORT = st.lists(
    st.builds(lambda stay, minutes: (stay, minutes), st.none() | INTERVALS, st.none() | st.floats(0, 200)), max_size=4
)


@given(REPORT, st.lists(REPORT, max_size=2))
def test_the_same_report_in_another_format_changes_nothing(
    rows: list[tuple[list[Interval] | None, float | None]],
    others: list[list[tuple[list[Interval] | None, float | None]]],
) -> None:
    reports = list(enumerate([rows, *others]))
    told, again = Told(), Told()
    for number, report in reports:
        for stays, minutes_ in report:
            told.add(Line(number, stays or (), minutes_))
    for number, report in [*reports, (99, rows)]:
        for stays, minutes_ in report:
            again.add(Line(number, stays or (), minutes_))
    assert measure(again.seen(), FRAME) == measure(told.seen(), FRAME)
    assert again.how is told.how


def test_minutes_without_times_are_those_of_the_longest_report() -> None:
    told = Told()
    for line in (Line(1, (), 20, How.NAME), Line(1, (), 10, How.EMAIL), Line(2, (), 25, How.NAME)):
        told.add(line)
    assert told.seen() == Seen(stated_minutes=30)
    assert told.how is How.EMAIL
    told.add(Line(1, (), 28, How.CONFIRMED, shared=7))
    assert told.seen().stated_minutes == 30, "beside others at another connection is no further stay"


def test_several_people_behind_one_connection() -> None:
    hall = Connection(frozenset({"mayor", "secretary"}), place="05315000", said=8)
    own = Connection(frozenset({"mayor"}), place="05315000")
    room = Connection(frozenset(), place="UA12020010000033698", said=3)
    stranger = Connection(frozenset({"guest"}))
    assert heads([hall, own, room, stranger]) == Heads(
        places=frozenset({"05315000", "UA12020010000033698"}),
        people=frozenset({"mayor", "secretary", "guest"}),
        unnamed=9,
    )
    assert heads([]) == Heads(frozenset(), frozenset(), 0)


def test_two_reports_of_one_room_tell_of_the_same_people() -> None:
    first = Connection(frozenset({"mayor"}), place="05315000", said=8, report=1)
    again = Connection(frozenset({"secretary"}), place="05315000", said=7, report=2)
    beside = Connection(frozenset(), place="05315000", said=3, report=2)
    assert heads([first, again]).unnamed == 6
    assert heads([first, again, beside]).unnamed == 8
    by_link = Connection(frozenset({"guest"}), said=4, report=1)
    assert heads([by_link, replace(by_link, report=2)]).unnamed == 3
