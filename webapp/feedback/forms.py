"""The three questions."""

from webapp.core.forms import BaseForm, Choice, Choices, Paragraph
from webapp.core.i18n import lazy_gettext as _l
from webapp.feedback.answering import Given
from webapp.feedback.models import LONGEST_TEXT, Wanted
from webapp.feedback.words import USEFUL, WANTED


class FeedbackForm(BaseForm):
    useful = Choice(
        _l("How useful was the conference for your work?"),
        choices=[(str(mark), words) for mark, words in USEFUL.items()],
        missing=_l("Choose a mark from 1 to 5."),
    )
    wanted = Choices(
        _l("What should come next?"),
        choices=[(one.value, words) for one, words in WANTED.items()],
        description=_l("You can choose several."),
    )
    text = Paragraph(
        _l("What else would you like to tell us?"),
        limit=LONGEST_TEXT,
        description=_l(
            "At most 1,000 characters. Please name nobody, neither yourself nor others, "
            "and no place that gives you away."
        ),
    )

    @property
    def given(self) -> Given:
        """Only after is_valid()."""
        return Given(
            useful=int(self.useful.data),
            wanted=[Wanted(one) for one in self.wanted.data or ()],
            text=self.text.data or "",
        )
