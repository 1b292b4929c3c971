"""Forms of a workbook that came back: the file, and what is to become of a conflict."""

from webapp.core.forms import BaseForm, Choice, Number, Upload
from webapp.core.i18n import lazy_gettext as _l

MOST: int = 2**31 - 1


class BookForm(BaseForm):
    file = Upload(
        _l("Workbook with your corrections"),
        missing=_l("Choose a file."),
        description=_l("The Excel file that you downloaded here, also saved anew by LibreOffice or as .ods or .csv."),
    )


class ChoiceForm(BaseForm):
    """Of one conflict, or of all without its number."""

    change = Number(_l("Number of the change"), least=1, most=MOST)
    take = Choice(
        _l("What counts"),
        choices=[("yes", _l("what the workbook says")), ("no", _l("what is here"))],
        missing=_l("Choose one of the options shown."),
    )
