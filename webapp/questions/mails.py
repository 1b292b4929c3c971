"""The mail that brings somebody the written answer, in that person's language, and a preview of it."""

from typing import Any, Final

from webapp.core import mail
from webapp.core.i18n import LANGUAGES, speaking
from webapp.core.links import public_url
from webapp.events import mails as events
from webapp.questions import answer_queries
from webapp.questions.answer_queries import Asker
from webapp.questions.models import Question
from webapp.registration.mails import manage_token, write_to
from webapp.registration.models import Registration

TEMPLATE: Final = "question_answered"


def answered(asker: Asker, question: Question, *, corrected: bool = False) -> None:
    """To one who asked it, or asked what was merged into it."""
    who = asker.registration
    assert who is not None  # noqa: S101 - only such an asker can be reached
    with speaking(who.locale):
        context = _about(asker, question, manage_token(who, question.event), corrected=corrected)
        write_to(who, TEMPLATE, about=asker.questions[0].thing, **context)


def preview(asker: Asker, question: Question, *, corrected: bool = False) -> tuple[str, str]:
    """Subject and text as this person would get them; no link in it opens anything, and nobody is named."""
    lang = _locale(asker.registration)
    with speaking(lang):
        context = _about(asker, question, mail.SAMPLE, corrected=corrected)
    return mail.preview(TEMPLATE, lang, **context)


def _locale(who: Registration | None) -> str:
    return who.locale if who else "de"


def _about(asker: Asker, question: Question, token: str, *, corrected: bool) -> dict[str, Any]:
    """What the person asked in the person's own words, what it was answered together with, and the answer."""
    lang, own, event = _locale(asker.registration), asker.questions[0], question.event
    answer = answer_queries.written(question).pick(lang)
    together = answer_queries.worded(question).pick(lang) if own.id != question.id else None
    return {
        "corrected": corrected,
        "question": own.text,
        "question_lang": own.language,
        "together": together.text if together else "",
        "together_lang": together.lang if together else lang,
        "answer": answer.text,
        "answer_lang": answer.lang,
        "answer_language": LANGUAGES[answer.lang] if answer.lang != lang else "",
        "answered_by": question.answered_by,
        "live": question.answered_live,
        "manage": public_url("own_questions.show", token=token),
        **events.about(event),
    }
