"""Forms of whoever asks: by the personal link, and as a stranger on the public page."""

import re
from typing import Any, ClassVar, Final

from webapp.core.forms import BaseForm, Choice, Line, Paragraph
from webapp.core.i18n import LANGUAGES, language
from webapp.core.i18n import lazy_gettext as _l
from webapp.events.models import Event
from webapp.questions.asking import Asked
from webapp.questions.models import LONGEST_TEXT, Channel, Kind, Visibility
from webapp.questions.words import KIND, VISIBILITY
from webapp.registration.forms import PlacedForm

BACK: Final = "join"  #: to the page behind the join link; from anywhere else one comes back to one's questions
#: Sentences without a space after the full stop go on with a capital, addresses do not.
LINK: Final = re.compile(
    r"(?i:https?:|www\.)|\S@\w|\w\.(?:com|org|net|info|biz|eu|de|ua|ru|io|me|ly|top|xyz|shop|site|online|link|click)\b"
)
CHOOSE = _l("Choose one of the options shown.")
NO_LINKS = _l("Please write without links and e-mail addresses.")


class QuestionForm(BaseForm):
    """What everybody says who asks."""

    kind = Choice(_l("What would you like to send?"), choices=KIND.items(), default=Kind.QUESTION.value, missing=CHOOSE)
    text = Paragraph(_l("Your question or experience"), limit=LONGEST_TEXT, missing=_l("Enter your question."))
    language = Choice(_l("Language in which you write"), choices=LANGUAGES.items(), default=language, missing=CHOOSE)
    visibility = Choice(
        _l("Who may know who asks?"), choices=VISIBILITY.items(), default=Visibility.SHOWN.value, missing=CHOOSE
    )

    @property
    def said(self) -> dict[str, Any]:
        """As fields of Asked; only after is_valid()."""
        return {
            "text": self.text.data,
            "language": self.language.data,
            "kind": Kind(self.kind.data),
            "visibility": Visibility(self.visibility.data),
        }


class OwnQuestionForm(QuestionForm):
    """By the personal link: also to a slot or a speaker, and from the page behind the join link."""

    about = Choice(_l("To whom, or about which part"), choices=())
    back = Choice("", choices=[(BACK, BACK)])

    def __init__(self, programme: Event | None = None, **more: Any) -> None:
        super().__init__(**more)
        slots = programme.slots if programme else []
        self.slots = {f"slot-{slot.position}": slot for slot in slots}
        self.speakers = {
            f"speaker-{slot.position}-{speaker.position}": speaker for slot in slots for speaker in slot.speakers
        }
        self.about.choices = [(code, code) for code in (*self.slots, *self.speakers)]

    def agrees(self) -> bool:
        if not self.back.errors:
            return True
        self.form_errors += self.back.errors  # it is no field that one could be led to
        self.back.errors = []
        return False

    @property
    def asked(self) -> Asked:
        """Without the registration; only after is_valid()."""
        slot, speaker = self.slots.get(self.about.data or ""), self.speakers.get(self.about.data or "")
        return Asked(
            **self.said,
            channel=Channel.LINK,
            slot_id=slot.id if slot else speaker.slot_id if speaker else None,
            speaker_id=speaker.id if speaker else None,
        )


class PublicQuestionForm(QuestionForm, PlacedForm):
    """By anybody; nothing that leads elsewhere may stand in it."""

    against_robots = True
    author_name = Line(_l("Your name"), limit=160, description=_l("Only the organisers see it."))
    placeless: ClassVar[Any] = _l(
        "Choose your municipality or district from the list, or enter an organisation. "
        "If nobody shall know who asks, choose that further up."
    )

    def agrees(self) -> bool:
        """Who wants to be unknown need not say from where."""
        linked = [field for field in (self.text, self.author_name, self.organisation) if LINK.search(field.data or "")]
        for field in linked:
            field.errors = [*field.errors, NO_LINKS]
        unlinked = self.visibility.data == Visibility.UNLINKED and not self.place.errors
        return (unlinked or super().agrees()) and not linked

    @property
    def asked(self) -> Asked:
        """Only after is_valid()."""
        if self.visibility.data == Visibility.UNLINKED:
            return Asked(**self.said, channel=Channel.PUBLIC)
        return Asked(**self.said, **self.whom, channel=Channel.PUBLIC, author_name=self.author_name.data or "")
