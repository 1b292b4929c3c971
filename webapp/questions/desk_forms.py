"""Forms of the desk. Each that changes a question carries the version that its page showed."""

from typing import Any, Final, Self

from webapp.core.forms import LONGEST_NUMBER, BaseForm, Choice, Day, Line, Paragraph, Tick
from webapp.core.i18n import LANGUAGES
from webapp.core.i18n import lazy_gettext as _l
from webapp.events.models import Event
from webapp.questions import moderating
from webapp.questions.asking import Asked
from webapp.questions.declining import SENTENCE, Ready
from webapp.questions.desk_words import VERB
from webapp.questions.lifecycle import State
from webapp.questions.models import LONGEST_REASON, LONGEST_TEXT, Channel, Kind, Question
from webapp.questions.version_form import VersionForm
from webapp.questions.words import KIND
from webapp.registration.forms import PlaceKey
from webapp.registration.models import Side

LANGUAGE_MISSING: Final = _l("Choose a language.")
AT_ONCE: Final = (State.PUBLISHED, State.ON_SCREEN, State.ANSWERED, State.INBOX)  #: where an oral question may begin


class MoveForm(VersionForm):
    to = Choice(_l("Step"), choices=VERB.items(), missing=_l("Choose one of the options shown."))
    reason = Paragraph(
        _l("Reason"),
        limit=LONGEST_REASON,
        description=_l("The person who asked will read this. Please write in a language that the person understands."),
    )

    ready = Choice(_l("Reason"), choices=SENTENCE.items())

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        if self.ready.data and not self.to.data:  # its button says both
            self.to.data = State.DECLINED.value

    def agrees(self) -> bool:
        if self.to.data == State.DECLINED and not (self.ready.data or self.reason.data):
            self.reason.errors = [moderating.NO_REASON]
            return False
        return True

    def at(self, number: int) -> Self:
        """With the id of the field on a page with the forms of many questions."""
        self.reason.id = self.to.id = self.ready.id = f"reason-{number}"
        return self

    @property
    def state(self) -> State:
        """Only after is_valid()."""
        return State(self.to.data)

    @property
    def why(self) -> str | Ready:
        """The sentence that was pressed, else what was typed; only after is_valid()."""
        return Ready(self.ready.data) if self.ready.data else self.reason.data or ""


class TurnForm(VersionForm):
    kind = Choice(_l("Question or experience"), choices=KIND.items(), missing=_l("Choose one of the options shown."))


class TranslationForm(VersionForm):
    language = Choice(_l("Language"), choices=LANGUAGES.items(), missing=LANGUAGE_MISSING)
    text = Paragraph(_l("Translation"), limit=LONGEST_TEXT)

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.text.id = self.language.id = "translations"  # without a language an error belongs to all of them

    def at(self, code: str) -> Self:
        """With the id of the field on a page with a form for each language."""
        self.text.id = self.language.id = f"text-{code}"
        return self


class MergeForm(VersionForm):
    other = Line(_l("Other question"), limit=22)
    number = Line(_l("Number of the question that stays"), limit=LONGEST_NUMBER)
    keep = Choice(
        _l("Which one stays"),
        choices=[("this", _l("This question stays")), ("other", _l("The other question stays"))],
        missing=_l("Choose one of the options shown."),
    )

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.other.id = self.number.id = self.keep.id = "merge"  # its choices are buttons

    def agrees(self) -> bool:
        """A number names the other one where it stands on no button."""
        if self.other.data or self.named is not None:
            return True
        self.number.errors = [_l("Enter the number of another question.")]
        return False

    @property
    def named(self) -> int | None:
        typed = (self.number.data or "").lstrip("#№ ")
        return int(typed) if typed.isdecimal() else None


class AssignForm(VersionForm):
    language = Choice(_l("Language of the original"), choices=LANGUAGES.items(), missing=LANGUAGE_MISSING)
    slot = Choice(_l("Part of the programme"), choices=())
    speaker = Choice(_l("Speaker"), choices=())
    desk = Line(_l("Responsible for the answer"), limit=120, description=_l("For example a department or a person"))
    due_on = Day(_l("To be answered by"))
    kind = Choice(_l("Question or experience"), choices=KIND.items(), missing=_l("Choose one of the options shown."))

    def __init__(self, event: Event | None = None, question: Question | None = None, **more: Any) -> None:
        """Of this question; without, of what was sent."""
        if question is not None:
            more["formdata"] = None
            more["data"] = {
                "version": str(question.version),
                "language": question.language,
                "kind": question.kind.value,
                "slot": str(question.slot_id or ""),
                "speaker": str(question.speaker_id or ""),
                "desk": question.desk,
                "due_on": question.due_on.isoformat() if question.due_on else "",
            }
        super().__init__(**more)
        slots = event.slots if event else []
        self.slot.choices = [(str(slot.id), str(slot.title.here)) for slot in slots]
        self.speaker.choices = [(str(one.id), str(one.name.here)) for slot in slots for one in slot.speakers]

    @property
    def assignment(self) -> moderating.Assignment:
        """Only after is_valid()."""
        return moderating.Assignment(
            language=self.language.data,
            kind=Kind(self.kind.data),
            slot_id=int(self.slot.data) if self.slot.data else None,
            speaker_id=int(self.speaker.data) if self.speaker.data else None,
            desk=self.desk.data or "",
            due_on=self.due_on.day,
        )


class OralForm(BaseForm):
    """One line, ten seconds: what was said, by whom, and at once where it belongs."""

    text = Line(_l("Question"), limit=LONGEST_TEXT, missing=_l("Enter the question."))
    place = PlaceKey(_l("Municipality or district"))
    author_name = Line(_l("Name"), limit=160)
    language = Choice(_l("Language"), choices=LANGUAGES.items(), missing=LANGUAGE_MISSING)
    to = Choice(
        _l("Step"),
        choices=[(state.value, VERB[state]) for state in AT_ONCE],
        missing=_l("Choose one of the options shown."),
    )

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.to.id = self.text.id  # its choices are buttons

    @property
    def asked(self) -> Asked:
        """Only after is_valid()."""
        region = self.place.region
        return Asked(
            text=self.text.data or "",
            language=self.language.data,
            channel=Channel.ORAL,
            author_name=self.author_name.data or "",
            place_key=self.place.data or None,
            side=Side(region.value) if region is not None else None,
        )

    @property
    def state(self) -> State:
        """Only after is_valid()."""
        return State(self.to.data)


class BoardForm(BaseForm):
    takes_public = Tick(
        _l("Anybody may ask on the page of the conference"),
        description=_l("Otherwise only people with a personal link can ask."),
    )
    publishes_at_once = Tick(
        _l("Publish every question at once, without reading it first"),
        description=_l("Insults and personal data are then visible to everybody until you remove them."),
    )
    takes_votes = Tick(_l("People with a personal link may vote for questions"))
    left_language = Choice(
        _l("Language on the left of the presenter’s view"), choices=LANGUAGES.items(), missing=LANGUAGE_MISSING
    )
    right_language = Choice(
        _l("Language on the right of the presenter’s view"), choices=LANGUAGES.items(), missing=LANGUAGE_MISSING
    )

    def agrees(self) -> bool:
        if self.left_language.data and self.left_language.data == self.right_language.data:
            self.right_language.errors = [_l("Choose two different languages.")]
            return False
        return True

    @property
    def settings(self) -> moderating.BoardSettings:
        """Only after is_valid()."""
        return moderating.BoardSettings(
            takes_public=bool(self.takes_public.data),
            publishes_at_once=bool(self.publishes_at_once.data),
            takes_votes=bool(self.takes_votes.data),
            left_language=self.left_language.data,
            right_language=self.right_language.data,
        )
