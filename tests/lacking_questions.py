"""The questions and chats that the demo lacks, for every page of the site that shows some."""

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

from webapp.core.clock import BERLIN
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.questions import answering, asking, import_holding, import_judging, importing
from webapp.questions import keeping as keeping_questions
from webapp.questions.answering import Written
from webapp.questions.asking import Asked
from webapp.questions.import_models import QuestionImport
from webapp.questions.lifecycle import State as QuestionState
from webapp.questions.models import Channel, Question
from webapp.questions.models import Kind as QuestionKind
from webapp.questions.reading import files as questions
from webapp.questions.reading.found import Found
from webapp.registration.models import Registration


def chats(event: Event, person: Registration) -> dict[tuple[str, str], str]:
    """A saved chat to pick from, one that was taken up, and tables of which something has to be asked."""
    chat = f"10:05:45 From {person.given_name} {person.family_name} to Everyone:\n\tWie finden wir Partner?\n"
    chat += "10:06:00 From Gast to Everyone:\n\tHallo\n"
    with transaction():
        held = {
            "question_imports": _read(event, chat),
            "asked": _read(event, chat.replace("Partner", "Geld")),
            "unnamed": _read(event, "Alpha;Beta\nHallo;1\nWelt;2\n"),
            "days": _read(event, "Frage;Zeit\nWer kommt?;03/04/2021 10:00\n"),
        }
        importing.apply(held["asked"].public_id, actor="program", now=datetime.now(UTC))
    return {(name, "public_id"): one.public_id for name, one in held.items()}


def _read(event: Event, text: str) -> QuestionImport:
    found = questions.read(text.encode())
    judged = import_judging.judge(event.id, found) if isinstance(found, Found) else []
    upload = import_holding.Upload(
        file_name="chat.txt", sha256=sha256(text.encode()).hexdigest(), found=found, timezone=BERLIN.key
    )
    there = session().get_one(Event, event.id)
    return import_holding.hold(there, upload, judged, actor="program", now=datetime.now(UTC))


def on_the_list(event: Event, person: Registration, now: datetime) -> str:
    """Anybody may ask; one is published, one waits, one is shared. Public id of the published one."""
    with transaction():
        keeping_questions.board(event.id, now).takes_public = True
        made = {
            kind: asking.ask(event.id, asked, actor="program", now=now)
            for kind, asked in {
                "published": Asked(text="Wie beginnt eine Partnerschaft?", language="de", channel=Channel.PUBLIC),
                "waiting": Asked(text="Хто допоможе?", language="uk", channel=Channel.LINK, registration=person),
                "shared": Asked(
                    text="We rebuilt a school.", language="en", channel=Channel.ORAL, kind=QuestionKind.EXPERIENCE
                ),
            }.items()
        }
        made["published"].state = made["shared"].state = QuestionState.PUBLISHED
    return made["published"].public_id


def on_screen(event: Event, asker: Registration, now: datetime) -> Question:
    """For the screen, with a draft of an answer."""
    asked = Asked(
        text="Was kostet eine Partnerschaft im Jahr?", language="de", channel=Channel.LINK, registration=asker
    )
    made = asking.ask(event.id, asked, actor="attendee", now=now)
    made.state = QuestionState.ON_SCREEN
    texts = {"de": "Über das Verzeichnis.", "uk": "", "en": ""}
    written = Written(texts=texts, answered_by="Staatskanzlei", answered_live=False)
    answering.save(event.slug, made.public_id, made.version, written, actor="program", now=now)
    return made


def alike(event: Event, asker: Registration) -> Question:
    """One that asks much the same as another."""
    texts = ("Wie finden wir eine Partnerkommune?", "Wie können wir eine Partnerkommune finden?")
    now, asked = datetime.now(UTC), [Asked(text=one, language="de", channel=Channel.LINK) for one in texts]
    first, _second = [
        asking.ask(event.id, replace(one, registration=asker), actor="attendee", now=now) for one in asked
    ]
    return first
