"""The form of every import that asks what a table's columns are: one select for each column, and the heading's row."""

from collections.abc import Collection
from typing import Any, ClassVar

from flask import request

from webapp.core.columns import Mapping
from webapp.core.forms import BaseForm, Number
from webapp.core.i18n import lazy_gettext as _l

FIELD_OF = "column-"  #: begins the names of the selects, one a column
MOST_ROWS = 100_000


class ColumnsForm(BaseForm):
    """How many columns there are is known only when the file is. A subclass says what they may mean."""

    words: ClassVar[dict[str, Any]] = {}  #: field → what it is called
    too_few: ClassVar[Any] = ""  #: the sentence where what was chosen is not enough

    header = Number(
        _l("Row with the headings"),
        least=1,
        most=MOST_ROWS,
        description=_l("Leave empty if there are no headings."),
    )

    def __init__(self, width: int = 0, header: int | None = None, mapping: Mapping | None = None) -> None:
        super().__init__(data={"header": header})
        known = {guess.column: name for name, guess in mapping.columns.items()} if mapping else {}
        sent = request.method == "POST"
        self.chosen = [request.form.get(f"{FIELD_OF}{at}", "") if sent else known.get(at, "") for at in range(width)]

    def is_enough(self, chosen: Collection[str]) -> bool:
        raise NotImplementedError

    def agrees(self) -> bool:
        chosen = [name for name in self.chosen if name]
        if set(chosen) - set(self.words):
            self.form_errors.append(_l("Choose only options that are shown."))
        elif len(set(chosen)) < len(chosen):
            self.form_errors.append(_l("Two columns have the same meaning. Choose each meaning once."))
        elif not self.is_enough(chosen):
            self.form_errors.append(self.too_few)
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
        options = [("", _l("not needed")), *self.words.items()]
        return [(f"{FIELD_OF}{at}", name, options) for at, name in enumerate(self.chosen)]
