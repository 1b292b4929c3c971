"""Rows out of any file that holds tables: text in whatever encoding and with whatever delimiter, or a workbook."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from webapp.core import encodings, workbooks
from webapp.core.grids import Cell, Code, Grid, Unreadable

__all__ = ["Cell", "Code", "Decoded", "Grid", "Unreadable", "decode", "is_little", "read_tables"]

LARGEST: Final = 32 * 2**20  # bytes of text
LONGEST_LINE: Final = 100_000  # characters
MOST_ROWS: Final = 250_000
DELIMITERS: Final = ("\t", ";", ",", "|")  # of equally good ones the first: a tab stands in no cell
SAMPLE: Final = 400  # lines
LITTLE_ROWS, LITTLE_BYTES = 500, 100_000  #: about a third of a second of CPU to read, compare and keep
MOST_LINES_OF_A_CELL: Final = 60  # more, and a quotation mark was never closed
_MARKUP = re.compile(r"\s*<(?:!doctype|html|\?xml|table|head|body)\b", re.IGNORECASE)
_CONTROL = re.compile("[\x01-\x08\x0e-\x19\x1b-\x1f\x7f\x80-\x84\x86-\x9f\ufffd]")
_FORMULA = re.compile(r'(?:^|(?<=[,;\t|]))="([^"\n]*)"(?=[,;\t|]|$)', re.MULTILINE)
_SEPARATOR = re.compile(r"sep=([,;|\t])\r?\n", re.IGNORECASE)

Row = list[str]


@dataclass(frozen=True, slots=True)
class Decoded:
    text: str  #: with line feeds alone, without NUL
    encoding: str


def read_tables(data: bytes) -> list[Grid]:
    """Every sheet of a workbook, or the one table of a text file; at least one row. Raises Unreadable."""
    if workbooks.is_workbook(data):
        return workbooks.read(data)
    decoded = decode(data)
    if _MARKUP.match(decoded.text):
        raise Unreadable(Code.BINARY, {"kind": "markup"})
    _check_lines(decoded.text)
    text = _FORMULA.sub(r'"\1"', decoded.text) if '="' in decoded.text else decoded.text
    delimiter, rows = _rows(text)
    return [Grid("", [list[Cell](row) for row in rows], decoded.encoding, delimiter)]


def is_little(*files: bytes) -> bool:
    """Whether these files can be read while somebody waits for the page: few bytes, and few rows packed into them.

    Raises Unreadable where one look is enough to refuse a file.
    """
    rows = sum(workbooks.rows(data) if workbooks.is_workbook(data) else _lines(data) for data in files)
    return rows <= LITTLE_ROWS and sum(map(len, files)) <= LITTLE_BYTES


def _lines(data: bytes) -> int:
    _check_text(data)
    return max(data.count(b"\n"), data.count(b"\r"))


def decode(data: bytes) -> Decoded:
    """Text out of bytes. Raises Unreadable where there is none, where it ends in mid-letter, or is no text at all."""
    _check_text(data)
    try:
        text, encoding = encodings.decode(data)
    except encodings.Truncated as error:
        raise Unreadable(Code.TRUNCATED) from error
    if (
        text.count("\0") > len(text) // 3
        or len(_CONTROL.findall(text[:LONGEST_LINE])) > len(text[:LONGEST_LINE]) // 100
    ):
        raise Unreadable(Code.BINARY)
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip("\ufeff \t\n,;\x1a"):
        raise Unreadable(Code.EMPTY)
    return Decoded(text.lstrip("\ufeff").rstrip("\x1a"), encoding)


def _check_text(data: bytes) -> None:
    """What shows before it is decoded."""
    if len(data) > LARGEST:
        raise Unreadable(Code.TOO_LARGE, {"size": len(data), "limit": LARGEST})
    if not data.strip(b"\x00 \t\r\n"):
        raise Unreadable(Code.EMPTY)
    if encodings.is_binary(data):
        raise Unreadable(Code.BINARY)


def _check_lines(text: str) -> None:
    if text.count("\n") > MOST_ROWS:
        raise Unreadable(Code.TOO_MANY, {"what": "rows", "limit": MOST_ROWS})
    longest = max(map(len, text.split("\n")))
    if longest > LONGEST_LINE:
        raise Unreadable(Code.LINE_TOO_LONG, {"length": longest, "limit": LONGEST_LINE})


def _rows(text: str) -> tuple[str, list[Row]]:
    if named := _SEPARATOR.match(text):
        return named[1], _parse(text[named.end() :], named[1])
    lines = text.split("\n")
    delimiter = _delimiter(lines)
    rows = _parse(text, delimiter)
    if inner := _unwrapped(rows):
        delimiter = _delimiter(inner)
        rows = _parse("\n".join(inner), delimiter)
    return delimiter, rows


def _delimiter(lines: Sequence[str]) -> str:
    """The one that cuts most lines into equally many cells; the first lines say little, a table comes later."""
    sample = [line for line in islice(lines, SAMPLE) if line.strip()]
    if sum("\t" in line for line in sample) * 10 > len(sample) * 6:
        return "\t"
    return max(DELIMITERS, key=lambda delimiter: _fit(sample, delimiter))


def _fit(sample: Sequence[str], delimiter: str) -> int:
    try:
        counts = Counter(len(row) for row in csv.reader(sample, delimiter=delimiter, skipinitialspace=True))
    except csv.Error:
        counts = Counter(line.count(delimiter) + 1 for line in sample)
    return max((cells - 1) * lines for cells, lines in counts.items()) if counts else 0


def _parse(text: str, delimiter: str) -> list[Row]:
    lines = text.split("\n")
    while lines and not lines[-1]:
        lines.pop()
    rows: list[tuple[int, Row]] = []  # with the number of the line each begins in
    begun = 0
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, skipinitialspace=True)
    try:
        for row in reader:
            if reader.line_num - begun > MOST_LINES_OF_A_CELL:
                return list(_line_by_line(lines, delimiter))
            rows.append((begun, row))
            begun = reader.line_num
    except csv.Error:
        return list(_line_by_line(lines, delimiter))
    return _mended(rows, lines, delimiter)


def _line_by_line(lines: Sequence[str], delimiter: str) -> Iterator[Row]:
    """For files in which a quotation mark opens a cell and nothing closes it."""
    for line in lines:
        yield next(csv.reader([line], delimiter=delimiter, skipinitialspace=True), [])


def _mended(rows: Sequence[tuple[int, Row]], lines: Sequence[str], delimiter: str) -> list[Row]:
    """Rows whose cells are all quoted, but whose inner quotation marks nobody doubled, as BigBlueButton writes them."""
    found = [row for _begun, row in rows]
    between = f'"{delimiter}"'
    split = {
        number: lines[begun][1:-1].split(between)
        for number, (begun, _row) in enumerate(rows)
        if lines[begun].startswith('"') and lines[begun].endswith('"') and len(lines[begun]) > 1
    }
    usual = Counter(map(len, split.values())).most_common(1)[0][0] if len(split) * 2 > len(rows) else 0
    for number, cells in split.items():
        if 1 < usual == len(cells) != len(found[number]):
            found[number] = cells
    return found


def _unwrapped(rows: Sequence[Row]) -> list[str]:
    """The lines of a file in which a spreadsheet took each whole line for one cell; else nothing."""
    filled = [[cell for cell in row if cell.strip()] for row in rows]
    single = [row[0] for row in filled if len(row) == 1]
    cut = sum(any(delimiter in line for delimiter in DELIMITERS) for line in single)
    if not cut or cut * 10 < sum(map(bool, filled)) * 8 or _fit(single[:SAMPLE], _delimiter(single)) < cut:
        return []
    return [next((cell for cell in row if cell.strip()), "") for row in rows]
