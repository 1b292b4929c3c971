"""Forms of certificates: the name on one, a code to be checked, whose are to be taken at once."""

from webapp.attendance.certifying.certificate_models import LONGEST_NAME
from webapp.core.forms import BaseForm, Line
from webapp.core.i18n import lazy_gettext as _l

NO_NAME = _l("Enter the name as it shall stand on the certificate.")


class NameForm(BaseForm):
    name = Line(
        _l("Name on the certificate"),
        limit=LONGEST_NAME,
        missing=NO_NAME,
        description=_l("With title, if you like."),
    )
    latin_name = Line(
        _l("Name in Latin letters"),
        limit=LONGEST_NAME,
        description=_l("It stands in the German or English half, for example as in your passport."),
    )

    def agrees(self) -> bool:
        """Of signs alone nothing might be left that can be printed."""
        fine = not self.name.data or any(map(str.isalpha, self.name.data))
        if not fine:
            self.name.errors = [NO_NAME]
        return fine


class CodeForm(BaseForm):
    code = Line(
        _l("Code of the certificate"),
        limit=100,
        missing=_l("Enter the code that stands on the certificate."),
        description=_l("Five groups of four characters. Capital or small letters, with or without hyphens."),
    )


class BundleForm(BaseForm):
    """Nothing means all of the conference."""

    place = Line(_l("Municipality"), limit=19)
