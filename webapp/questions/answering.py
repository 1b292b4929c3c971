"""Verbs of answering in writing: draft, publish and mail, correct, take back.

Mark and mail are one transaction, so whatever is clicked twice or killed when, nobody gets an answer twice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from webapp.core import audit, clock, jobs, mail
from webapp.core.db import session, transaction
from webapp.core.errors import DomainError, Refused
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.jobs import job
from webapp.events.models import Event
from webapp.questions import answer_queries, keeping, mails
from webapp.questions.answer_queries import Asker
from webapp.questions.lifecycle import State, may_follow
from webapp.questions.models import Answer, Kind, Question

BATCH: Final = 25  #: questions of one transaction
EMPTY = _l("Write the answer in at least one language, or tick that it was answered live.")
MERGED = _l("This question was merged into another one. Answer that one.")
EXPERIENCE = _l("This is an experience to share, which needs no answer.")
DECLINED = _l("This question was not taken up. Put it back into the inbox first.")
NOT_ANSWERED = _l("An answer can be sent again only if its question counts as answered.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What organisers typed. A text that is empty takes the answer in this language away."""

    texts: Mapping[str, str]  #: by language
    answered_by: str
    answered_live: bool
    live_at: datetime | None = None  #: when, if somebody said so


def save(slug: str, public_id: str, version: int, written: Written, *, actor: str, now: datetime) -> Question:
    """Keep the answer, in whatever state the question is. Raises keeping.Stale."""
    question = _open(slug, public_id, version)
    changed = _keep_texts(question, written.texts, actor, now) + _keep_circumstances(question, written, now)
    if changed:
        keeping.changed(question, now)
        audit.record("question.answer", question.thing, actor=actor, details={"changed": changed})
    return question


def finish(slug: str, public_id: str, version: int, *, actor: str, now: datetime) -> int:
    """Publish the answer and write to all who asked and were not written to; the number of mails.

    A second time it does nothing and gives 0. Raises keeping.Stale, Refused without an answer.
    """
    question = _open(slug, public_id)
    in_writing = answer_queries.in_writing(question)
    waiting = [one for one in answer_queries.askers(question) if one.waits] if in_writing else []
    if answer_queries.published(question) and not waiting:
        return 0
    keeping.require(question, version)
    if not in_writing and not question.answered_live:
        raise Refused(EMPTY)
    if question.state is not State.ANSWERED and not may_follow(question.state, State.ANSWERED):
        raise DomainError(DECLINED)
    question.state, question.draft = State.ANSWERED, False
    question.answered_at = question.answered_at or now
    _send(question, waiting, now)
    keeping.changed(question, now)
    audit.record("question.finish", question.thing, actor=actor, details={"mails": len(waiting)})
    return len(waiting)


def send_again(slug: str, public_id: str, version: int, *, actor: str, now: datetime) -> int:
    """Write to those whose mail holds other words than the answer does now; a second time to nobody."""
    question = _open(slug, public_id)
    outdated = answer_queries.outdated(question, answer_queries.askers(question))
    if not outdated:
        return 0
    keeping.require(question, version)
    if not (answer_queries.published(question) and answer_queries.in_writing(question)):
        raise DomainError(NOT_ANSWERED)
    _send(question, outdated, now, corrected=True)
    keeping.changed(question, now)
    audit.record("question.send_again", question.thing, actor=actor, details={"mails": len(outdated)})
    return len(outdated)


def reopen(slug: str, public_id: str, version: int, to: State, *, actor: str, now: datetime) -> int:
    """Take the answer from the public, and back the mails that have not left; the number of those."""
    question = _open(slug, public_id)
    if question.state is to:
        return 0
    keeping.require(question, version)
    if question.state is not State.ANSWERED or not may_follow(question.state, to):
        raise keeping.Stale(keeping.STALE)
    question.state, question.draft = to, False
    if not question.answered_live:
        question.answered_at = None
    recalled = recall(question, now)
    keeping.changed(question, now)
    audit.record("question.reopen", question.thing, actor=actor, details={"state": to.value, "recalled": recalled})
    return recalled


def answer_live(slug: str, public_id: str, version: int, *, actor: str, now: datetime) -> None:
    """Somebody has just answered it in the conference; a second time it does nothing.

    What is written of an answer stays a draft until somebody publishes it.
    """
    question = _open(slug, public_id)
    if question.state is State.ANSWERED and question.answered_live:
        return
    keeping.require(question, version)
    if question.state is not State.ANSWERED and not may_follow(question.state, State.ANSWERED):
        raise DomainError(DECLINED)
    if question.state is not State.ANSWERED:
        question.draft = answer_queries.in_writing(question)
    question.state, question.answered_live = State.ANSWERED, True
    question.answered_at = question.answered_at or now
    keeping.changed(question, now)
    audit.record("question.answer_live", question.thing, actor=actor)


def send_all(event: Event, *, actor: str) -> int:
    """Have a worker mail every published answer to those who have not got it; the number of mails."""
    waiting = sum(left for _sent, left in answer_queries.by_language(event.id).values())
    if waiting:
        audit.record("question.mail_all", f"event {event.public_id}", actor=actor, details={"mails": waiting})
        jobs.enqueue(mail_finished, event_id=event.id, actor=actor)
    return waiting


@job
def mail_finished(event_id: int, actor: str) -> None:
    """In small batches, each of which is whole."""
    last = 0
    while last := _mail_batch(event_id, last, actor):
        pass


def _mail_batch(event_id: int, after: int, actor: str) -> int:
    """Row id of the last question of the batch; 0 if there was none."""
    now = clock.now()
    with transaction():
        questions = answer_queries.unsent(event_id, after, BATCH)
        families = answer_queries.families(questions)
        for question in questions:
            if waiting := [one for one in families[question.id] if one.waits]:
                _send(question, waiting, now)
                keeping.changed(question, now)
                audit.record("question.mail_answer", question.thing, actor=actor, details={"mails": len(waiting)})
    return questions[-1].id if questions else 0


def _open(slug: str, public_id: str, version: int | None = None) -> Question:
    """A question that can be answered, as it is now."""
    question = keeping.fresh(slug, public_id, version)
    if question.merged_into_id is not None:
        raise DomainError(MERGED)
    if question.kind is Kind.EXPERIENCE:
        raise DomainError(EXPERIENCE)
    return question


def _keep_texts(question: Question, texts: Mapping[str, str], actor: str, now: datetime) -> list[str]:
    """Names of what changed."""
    there = {answer.language: answer for answer in question.answers}
    changed = []
    for lang, text in texts.items():
        answer = there.get(lang)
        if text == (answer.text if answer else ""):
            continue
        changed.append(f"answer_{lang}")
        if answer is None:
            session().add(Answer(question_id=question.id, language=lang, text=text, by=actor, at=now))
        elif text:
            answer.text, answer.by, answer.at = text, actor, now
        else:
            session().delete(answer)
    return changed


def _keep_circumstances(question: Question, written: Written, now: datetime) -> list[str]:
    before = question.answered_by, question.answered_live, question.answered_at
    question.answered_by, question.answered_live = written.answered_by, written.answered_live
    if written.answered_live:
        usual = question.answered_at or min(now, question.event.ends_at)
        question.answered_at = written.live_at or usual
    elif question.state is not State.ANSWERED:
        question.answered_at = None
    after = question.answered_by, question.answered_live, question.answered_at
    names = ("answered_by", "answered_live", "answered_at")
    return [name for name, old, new in zip(names, before, after, strict=True) if old != new]


def _send(question: Question, people: Iterable[Asker], now: datetime, *, corrected: bool = False) -> None:
    for asker in people:
        mails.answered(asker, question, corrected=corrected)
        _mark(question, asker, now, now)


def _mark(question: Question, asker: Asker, mailed_at: datetime | None, now: datetime) -> None:
    for own in asker.questions:
        own.answer_mailed_at = mailed_at
        if own.id != question.id:  # whose change is counted once, at the end
            keeping.changed(own, now)


def recall(question: Question, now: datetime) -> int:
    """Mails that have not left; who got an earlier one keeps that mark."""
    family = answer_queries.askers(question)
    recalled = mail.recall(mails.TEMPLATE, [own.thing for asker in family for own in asker.questions])
    for asker in family:
        found = [recalled[own.thing] for own in asker.questions if own.thing in recalled]
        if found:
            _mark(question, asker, max((moment for moment in found if moment), default=None), now)
    return len(recalled)
