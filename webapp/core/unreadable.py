"""Why a file cannot be read, in the words of whoever chose it."""

from typing import Any

from webapp.core.grids import Code, Unreadable
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy_gettext as _l

MEGABYTE = 1 << 20
WORDS: dict[Code, Any] = {
    Code.EMPTY: _l("The file is empty."),
    Code.FORGOTTEN: _l("The file is no longer kept. Upload it again."),
    Code.BINARY: _l(
        "This file holds no table. Choose an Excel file (.xlsx or .xls), an OpenDocument table (.ods) or a text file "
        "(.csv)."
    ),
    Code.LINE_TOO_LONG: _l("A line of the file is too long to be a row of a table."),
    Code.TRUNCATED: _l("The file ends in the middle of a letter: it was not completely saved or sent. Save it again."),
    Code.ENCRYPTED: _l("The file is protected by a password. Save it without a password and choose it again."),
    Code.MACROS: _l(
        "The file holds macros, which we do not open. Save it as .xlsx without macros and choose it again."
    ),
    Code.BOMB: _l(
        "The file unpacks to far more than an ordinary table. Copy the rows into a new file and choose that one."
    ),
    Code.DAMAGED: _l(
        "The file is damaged or incomplete. Open it in Excel or LibreOffice, save it as .xlsx and choose it again."
    ),
    Code.NO_HEADER: _l("We found no headings that we know. Add a row with headings above the table."),
    Code.FOREIGN: _l(
        "This is not a workbook from this page, or its hidden columns are gone. Download it anew, enter your "
        "corrections there and choose that file."
    ),
    Code.OTHER_EVENT: _l("This workbook is of another conference. Upload it on the page of that conference."),
    Code.OLD_EXCEL: _l(
        "This is a workbook of the old kind .xls, in which a cell with an error cannot be told from an empty one. "
        "Save it in Excel as .xlsx and choose that file."
    ),
    Code.SEVERAL_SHEETS: _l(
        "The sheet with the registrations is in this file several times. Delete all but the one with your corrections."
    ),
    Code.NO_NAMES: _l(
        "The file has rows, but neither names nor e-mail addresses in them. Choose the report that lists the people."
    ),
}
TOO_MANY = {
    "rows": _l("The table has too many rows. Delete empty rows at its end, or divide it into several files."),
    "columns": _l("The table has too many columns. Delete those that are not needed."),
    "cells": _l("The table is too large. Delete empty rows and columns, or divide it into several files."),
}


def sentence(error: Unreadable) -> str:
    """In the present language, after the name of the file where there are several."""
    name = error.details.get("file")
    return f"{name}: {_why(error)}" if name else _why(error)


def _why(error: Unreadable) -> str:
    if error.code is Code.TOO_MANY:
        return str(TOO_MANY.get(str(error.details.get("what")), TOO_MANY["cells"]))
    if error.code is Code.TOO_LARGE:
        limit = int(error.details.get("limit", MEGABYTE)) // MEGABYTE
        return _(
            "The file is too large: at most %(limit)s MB are read. Delete pictures and sheets that are not needed.",
            limit=limit,
        )
    return str(WORDS.get(error.code, WORDS[Code.DAMAGED]))
