"""What every form that changes a question carries: the version of the question that its page showed."""

from typing import Final

from wtforms.widgets import HiddenInput

from webapp.core.forms import LONGEST_NUMBER, BaseForm, Line
from webapp.questions.models import LONGEST_TEXT

NO_VERSION: Final = -1


class VersionForm(BaseForm):
    """For a click on one question; the value is text, as it comes from the page."""

    version = Line("", limit=LONGEST_TEXT, widget=HiddenInput())

    @property
    def seen(self) -> int:
        """What is no number is the version of nothing, so that it is refused as stale."""
        typed = self.version.data or ""
        return int(typed) if typed.isdecimal() and len(typed) <= LONGEST_NUMBER else NO_VERSION
