"""What the figures in a report are called."""

from typing import Final

from webapp.core.i18n import lazy_gettext as _l
from webapp.reporting.counting import sizes

GAPS: Final = _l(
    "Where the curve begins late, has a gap or ends early, the number is not shown, so that nobody can be identified."
)
NEARLY_ALL: Final = _l(
    "“At least” and the flat top of the curve: nearly all were there, and the exact number is not shown, so that "
    "nobody can tell who was missing."
)
HIDDEN: Final = _l("n/a")
SIZE: Final = {
    "below_5000": _l("fewer than 5,000 inhabitants"),
    "from_5000": _l("5,000 to 19,999 inhabitants"),
    "from_20000": _l("20,000 to 99,999 inhabitants"),
    "from_100000": _l("100,000 to 499,999 inhabitants"),
    sizes.LARGEST: _l("500,000 inhabitants or more"),
    sizes.UNKNOWN: _l("unknown"),
    "district": _l("Kreise"),
}
LANGUAGE: Final = {"de": _l("German"), "uk": _l("Ukrainian"), "en": _l("English")}  #: as the reader calls them
NOT_SAID: Final = _l("not said")
HIDDEN_WHY: Final = _l(
    "n/a: not shown, so that nobody can be identified. This applies to numbers from one to four, and to those from "
    "which these could be worked out."
)
WITHOUT_NAMES: Final = _l("Feedback was given without names, on a scale from 1 (not useful) to 5 (very useful).")
