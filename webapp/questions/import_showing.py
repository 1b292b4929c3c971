"""What a page of entries shows: who may have asked, what nearly says the same, and why a file cannot be used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from webapp.core import unreadable
from webapp.core.dates import DateOrder
from webapp.core.grids import Unreadable
from webapp.core.i18n import day
from webapp.core.upload_forms import DayForm
from webapp.questions import import_holding, import_judging, import_queries
from webapp.questions.import_models import ImportedQuestion, ImportState, Outcome, QuestionImport
from webapp.questions.import_words import FLAW
from webapp.questions.models import Question
from webapp.questions.queries import loaded
from webapp.questions.reading import times
from webapp.questions.reading.found import Unusable
from webapp.registration.models import Registration


@dataclass(slots=True)
class Shown:
    """One entry with what somebody may choose for it."""

    row: ImportedQuestion
    asked_at: datetime | None = None
    people: list[Registration] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    search: str = ""  #: words by which its author was looked for
    found_nobody: bool = False


def sentence(error: Unreadable | Unusable) -> str:
    """In the present language."""
    return str(FLAW[error.flaw]) if isinstance(error, Unusable) else unreadable.sentence(error)


def day_form(held: QuestionImport) -> DayForm:
    form = DayForm()
    if held.asks_order:
        zone = ZoneInfo(held.timezone)
        found = times.readings(import_queries.written(held))
        form.date_order.choices = [
            (order.value, day(datetime(on.year, on.month, on.day, 12, tzinfo=zone))) for order, on in found.items()
        ]
    return form


def entries(held: QuestionImport, rows: Sequence[ImportedQuestion], searched: Mapping[int, str]) -> list[Shown]:
    """Suggestions only while somebody can still choose; `searched` are words for authors by number of the entry."""
    shown = [Shown(row, _asked_at(held, row)) for row in rows]
    open_ = [one for one in shown if one.row.outcome in import_holding.PICKABLE]
    if held.state is not ImportState.CHECKED or not open_:
        return shown
    told = [key for one in open_ for key in one.row.candidates or ()]
    candidates = import_queries.candidates(held.event_id, told) if told else {}
    taken = [one for one in open_ if one.row.outcome is not Outcome.LEFT]
    alike = import_judging.suggested([one.row.text for one in taken], held.event_id) if taken else {}
    ids = sorted({key for keys in alike.values() for key in keys})
    questions = {one.id: one for one in loaded(ids)} if ids else {}
    for one in open_:
        known = [one.row.registration] if one.row.registration else []
        found = [candidates[key] for key in one.row.candidates or () if key in candidates]
        one.people = known + [each for each in found if each.id != one.row.registration_id]
        target = [one.row.question] if one.row.question else []
        near = [questions[key] for key in alike.get(one.row.text, ()) if key in questions]
        one.questions = target + [each for each in near if each.id != one.row.question_id]
        if (words := searched.get(one.row.number)) and not one.row.anonymous:
            _look_for(one, words, held.event_id)
    return shown


def _look_for(one: Shown, words: str, event_id: int) -> None:
    found = import_queries.search(event_id, words)
    there = {each.id for each in one.people}
    one.people += [each for each in found if each.id not in there]
    one.search, one.found_nobody = words, not found


def _asked_at(held: QuestionImport, row: ImportedQuestion) -> datetime | None:
    if held.asks_order or not row.written:
        return None
    on = import_holding.days(held.event, held.timezone)[0]
    order = DateOrder(held.date_order or DateOrder.DAY_FIRST)
    return times.moment(row.written, order, ZoneInfo(held.timezone), on)
