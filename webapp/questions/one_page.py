"""Draws the page of one question: its words in each language, where it belongs, what asks the same, its history."""

from typing import Any

from flask import render_template, request

from webapp.core import clock
from webapp.core.clock import BERLIN
from webapp.core.forms import BaseForm
from webapp.core.i18n import LANGUAGES
from webapp.events import queries as events
from webapp.questions import desk_pages, desk_queries, finding, history, just_done, moderating, queries
from webapp.questions.desk_forms import AssignForm, MoveForm, TranslationForm
from webapp.questions.lifecycle import PUBLIC
from webapp.questions.models import Question
from webapp.questions.version_form import VersionForm

LONGEST_TEXT = 100


def one(slug: str, public_id: str, refused: BaseForm | None = None) -> str:
    """`refused` is the form that was sent and not accepted; what was typed into it stays."""
    question = queries.of_event(slug, public_id)
    if isinstance(refused, VersionForm):  # what is sent next is made on what this page shows
        refused.version.data = str(question.version)
    event = events.event_with_programme(slug)
    steps = history.of_question(question)
    named = history.names_of([*(step.actor for step in steps), *(words.by for words in question.translations)])
    before, after = desk_queries.neighbours(question)
    text = request.args.get("find", "").strip()[:LONGEST_TEXT]
    today = clock.now().astimezone(BERLIN).date()
    return render_template(
        "questions/desk_one.html",
        event=event,
        question=question,
        form=refused,
        move=refused if isinstance(refused, MoveForm) else None,
        assign=refused if isinstance(refused, AssignForm) else AssignForm(event, question),
        desks=desk_queries.desks(event.id),
        translations=_translations(question, refused),
        find=text,
        alike=_alike(question, text),
        steps=steps,
        named=named,
        before=before,
        after=after,
        done=just_done.asked_for(slug),
        undoable=moderating.last_step(question),
        public=PUBLIC,
        **desk_pages.around([question], today),
    )


def next_of(question: Question) -> str | None:
    """Public id of the one to look at after this one, which left the inbox."""
    earlier, later = desk_queries.neighbours(question)
    return later or earlier


def _alike(question: Question, text: str) -> list[tuple[Question, int | None]]:
    """What may ask the same, with percent of likeness if it does so in like words."""
    if question.merged_into_id is not None:
        return []
    if text:
        return [(found, None) for found in finding.matching(question, text)]
    return finding.similar(question)


def _translations(question: Question, refused: BaseForm | None) -> list[tuple[str, Any, TranslationForm]]:
    """Language, the translation if there is one, and the form."""
    there = {words.language: words for words in question.translations}
    found = []
    for code in (code for code in LANGUAGES if code != question.language):
        if isinstance(refused, TranslationForm) and refused.language.data == code:
            form = refused
        else:
            text = there[code].text if code in there else ""
            told = {"version": str(question.version), "language": code, "text": text}
            form = TranslationForm(formdata=None, data=told)
        form.text.flags.required = code not in there or None  # what is there may be taken away
        found.append((code, there.get(code), form.at(code)))
    return found
