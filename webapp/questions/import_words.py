"""What moderators read about imports: states, outcomes, reasons, columns, and why a file cannot be used."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from webapp.core.held import counted
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.i18n import ngettext
from webapp.questions.import_models import ImportState, Outcome, QuestionImport, Reason, Stage
from webapp.questions.reading.found import Flaw, Left, Platform

STATE: Final = {
    ImportState.HELD: _l("being read"),
    ImportState.REFUSED: _l("cannot be read"),
    ImportState.COLUMNS: _l("columns to be named"),
    ImportState.CHECKED: _l("read, nothing taken up yet"),
    ImportState.APPLIED: _l("questions were taken up"),
    ImportState.UNDONE: _l("undone"),
}
STAGE: Final = {
    Stage.JUDGED: _l("%(done)s of %(total)s entries compared"),
    Stage.KEPT: _l("%(done)s of %(total)s entries saved"),
}
PLATFORM: Final = {
    Platform.ZOOM: "Zoom",
    Platform.TEAMS: "Microsoft Teams",
    Platform.WEBEX: "Webex",
    Platform.TABLE: _l("table"),
}
OUTCOME: Final = {
    Outcome.NEW: _l("will be taken up"),
    Outcome.MERGE: _l("will be merged"),
    Outcome.KNOWN: _l("there already"),
    Outcome.LEFT: _l("not chosen"),
    Outcome.REFUSED: _l("without a question"),
    Outcome.ADDED: _l("taken up"),
    Outcome.MERGED: _l("merged"),
    Outcome.REMOVED: _l("removed again"),
    Outcome.KEPT: _l("stays as it is"),
}
BADGE: Final = {
    Outcome.NEW: "success",
    Outcome.MERGE: "success",
    Outcome.ADDED: "success",
    Outcome.MERGED: "success",
    Outcome.KNOWN: "info",
    Outcome.REFUSED: "warning",
    Outcome.KEPT: "warning",
}
REASON: Final = {
    Reason.SAME: _l("The same question has been asked already."),
    Reason.TWICE: _l("The same text stands further up in this file."),
    Reason.SIMILAR: _l("Nearly the same has been asked already."),
    Reason.SHORTENED: _l("The text is too long and was shortened."),
    Reason.EMPTY: _l("There is no question in this row."),
    Reason.NO_QUESTION: _l("Does not look like a question."),
    Reason.SEVERAL: _l("It is not certain who asked."),
}
COLUMN: Final = {
    "question": _l("Question"),
    "name": _l("Whole name"),
    "given_name": _l("Given name"),
    "family_name": _l("Family name"),
    "email": _l("E-mail address"),
    "place": _l("Municipality or district"),
    "when": _l("Time of the question"),
    "answer": _l("Answer"),
    "answered_by": _l("Answered by"),
    "votes": _l("Votes"),
    "status": _l("State"),
    "type": _l("Question or answer"),
    "number": _l("Number of the question"),
}
FLAW: Final = {
    Flaw.NO_QUESTIONS: _l("The file can be read, but there is no question in it."),
    Flaw.ONLY_DIRECT: _l("The chat holds only messages to single people. These are never taken up."),
    Flaw.TOO_MANY: _l("The chat is too long. Divide it into several files."),
    Flaw.NO_COLUMN: _l("Choose the column of the question."),
}


def told(held: QuestionImport, counts: Mapping[Outcome, int]) -> tuple[Any, Any, str]:
    """Platform, state, and how many entries became what; neither is known before it is read."""
    if held.state in {ImportState.HELD, ImportState.REFUSED}:
        return "–", STATE[held.state], "–"
    return PLATFORM[held.platform], STATE[held.state], counted(counts, OUTCOME)


def left_out(counted: Mapping[str, int]) -> Iterable[str]:
    """A sentence for each kind of message that was not even shown."""
    if number := counted.get(Left.DIRECT):
        yield ngettext(
            "%(num)s message to a single person was left out and is not kept.",
            "%(num)s messages to single people were left out and are not kept.",
            number,
        )
    if number := counted.get(Left.REACTION):
        yield ngettext("%(num)s reaction was left out.", "%(num)s reactions were left out.", number)
    if number := counted.get(Left.EMPTY):
        yield ngettext("%(num)s empty message was left out.", "%(num)s empty messages were left out.", number)
