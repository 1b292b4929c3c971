"""How mails and their states are called on pages."""

from typing import Final

from webapp.core.i18n import lazy_gettext as _l
from webapp.core.mail import MailState

STATES: Final = {
    MailState.QUEUED: _l("waiting"),
    MailState.SENDING: _l("being sent"),
    MailState.SENT: _l("sent"),
    MailState.REFUSED: _l("refused by the other side"),
    MailState.FAILED: _l("given up after a day"),
}
KINDS: Final = {  #: of badges
    MailState.QUEUED: "info",
    MailState.SENDING: "info",
    MailState.SENT: "success",
    MailState.REFUSED: "danger",
    MailState.FAILED: "danger",
}
TEMPLATES: Final = {
    "registration_confirm": _l("Please confirm"),
    "registration_reminder": _l("Please confirm (reminder)"),
    "registration_known": _l("Already registered"),
    "registration_done": _l("You are registered"),
    "registration_changed": _l("Registration changed"),
    "registration_cancelled": _l("Registration withdrawn"),
    "registration_handed_over": _l("Registration handed over"),
    "registration_links": _l("Personal links"),
    "registration_take_over": _l("Please take over a registration"),
    "registration_waiting": _l("On the waiting list"),
    "registration_offer": _l("Place offered"),
    "registration_lapsed": _l("Offered place not accepted"),
    "registration_undecided": _l("Waiting for a decision"),
    "registration_declined": _l("Registration declined"),
    "joining_day": _l("Reminder of the day before"),
    "joining_hour": _l("Last reminder, an hour before"),
    "joining_renewed": _l("New link to join"),
    "follow_up_attended": _l("Thanks after the conference"),
    "follow_up_missed": _l("Results for those who were not there"),
    "follow_up_answered": _l("Link to the answer, after the conference"),
}
