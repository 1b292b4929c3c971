"""What the questions of feedback and their answers are called on pages and in files."""

from typing import Final

from webapp.core.i18n import lazy_gettext as _l
from webapp.feedback.models import Wanted

USEFUL: Final = {
    5: _l("5 – very useful"),
    4: _l("4 – useful"),
    3: _l("3 – partly useful"),
    2: _l("2 – hardly useful"),
    1: _l("1 – not useful"),
}
WANTED: Final = {
    Wanted.CONFERENCE: _l("another conference for all municipalities"),
    Wanted.TOPICS: _l("talks in small groups on single topics"),
    Wanted.PARTNERS: _l("getting to know possible partner municipalities"),
    Wanted.FUNDING: _l("information on funding"),
    Wanted.VISITS: _l("mutual visits"),
    Wanted.PROJECTS: _l("help with joint projects"),
}
