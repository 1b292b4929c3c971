"""Forms of the mails after a conference."""

from wtforms.validators import ValidationError
from wtforms.widgets import HiddenInput

from webapp.attendance.meeting import meeting_address
from webapp.attendance.meeting.meeting_address import Fault
from webapp.core.forms import BaseForm, Line, Paragraph, Tick
from webapp.core.i18n import LANGUAGES, Texts
from webapp.core.i18n import lazy_gettext as _l
from webapp.events.models import LONGEST_URL, Event
from webapp.followup import seen
from webapp.followup.models import LONGEST_ADDITION

ADDRESS = _l("Enter a full address that begins with https://")


def _check_address(_form: object, field: Line) -> None:
    """Anywhere on the web, so that it is no fault not to be a place of meetings."""
    if field.data and meeting_address.fault(field.data, ()) is not Fault.HOST:
        raise ValidationError(ADDRESS)


class SeenForm(BaseForm):
    """With the mark of what its page showed."""

    mark = Line("", limit=100, widget=HiddenInput())

    @property
    def seen(self) -> str:
        return self.mark.data or ""


class MaterialForm(SeenForm):
    slides_url = Line(_l("Address of the slides"), limit=LONGEST_URL, validators=[_check_address])
    recording_url = Line(
        _l("Address of the recording"),
        limit=LONGEST_URL,
        validators=[_check_address],
        description=_l("Publish a recording only if everybody in it has agreed."),
    )

    def __init__(self, event: Event | None = None) -> None:
        """As it is stored, else as it was sent."""
        if event is None:
            super().__init__()
            return
        stored = {"slides_url": event.slides_url, "recording_url": event.recording_url}
        super().__init__(formdata=None, data=stored | {"mark": seen.of_material(event)})


class TextsForm(SeenForm):
    text_de = Paragraph(LANGUAGES["de"], limit=LONGEST_ADDITION)
    text_uk = Paragraph(LANGUAGES["uk"], limit=LONGEST_ADDITION)
    text_en = Paragraph(LANGUAGES["en"], limit=LONGEST_ADDITION)

    def __init__(self, added: Texts | None = None) -> None:
        """As they are stored, else as they were sent."""
        if added is None:
            super().__init__()
            return
        stored = {f"text_{lang}": text for lang, text in added.by_language.items()}
        super().__init__(formdata=None, data=stored | {"mark": seen.of_texts(added)})

    @property
    def texts(self) -> dict[str, str]:
        """By language. Only after is_valid()."""
        return {lang: self[f"text_{lang}"].data or "" for lang in LANGUAGES}


class SendForm(SeenForm):
    looked = Tick(_l("I have looked at the mail in all languages."))

    def agrees(self) -> bool:
        if not self.looked.data:
            self.looked.errors = [_l("Please look at the previews first, then tick the box.")]
        return bool(self.looked.data)
