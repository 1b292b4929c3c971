"""What a personal link opens; a link that opens nothing gets a page that says why and what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

from webapp.core import tokens
from webapp.core.errors import Gone, NotThere
from webapp.core.i18n import lazy_gettext as _l
from webapp.registration import queries
from webapp.registration.mails import MANAGE
from webapp.registration.models import Registration

UNKNOWN = _l(
    "It may be incomplete, it was replaced by a newer one, or what it was for was taken back. "
    "Please open the latest mail you received, or have your personal link sent again on the page of the conference."
)
EXPIRED = _l("The conference is over, and with it the time in which this link could be used.")

ASK_AGAIN = _l("Personal links work for a limited time. Have a new one sent to you on the page of the conference.")


def open_link(purpose: str, token: str) -> Registration:
    """The registration with event and places. Raises NotThere or Gone."""
    with explaining(purpose):
        return queries.by_link(purpose, token)


def check_link(purpose: str, token: str) -> str:
    """Public id of the registration, for a verb that reads it again anyway. Raises NotThere or Gone."""
    with explaining(purpose):
        return queries.named_by_link(purpose, token)


@contextmanager
def explaining(purpose: str = "") -> Iterator[None]:
    """What is wrong with a link becomes NotThere or Gone, with words."""
    try:
        yield
    except tokens.LinkInvalid:
        raise NotThere(UNKNOWN, heading=_l("This link is not valid")) from None
    except tokens.LinkExpired:
        raise Gone(ASK_AGAIN if purpose == MANAGE else EXPIRED, heading=_l("This link has expired")) from None
