"""Writes down what was read of a report: its people, in pieces or at once, then what it is about."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, select

from webapp.attendance import decided_before
from webapp.attendance.intervals import span
from webapp.attendance.models import LONGEST_NAME, LONGEST_PLACE, Aside, Decision, ImportRun, ReportedPerson, RunState
from webapp.attendance.readers.reports import NotRead, Person, Report, Role, Warning_
from webapp.attendance.recognition.matches import Candidate, Match
from webapp.core import collecting, turns
from webapp.core.db import Model, session
from webapp.registration.models import Registration

LONGEST_ADDRESS = 254
SAME_NAME = 100  #: the score of a candidate
ASIDE_BY_ROLE = {Role.BOT: Aside.OTHER, Role.HOST: Aside.HOST, Role.INTERPRETER: Aside.INTERPRETER}
MATCHED = select(Registration.id).where(Registration.public_id == bindparam("matched")).scalar_subquery()
_TABLE = Model.metadata.tables[ReportedPerson.__tablename__]  # past the unit of work, which takes as long again
ADD = insert(_TABLE).values(registration_id=MATCHED)  # whoever was deleted meanwhile is to be decided


def keep(run: ImportRun, report: Report, matches: Sequence[Match]) -> None:
    """All of it; nothing counts before it is applied."""
    forget(run.id)
    for piece in turns.pieces(matches):
        people(run.id, report, piece)
    finish(run, report)


def forget(run_id: int) -> None:
    """What an earlier try wrote that came to no end."""
    session().execute(delete(ReportedPerson).where(ReportedPerson.run_id == run_id))


@collecting.held_back()
def people(run_id: int, report: Report, matches: Sequence[Match]) -> None:
    if not matches:
        return
    session().execute(ADD, [_row(run_id, report.people[one.number], one) for one in matches])


def finish(run: ImportRun, report: Report) -> None:
    """All of its people are written; what was decided about them before holds again."""
    run.decided_before = decided_before.take_up(run)
    run.state, run.problem, run.platform = RunState.READ, {}, report.platform
    run.title = report.meeting.title[:LONGEST_NAME]
    run.meeting_starts_at, run.meeting_ends_at = report.meeting.start, report.meeting.end
    covered = span(interval for person in report.people for interval in person.intervals)
    run.covers_from, run.covers_until = covered[0] if covered else (run.meeting_starts_at, run.meeting_ends_at)
    run.warnings = {"found": [_finding(one) for one in report.warnings]}
    run.not_read = {"found": [_finding(one) | {"cells": list(map(str, one.cells))} for one in report.not_read]}
    by_hash = {source.sha256: source for source in report.files}
    for file in run.files:
        if file.sha256 in by_hash:
            file.layout = by_hash[file.sha256].layout


def _row(run_id: int, person: Person, one: Match) -> dict[str, Any]:
    aside = _aside(person, one)
    decision = Decision.SURE if one.registration else Decision.ASIDE if aside else Decision.OPEN
    return {
        "run_id": run_id,
        "number": one.number + 1,
        "name": person.name[:LONGEST_NAME],
        "other_names": list(person.other_names),
        "place": person.place[:LONGEST_PLACE],
        "email": person.email[:LONGEST_ADDRESS],
        "other_emails": list(person.other_emails),
        "role": person.role,
        "attended": person.attended,
        "intervals": [moment.isoformat() for interval in person.intervals for moment in interval],
        "minutes": person.minutes,
        "how": one.how,
        "candidates": [_proposed(each) for each in one.candidates],
        "decision": decision,
        "aside": aside,
        "matched": one.registration,
    }


def _aside(person: Person, one: Match) -> Aside | None:
    """What somebody is beside the participants; not who has the name of a registration: interpreters register too."""
    same_name = any(each.score == SAME_NAME for each in one.candidates)
    if one.registration is not None or (same_name and person.role is not Role.BOT):
        return None
    return ASIDE_BY_ROLE.get(person.role)


def _proposed(one: Candidate) -> str:
    return f"{one.registration} {one.score} {one.reason.value}{' place' if one.place else ''}"


def _finding(one: Warning_ | NotRead) -> dict[str, Any]:
    return {"code": one.code.value, "file": one.file, "row": one.row, "details": one.details}
