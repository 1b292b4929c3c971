"""The workbook's sheet of questions and experiences, and what its cover says about them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from webapp.core.books import Column, Sheet, Tone
from webapp.core.clock import BERLIN, KYIV
from webapp.core.db import session
from webapp.core.i18n import LANGUAGES
from webapp.core.i18n import lazy_gettext as _l
from webapp.events.models import Event, Slot, Speaker
from webapp.places.models import Place
from webapp.questions import words
from webapp.questions.lifecycle import State
from webapp.questions.models import Question, Visibility
from webapp.registration.models import Registration
from webapp.registration.words import SIDE
from webapp.reporting import place_columns, wording
from webapp.reporting.question_figures import QuestionCount, QuestionFigures
from webapp.reporting.wording import gettext as _
from webapp.reporting.wording import said

CHUNK: Final = 500
OF_AUTHOR: Final = (Registration.title, Registration.given_name, Registration.family_name)
TEXT_WIDTH: Final = 50  # characters
VISIBILITY: Final = {
    Visibility.SHOWN: _l("municipality, in Ukraine the raion"),
    Visibility.HIDDEN: _l("not for the public"),
    Visibility.UNLINKED: _l("nobody knows who asked"),
}
MERGED: Final = _l("merged with another one")
TONES: Final = {
    State.INBOX: Tone.FAIR,
    State.ANSWERED: Tone.GOOD,
    State.FOLLOW_UP: Tone.FAIR,
    State.DECLINED: Tone.QUIET,
}
EXPLAINED: Final = {
    State.INBOX: _l("No moderator has dealt with it yet."),
    State.PUBLISHED: _l("Everybody may read it and vote for it."),
    State.ON_SCREEN: _l("It was chosen for the screen of the conference."),
    State.ANSWERED: _l("It was answered during the conference, in writing, or both."),
    State.FOLLOW_UP: _l("It is to be answered after the conference."),
    State.DECLINED: _l("It is not taken up; the reason stands beside it."),
}
MERGED_EXPLAINED: Final = _l("It asks the same as the question whose number is given; votes count there, one a person.")


@dataclass(frozen=True, slots=True)
class _In:
    """A question's texts by language: the original counts for the language it was asked in."""

    lang: str

    def text(self, row: Question) -> str:
        if row.language == self.lang:
            return row.text
        return next((one.text for one in row.translations if one.language == self.lang), "")

    def answer(self, row: Question) -> str:
        return next((one.text for one in row.answers if one.language == self.lang), "")


def sheet(event: Event, directory: Mapping[str, Place]) -> Sheet[Question]:
    """One row a question or experience, by their numbers; also those merged into another."""
    columns = [*_asked(), *_author(directory), *_where(), *_votes(), *_handled(), *_answered()]
    about = _("One row a question or experience, with its votes and answers.")
    return Sheet(wording.title(_l("Questions")), "Questions", columns, _rows(event), about)


def numbers(counted: QuestionFigures) -> list[tuple[str, list[tuple[str, object]]]]:
    """Sections of the cover: all, and each side that asked anything."""
    sections = [(_("Questions"), _lines(counted.total))]
    for side, count in counted.sides.items():
        if count.asked or count.experiences:
            who = SIDE[side] if side else _l("region not known")
            sections.append((_("Questions: %(region)s", region=who), _lines(count)))
    return sections


def legend() -> list[tuple[str, object]]:
    states = [(words.STATE[state], explained) for state, explained in EXPLAINED.items()]
    return [(said(word), said(explained, "\n")) for word, explained in (*states, (MERGED, MERGED_EXPLAINED))]


def _lines(count: QuestionCount) -> list[tuple[str, object]]:
    return [
        (_("questions asked"), count.asked),
        (_("of them merged with another one"), count.merged),
        (_("open questions"), count.open),
        (_("answered questions"), count.answered),
        (_("of them answered live"), count.answered_live),
        (_("of them answered in writing"), count.answered_in_writing),
        (_("questions not taken up"), count.declined),
        (_("experiences shared"), count.experiences),
    ]


def _rows(event: Event) -> Iterator[Question]:
    found = (
        select(Question)
        .where(Question.event_id == event.id)
        .options(
            joinedload(Question.registration).load_only(*OF_AUTHOR, raiseload=True),
            joinedload(Question.merged_into).load_only(Question.number),
            joinedload(Question.slot).load_only(Slot.title),
            joinedload(Question.speaker).load_only(Speaker.name),
            selectinload(Question.translations),
            selectinload(Question.answers),
        )
        .order_by(Question.number)
    )
    with closing(session().scalars(found.execution_options(yield_per=CHUNK))) as rows:
        yield from rows


def _asked() -> list[Column[Question]]:
    texts = [
        Column(_("Wording: %(language)s", language=name), _In(lang).text, TEXT_WIDTH, wrap=True)
        for lang, name in LANGUAGES.items()
    ]
    return [
        Column(_("Number"), lambda row: row.number, 10),
        Column(_("Kind"), _word(words.KIND, lambda row: row.kind), 14),
        Column(_("Original"), lambda row: row.text, TEXT_WIDTH, wrap=True),
        Column(_("Original language"), lambda row: LANGUAGES.get(row.language, row.language), 16),
        *texts,
    ]


def _author(directory: Mapping[str, Place]) -> list[Column[Question]]:
    return [
        Column(_("Author"), _name, 28, wrap=True),
        Column(_("Shown to the public"), _word(VISIBILITY, lambda row: row.visibility), 24, wrap=True),
        *place_columns.columns(directory, lambda row: row.place_key),
        Column(_("Organisation"), lambda row: row.organisation, 28, wrap=True),
        Column(_("Region"), _word(SIDE, lambda row: row.side), 24),
    ]


def _name(row: Question) -> str:
    if row.visibility is Visibility.UNLINKED:
        return ""
    return row.registration.name if row.registration else row.author_name


def _where() -> list[Column[Question]]:
    return [
        Column(_("How it came in"), _word(words.CHANNEL, lambda row: row.channel), 24),
        Column(_("Asked (German time)"), lambda row: row.asked_at, 20, zone=BERLIN),
        Column(_("Asked (Ukrainian time)"), lambda row: row.asked_at, 20, zone=KYIV),
        Column(_("Part of the programme"), lambda row: row.slot.title.here if row.slot else "", 34, wrap=True),
        Column(_("Speaker"), lambda row: row.speaker.name.here if row.speaker else "", 24),
    ]


def _votes() -> list[Column[Question]]:
    return [
        Column(_("Votes"), lambda row: sum(row.votes.values()), 10),
        *(
            Column(_("Votes: %(region)s", region=word), _votes_of(side.value), 16, wrap=True)
            for side, word in SIDE.items()
        ),
    ]


def _word(of: Mapping[Any, object], code: Callable[[Question], object]) -> Callable[[Question], object]:
    """What a code is called, looked up once for all rows; nothing where there is none."""
    called = {one: said(word) for one, word in of.items()}
    return lambda row: called.get(code(row))


def _votes_of(side: str) -> Callable[[Question], object]:
    return lambda row: row.votes[side]


def _handled() -> list[Column[Question]]:
    merged, tones = said(MERGED), {said(words.STATE[state]): tone for state, tone in TONES.items()}
    state = _word(words.STATE, lambda row: row.state)
    return [
        Column(_("State"), lambda row: state(row) if row.merged_into_id is None else merged, 24, tones=tones),
        Column(_("Reason"), lambda row: row.decline_reason if row.state is State.DECLINED else "", 34, wrap=True),
        Column(_("Merged into number"), lambda row: row.merged_into.number if row.merged_into else None, 12),
        Column(_("Responsible for the answer"), lambda row: row.desk, 26, wrap=True),
        Column(_("Due"), lambda row: row.due_on, 14),
    ]


def _answered() -> list[Column[Question]]:
    texts = [
        Column(_("Answer: %(language)s", language=name), _In(lang).answer, TEXT_WIDTH, wrap=True)
        for lang, name in LANGUAGES.items()
    ]
    return [
        Column(_("Answered how"), _how, 24),
        Column(_("Answered by"), lambda row: row.answered_by, 26, wrap=True),
        Column(_("Answered (German time)"), _answered_at, 20, zone=BERLIN),
        Column(_("Answered (Ukrainian time)"), _answered_at, 20, zone=KYIV),
        *texts,
    ]


def _how(row: Question) -> str:
    """As the cover counts it: a draft is no answer yet, and what was merged was answered elsewhere."""
    if row.state is not State.ANSWERED or row.merged_into_id is not None:
        return ""
    if row.answered_live and row.public_answers:
        return _("live and in writing")
    if row.public_answers:
        return _("in writing")
    return _("live") if row.answered_live else ""


def _answered_at(row: Question) -> datetime | None:
    return row.answered_at
