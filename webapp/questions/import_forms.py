"""Forms of imports: the file, what its columns are; and what was picked on a page."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from webapp.core import column_forms
from webapp.core.forms import BaseForm, Upload
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.upload_forms import Zone
from webapp.questions.import_holding import Pick
from webapp.questions.import_words import COLUMN

MOST_SHOWN: Final = 200  #: entries of one page
LONGEST_NUMBER: Final = 9  #: digits
MOST_SEARCHES: Final = 5  #: authors looked for at a time
LONGEST_SEARCH: Final = 100
EARLIER: Final = "earlier"  #: merged into the same words further up in the file


class FileForm(BaseForm):
    file = Upload(
        _l("Report of questions, saved chat or table"),
        missing=_l("Choose a file."),
        description=_l("The file as Zoom, Teams or Webex gave it (.csv, .txt), or a table (.xlsx, .xls, .ods, .csv)."),
    )
    timezone = Zone(
        _l("Clock of the times in the file"),
        description=_l("Most files do not say it. It is the clock of the account or computer that made the file."),
    )


class ColumnsForm(column_forms.ColumnsForm):
    words = COLUMN
    too_few = _l("Choose the column of the question.")

    def is_enough(self, chosen: Collection[str]) -> bool:
        return "question" in chosen


def picks(sent: MultiDict[str, str]) -> Mapping[int, Pick]:
    """What a page of entries says of each that it showed; “all” and “none” stand for every tick."""
    every = {"all": True, "none": False}.get(sent.get("every", ""))
    ticked = set(sent.getlist("take"))
    shown = [number for number in sent.getlist("shown")[:MOST_SHOWN] if _number(number) is not None]
    return {int(number): _pick(sent, number, taken=number in ticked if every is None else every) for number in shown}


def searches(sent: MultiDict[str, str]) -> dict[int, str]:
    """Words for the author that somebody looks for, by the number of the entry."""
    typed = {number: sent.get(f"find-{number}", "").strip()[:LONGEST_SEARCH] for number in sent.getlist("shown")}
    asked = [(int(number), text) for number, text in typed.items() if text and _number(number) is not None]
    return dict(asked[:MOST_SEARCHES])


def _pick(sent: Mapping[str, Any], number: str, *, taken: bool) -> Pick:
    into = str(sent.get(f"into-{number}", ""))
    author = sent.get(f"author-{number}")
    return Pick(taken, None if author is None else str(author)[:22], _number(into), into == EARLIER)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER else None
