"""Reads imports of questions: one, the latest, their entries; and whom and what entries are compared with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from webapp.core import names
from webapp.core.db import session
from webapp.core.errors import NotThere
from webapp.events.models import Event
from webapp.questions.askers import People, Person
from webapp.questions.import_models import ImportedQuestion, ImportState, Outcome, QuestionImport
from webapp.questions.models import Kind, Question
from webapp.registration.models import LEFT, Registration, State

SHOWN = 20
FEW_PEOPLE = 2_000  #: whose names take about a tenth of a second of CPU to compare with
GONE = (*LEFT, State.DECLINED)


@dataclass(frozen=True, slots=True)
class There:
    """A question that is there already."""

    id: int
    number: int
    text: str
    registration_id: int | None
    root: int  #: of which it counts as one


def one(slug: str, public_id: str) -> QuestionImport:
    """With its event. Raises NotThere, also for one of another event."""
    found = select(QuestionImport).join(QuestionImport.event)
    found = found.where(QuestionImport.public_id == public_id, Event.slug == slug)
    held = session().scalar(found.options(joinedload(QuestionImport.event)))
    if held is None:
        raise NotThere
    return held


def latest(event_id: int) -> Sequence[QuestionImport]:
    found = select(QuestionImport).where(QuestionImport.event_id == event_id)
    return session().scalars(found.order_by(QuestionImport.id.desc()).limit(SHOWN)).all()


def of_file(event_id: int, sha256: str) -> QuestionImport | None:
    """The latest import of the same bytes that is neither undone nor refused."""
    mine = QuestionImport.event_id == event_id, QuestionImport.sha256 == sha256
    found = select(QuestionImport).where(*mine, QuestionImport.state.not_in((ImportState.UNDONE, ImportState.REFUSED)))
    return session().scalar(found.order_by(QuestionImport.id.desc()).limit(1))


def counts(ids: Iterable[int]) -> dict[int, dict[Outcome, int]]:
    """How many entries of each import became what; only outcomes that occur."""
    wanted = list(ids)
    counted = select(ImportedQuestion.import_id, ImportedQuestion.outcome, func.count())
    counted = counted.where(ImportedQuestion.import_id.in_(wanted))
    found: dict[int, dict[Outcome, int]] = {key: {} for key in wanted}
    for key, outcome, number in session().execute(
        counted.group_by(ImportedQuestion.import_id, ImportedQuestion.outcome)
    ):
        found[key][outcome] = number
    return found


def rows(held: QuestionImport, outcomes: Iterable[Outcome] = tuple(Outcome)) -> Select[ImportedQuestion]:
    """With registration and question; to be paged by core.lists."""
    mine = ImportedQuestion.import_id == held.id, ImportedQuestion.outcome.in_(list(outcomes))
    found = select(ImportedQuestion).where(*mine)
    registration = joinedload(ImportedQuestion.registration).joinedload(Registration.place)
    return found.options(registration, joinedload(ImportedQuestion.question))


def all_rows(held: QuestionImport) -> Sequence[ImportedQuestion]:
    """In the order of the file."""
    return session().scalars(rows(held).order_by(ImportedQuestion.number)).all()


def written(held: QuestionImport) -> Sequence[str]:
    """Every time, as it is written."""
    found = select(ImportedQuestion.written).where(ImportedQuestion.import_id == held.id)
    return session().scalars(found.distinct()).all()


def of_question(question_id: int) -> Sequence[ImportedQuestion]:
    """Where a question came from, with the platform’s votes and answers as long as they are kept."""
    took = Outcome.ADDED, Outcome.MERGED, Outcome.KEPT
    found = ImportedQuestion.question_id == question_id, ImportedQuestion.outcome.in_(took)
    return session().scalars(select(ImportedQuestion).where(*found).order_by(ImportedQuestion.id)).all()


def people(event_id: int) -> People:
    """Those of a conference who have not left."""
    columns = (
        Registration.id,
        Registration.given_name,
        Registration.family_name,
        Registration.latin_name,
        Registration.email_key,
        Registration.public_id,
    )
    found = select(*columns).where(Registration.event_id == event_id, Registration.state.not_in(GONE))
    return People(
        Person(
            row.id,
            (f"{row.given_name} {row.family_name}", *filter(None, [row.latin_name])),
            frozenset([row.email_key]),
            row.public_id,
        )
        for row in session().execute(found.order_by(Registration.id))
    )


def are_many(event_id: int) -> bool:
    """Whether comparing names with these people takes longer than somebody waits."""
    some = select(Registration.id).where(Registration.event_id == event_id).limit(FEW_PEOPLE + 1).subquery()
    return (session().scalar(select(func.count()).select_from(some)) or 0) > FEW_PEOPLE


def public_ids(ids: Iterable[int]) -> dict[int, str]:
    """Of registrations."""
    found = select(Registration.id, Registration.public_id).where(Registration.id.in_(set(ids)))
    return {row.id: row.public_id for row in session().execute(found)}


def candidates(event_id: int, public_ids: Iterable[str]) -> dict[str, Registration]:
    """Those of them who have not left, with places."""
    mine = Registration.event_id == event_id, Registration.state.not_in(GONE)
    found = select(Registration).where(*mine, Registration.public_id.in_(set(public_ids)))
    return {row.public_id: row for row in session().scalars(found.options(joinedload(Registration.place)))}


def search(event_id: int, text: str, limit: int = 20) -> Sequence[Registration]:
    """Those of a conference who have not left, by name or address, for an author whom no suggestion fits."""
    words = names.key(text).split()
    if not words:
        return ()
    found = select(Registration).where(Registration.event_id == event_id, Registration.state.not_in(GONE))
    for word in words:
        found = found.where(Registration.search_key.contains(word, autoescape=True))
    wanted = found.options(joinedload(Registration.place)).order_by(Registration.sort_key)
    return session().scalars(wanted.limit(limit)).all()


def questions(event_id: int) -> list[There]:
    """All that was asked at a conference, but not what people share."""
    columns = Question.id, Question.number, Question.text, Question.registration_id, Question.merged_into_id
    found = select(*columns).where(Question.event_id == event_id, Question.kind == Kind.QUESTION)
    return [
        There(key, number, text, registration_id, merged or key)
        for key, number, text, registration_id, merged in session().execute(found.order_by(Question.number))
    ]
