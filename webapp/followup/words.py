"""What the audiences of the mails after a conference are called."""

from typing import Final

from webapp.core.i18n import lazy_gettext as _l
from webapp.followup.models import Audience
from webapp.followup.queries import Held

AUDIENCE: Final = {
    Audience.ANSWERED: _l("Question answered in writing"),
    Audience.ATTENDED: _l("Attended"),
    Audience.MISSED: _l("Withdrawn or not there"),
}
ABOUT: Final = {
    Audience.ANSWERED: _l(
        "Whoever asked a question that was answered in writing; also those who attended. The mail leads to the answer "
        "and holds all that the thanks would say."
    ),
    Audience.ATTENDED: _l(
        "Thanks, slides, certificate of attendance and three questions of feedback, for all others who attended."
    ),
    Audience.MISSED: _l(
        "Whoever withdrew, was not there or got no place. The mail reproaches nobody, "
        "and tells nobody to have been absent."
    ),
}
HELD: Final = {
    Held.UNDECIDED: _l("wait for a decision about their attendance"),
    Held.NOT_RECORDED: _l("wait, since no report covers the conference"),
}
