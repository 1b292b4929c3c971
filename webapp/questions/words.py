"""What the codes of a question are called."""

from webapp.core.i18n import lazy_gettext as _l
from webapp.questions.lifecycle import State
from webapp.questions.models import Channel, Kind, Visibility

STATE = {
    State.INBOX: _l("not yet read"),
    State.PUBLISHED: _l("published"),
    State.ON_SCREEN: _l("for the screen"),
    State.ANSWERED: _l("answered"),
    State.FOLLOW_UP: _l("to be answered later"),
    State.DECLINED: _l("not taken up"),
}
BADGE = {State.INBOX: "warning", State.ON_SCREEN: "info", State.ANSWERED: "success", State.DECLINED: "danger"}
KIND = {Kind.QUESTION: _l("Question"), Kind.EXPERIENCE: _l("Experience")}
CHANNEL = {
    Channel.REGISTRATION: _l("with the registration"),
    Channel.LINK: _l("by the personal link"),
    Channel.PUBLIC: _l("on the public page"),
    Channel.ORAL: _l("orally"),
    Channel.PLATFORM: _l("in the meeting’s questions"),
    Channel.CHAT: _l("in the meeting’s chat"),
}
VISIBILITY = {
    Visibility.SHOWN: _l("Everybody may see where it comes from"),
    Visibility.HIDDEN: _l("Only the organisers know who asks"),
    Visibility.UNLINKED: _l("Nobody shall know who asks; then no answer can be sent either"),
}
