"""What PDF/UA-1 asks for and a program can see, looked for without the program that made the file.

After the Matterhorn protocol, whose checkpoints stand beside each.
"""

import io
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject

STANDARD: Final = frozenset({
    "/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote", "/Caption", "/TOC", "/TOCI", "/Index", "/NonStruct",
    "/Private", "/P", "/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/L", "/LI", "/Lbl", "/LBody", "/Table", "/TR",
    "/TH", "/TD", "/THead", "/TBody", "/TFoot", "/Span", "/Quote", "/Note", "/Reference", "/BibEntry", "/Code", "/Link",
    "/Annot", "/Ruby", "/Warichu", "/Figure", "/Formula", "/Form",
})  # fmt: skip
SHOWS: Final = frozenset({b"Tj", b"TJ", b"'", b'"', b"f", b"f*", b"S", b"s", b"B", b"B*", b"b", b"b*", b"sh", b"Do"})


def faults(content: bytes) -> list[str]:
    """What a validator would say; nothing of a file that everybody can have read aloud."""
    read = PdfReader(io.BytesIO(content))
    root: Any = read.root_object
    return [*_of_document(read, root), *_of_tree(read, root), *(f for page in read.pages for f in _of_page(page))]


def _of_document(read: PdfReader, root: Any) -> Iterator[str]:
    words = root["/Metadata"].get_object().get_data() if "/Metadata" in root else b""
    if b"<pdfuaid:part>1</pdfuaid:part>" not in words:
        yield "05: it does not say to be PDF/UA-1"
    if b"<dc:title>" not in words:
        yield "06: no title"
    if not _is_true(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")):
        yield "07: the title is not shown"
    marked = root.get("/MarkInfo", {})
    if not _is_true(marked.get("/Marked")) or _is_true(marked.get("/Suspects")):
        yield "06: not tagged"
    if not root.get("/Lang"):
        yield "11: no language"
    if read.is_encrypted:
        yield "26: encrypted"


def _is_true(value: Any) -> bool:
    return bool(getattr(value, "value", False))


def _of_tree(read: PdfReader, root: Any) -> Iterator[str]:
    tree = root.get("/StructTreeRoot")
    if tree is None or "/ParentTree" not in tree:
        yield "01: no structure"
        return
    told, headings = Counter[tuple[int, int]](), [0]
    for one in _elements(tree["/K"], None, told):
        kind = str(tree.get("/RoleMap", {}).get(one["/S"], one["/S"]))
        if kind not in STANDARD:
            yield f"02: {kind} is no kind of element"
        if kind in {"/Figure", "/Formula"} and not one.get("/Alt"):
            yield f"13: {kind} without words"
        if kind[:2] == "/H" and kind[2:].isdigit():
            headings.append(int(kind[2:]))
    if any(after > before + 1 for before, after in pairwise(headings)):
        yield f"14: a level of headings is left out: {headings[1:]}"
    pages: list[Any] = list(read.pages)
    marked = Counter((page.indirect_reference.idnum, number) for page in pages for number in _marks(page))
    if marked != told:
        yield f"01: marked and told differ: {marked - told}, {told - marked}"


def _elements(part: Any, page: int | None, told: Counter[tuple[int, int]]) -> Iterator[Any]:
    """Elements in their order; `told` counts the pieces of content they hold."""
    part = part.get_object()
    if isinstance(part, list):
        for one in part:
            yield from _elements(one, page, told)
        return
    if not isinstance(part, DictionaryObject):
        told[page or 0, int(part)] += 1
        return
    page = part.raw_get("/Pg").idnum if "/Pg" in part else page
    if part.get("/Type") == "/MCR":
        told[page or 0, int(str(part["/MCID"]))] += 1
    elif "/S" in part:
        yield part
        if "/K" in part:
            yield from _elements(part["/K"], page, told)


def _marks(page: Any) -> Iterator[int]:
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator == b"BDC" and isinstance(operands[1], dict) and "/MCID" in operands[1]:
            yield int(operands[1]["/MCID"])


def _of_page(page: Any) -> Iterator[str]:
    open_, unmarked = 0, 0
    for _operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        open_ += (operator in {b"BDC", b"BMC"}) - (operator == b"EMC")
        unmarked += operator in SHOWS and open_ == 0
    if unmarked:
        yield f"01: {unmarked} pieces neither belong to an element nor are decoration"
    for note in (one.get_object() for one in page.get("/Annots", [])):
        if "/StructParent" not in note or not note.get("/Contents"):
            yield "28: a link without words or outside the structure"
    if "/Annots" in page and page.get("/Tabs") != "/S":
        yield "28: the tab key does not follow the structure"
    for font in (one.get_object() for one in page["/Resources"].get("/Font", {}).values()):
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(inner["/FontDescriptor"]):
            yield f"31: {font['/BaseFont']} is not embedded"
        if "/ToUnicode" not in font:
            yield f"31: nobody knows the letters of {font['/BaseFont']}"
