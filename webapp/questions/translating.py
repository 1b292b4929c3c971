"""Verb: put down a question's words in another language, by the human who translated them."""

from datetime import datetime

from webapp.core import audit
from webapp.core.db import session
from webapp.core.errors import Refused
from webapp.core.i18n import lazy_gettext as _l
from webapp.questions import keeping
from webapp.questions.models import Question, Translation

EMPTY = _l("Enter the translation.")
ORIGINAL = _l("The question was asked in this language.")


def translate(
    slug: str, public_id: str, language: str, text: str, *, version: int, actor: str, now: datetime
) -> Question:
    """New or corrected; an empty text takes a translation away. Raises Stale, and Refused for nothing to do."""
    question = keeping.fresh(slug, public_id, version)
    if language == question.language:
        raise Refused(ORIGINAL, "text")
    kept = next((one for one in question.translations if one.language == language), None)
    if not text and kept is None:
        raise Refused(EMPTY, "text")
    if kept is not None and kept.text == text:
        return question
    if not text:
        session().delete(kept)
    elif kept is None:
        row = Translation(question_id=question.id, language=language, text=text, by=actor, at=now)
        session().add(row)
    else:
        kept.text, kept.by, kept.at = text, actor, now
    keeping.changed(question, now)
    verb = "question.translate" if text else "question.remove_translation"
    audit.record(verb, question.thing, actor=actor, details={"language": language})
    return question
