"""What Excel repairs, or refuses, of a workbook: rules of our own beside the schemas, each as a sentence if broken."""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import Any, Final, cast

from lxml import etree
from openpyxl.utils import range_boundaries

MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
ID: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
LONGEST_TEXT, LONGEST_TITLE = 32_767, 31
ESCAPE: Final = re.compile("_x([0-9A-Fa-f]{4})_")
ORDER: Final = [
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
]  # fmt: skip


def broken(file: bytes) -> list[str]:
    """Empty of a workbook that opens without a question."""
    with zipfile.ZipFile(BytesIO(file)) as archive:
        assert archive.testzip() is None
        twice = [name for name, number in Counter(archive.namelist()).items() if number > 1]
        parts = {name: archive.read(name) for name in archive.namelist()}
    trees = {name: etree.fromstring(text) for name, text in parts.items() if name.endswith((".xml", ".rels"))}
    return [
        *(f"{name} is there twice" for name in twice),
        *_types(trees),
        *_relations(trees),
        *_workbook(trees["xl/workbook.xml"]),
        *_tables(trees),
        *(f"{name}: {text}" for name in _sheets(trees) for text in _sheet(trees[name], trees["xl/styles.xml"])),
    ]


def _sheets(trees: dict[str, Any]) -> list[str]:
    return sorted(name for name in trees if name.startswith("xl/worksheets/") and name.endswith(".xml"))


def _types(trees: dict[str, Any]) -> Iterator[str]:
    """Each part has a kind, and each kind its part."""
    types = trees["[Content_Types].xml"]
    named = [one.get("PartName")[1:] for one in types.iter(f"{TYPES}Override")]
    endings = {one.get("Extension") for one in types.iter(f"{TYPES}Default")}
    for name in trees:
        if name not in named and name.rpartition(".")[2] not in endings and name != "[Content_Types].xml":
            yield f"{name} has no kind"
    yield from (f"{name} is named and not there" for name in named if name not in trees)
    yield from (f"{name} is named twice" for name, number in Counter(named).items() if number > 1)


def _relations(trees: dict[str, Any]) -> Iterator[str]:
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        source = normpath(join(dirname(name), "..", name.rpartition("/")[2].removesuffix(".rels")))
        numbers = [one.get("Id") for one in tree.iter(RELATION)]
        if len(set(numbers)) != len(numbers):
            yield f"{name}: an id twice"
        for one in tree.iter(RELATION):
            target = one.get("Target")
            path = target[1:] if target.startswith("/") else normpath(join(dirname(source), target))
            if one.get("TargetMode") == "External":
                yield f"{name} leads outside"
            elif path not in trees:
                yield f"{name} leads to {path}, which is not there"
        used = {one.get(ID) for one in trees[source].iter() if one.get(ID)} if source in trees else set()
        yield from (f"{source} asks for {number}" for number in used - set(numbers))


def _workbook(tree: Any) -> Iterator[str]:
    sheets = list(tree.iter(f"{MAIN}sheet"))
    titles = [one.get("name") for one in sheets]
    for title in titles:
        if not 0 < len(title) <= LONGEST_TITLE or re.search(r"[\[\]:*?/\\]|^'|'$", title):
            yield f"the title {title!r}"
    if len({title.casefold() for title in titles}) != len(titles):
        yield "two sheets of one name"
    if len({one.get("sheetId") for one in sheets}) != len(sheets):
        yield "two sheets of one number"


def _tables(trees: dict[str, Any]) -> Iterator[str]:
    tables = [tree for name, tree in trees.items() if name.startswith("xl/tables/")]
    for what in ("id", "name", "displayName"):
        values = [one.get(what).casefold() for one in tables]
        if len(set(values)) != len(values):
            yield f"two tables of one {what}"
    for sheet in _sheets(trees):
        relations = trees.get(f"xl/worksheets/_rels/{sheet.rpartition('/')[2]}.rels")
        targets = [] if relations is None else [one.get("Target") for one in relations.iter(RELATION)]
        for target in targets:
            if "/tables/" in target:
                yield from _table(trees[target[1:]], trees[sheet])


def _table(table: Any, sheet: Any) -> Iterator[str]:
    name, reach = table.get("displayName"), table.get("ref")
    left, top, right, bottom = _reach(reach)
    columns = [one.get("name") for one in table.iter(f"{MAIN}tableColumn")]
    if not re.fullmatch("[A-Za-z_][A-Za-z0-9_.]{0,254}", name) or re.fullmatch("[A-Za-z]{1,3}[0-9]+", name):
        yield f"the name {name!r} of a table"
    if top >= bottom:
        yield f"{name} has no row"
    if len(columns) != right - left + 1 or int(table.find(f"{MAIN}tableColumns").get("count")) != len(columns):
        yield f"{name} has {len(columns)} columns in {reach}"
    if len({one.casefold() for one in columns}) != len(columns):
        yield f"{name} has two columns of one name"
    heads = ["".join(cell.itertext()) for cell in next(sheet.iter(f"{MAIN}row"))]
    if heads[left - 1 : right] != columns:
        yield f"{name} names its columns {columns} and the sheet {heads}"
    if (own := table.find(f"{MAIN}autoFilter")) is None or own.get("ref") != reach:
        yield f"the filter of {name} reaches elsewhere"
    last = max(int(row.get("r")) for row in sheet.iter(f"{MAIN}row"))
    if bottom != max(last, 2):
        yield f"{name} ends at {bottom}, its rows at {last}"
    if sheet.find(f"{MAIN}autoFilter") is not None:
        yield f"{name} and its sheet both have a filter"


def _sheet(sheet: Any, styles: Any) -> Iterator[str]:
    places = [ORDER.index(etree.QName(one).localname) for one in sheet]
    if places != sorted(places):
        yield "its elements are out of order"
    formats, rules = len(styles.find(f"{MAIN}cellXfs")), styles.find(f"{MAIN}dxfs")
    known = 0 if rules is None else len(rules)
    if rules is not None and int(rules.get("count")) != known:
        yield "the number of rules' styles is wrong"
    for rule in sheet.iter(f"{MAIN}cfRule"):
        if not 0 <= int(rule.get("dxfId")) < known:
            yield f"a rule has the style {rule.get('dxfId')}"
    yield from _cells(sheet, formats)


def _reach(text: str) -> tuple[int, int, int, int]:
    """First column and row, last column and row, from 1."""
    reach = range_boundaries(text)
    assert None not in reach
    return cast("tuple[int, int, int, int]", reach)


def _cells(sheet: Any, formats: int) -> Iterator[str]:
    row_before, right, bottom = 0, 0, 0
    for row in sheet.iter(f"{MAIN}row"):
        number, column_before = int(row.get("r")), 0
        if number <= row_before:
            yield f"row {number} after {row_before}"
        for cell in row:
            column, its_row, *_rest = _reach(cell.get("r"))
            if its_row != number or column <= column_before:
                yield f"{cell.get('r')} stands in row {number} after column {column_before}"
            if int(cell.get("s", 0)) >= formats:
                yield f"{cell.get('r')} has the style {cell.get('s')}"
            if cell.get("t", "n") not in {"n", "inlineStr"} or cell.find(f"{MAIN}f") is not None:
                yield f"{cell.get('r')} is neither a number nor a text"
            text = ESCAPE.sub("x", "".join(cell.itertext()))
            if len(text.encode("utf-16-le")) > 2 * LONGEST_TEXT:
                yield f"{cell.get('r')} is too long"
            column_before = column
            right, bottom = max(right, column), max(bottom, number)
        row_before = number
    dimension = sheet.find(f"{MAIN}dimension")
    if dimension is not None:
        _left, _top, told_right, told_bottom = _reach(dimension.get("ref"))
        if told_right < right or told_bottom < bottom:
            yield f"it says {dimension.get('ref')} and reaches to {right}, {bottom}"
