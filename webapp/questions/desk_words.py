"""What the desk calls its tabs, its steps and what was done."""

from typing import Any

from webapp.core.audit import ATTENDEE, COMMAND, PROGRAM
from webapp.core.i18n import LANGUAGES
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy_gettext as _l
from webapp.questions.desk_queries import Sort, Tab
from webapp.questions.history import Step
from webapp.questions.lifecycle import State
from webapp.questions.models import Kind
from webapp.questions.words import CHANNEL, KIND, STATE

TAB = {
    Tab.INBOX: _l("Inbox"),
    Tab.PUBLISHED: _l("Published"),
    Tab.ON_SCREEN: _l("For the screen"),
    Tab.FOLLOW_UP: _l("To be answered later"),
    Tab.ANSWERED: _l("Answered"),
    Tab.DECLINED: _l("Not taken up"),
    Tab.EXPERIENCES: _l("Experiences"),
    Tab.MERGED: _l("Merged"),
    Tab.ALL: _l("All"),
}
SORT = {
    Sort.NUMBER: _l("Earliest first"),
    Sort.NEWEST: _l("Latest first"),
    Sort.VOTES: _l("Votes, the regions in turn"),
}
VERB = {  #: on the buttons that lead to a state
    State.PUBLISHED: _l("Publish"),
    State.ON_SCREEN: _l("On the screen"),
    State.ANSWERED: _l("Answered live"),
    State.FOLLOW_UP: _l("Answer later"),
    State.DECLINED: _l("Do not take up"),
    State.INBOX: _l("Back to the inbox"),
}
TURN = {  #: on the button that makes it this
    Kind.EXPERIENCE: _l("Is an experience"),
    Kind.QUESTION: _l("Is a question"),
}
KEY = {  #: on the keyboard
    State.PUBLISHED: "p",
    State.ON_SCREEN: "s",
    State.ANSWERED: "a",
    State.FOLLOW_UP: "f",
    State.DECLINED: "d",
    State.INBOX: "i",
}
FIELD = {
    "slot_id": _l("part of the programme"),
    "speaker_id": _l("speaker"),
    "desk": _l("responsibility for the answer"),
    "due_on": _l("due date"),
    "language": _l("language of the original"),
    "kind": _l("question or experience"),
}
DONE = {
    "question.ask": _l("Received"),
    "question.take_back": _l("Taken back"),
    "question.hide_author": _l("Municipality hidden"),
    "question.move": _l("State"),
    "question.assign": _l("Assigned"),
    "question.turn": _l("Question or experience"),
    "question.translate": _l("Translated"),
    "question.remove_translation": _l("Translation removed"),
    "question.merge": _l("Merged into another question"),
    "question.unmerge": _l("Stands for itself again"),
    "question.take_in": _l("Another question was merged into this one"),
    "question.let_go": _l("A merged question was taken out again"),
    "question.answer": _l("Answer written"),
    "question.answer_live": _l("Answered live"),
    "question.finish": _l("Answer published"),
    "question.mail_answer": _l("Answer sent"),
    "question.send_again": _l("Corrected answer sent"),
    "question.reopen": _l("Answer taken back"),
}


def done(step: Step) -> str:
    """What was done, in words; codes that other parts of the program write stay as they are."""
    said = str(DONE.get(step.action, step.action))
    more = _more(step.details)
    return _("%(done)s: %(details)s", done=said, details=more) if more else said


def who(step: Step, named: dict[str, str]) -> str:
    if step.actor == ATTENDEE:
        return _("the person who asked")
    if step.actor == PROGRAM:
        return _("this service")
    if step.actor == COMMAND:
        return _("the command line")
    return named.get(step.actor) or _("somebody whose account was removed")


def _more(details: dict[str, Any]) -> str:
    if "from" in details and "to" in details:
        return f"{STATE[State(details['from'])]} → {STATE[State(details['to'])]}"
    if details.get("kind") in KIND:
        return str(KIND[details["kind"]])
    if "fields" in details:
        return ", ".join(str(FIELD.get(name, name)) for name in details["fields"])
    if "number" in details:
        return str(_("number %(number)s", number=details["number"]))
    if details.get("language") in LANGUAGES:
        return LANGUAGES[details["language"]]
    return str(CHANNEL.get(details.get("channel", ""), ""))
