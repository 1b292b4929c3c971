"""What organisers read about workbooks that came back: states, fates, reasons, columns, and values."""

from collections.abc import Sequence
from typing import Any, Final

from webapp.attendance.presence import State
from webapp.attendance.words import PRESENCE
from webapp.core.i18n import language
from webapp.core.i18n import lazy_gettext as _l
from webapp.places import queries as places
from webapp.reporting.corrections.fields import HEADINGS, PLACE_NAME, Field
from webapp.reporting.corrections.models import BookState, Change, Fate, Reason, Stage

STATE: Final = {
    BookState.HELD: _l("being read"),
    BookState.REFUSED: _l("cannot be read"),
    BookState.CHECKED: _l("checked, nothing changed yet"),
    BookState.RUNNING: _l("corrections are being entered"),
    BookState.APPLIED: _l("corrections were entered"),
    BookState.UNDOING: _l("corrections are being undone"),
    BookState.UNDONE: _l("undone"),
}
STAGE: Final = {
    Stage.COMPARED: _l("%(done)s of %(total)s rows compared"),
    Stage.KEPT: _l("%(done)s of %(total)s corrections saved"),
}
FATE: Final = {
    Fate.CHANGE: _l("will be entered"),
    Fate.CONFLICT: _l("changed on both sides: stays as it is here"),
    Fate.TAKEN: _l("changed on both sides: the workbook counts"),
    Fate.REFUSED: _l("cannot be entered"),
    Fate.ENTERED: _l("entered"),
    Fate.KEPT: _l("left as it is here"),
    Fate.UNDONE: _l("undone"),
    Fate.STAYED: _l("not undone: changed here since"),
}
BADGE: Final = {
    Fate.CHANGE: "success", Fate.CONFLICT: "warning", Fate.TAKEN: "warning", Fate.REFUSED: "danger",
    Fate.ENTERED: "success", Fate.KEPT: "neutral", Fate.UNDONE: "neutral", Fate.STAYED: "warning",
}  # fmt: skip
REASON: Final = {
    Reason.TWICE: _l("Several rows of this person say different things."),
    Reason.SOMEBODY_ELSE: _l(
        "Family name and given name in this row are not those of this person, as happens when a sheet is sorted "
        "without its hidden columns. Download the workbook anew and correct it there."
    ),
    Reason.STATE_UNKNOWN: _l("This is no word for attendance. The first sheet of the workbook lists them all."),
    Reason.NOT_BY_HAND: _l("This comes of reports only. Enter whether the person attended, or gave notice."),
    Reason.NOTHING_BY_HAND: _l("Nothing is entered by hand here any more."),
    Reason.NOT_CONFIRMED: _l(
        "This registration is not confirmed. Attendance and its note are entered for confirmed registrations only."
    ),
    Reason.NOTE_ALONE: _l("A note needs an attendance. Enter in the same row whether the person attended."),
    Reason.PLACE_UNKNOWN: _l("The municipality or district is not in the official directory, or several can be meant."),
    Reason.PLACE_CONTRADICTS: _l("Name and official key do not belong together. Change both, or empty both."),
    Reason.PLACE_NEEDED: _l("Without an organisation a municipality or district is needed."),
    Reason.NOT_CALCULATED: _l(
        "The cell holds an error such as #N/A, or a formula without a result. Enter the value itself, or open the file "
        "in Excel or LibreOffice, correct the formula, save the file and bring it back."
    ),
    Reason.LETTERS_LOST: _l(
        "Letters were lost when the file was saved: question marks stand for them. Save it as a workbook, or as "
        "“CSV UTF-8”, and bring it back."
    ),
    Reason.TOO_LONG: _l("The text is too long."),
    Reason.SINCE: _l("It was changed here after the workbook was checked."),
    Reason.ALREADY: _l("It is so already."),
    Reason.STANDS_BY_HAND: _l("With the note the attendance counts as entered by hand: imports no longer change it."),
    Reason.NOTE_GOES: _l("The note goes with the attendance that was entered by hand."),
}
COLUMN: Final = {
    Field.ATTENDED: HEADINGS[Field.ATTENDED],
    Field.NOTE: HEADINGS[Field.NOTE],
    Field.PLACE: HEADINGS[PLACE_NAME],
    Field.OFFICE: HEADINGS[Field.OFFICE],
}
AS_REPORTED: Final = _l("what the reports say")
NOTHING: Final = "–"


def shown(changes: Sequence[Change]) -> dict[int, tuple[Any, Any]]:
    """What each was and is to be, in words, by its number."""
    keys = {key for one in changes if one.field is Field.PLACE for key in (one.before, one.after) if key}
    named = places.labels(keys, language())
    return {one.id: (_word(one, one.before, named), _after(one, named)) for one in changes}


def _after(change: Change, named: dict[str, Any]) -> Any:
    if change.fate is Fate.REFUSED and change.field is not Field.ATTENDED:
        return named.get(change.after) or change.after or NOTHING
    if change.field is Field.ATTENDED and not change.after and change.fate is not Fate.REFUSED:
        return AS_REPORTED
    return _word(change, change.after, named)


def _word(change: Change, value: str, named: dict[str, Any]) -> Any:
    if change.field is Field.PLACE:
        return named.get(value) or value or NOTHING
    if change.field is Field.ATTENDED and value in set(State):
        return PRESENCE[State(value)]
    return value or NOTHING
