"""Verbs that make questions of the entries somebody picked, and take exactly these back again."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from webapp.core import audit
from webapp.core.dates import DateOrder
from webapp.core.db import session
from webapp.core.errors import DomainError
from webapp.core.held import held_in
from webapp.core.i18n import lazy_gettext as _l
from webapp.events.models import Event
from webapp.questions import alike, asking, import_holding, import_judging, keeping
from webapp.questions.asking import Asked
from webapp.questions.import_models import ImportedQuestion, ImportState, Outcome, QuestionImport, Reason
from webapp.questions.lifecycle import State
from webapp.questions.models import LONGEST_ANSWER, Answer, Channel, Question, Visibility, Vote
from webapp.questions.reading import times
from webapp.registration import judging, seats
from webapp.registration.letting_go import before_deleting
from webapp.registration.models import Side

LONGEST_NAME = 160  #: of a question’s author
WHICH_DAY = _l("Say first which day is meant.")


@dataclass(frozen=True, slots=True)
class Undone:
    removed: int
    kept: int


@dataclass(slots=True)
class _Taking:
    """What holds while the entries of one file are taken."""

    held: QuestionImport
    event: Event
    actor: str
    now: datetime
    asked: import_judging.Asked
    before: dict[str, Question] = field(default_factory=dict)  #: the first question of these words in the file
    of_person: dict[tuple[str, int], Question] = field(default_factory=dict)  #: by words and registration


def apply(public_id: str, *, actor: str, now: datetime) -> int:
    """Make questions of what was picked, all of them unread; how many. Raises DomainError if a day is to be named."""
    held = held_in(QuestionImport, public_id, ImportState.CHECKED)
    if held.asks_order:
        raise DomainError(WHICH_DAY)
    event = seats.locked(held.event_id)
    taking = _Taking(held, event, actor, now, import_judging.Asked.at(event.id))
    wanted = ImportedQuestion.import_id == held.id, ImportedQuestion.outcome != Outcome.REFUSED
    found = select(ImportedQuestion).where(*wanted).options(joinedload(ImportedQuestion.registration))
    places = _places({row.place for row in session().scalars(found) if row.place and row.registration_id is None})
    taken = sum(_take(row, taking, places) for row in session().scalars(found.order_by(ImportedQuestion.number)))
    held.state, held.applied_at = ImportState.APPLIED, now
    audit.record("question_import.apply", held.thing, actor=actor, details={"added": taken})
    return taken


def undo(public_id: str, *, actor: str, now: datetime) -> Undone:
    """Remove exactly the questions this import made, but for those that somebody has worked on since."""
    held = held_in(QuestionImport, public_id, ImportState.APPLIED)
    seats.locked(held.event_id)
    made = ImportedQuestion.import_id == held.id, ImportedQuestion.outcome.in_((Outcome.ADDED, Outcome.MERGED))
    found = select(ImportedQuestion).where(*made).options(joinedload(ImportedQuestion.question))
    rows = session().scalars(found.execution_options(populate_existing=True)).all()
    gone = _untouched([row.question for row in rows if row.question])
    removed = 0
    for row in rows:
        is_gone = row.question_id in gone
        row.outcome = Outcome.REMOVED if is_gone or row.question is None else Outcome.KEPT
        removed += is_gone
    for question in gone.values():
        audit.record("question.remove", question.thing, actor=actor)
    session().flush()
    session().execute(delete(Question).where(Question.id.in_(gone)).execution_options(synchronize_session=False))
    session().expire_all()
    keeping.seen_anew(held.event_id, now)
    held.state, held.undone_at = ImportState.UNDONE, now
    kept = sum(row.outcome is Outcome.KEPT for row in rows)
    audit.record("question_import.undo", held.thing, actor=actor, details={"removed": removed, "kept": kept})
    return Undone(removed, kept)


def _take(row: ImportedQuestion, taking: _Taking, places: dict[str, tuple[str, Side]]) -> bool:
    """Whether it became a question. What was asked meanwhile, or stands in the file before, is known by now."""
    words = alike.key(row.text)
    earlier = taking.before.get(words)
    if row.outcome is Outcome.KNOWN:
        row.question_id = row.question_id or (earlier.id if earlier else None)
        return False
    if row.outcome not in {Outcome.NEW, Outcome.MERGE}:
        return False
    same = taking.asked.same(words, row.registration_id)
    if same and same[0] is Outcome.KNOWN:
        row.outcome, row.question_id, row.reasons = Outcome.KNOWN, same[1], [Reason.SAME.value]
        return False
    if row.registration_id and (mine := taking.of_person.get((words, row.registration_id))):
        row.outcome, row.question_id, row.reasons = Outcome.KNOWN, mine.id, [Reason.TWICE.value]
        return False
    question = _ask(row, taking, places)
    if row.registration_id:
        taking.of_person[words, row.registration_id] = question
    into = row.question_id or (earlier.id if earlier and row.outcome is Outcome.MERGE else None)
    root = session().get(Question, into) if into else None
    if root is not None:
        question.merged_into_id = root.merged_into_id or root.id
    taking.before.setdefault(words, question)
    row.outcome = Outcome.MERGED if question.merged_into_id else Outcome.ADDED
    row.question_id = question.id
    session().flush()
    return True


def _ask(row: ImportedQuestion, taking: _Taking, places: dict[str, tuple[str, Side]]) -> Question:
    held, person = taking.held, row.registration
    place, side = places.get(row.place, (None, None))
    asked = Asked(
        text=row.text,
        language=alike.language(row.text),
        channel=Channel.PLATFORM if held.asked else Channel.CHAT,
        visibility=Visibility.UNLINKED if row.anonymous else Visibility.SHOWN,
        registration=person,
        author_name=row.name[:LONGEST_NAME],
        place_key=place,
        side=side,
    )
    question = asking.ask(held.event_id, asked, actor=taking.actor, now=taking.now)
    zone = ZoneInfo(held.timezone)
    day = import_holding.days(taking.event, held.timezone)[0]
    order = DateOrder(held.date_order or DateOrder.DAY_FIRST)
    question.asked_at = times.moment(row.written, order, zone, day) or taking.now
    question.state = State.INBOX  # nothing from elsewhere is public before somebody has read it
    _answer(question, row, taking)
    return question


def _answer(question: Question, row: ImportedQuestion, taking: _Taking) -> None:
    """The platform’s answers; the public reads them once a moderator calls the question answered.

    Without the names of who answered: on some platforms everybody may, and a participant’s name is never public.
    """
    question.answered_live = row.live
    texts = [reply["text"] for reply in row.replies.get("found", [])]
    if texts:
        text = "\n\n".join(texts)[:LONGEST_ANSWER]
        answer = Answer(
            question_id=question.id, language=alike.language(text), text=text, by=taking.actor, at=taking.now
        )
        session().add(answer)


def _places(told: Iterable[str]) -> dict[str, tuple[str, Side]]:
    """Key and side of the one place that each text can mean."""
    wanted = set(told)
    find = judging.place_finder() if wanted else None
    found = {text: find(text) for text in wanted} if find else {}
    return {text: (place[0], Side(place[1])) for text, place in found.items() if place}


def _untouched(questions: Sequence[Question]) -> dict[int, Question]:
    """By row id, those that nobody has worked on or voted for, and that nothing else was merged into."""
    free = {one.id: one for one in questions if one.version == 1 and one.state is State.INBOX}
    voted = set(session().scalars(select(Vote.question_id).where(Vote.question_id.in_(free))))
    free = {key: one for key, one in free.items() if key not in voted}
    merged = select(Question.id, Question.merged_into_id).where(Question.merged_into_id.in_(free))
    stays = {root for child, root in session().execute(merged) if child not in free}
    return {key: one for key, one in free.items() if key not in stays}


@before_deleting
def forget_asker(registrations: Collection[int], *, wholly: bool) -> None:
    """Questions of whoever is forgotten wholly stay, of nobody known: only imports name who never confirmed."""
    if wholly:
        mine = Question.registration_id.in_(registrations)
        session().execute(update(Question).where(mine).values(registration_id=None, place_key=None, side=None))
