"""From the bytes of a file to the questions in it: a saved chat, a platform’s report, or any table. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from webapp.core import columns, tables, workbooks
from webapp.core.grids import Code, Unreadable
from webapp.questions.reading import chats, qa_tables, qa_texts
from webapp.questions.reading.fields import FIELDS
from webapp.questions.reading.found import Flaw, Found, Table, Unusable

LARGEST: Final = 8 << 20  #: bytes
MOST_ROWS, MOST_COLUMNS = 20_000, 100


def read(data: bytes) -> Found | Table:
    """What is asked in the file; or a table of which somebody has to say where. Raises Unreadable, Unusable."""
    if len(data) > LARGEST:
        raise Unreadable(Code.TOO_LARGE, {"size": len(data), "limit": LARGEST})
    if not workbooks.is_workbook(data) and (found := _text(data)) is not None:
        return found
    understood = [(columns.recognise(grid.rows, FIELDS), grid) for grid in tables.read_tables(data)]
    mapping, grid = max(understood, key=lambda pair: (_worth(pair[0]), len(pair[1].rows)))
    table = qa_tables.table_of(grid, mapping)
    if not table.rows:
        raise Unreadable(Code.EMPTY)
    width = max(len(cells) for _number, cells in table.rows)
    for what, number, limit in (("rows", len(table.rows), MOST_ROWS), ("columns", width, MOST_COLUMNS)):
        if number > limit:
            raise Unreadable(Code.TOO_MANY, {"what": what, "limit": limit})
    return qa_tables.read(table) if qa_tables.is_enough(mapping) else table


def read_as(table: Table, header: int | None, chosen: Mapping[str, int]) -> Found:
    """What somebody says the columns are. Raises Unusable."""
    guesses = {name: columns.Guess(column, sure=True) for name, column in chosen.items()}
    if "question" not in guesses:
        raise Unusable(Flaw.NO_COLUMN)
    found = qa_tables.read(Table(table.rows, columns.Mapping(None if header is None else header - 1, guesses)))
    return replace(found, asked=True) if not found.asked and "answer" in chosen else found


def _text(data: bytes) -> Found | None:
    text = tables.decode(data).text
    return chats.read(text) or qa_texts.read(text)


def _worth(mapping: columns.Mapping) -> tuple[bool, int]:
    return "question" in mapping.columns, sum(1 + guess.sure for guess in mapping.columns.values())
