"""What was just done with a question, as the address of the next page says it, with the way back."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from flask import request

from webapp.core.db import session
from webapp.core.errors import NotThere
from webapp.questions import history, merging, moderating, queries, turning
from webapp.questions.lifecycle import State
from webapp.questions.models import Question

NOTHING: Final[Mapping[str, Any]] = {}


class Kind(StrEnum):
    MOVED = "moved"
    MERGED = "merged"
    TURNED = "turned"  #: into an experience, or into a question
    UNMERGED = "unmerged"  #: has no way back but merging


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    question: Question
    kind: Kind
    before: State | None = None  #: of what was moved
    undoes: bool = False  #: it took a step back, so that the way back is to repeat that
    into: int | None = None  #: number of what it was merged into
    stays: Question | None = None  #: which that is


def asked_for(slug: str) -> Done | None:
    """What the address says was done last, unless somebody has changed that question since."""
    public_id, _dot, version = request.args.get("done", "").rpartition(".")
    if not public_id:
        return None
    try:
        question = queries.of_event(slug, public_id)
    except NotThere:
        return None
    return of(question) if str(question.version) == version else None


def of(question: Question) -> Done | None:
    """None if there is nothing that could be taken back or was taken apart."""
    last = history.last_of(question, (moderating.MOVE, *moderating.OTHER_STEPS, *merging.STEPS, turning.TURN))
    details = last.details if last else NOTHING
    if question.merged_into_id is not None:
        is_it = last is not None and last.action == merging.MERGE
        stays = session().get(Question, question.merged_into_id)
        return Done(question=question, kind=Kind.MERGED, into=details.get("number"), stays=stays) if is_it else None
    if last is not None and last.action == merging.UNMERGE:
        return Done(question=question, kind=Kind.UNMERGED)
    if last is not None and last.action == turning.TURN:
        return Done(question=question, kind=Kind.TURNED) if details["kind"] == question.kind else None
    step = moderating.last_step(question)
    if step is None:
        return None
    return Done(question=question, kind=Kind.MOVED, before=State(step["from"]), undoes=bool(step.get("undoes")))
