"""Text in every encoding and with every delimiter becomes the same rows; what is no table is refused with a reason."""

import os
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from workbooks_made import ods, ods_row, packed, xls, xlsx

from webapp.core import tables
from webapp.core.tables import Code, Unreadable, decode, read_tables

ROWS = [
    ["Report"], ["Made:", "Mar 28, 2026 8:50 AM"], [], ["Name", "E-Mail", "Joined", "Left"],
    ["Jörg Groß", "j@x.example", "28.03.2026, 10:00", "28.03.2026, 11:00"], ["Doe, Jane", "", "28.03.2026, 10:05", ""],
]  # fmt: skip
UKRAINIAN = [
    ["Ім’я", "Пошта"],
    ["Олена Ковальчук", "o@x.example"],
    ["Іван Щербань", ""],
    ["Євген Їжакевич", "y@x.example"],
]


def written(rows: list[list[str]], delimiter: str, end: str = "\r\n") -> str:
    quoted = ([f'"{cell}"' if set(cell) & set(",;\t\n|") else cell for cell in row] for row in rows)
    return end.join(delimiter.join(row) for row in quoted) + end


def rows(data: bytes) -> list[list[object]]:
    """Without the empty cells at the end."""
    found = []
    for row in read_tables(data)[0].rows:
        while row and row[-1] == "":
            row.pop()
        found.append(list[object](row))
    return found


def expected(content: list[list[str]]) -> list[list[str]]:
    return [row[:-1] if row and row[-1] == "" else row for row in content]


def refused(data: bytes) -> Code:
    with pytest.raises(Unreadable) as error:
        read_tables(data)
    return error.value.code


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_and_delimiter(encoding: str, delimiter: str, end: str) -> None:
    data = written(ROWS, delimiter, end).encode(encoding)
    assert rows(data) == expected(ROWS)
    assert read_tables(data)[0].delimiter == delimiter


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "cp1251", "koi8-u"])
def test_ukrainian_in_every_encoding(encoding: str, delimiter: str) -> None:
    content = [[cell.replace("’", "'") for cell in row] for row in UKRAINIAN]
    assert rows(written(content, delimiter).encode(encoding)) == expected(content)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sep=;\r\na;b,c\r\n", [["a", "b,c"]]),
        ('"Name,""E-Mail"""\n"Anna,""a@x.example"""\n', [["Name", "E-Mail"], ["Anna", "a@x.example"]]),
        ('"Name,""E-Mail""";;;\n"Anna,""a@x.example""";;;\n', [["Name", "E-Mail"], ["Anna", "a@x.example"]]),
        ('a,="2026-03-01 10:00",="0,5"\nb,c,d\n', [["a", "2026-03-01 10:00", "0,5"], ["b", "c", "d"]]),
        ("Na\0me,Or\0t\nAnna,Köln\0\n", [["Name", "Ort"], ["Anna", "Köln"]]),
        ('a,"b\nc",d\ne,f,g\n', [["a", "b\nc", "d"], ["e", "f", "g"]]),
        ('"a","b","c"\n"x","say "hi, you"","z"\n"1","2","3"\n',
         [["a", "b", "c"], ["x", 'say "hi, you"', "z"], ["1", "2", "3"]]),
        ("Doe, Jane\tJoined\t11/12/2020, 12:27\nDoe, Jane, Dr.\tLeft\t11/12/2020, 12:30\n",
         [["Doe, Jane", "Joined", "11/12/2020, 12:27"], ["Doe, Jane, Dr.", "Left", "11/12/2020, 12:30"]]),
        ("Title, with comma\nName;Answers\nAnna;a, b, c\nBert;d\n",
         [["Title, with comma"], ["Name", "Answers"], ["Anna", "a, b, c"], ["Bert", "d"]]),
    ],
)  # fmt: skip
def test_what_spreadsheets_and_platforms_do_to_text(text: str, found: list[list[str]]) -> None:
    assert rows(text.encode()) == found


def test_a_quotation_mark_that_nothing_closes_costs_one_row() -> None:
    lines = ["Name,Ort"] + [f"Person {number},Ort {number}" for number in range(200)]
    lines[50] = 'Person 49,"Ort 49'
    found = rows("\n".join(lines).encode())
    assert len(found) == 201
    assert found[51] == ["Person 50", "Ort 50"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Code.EMPTY),
        (b" \r\n\t\r\n", Code.EMPTY),
        (b"\xff\xfe", Code.EMPTY),
        (b"\0" * 1000, Code.EMPTY),
        (b",,,\n,,,\n", Code.EMPTY),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, Code.BINARY),
        (b"\xff\xd8\xff\xe0JFIF" + bytes(range(256)) * 9, Code.BINARY),
        (b"%PDF-1.7\n1 0 obj", Code.BINARY),
        (bytes(range(256)) * 40, Code.BINARY),
        (b"<!DOCTYPE html><html><table><tr><td>a", Code.BINARY),
        (b"a,b\n" * 13_000_000, Code.TOO_LARGE),
        (b"a,b\n" * 300_000, Code.TOO_MANY),
        (b"x" * 10_000_000, Code.LINE_TOO_LONG),
        (b'a,"' + b"y" * 10_000_000, Code.LINE_TOO_LONG),
        ("Name\tOrt\r\nAnna\tKöln".encode("utf-16")[:-1], Code.TRUNCATED),
        ("Name\tOrt\r\nAnna\tKöln".encode("utf-16-be")[:-1], Code.TRUNCATED),
        ("Name\tOrt\r\nAnna\t😀".encode("utf-16")[:-2], Code.TRUNCATED),
        ("Ім’я;Громада\nОлена;Дніпро".encode()[:-1], Code.TRUNCATED),
    ],
    ids=lambda value: value if isinstance(value, Code) else f"{len(value)} bytes",
)  # fmt: skip
def test_what_is_no_table_is_refused(data: bytes, code: Code) -> None:
    assert refused(data) is code


def test_a_line_feed_of_one_byte_after_utf16_does_no_harm() -> None:
    assert rows("Name\tOrt\r\nAnna\tKöln\r\n".encode("utf-16") + b"\n") == [["Name", "Ort"], ["Anna", "Köln"]]


def test_a_workbook_keeps_its_types() -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["Name", datetime(2026, 3, 28, 10, 0), 5, True])  # noqa: DTZ001 - as spreadsheets are
    target = BytesIO()
    workbook.save(target)
    assert read_tables(target.getvalue())[0].rows[0] == ["Name", datetime(2026, 3, 28, 10, 0), 5, True]  # noqa: DTZ001


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(data: bytes) -> None:
    try:
        found = read_tables(data)
    except Unreadable:
        return
    assert all(isinstance(cell, str) for row in found[0].rows for cell in row)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_any_text_is_decoded_as_it_was(text: str) -> None:
    data = f"Name;{text}x".encode()
    assert decode(data).text == f"Name;{text}x".replace("\r", "\n")


def test_random_bytes_are_refused() -> None:
    seed = os.urandom(20_000)
    print(seed[:16].hex())
    assert refused(seed) in {Code.BINARY, Code.LINE_TOO_LONG, Code.TRUNCATED}


@pytest.mark.parametrize(
    "make",
    [
        xlsx,
        xls,
        lambda found: ods("".join(ods_row(*row) for row in found)),
        lambda found: written(found, ";").encode("utf-16"),
    ],
)
def test_what_is_little_has_few_rows_of_whatever_kind(make: Callable[[list[list[str]]], bytes]) -> None:
    people = [[sha256(bytes([at % 256, at // 256])).hexdigest()[:20]] * 2 for at in range(tables.LITTLE_ROWS + 1)]
    assert tables.is_little(make(people[:50]))
    assert not tables.is_little(make(people))
    assert not tables.is_little(*[make(people[:50])] * 11)


def test_one_look_is_enough_to_refuse_a_file() -> None:
    for data in (b"", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, xlsx([["a"]])[:-20], packed({"a.txt": "x"})):
        with pytest.raises(Unreadable):
            tables.is_little(data)


def test_a_few_very_long_rows_are_not_little() -> None:
    assert not tables.is_little(b"x" * (tables.LITTLE_BYTES + 1))
