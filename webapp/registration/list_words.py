"""What organisers read about their lists: states, results, reasons, and the names of columns."""

from typing import Final

from webapp.core.i18n import lazy_gettext as _l
from webapp.registration.list_fields import FIELDS
from webapp.registration.list_models import ListState, RowResult, Stage
from webapp.registration.list_rows import Reason
from webapp.registration.words import FIELD

STATE: Final = {
    ListState.HELD: _l("being read"),
    ListState.REFUSED: _l("cannot be read"),
    ListState.COLUMNS: _l("columns to be checked"),
    ListState.CHECKED: _l("checked, nobody added yet"),
    ListState.RUNNING: _l("people are being added"),
    ListState.APPLIED: _l("people were added"),
    ListState.UNDONE: _l("undone"),
}
STAGE: Final = {
    Stage.JUDGED: _l("%(done)s of %(total)s rows checked"),
    Stage.KEPT: _l("%(done)s of %(total)s rows saved"),
}
RESULT: Final = {
    RowResult.FINE: _l("will be added"),
    RowResult.ADDED: _l("added"),
    RowResult.KNOWN: _l("registered already"),
    RowResult.REFUSED: _l("not added"),
    RowResult.UNDONE: _l("removed again"),
    RowResult.KEPT: _l("kept"),
}
BADGE: Final = {
    RowResult.FINE: "success",
    RowResult.ADDED: "success",
    RowResult.KNOWN: "info",
    RowResult.REFUSED: "danger",
    RowResult.UNDONE: "neutral",
    RowResult.KEPT: "warning",
}
REASON: Final = {
    Reason.NAME_MISSING: _l("The name is missing."),
    Reason.NAME_UNCLEAR: _l("It is not clear which part is the family name. Use two columns."),
    Reason.EMAIL_MISSING: _l("The e-mail address is missing."),
    Reason.EMAIL_INVALID: _l("The e-mail address is not in the correct format."),
    Reason.PLACE_MISSING: _l("Municipality and organisation are missing."),
    Reason.PLACE_UNKNOWN: _l("The municipality or district is not in the official directory, or several can be meant."),
    Reason.SIDE_MISSING: _l("The region of the organisation is missing."),
    Reason.TOO_LONG: _l("The name is too long."),
    Reason.TWICE: _l("The same person stands in this list twice."),
    Reason.REGISTERED: _l("This person is registered already."),
    Reason.SIMILAR: _l("Somebody with nearly the same name is registered with this e-mail address."),
    Reason.WITHDRAWN: _l("The registration of this person was withdrawn or handed over."),
    Reason.BLOCKED: _l("This e-mail address has asked us not to write to it."),
    Reason.SHORTENED: _l("A text is too long and will be shortened."),
    Reason.SEVERAL_ADDRESSES: _l("There are several e-mail addresses: the first one counts."),
    Reason.ROLE_UNKNOWN: _l("“Attending as” was not understood and is left out."),
    Reason.INTERPRETATION_UNKNOWN: _l("“Simultaneous interpretation” was not understood and is left out."),
    Reason.PARTNERSHIP_UNKNOWN: _l("“Municipal partnership” was not understood and is left out."),
    Reason.PARTNER_UNKNOWN: _l("The partner municipality is not in the official directory and is left out."),
    Reason.TOPICS_UNKNOWN: _l("Some topics were not understood and are left out."),
    Reason.REGISTRAR_INCOMPLETE: _l("Who registered this person is left out: both name and e-mail address are needed."),
}
OWN_COLUMN: Final = {
    "name": _l("Whole name"),
    "place_key": _l("Official key"),
    "language": _l("Language"),
}
COLUMN: Final = {one.name: OWN_COLUMN.get(one.name) or FIELD[one.name] for one in FIELDS}
