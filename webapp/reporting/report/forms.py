"""Forms of the report: its texts in one language, and finishing it."""

import re
from dataclasses import fields
from typing import Final

from wtforms.widgets import HiddenInput

from webapp.core.forms import LONGEST_NUMBER, BaseForm, Line, Paragraph, Tick
from webapp.core.i18n import lazy_gettext as _l
from webapp.reporting.report.making import Texts
from webapp.reporting.report.models import LONGEST_TEXT, LONGEST_TITLE

NO_VERSION: Final = -1
HASH: Final = re.compile(r"[0-9a-f]{64}")


class SeenForm(BaseForm):
    """With the version that its page showed."""

    version = Line("", limit=100, widget=HiddenInput())

    @property
    def seen(self) -> int:
        """What is no number is the version of nothing, so that it is refused as stale."""
        typed = self.version.data or ""
        return int(typed) if typed.isdecimal() and len(typed) <= LONGEST_NUMBER else NO_VERSION


class TextsForm(SeenForm):
    """With hashes of the draft that its page showed, so that only what differs from it is kept."""

    draft = Line("", limit=200, widget=HiddenInput())
    title = Line(_l("Title of the report"), limit=LONGEST_TITLE, missing=_l("Enter the title of the report."))
    summary = Paragraph(
        _l("Summary"),
        limit=LONGEST_TEXT,
        missing=_l("Enter the summary."),
        description=_l("Each line that is not empty becomes a paragraph."),
    )
    outlook = Paragraph(
        _l("Outlook"), limit=LONGEST_TEXT, description=_l("A section after the summary, if there is anything in it.")
    )
    fits = Tick(_l("I have compared the summary with the draft’s present text: it fits."))

    @property
    def texts(self) -> Texts:
        return Texts(self.title.data or "", self.summary.data or "", self.outlook.data or "")

    @property
    def seen_draft(self) -> dict[str, str]:
        """As Texts.hashes; what is none of ours is the draft of nothing, from which all differs."""
        names = [field.name for field in fields(Texts)]
        typed = (self.draft.data or "").split()
        known = len(typed) == len(names) and all(map(HASH.fullmatch, typed))
        return dict(zip(names, typed if known else [""] * len(names), strict=True))
