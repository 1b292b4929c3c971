"""Forms of organisers' lists: the file, and what its columns are."""

from typing import Any

from flask import request

from webapp.core.columns import Mapping
from webapp.core.forms import BaseForm, Choice, Number, Tick, Upload
from webapp.core.i18n import lazy_gettext as _l
from webapp.registration import list_reading
from webapp.registration.list_words import COLUMN
from webapp.registration.models import Side
from webapp.registration.words import SIDE

FIELD_OF = "column-"  #: begins the names of the selects, one a column


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


class ColumnsForm(BaseForm):
    """One select for each column of the file, whose number is known only then."""

    header = Number(
        _l("Row with the headings"),
        least=1,
        most=list_reading.MOST_ROWS,
        description=_l("Leave empty if there are no headings."),
    )

    def __init__(self, width: int = 0, header: int | None = None, mapping: Mapping | None = None) -> None:
        super().__init__(data={"header": header})
        known = {guess.column: name for name, guess in mapping.columns.items()} if mapping else {}
        sent = request.method == "POST"
        self.chosen = [request.form.get(f"{FIELD_OF}{at}", "") if sent else known.get(at, "") for at in range(width)]

    def agrees(self) -> bool:
        chosen = [name for name in self.chosen if name]
        if set(chosen) - set(COLUMN):
            self.form_errors.append(_l("Choose only options that are shown."))
        elif len(set(chosen)) < len(chosen):
            self.form_errors.append(_l("Two columns have the same meaning. Choose each meaning once."))
        elif not list_reading.is_enough(chosen):
            self.form_errors.append(
                _l("Choose the column of the e-mail address, and those of the name: whole, or given and family name.")
            )
        return not self.form_errors

    @property
    def columns(self) -> dict[str, int]:
        """Only after is_valid()."""
        return {name: at for at, name in enumerate(self.chosen) if name}

    @property
    def row(self) -> int | None:
        return self.header.data if isinstance(self.header.data, int) else None

    @property
    def selects(self) -> list[tuple[str, str, list[tuple[str, Any]]]]:
        """Name, value and options of each select."""
        options = [("", _l("not needed")), *COLUMN.items()]
        return [(f"{FIELD_OF}{at}", name, options) for at, name in enumerate(self.chosen)]


class ApplyForm(BaseForm):
    by_mail = Tick(
        _l("Write to them"),
        description=_l("Each one gets the usual e-mail with the personal link, in the language of that person."),
    )
