"""Papers as files to go on writing in (DOCX): real headings, tables with a heading row, pictures with words."""

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from itertools import zip_longest
from typing import Any, Final

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from webapp.core.names import clean
from webapp.core.papers import Paper, Picture, Section, Table, Text

LANGUAGES: Final = {"de": "de-DE", "uk": "uk-UA", "en": "en-GB"}
FONT: Final = "Calibri"
INK: Final = RGBColor(0x0B, 0x2A, 0x4A)
QUIET: Final = RGBColor(0x4A, 0x55, 0x63)
STYLES: Final = {"Title": 20, "Heading 1": 15, "Heading 2": 12, "Caption": 10, "List Bullet": 11, "Normal": 11}  # pt
TIGHT: Final = {"Title": 15, "Heading 1": 11, "Heading 2": 10, "Caption": 9, "List Bullet": 9, "Normal": 9}
SWATCHES: Final = {"first": RGBColor(0x12, 0x23, 0x5E), "second": RGBColor(0x5F, 0x82, 0xD0)}
BLACK, WHITE, BETWEEN = "\N{BLACK SQUARE}", "\N{WHITE SQUARE}", 2 * "\N{EM SPACE}"
WIDTH: Final = Cm(16)
MARGIN: Final = Cm(2.5)
NARROW: Final = Cm(1.8)
PICTURE_WIDTH: Final = Cm(10.8)  #: as in the PDF
LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
Drawn = Callable[[str], bytes | None]


def docx_of(paper: Paper, *, at: datetime, draw: Drawn, tight: bool = False) -> bytes:
    """The same bytes for the same paper. `draw` makes a PNG of a picture's SVG, or None; `tight` spares room."""
    made = docx.Document()
    _set_up(made, paper, at, tight=tight)
    made.add_paragraph(_safe(paper.title), style="Title")
    for line in paper.about:
        _quiet(made.add_paragraph(_safe(line)))
    for section in paper.sections:
        _write(made, section, draw)
    kept = io.BytesIO()
    made.save(kept)
    return _without_times(kept.getvalue())


def _set_up(made: Document, paper: Paper, at: datetime, *, tight: bool) -> None:
    for name, size in (TIGHT if tight else STYLES).items():
        style: Any = made.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{kind}"), FONT)
        for theme in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        if name.startswith(("Title", "Heading", "Caption")):  # Word's own blue is too pale for small letters
            style.font.color.rgb = INK
    for name in TIGHT if tight else ():
        room = made.styles[name].paragraph_format
        room.space_before, room.space_after, room.line_spacing = Pt(5 if "Head" in name else 0), Pt(2), 1.0
    if not tight:
        made.styles["Normal"].paragraph_format.space_after = Pt(8)
    made.styles["Caption"].paragraph_format.keep_with_next = True
    for usual in made.styles.element.iter(qn("w:lang")):
        usual.set(qn("w:val"), LANGUAGES[paper.language])
    page = made.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = NARROW if tight else MARGIN
    _foot(page.footer.paragraphs[0], paper.footer, numbered=not tight)
    told = made.core_properties
    told.title, told.language, told.author, told.comments = _safe(paper.title)[:255], LANGUAGES[paper.language], "", ""
    told.created = told.modified = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    told.last_modified_by = ""


def _foot(paragraph: Any, text: str, *, numbered: bool) -> None:
    """`numbered`: with the number of the page, of how many."""
    paragraph.add_run(_safe(text))
    if numbered:
        paragraph.style = "Normal"  # that of footers has stops of its own
        paragraph.paragraph_format.tab_stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT)
        paragraph.add_run("\t")
        _number(paragraph, "PAGE")
        paragraph.add_run(" / ")
        _number(paragraph, "NUMPAGES")
    _quiet(paragraph)


def _write(made: Document, section: Section, draw: Drawn) -> None:
    if section.heading:
        heading = made.add_heading(_safe(section.heading), 2 if section.deeper else 1)
        _mark(heading.runs, section.lang)
    only_notes = all(isinstance(one, Text) and one.quiet for one in section.blocks)  # these go with what follows
    for block, after in zip_longest(section.blocks, section.blocks[1:]):
        match block:
            case Text():
                said = block.said or [("", "")] * len(block.texts)
                for text, (words, own) in zip(block.texts, said, strict=True):
                    paragraph = made.add_paragraph(_safe(text), style="List Bullet" if block.listed else None)
                    _mark(paragraph.runs, block.lang)
                    if words:
                        _mark([paragraph.add_run(f" {_safe(words)}")], own)
                    if block.quiet:
                        _quiet(paragraph)
                    if only_notes or (isinstance(after, Text) and after.quiet != block.quiet):
                        paragraph.paragraph_format.keep_with_next = True
            case Table():
                _table(made, block)
            case Picture():
                _picture(made, block, draw)


def _table(made: Document, block: Table) -> None:
    made.add_paragraph(_safe(block.caption), style="Caption")
    table = made.add_table(rows=1 + len(block.rows), cols=len(block.columns), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    properties = table._tbl.tblPr  # noqa: SLF001 - python-docx has no name for it
    for name in ("tblCaption", "tblDescription"):
        said = OxmlElement(f"w:{name}")
        said.set(qn("w:val"), _safe(block.caption))
        properties.append(said)
    widths = _widths(block)
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):  # noqa: SLF001 - likewise
        column.w = width
    rows = table._tbl.tr_lst  # noqa: SLF001 - table.rows finds each row anew
    for number, (row, cells) in enumerate(zip(rows, [block.columns, *block.rows], strict=True)):
        settings = row.get_or_add_trPr()
        settings.append(OxmlElement("w:cantSplit"))
        if number == 0:
            settings.append(OxmlElement("w:tblHeader"))
        for place, (cell, text) in enumerate(zip(row.tc_lst, cells, strict=True)):
            cell.width = widths[place]
            paragraph = Paragraph(cell.p_lst[0], table)
            paragraph.paragraph_format.space_after = Pt(1)
            paragraph.paragraph_format.keep_with_next = (block.whole and number < len(block.rows)) or None
            paragraph.add_run(_safe(text)).bold = number == 0 or None
            if place and block.numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    made.add_paragraph().paragraph_format.space_after = Pt(2)


def _widths(block: Table) -> list[Length]:
    """The first column is wide beside numbers, narrow beside texts."""
    others = len(block.columns) - 1
    first = (0.5 if others > 1 else 0.65) if block.numbers else 0.25 if others > 1 else 0.32
    rest = Length(int(WIDTH * (1 - first) / max(1, others)))
    return [Length(int(WIDTH * first)), *[rest] * others]


def _picture(made: Document, block: Picture, draw: Drawn) -> None:
    made.add_paragraph(_safe(block.caption), style="Caption")
    drawn = draw(block.svg)
    if drawn is None:
        return
    paragraph = made.add_paragraph()
    shape = paragraph.add_run().add_picture(io.BytesIO(drawn), width=PICTURE_WIDTH)
    shape._inline.docPr.set("descr", _safe(block.alt))  # noqa: SLF001 - python-docx has no name for it
    told = [paragraph]
    if block.legend:
        told.append(_legend(made.add_paragraph(), block.legend))
    if block.credit:
        credit = made.add_paragraph(_safe(block.credit))
        _mark(credit.runs, block.credit_lang)
        _quiet(credit)
        told.append(credit)
    for one in told[:-1]:  # on one page
        one.paragraph_format.keep_with_next = True
        one.paragraph_format.space_after = Pt(3)


def _legend(paragraph: Any, legend: Sequence[Sequence[str]]) -> Any:
    """What the colours of a picture mean: a square of each, or an empty one, and the words; in one line if they fit."""
    for place, (swatch, words) in enumerate(legend):
        square = paragraph.add_run(
            f"{BETWEEN if place else ''}{BLACK if swatch in SWATCHES else WHITE}\N{NO-BREAK SPACE}"
        )
        said = paragraph.add_run(_safe(words))
        said.font.size = square.font.size = Pt(9)
        said.font.color.rgb, square.font.color.rgb = QUIET, SWATCHES.get(swatch, SWATCHES["first"])
    return paragraph


def _number(paragraph: Any, name: str) -> None:
    """A field that the word processor works out: PAGE or NUMPAGES."""
    for kind in ("begin", "", "end"):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = name
        paragraph.add_run()._r.append(part)  # noqa: SLF001 - python-docx has no name for it


def _quiet(paragraph: Any, text: str = "") -> None:
    if text:
        paragraph.add_run(_safe(text))
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(9), QUIET


def _mark(runs: Iterable[Run], lang: str) -> None:
    """In which language they are, unless it is that of the paper."""
    for run in runs if lang else ():
        said = OxmlElement("w:lang")
        said.set(qn("w:val"), LANGUAGES[lang])
        run._r.get_or_add_rPr().append(said)  # noqa: SLF001 - python-docx has no name for it


def _safe(text: str) -> str:
    """Without what XML cannot hold."""
    return clean(text, multiline=True)


def _without_times(content: bytes) -> bytes:
    """A ZIP notes when it was written."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as target:
        for one in _in_order(source.infolist()):
            entry = zipfile.ZipInfo(one.filename, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(one))
    return kept.getvalue()


def _in_order(entries: Iterable[zipfile.ZipInfo]) -> Sequence[zipfile.ZipInfo]:
    """The list of kinds first, as readers want it."""
    return sorted(entries, key=lambda one: (one.filename != "[Content_Types].xml", one.filename))
