"""Workbooks for tests, good and hostile, built part by part: no library would write most of them."""

import io
import struct
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

import openpyxl

MAIN: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
SECTOR: Final = 512
FREE, END, FAT_SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def xlsx(*sheets: Sequence[Sequence[object]]) -> bytes:
    """As Excel would write these rows, sheets called A, B, C."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in zip("ABCDEF", sheets, strict=False):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def packed(parts: Mapping[str, str | bytes] | Iterable[tuple[str, str | bytes]]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings(action="ignore"):
        for name, content in dict(parts).items() if isinstance(parts, Mapping) else parts:
            archive.writestr(name, content)
    return target.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_sheet(sheet: str | bytes, **more: str | bytes) -> bytes:
    """A workbook whose only sheet is this XML; `more` are further parts, with _ for / and . as name(path=…)."""
    good = parts_of(xlsx([["a"]]))
    return packed(good | {"xl/worksheets/sheet1.xml": sheet} | more)


def sheet_xml(rows: str, before: str = "") -> str:
    return f"{HEAD}{before}<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"


def ods(rows: str, manifest: str = "", **more: str) -> bytes:
    """An OpenDocument sheet of this table:table-row XML."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f'{HEAD}<office:document-content {names} office:version="1.3"><office:body><office:spreadsheet>'
        f'<table:table table:name="Tabelle">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    whole = {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": f"<manifest>{manifest}</manifest>"}
    return packed(whole | more)


def ods_row(*cells: object, **attributes: int) -> str:
    repeated = "".join(f' table:number-{name}-repeated="{number}"' for name, number in attributes.items())
    return f"<table:table-row{repeated}>{''.join(map(ods_cell, cells))}</table:table-row>"


def ods_cell(value: object) -> str:
    kinds = {
        datetime: ("date", "date-value"), date: ("date", "date-value"), time: ("time", "time-value"),
        timedelta: ("time", "time-value"), float: ("float", "value"), int: ("float", "value"),
    }  # fmt: skip
    if type(value) not in kinds:
        text = str(value or "")
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    kind, name = kinds[type(value)]
    said = value.isoformat() if isinstance(value, date) else str(value)
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        said = f"PT{minutes // 60:02}H{minutes % 60:02}M00S"
    return f'<table:table-cell office:value-type="{kind}" office:{name}="{said}"/>'


def xls(rows: Sequence[Sequence[str | float | datetime]], *extra: tuple[int, bytes]) -> bytes:
    """A workbook of Excel 97 to 2003; `extra` are further records of its beginning."""
    stream = _biff(rows, extra)
    return ole({"Workbook": stream})


def ole(streams: Mapping[str, bytes]) -> bytes:
    """A compound file of streams that are each too large for the short-sector table."""
    body, entries = b"", [_entry("Root Entry", 5, 1, END, 0)]
    table: list[int] = []
    for number, (name, content) in enumerate(streams.items(), start=1):
        padded = content.ljust(max(8 * SECTOR, -(-len(content) // SECTOR) * SECTOR), b"\0")
        first, sectors = len(table), len(padded) // SECTOR
        table += [*range(first + 1, first + sectors), END]
        right = number + 1 if number < len(streams) else FREE
        entries.append(_entry(name, 2, FREE, first, len(padded), right))
        body += padded
    directory = b"".join(entries).ljust(-(-len(entries) // 4) * SECTOR, b"\0")
    first_directory = len(table)
    table += [*range(first_directory + 1, first_directory + len(directory) // SECTOR), END]
    fats = 1
    while fats * SECTOR // 4 < len(table) + fats:
        fats += 1
    first_fat = len(table)
    table += [FAT_SECTOR] * fats + [FREE] * (fats * SECTOR // 4 - len(table) - fats)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, fats, first_directory, 0, 4096, END, 0, END, 0)
    header += struct.pack("<109I", *range(first_fat, first_fat + fats), *[FREE] * (109 - fats))
    return header + body + directory + struct.pack(f"<{len(table)}I", *table)


def _entry(name: str, kind: int, child: int, first: int, size: int, right: int = FREE) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    return (
        raw.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(raw), kind, 1, FREE, right, child)
        + b"\0" * 36
        + struct.pack("<IQ", first, size)
    )


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _biff(rows: Sequence[Sequence[str | float | datetime]], extra: Iterable[tuple[int, bytes]]) -> bytes:
    bof = struct.pack("<HHHHII", 0x600, 0x05, 0, 0, 0, 0)
    begin = _record(0x809, bof) + b"".join(_record(*one) for one in extra) + _record(0x42, struct.pack("<H", 1200))
    begin += b"".join(_record(0xE0, struct.pack("<HH", 0, style) + b"\0" * 16) for style in (0, 22))
    name = "Liste"
    bound_size = 4 + 8 + len(name)
    start = len(begin) + bound_size + 4
    begin += _record(0x85, struct.pack("<IBBBB", start, 0, 0, len(name), 0) + name.encode()) + _record(0x0A, b"")
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    for row, cells in enumerate(rows):
        for column, value in enumerate(cells):
            sheet += _cell(row, column, value)
    return begin + sheet + _record(0x0A, b"")


def _cell(row: int, column: int, value: str | float | datetime) -> bytes:
    if isinstance(value, str):
        text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
        return _record(0x204, struct.pack("<HHH", row, column, 0) + text)
    if isinstance(value, datetime):
        days = (value - datetime(1899, 12, 30)) / timedelta(days=1)  # noqa: DTZ001 - Excel knows no zones
        return _record(0x203, struct.pack("<HHHd", row, column, 1, days))
    return _record(0x203, struct.pack("<HHHd", row, column, 0, float(value)))
