"""What a personal link opens; a link that opens nothing gets a page that says why and what to do."""

from webapp.core import tokens
from webapp.core.errors import Gone, NotThere
from webapp.core.i18n import lazy_gettext as _l
from webapp.registration import queries
from webapp.registration.models import Registration

UNKNOWN = _l(
    "It may be incomplete, it was replaced by a newer one, or what it was for was taken back. "
    "Please open the latest mail you received, or have your personal link sent again on the page of the conference."
)
EXPIRED = _l("The conference is over, and with it the time in which this link could be used.")


def open_link(purpose: str, token: str) -> Registration:
    """Raises NotThere or Gone."""
    try:
        return queries.by_link(purpose, token)
    except tokens.LinkInvalid:
        raise NotThere(UNKNOWN, heading=_l("This link is not valid")) from None
    except tokens.LinkExpired:
        raise Gone(EXPIRED, heading=_l("This link has expired")) from None
