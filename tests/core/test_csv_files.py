"""CSV that Excel reads as it is: nothing of it calculates, and what is no formula stays as it was typed."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product

import pytest

from webapp.core import clock, csv_files
from webapp.core.books import Column, Sheet
from webapp.core.clock import BERLIN

VALUES = [
    ("=1+1", "'=1+1"), ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"), ("-2+3", "'-2+3"), ("@SUM(A1)", "'@SUM(A1)"),
    ("  =1+1", "'  =1+1"), ("\t=1", "'\t=1"), ("|x", "'|x"), ("%0A", "'%0A"), ("＝1+1", "'＝1+1"), ("-", "'-"),
    ("+380 67 123-45-67", "'+380 67 123-45-67"), ("+380 67 123 45 67", "+380 67 123 45 67"), ("-1,5", "-1,5"),
    ("-1", "-1"), ("1e5", "1e5"), ("Мар'яна", "Мар'яна"), ("#N/A", "#N/A"), ("a;b", "a;b"), ('a"b', 'a"b'),
    ("Mayor,=1+1,y", "Mayor,'=1+1,y"), ('q", =1,"', "q\",' =1,\""), ("a;-b", "a;'-b"), ("a,\n=1", "a,\n'=1"),
    ("a\n=1\n@b", "a\n'=1\n'@b"), ("Tel., +49 211 0,-5", "Tel., +49 211 0,-5"), ("x, y; z-1 = 2", "x, y; z-1 = 2"),
    ("0049", "0049"), ("'=1", "'=1"), ("a\r\nb", "a\nb"), ("\x00\ud800\ufffeä", "ä"), ("", ""), (None, ""), (7, "7"),
    (12.5, "12,5"), (-3, "-3"), (True, "True"), (date(2026, 11, 23), "2026-11-23"),
    (datetime(2026, 11, 23, 22, 59, 59, tzinfo=UTC), "2026-11-23 23:59"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "expected"), VALUES)
def test_a_cell_is_what_it_was_and_no_formula(value: object, expected: str) -> None:
    assert written([value], comma=True)[1] == [expected]


def test_it_is_what_german_and_ukrainian_excel_opens_by_a_double_click() -> None:
    content = raw(["a;b", 1.5], comma=True)
    assert content == '\ufeff\'=x;\'=x (2)\r\n"a;b";"a;b"\r\n1,5;1,5\r\n'.encode()
    assert raw([1.5], comma=False).endswith(b"\r\n1.5;1.5\r\n")


def test_a_program_that_parts_cells_at_commas_sees_none_that_begins_like_a_formula() -> None:
    parts = ["a", "=1+1", "+2", "-b", "@c", '"', " =3", "＝4", ",", ";", "\n", '",=5,"', "+49 211"]
    texts = ["".join(some) for some in product(parts, repeat=3)]
    lines = raw(list(texts), comma=True).decode("utf-8-sig").replace("\r\n", "\n")
    for delimiter in (",", ";"):
        for row in csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter):
            began = [cell for cell in row if cell.lstrip().startswith(("=", "+", "-", "@", "＝"))]
            assert all(csv_files.HARMLESS.fullmatch(re.split('[;",\n]', cell.strip())[0]) for cell in began), row


def written(values: list[object], *, comma: bool) -> list[list[str]]:
    text = raw(values, comma=comma).decode("utf-8-sig")
    return [row[:1] for row in csv.reader(io.StringIO(text, newline=""), delimiter=";")]


def raw(values: list[object], *, comma: bool) -> bytes:
    target = io.BytesIO()
    columns: list[Column[object]] = [Column("=x", lambda row: row, zone=BERLIN) for _again in range(2)]
    csv_files.write(Sheet("T", "T", columns, values), target, comma=comma)
    return target.getvalue()


def test_several_sheets_are_files_of_today() -> None:
    columns: list[Column[object]] = [Column("x", str)]
    target, rows = io.BytesIO(), Sheet("T", "T", columns, [7])
    csv_files.write_all([rows, replace(rows, table="U")], target, comma=True)
    with zipfile.ZipFile(target) as archive:
        assert [one.filename for one in archive.infolist()] == ["T.csv", "U.csv"]
        assert {one.date_time[:3] for one in archive.infolist()} == {clock.now().astimezone(BERLIN).timetuple()[:3]}
        assert archive.read("U.csv") == "\ufeffx\r\n7\r\n".encode()
        assert archive.infolist()[0].compress_type == zipfile.ZIP_DEFLATED
