"""Forms of organisers' lists: the file, and what its columns are."""

from collections.abc import Collection

from webapp.core import column_forms
from webapp.core.forms import BaseForm, Choice, Tick, Upload
from webapp.core.i18n import lazy_gettext as _l
from webapp.registration import list_reading
from webapp.registration.list_words import COLUMN
from webapp.registration.models import Side
from webapp.registration.words import SIDE


class ListForm(BaseForm):
    file = Upload(
        _l("List"),
        missing=_l("Choose a file."),
        description=_l("Excel (.xlsx, .xls), OpenDocument (.ods) or text (.csv), one person in each row."),
    )
    side = Choice(
        _l("Region of people whose row tells neither municipality nor region"),
        choices=SIDE.items(),
        description=_l("Without a choice such rows are not added."),
    )

    @property
    def rest(self) -> Side | None:
        return Side(self.side.data) if self.side.data else None


class ColumnsForm(column_forms.ColumnsForm):
    words = COLUMN
    too_few = _l("Choose the column of the e-mail address, and those of the name: whole, or given and family name.")

    def is_enough(self, chosen: Collection[str]) -> bool:
        return list_reading.is_enough(chosen)


class ApplyForm(BaseForm):
    by_mail = Tick(
        _l("Write to them"),
        description=_l("Each one gets the usual e-mail with the personal link, in the language of that person."),
    )
