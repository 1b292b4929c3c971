"""Forms of answering and of the screen; each carries the version of the question that its page showed."""

from datetime import datetime, time
from typing import Any, Final

from wtforms.validators import ValidationError
from wtforms.widgets import HiddenInput

from webapp.core.clock import BERLIN
from webapp.core.forms import BaseForm, Choice, Line, Number, Paragraph, Tick
from webapp.core.i18n import LANGUAGES
from webapp.core.i18n import lazy_gettext as _l
from webapp.questions import answer_queries
from webapp.questions.answering import Written
from webapp.questions.lifecycle import State
from webapp.questions.models import LONGEST_ANSWER, Question
from webapp.questions.version_form import VersionForm

CLOCK: Final = "%H:%M"
MOST: Final = 999_999_999
BACK_TO: Final = {
    State.FOLLOW_UP: _l("To be answered later: only the organisers see it"),
    State.PUBLISHED: _l("Published without an answer"),
}


class AnswerForm(VersionForm):
    answer_de = Paragraph("Deutsch", limit=LONGEST_ANSWER)
    answer_uk = Paragraph("Українська", limit=LONGEST_ANSWER)
    answer_en = Paragraph("English", limit=LONGEST_ANSWER)
    answered_by = Line(
        _l("Answered by"),
        limit=160,
        description=_l(
            "Name or office as it may be shown to everybody, like “State Chancellery of North Rhine-Westphalia”."
        ),
    )
    answered_live = Tick(_l("answered live"), description=_l("It was answered orally during the conference."))
    live_at = Line(
        _l("At what time"),
        limit=5,
        description=_l(
            "German time on the day of the conference, like 11:20. If you leave it empty, the present time is taken."
        ),
    )

    def __init__(self, question: Question | None = None) -> None:
        super().__init__(data=stored(question) if question is not None else None)

    def validate_live_at(self, field: Any) -> None:
        if field.data and _clock(field.data) is None:
            raise ValidationError(_l("Enter a time like 11:20."))

    def written(self, starts_at: datetime) -> Written:
        told = _clock(self.live_at.data or "")
        day = starts_at.astimezone(BERLIN).date()
        return Written(
            texts={lang: self[f"answer_{lang}"].data or "" for lang in LANGUAGES},
            answered_by=self.answered_by.data or "",
            answered_live=bool(self.answered_live.data),
            live_at=datetime.combine(day, told, tzinfo=BERLIN) if told is not None else None,
        )


class ReopenForm(VersionForm):
    state = Choice(
        _l("State of the question afterwards"),
        choices=[(one.value, words) for one, words in BACK_TO.items()],
        missing=_l("Choose one."),
    )


class StandingForm(BaseForm):
    """Numbers of questions: the one that the screen shows, and the next in line."""

    at = Number("", least=1, most=MOST, widget=HiddenInput())
    then = Number("", least=1, most=MOST, widget=HiddenInput())

    @property
    def problem(self) -> object:
        """Its first error, for a page that has one line for it."""
        return next(iter([*self.form_errors, *(error for field in self for error in field.errors)]), None)


class ScreenForm(VersionForm, StandingForm):
    pass


class PauseForm(StandingForm):
    paused = Choice(
        _l("Presenter’s view"), choices=[("on", _l("Pause")), ("off", _l("Go on"))], missing=_l("Choose one.")
    )


def stored(question: Question) -> dict[str, Any]:
    """What is kept now, as the form shows it."""
    answers = answer_queries.written(question).by_language
    told = question.answered_at if question.answered_live else None
    return {
        "version": str(question.version),
        **{f"answer_{lang}": answers.get(lang, "") for lang in LANGUAGES},
        "answered_by": question.answered_by,
        "answered_live": question.answered_live,
        "live_at": f"{told.astimezone(BERLIN):{CLOCK}}" if told is not None and _is_on_the_day(question, told) else "",
    }


def _is_on_the_day(question: Question, moment: datetime) -> bool:
    return moment.astimezone(BERLIN).date() == question.event.starts_at.astimezone(BERLIN).date()


def _clock(text: str) -> time | None:
    try:
        return datetime.strptime(text, CLOCK).time()  # noqa: DTZ007 - a time of day
    except ValueError:
        return None
