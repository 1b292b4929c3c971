"""Workbooks that strangers made: each kind is read with its types, and a hostile one is refused at once."""

import random
import resource
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

import pytest
from sources import ROOT
from workbooks_made import MAIN, ods, ods_cell, ods_row, ole, packed, parts_of, sheet_xml, with_sheet, xls, xlsx

from webapp.core import workbooks
from webapp.core.archives import LARGEST_OLE, LARGEST_PACKED
from webapp.core.grids import Code, Unreadable

SECONDS = 0.5
MOMENT = datetime(2023, 4, 20, 10, 0)  # noqa: DTZ001 - spreadsheets know no zones
ROWS: list[list[object]] = [["Name", "Zeit", "n"], ["Олена", MOMENT, 3], ["Jörg", MOMENT, 2.5]]


def test_xlsx_gives_typed_cells() -> None:
    typed = [MOMENT, date(2023, 4, 20), clock_time(10, 5), timedelta(hours=30), True, 7, 2.5, "Олена", None, "=1+1"]
    [grid] = workbooks.read(xlsx([["x"] * len(typed), typed]))
    assert grid.name == "A"
    assert grid.rows[1] == [*typed[:-2], None, None]  # a formula that nobody has reckoned has no value


def test_errors_and_formulas_without_a_result_are_not_taken_for_empty_cells() -> None:
    """Also where equal ones stand beside each other, and below rows that are not written; “=""” of XLSX is empty."""
    cells = '<c r="A1"><v>1</v></c><c r="B1" t="e"><f>NA()</f><v>#N/A</v></c><c r="C1"><f>1+1</f></c>'
    cells += '<c r="D1" t="e"><v>#REF!</v></c><c r="E1" t="str"><f>""</f><v></v></c>'
    [grid] = workbooks.read(with_sheet(sheet_xml(f'<row r="1">{cells}</row>')))
    assert grid.rows == [[1, None, None, None, None]]
    assert sorted(grid.unknown) == [(0, 1), (0, 2), (0, 3)]
    error = 'office:value-type="string" office:string-value="" calcext:value-type="error"'
    rows = '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>' + ods_row("x", "y")
    rows += '<table:table-row><table:table-cell table:number-columns-repeated="2"/>'
    rows += '<table:table-cell table:formula="of:=1+1" office:value-type="float" office:value="2"/>'
    rows += f'<table:table-cell table:number-columns-repeated="2" table:formula="of:=NA()" {error}/>'
    rows += '<table:covered-table-cell/><table:table-cell table:formula="of:=A1&gt;1"/>'
    rows += f"{ods_cell('z')}</table:table-row>"
    [grid] = workbooks.read(ods(rows))
    assert grid.rows[3] == [None, None, 2, None, None, None, None, "z"]
    assert sorted(grid.unknown) == [(3, 3), (3, 4), (3, 6)]


def test_xls_gives_the_same() -> None:
    [grid] = workbooks.read(xls(ROWS))  # type: ignore[arg-type]
    assert (grid.name, grid.rows) == ("Liste", ROWS)


def test_ods_gives_the_same() -> None:
    long = timedelta(hours=30, minutes=5)
    [grid] = workbooks.read(ods("".join(ods_row(*row) for row in [*ROWS, [long, date(2023, 4, 20), "&lt;b&gt;"]])))
    assert grid.rows == [*ROWS, [long, date(2023, 4, 20), "<b>"]]


def test_empty_rows_count_and_empty_sheets_do_not() -> None:
    grids = workbooks.read(xlsx([], [["a"], [], ["b"]], [["c"]]))
    assert [(grid.name, grid.rows) for grid in grids] == [("B", [["a"], [None], ["b"]]), ("C", [["c"]])]


def test_hidden_sheets_stay_hidden() -> None:
    parts = parts_of(xlsx([["a"]], [["b"]]))
    book = parts["xl/workbook.xml"].replace(
        b'name="A" sheetId="1" state="visible"', b'name="A" sheetId="1" state="hidden"'
    )
    assert [grid.name for grid in workbooks.read(packed(parts | {"xl/workbook.xml": book}))] == ["B"]


def test_the_empty_end_of_an_ods_is_no_row() -> None:
    end = '<table:table-row table:number-rows-repeated="1048574">'
    end += '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    [grid] = workbooks.read(ods(ods_row("a", "b") + end))
    assert grid.rows == [["a", "b"]]


def test_ten_thousand_rows_are_read_in_a_moment() -> None:
    rows = "".join(f"<row>{'<c><v>1.5</v></c>' * 15}</row><!--{random_text(7, number)}-->" for number in range(10_000))
    began = cpu_seconds()
    [grid] = workbooks.read(with_sheet(sheet_xml(rows)))
    assert len(grid.rows) == 10_000
    assert cpu_seconds() - began < 2


def cpu_seconds() -> float:
    """Ours and that of processes that ended, however busy the machine is."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def far(*cells: str) -> bytes:
    return with_sheet(sheet_xml("".join(f'<row><c r="{cell}"><v>1</v></c></row>' for cell in cells)))


def many_rows(row: str, number: int) -> bytes:
    """Too unlike each other to shrink to nothing."""
    return with_sheet(sheet_xml("".join(f"{row}<!--{random_text(5, at)}-->" for at in range(number))))


def random_text(length: int, seed: int) -> str:
    return f"{seed * 2654435761 % 16**length:0{length}x}"


def incompressible(seed: int) -> bytes:
    return b"".join(sha256(b"%d %d" % (seed, at)).digest() for at in range(600))


def with_string(text: str, times: int) -> bytes:
    strings = f"<sst {MAIN}><si><t>{text}</t></si></sst>"
    rows = "".join(f'<row><c t="s"><v>0</v></c></row><!--{random_text(5, at)}-->' for at in range(times))
    return packed(
        parts_of(xlsx([["a"]])) | {"xl/sharedStrings.xml": strings, "xl/worksheets/sheet1.xml": sheet_xml(rows)}
    )


def twice(name: str, other: str) -> bytes:
    return packed([*parts_of(xlsx([["a"]])).items(), (other, b"x"), *([(name, b"x")] if name != other else [])])


def lying(name: str, size: int) -> bytes:
    """A part that says that it is smaller than it is."""
    data = bytearray(with_sheet(sheet_xml("<row><c><v>1</v></c></row>" * 5000)))
    with ZipFile(BytesIO(data)) as archive:
        part = archive.getinfo(name)
    for at in (part.header_offset + 22, data.rfind(name.encode()) - 46 + 24):
        data[at : at + 4] = size.to_bytes(4, "little")
    return bytes(data)


def packed_with(kind: int, flags: int = 0) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", kind) as archive:
        for name, content in parts_of(xlsx([["a"]])).items():
            info = ZipInfo(name)
            info.compress_type = kind
            archive.writestr(info, content)
    data = bytearray(target.getvalue())
    at = data.find(b"PK\x01\x02")
    while flags and at >= 0:
        data[at + 8] |= flags
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def utf16_dtd() -> bytes:
    return with_sheet(sheet_xml("", '<!DOCTYPE a [<!ENTITY b "c">]>').replace("UTF-8", "UTF-16").encode("utf-16"))


BILLION = '<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
GOOD = xlsx([["a"]])
HOSTILE: list[tuple[str, Callable[[], bytes], Code]] = [
    ("nothing", lambda: b"", Code.EMPTY),
    ("no cell", lambda: xlsx([]), Code.EMPTY),
    ("an image", lambda: b"\x89PNG\r\n\x1a\n" + b"x" * 500, Code.BINARY),
    ("a letter", lambda: packed({"word/document.xml": "<a/>", "[Content_Types].xml": "<a/>"}), Code.BINARY),
    ("an old letter", lambda: ole({"WordDocument": b"x" * 5000}), Code.BINARY),
    ("too large", lambda: GOOD + b"x" * LARGEST_PACKED, Code.TOO_LARGE),
    ("too large an XLS", lambda: xls([["a"]]) + b"x" * LARGEST_OLE, Code.TOO_LARGE),
    ("500,000 rows", lambda: many_rows("<row><c/></row>", 500_000), Code.TOO_MANY),
    ("150,000 rows", lambda: many_rows("<row><c><v>1</v></c></row>", 150_000), Code.TOO_MANY),
    ("prefixed rows", lambda: many_rows("<x:row><x:c/></x:row>", 150_000), Code.TOO_MANY),
    ("150,000 rows in ODS", lambda: ods("".join(ods_row(random_text(7, at)) for at in range(150_000))), Code.TOO_MANY),
    ("a repeated row", lambda: ods(ods_row("a", rows=1_000_000)), Code.TOO_MANY),
    ("repeated rows and columns", lambda: ods('<table:table-row table:number-rows-repeated="1048576">'
     '<table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p>'
     "</table:table-cell></table:table-row>"), Code.TOO_MANY),
    ("rows repeated again and again", lambda: ods("".join(f'<!-- :number-rows-repeated="100000" {random_text(9, at)}-->'
     for at in range(100_000))), Code.EMPTY),
    ("a far row", lambda: far("A1", "A1048576"), Code.TOO_MANY),
    ("a row just too far", lambda: far("A1", "A100001"), Code.TOO_MANY),
    ("a far column", lambda: far("A1", "XFD1"), Code.TOO_MANY),
    ("a column just too far", lambda: far("ALM1"), Code.TOO_MANY),
    ("a far corner", lambda: far("A1", "ALL100000"), Code.DAMAGED),
    ("a far corner in disguise", lambda: far("A1", "ALL1048&#53;76"), Code.DAMAGED),
    ("wide rows", lambda: many_rows('<row><c><v>1</v></c><c r="IV1"><v>1</v></c></row>', 60_000), Code.TOO_MANY),
    ("many cells", lambda: many_rows("<row>" + "<c/>" * 30 + "</row>", 50_000), Code.TOO_MANY),
    ("a ratio beyond all measure", lambda: with_sheet(sheet_xml("<row><c><v>1</v></c></row>" * 300_000)), Code.BOMB),
    ("21 MiB inside", lambda: packed(parts_of(GOOD) | {f"xl/{n}": incompressible(n) + bytes(1 << 20)
                                                       for n in range(21)}), Code.BOMB),
    ("300 parts", lambda: packed(parts_of(GOOD) | {f"xl/media/{n}.png": b"x" for n in range(300)}), Code.BOMB),
    ("a part that says it is small", lambda: lying("xl/worksheets/sheet1.xml", 100), Code.DAMAGED),
    ("a part that says it is huge", lambda: lying("xl/worksheets/sheet1.xml", 4_000_000_000), Code.BOMB),
    ("entities of entities", lambda: with_sheet(sheet_xml("", BILLION)), Code.BOMB),
    ("entities from elsewhere", lambda: with_sheet(sheet_xml("", EXTERNAL)), Code.BOMB),
    ("entities in UTF-16", utf16_dtd, Code.BOMB),
    ("entities in ODS", lambda: packed(parts_of(ods("")) | {"styles.xml": f"{BILLION}<a/>"}), Code.BOMB),
    ("macros", lambda: packed(parts_of(GOOD) | {"xl/vbaProject.bin": b"x"}), Code.MACROS),
    ("macros of Excel 4", lambda: packed(parts_of(GOOD) | {"xl/macrosheets/sheet1.xml": b"<a/>"}), Code.MACROS),
    ("macros in ODS", lambda: packed(parts_of(ods("")) | {"Basic/Standard/Module1.xml": b"<a/>"}), Code.MACROS),
    ("macros in XLS", lambda: ole({"Workbook": b"x" * 5000, "_VBA_PROJECT_CUR": b"x" * 5000}), Code.MACROS),
    ("a password", lambda: ole({"EncryptionInfo": b"x" * 5000, "EncryptedPackage": b"x" * 5000}), Code.ENCRYPTED),
    ("a password in XLS", lambda: xls([["a"]], (0x2F, b"\1\0\1\0\1\0" + b"x" * 48)), Code.ENCRYPTED),
    ("a weak password in XLS", lambda: xls([["a"]], (0x2F, b"\0\0xxxx")), Code.ENCRYPTED),
    ("a password in ODS", lambda: ods("", "<manifest:encryption-data/>"), Code.ENCRYPTED),
    ("a password of the archive", lambda: packed_with(ZIP_STORED, flags=1), Code.ENCRYPTED),
    ("a rare packing", lambda: packed_with(ZIP_LZMA), Code.BINARY),
    ("a part twice", lambda: twice("xl/workbook.xml", "xl/workbook.xml"), Code.DAMAGED),
    ("a part twice in another case", lambda: twice("xl/styles.xml", "XL/Styles.xml"), Code.DAMAGED),
    ("a part that climbs", lambda: twice("xl/x.xml", "../../etc/x"), Code.DAMAGED),
    ("a part from the root", lambda: twice("xl/x.xml", "/etc/x"), Code.DAMAGED),
    ("something behind", lambda: GOOD + b"%PDF-1.7", Code.DAMAGED),
    ("something before", lambda: b"PK\x03\x04" + GOOD, Code.DAMAGED),
    ("two archives", lambda: GOOD + GOOD, Code.DAMAGED),
    ("an image before", lambda: b"GIF89a" + GOOD, Code.BINARY),
    ("only the beginning", lambda: GOOD[: len(GOOD) // 2], Code.DAMAGED),
    ("only the magic", lambda: GOOD[:4], Code.DAMAGED),
    ("only the magic of XLS", lambda: xls([["a"]])[:8], Code.BINARY),
    ("an XLS of nothing", lambda: ole({"Workbook": b"x" * 5000}), Code.DAMAGED),
]  # fmt: skip


@pytest.mark.asvs("5.2.1")
@pytest.mark.parametrize(("make", "code"), [pytest.param(*row, id=name) for name, *row in HOSTILE])
def test_hostile_files_are_refused_at_once(make: Callable[[], bytes], code: Code) -> None:
    data = make()
    began, before = cpu_seconds(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Unreadable) as refused:
        workbooks.read(data)
    assert refused.value.code is code
    assert cpu_seconds() - began < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


# In a process of its own: the peak of all children is kept for good, and other tests have larger ones
PEAKS = """
import resource, sys
from webapp.core import workbooks
from webapp.core.grids import Unreadable
data, before = sys.stdin.buffer.read(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    workbooks.read(data)
except Unreadable as error:
    own, children = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(error.code, own - before, children)
"""


def test_what_swells_only_while_it_is_parsed_ends_at_the_limit_of_memory() -> None:
    data = with_string(random_text(1000, 7) * 32, 60_000)
    run = subprocess.run([sys.executable, "-c", PEAKS], cwd=ROOT, input=data, capture_output=True, check=True)
    code, more, children = run.stdout.decode().split()
    assert code == Code.DAMAGED
    assert int(more) < 50 * 1024
    assert int(children) < 520 * 1024


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_no_broken_file_breaks_us(kind: str) -> None:
    """Each byte may be anything: the file is read or refused, in no time."""
    seed = random.randrange(1 << 30)  # noqa: S311 - a test repeats itself by its seed
    print("seed", seed)
    chance = random.Random(seed)  # noqa: S311
    good = {"xlsx": xlsx(ROWS), "xls": xls(ROWS), "ods": ods("".join(ods_row(*row) for row in ROWS))}[kind]  # type: ignore[arg-type]
    codes: list[Code] = []
    for _round in range(100):
        data = bytearray(good)
        for _byte in range(chance.choice([1, 1, 2, 8])):
            data[chance.randrange(len(data))] = chance.randrange(256)
        began = cpu_seconds()
        try:
            assert workbooks.read(bytes(data))
        except Unreadable as refused:
            codes.append(refused.code)
        assert cpu_seconds() - began < SECONDS
    assert codes


def test_a_process_that_dies_or_dawdles_means_a_broken_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "SECONDS_TO_WAIT", 0.001)
    with pytest.raises(Unreadable) as refused:
        workbooks.read(GOOD)
    assert refused.value.code is Code.DAMAGED
    monkeypatch.setattr(workbooks, "_PROGRAM", "/nowhere.py")
    with pytest.raises(Unreadable):
        workbooks.read(GOOD)
