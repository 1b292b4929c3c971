"""A paper becomes files: no text in it is read as anything but text, and what cannot be drawn keeps its words."""

import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import docx
import markup
import pdf_ua
import pytest
from docx.oxml.ns import qn
from docx.shared import Cm
from libreoffice import convert
from pypdf import PdfReader
from tags import words

from webapp.core import documents, drawing, page_files, papers, word_files
from webapp.core.drawing import NotDrawn
from webapp.core.i18n import LANGUAGES
from webapp.core.papers import Block, Paper, Picture, Section, Table, Text
from webapp.reporting.report import making

NOW: Final = datetime(2026, 3, 1, 11, tzinfo=UTC)
HARD: Final = 'Kyjiw #let $x$ @ref _a_ *b* `c` <b> & \\ // [d] {{ e }} „f“ "g" ’h'
SVG: Final = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9"><path d="M0,0L9,9"/></svg>'


def _hard_paper(language: str) -> Paper:
    return Paper(
        language=language,
        title=f"{HARD} 🐘",
        about=[HARD],
        footer=HARD,
        sections=[
            Section(HARD, [Text([HARD, HARD]), Text([HARD], lang="uk", listed=True), Text([HARD], quiet=True)]),
            Section(HARD, [Table(HARD, [HARD, "2"], [[HARD, "1"]])], deeper=True),
            Section("", [Picture(SVG, HARD, HARD, [["none", HARD]])]),
            Section("", [Table("T", ["A", "B"], [], numbers=False)]),
            Section("", [Text(["T", "T"], listed=True, said=[["", ""], [HARD, "en"]])]),
        ],
    )  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_stay_texts(language: str) -> None:
    paper = _hard_paper(language)
    assert papers.from_data(json.loads(json.dumps(papers.as_data(paper)))) == paper
    made = documents.pdf("paper", papers.as_data(paper), language=language, title=paper.title, at=NOW)
    read = PdfReader(io.BytesIO(made))
    assert pdf_ua.faults(made) == []
    assert str(read.root_object["/Lang"]) == language
    assert _squeezed(read.pages[0].extract_text()).count(_squeezed(HARD)) == 15
    document = _opened(word_files.docx_of(paper, at=NOW, draw=drawing.png))
    assert [one.style.name for one in document.paragraphs if one.text == HARD] == [
        "Normal", "Heading 1", "Normal", "Normal", "List Bullet", "Normal", "Heading 2", "Caption", "Caption",
    ]  # fmt: skip
    assert [cell.text for cell in document.tables[0].column_cells(0)] == [HARD, HARD]
    assert [one.text for one in document.paragraphs if one.text.endswith(HARD) and one.text != HARD] == [
        f"□\N{NO-BREAK SPACE}{HARD}", f"T {HARD}",
    ]  # fmt: skip
    [_first, said] = document.paragraphs[-1].runs
    assert said._r.rPr.find(qn("w:lang")).get(qn("w:val")) == "en-GB"  # noqa: SLF001 - no name for it
    fields = [one.text for one in document.sections[0].footer._element.iter(qn("w:instrText"))]  # noqa: SLF001 - likewise
    assert fields == ["PAGE", "NUMPAGES"]
    assert document.core_properties.language == word_files.LANGUAGES[language]
    assert [one.get("descr") for one in document.element.iter(qn("wp:docPr"))] == [HARD]
    heads = [table.rows[0]._tr.trPr.find(qn("w:tblHeader")) for table in document.tables]  # noqa: SLF001 - no name for it
    assert None not in heads
    usual = next(document.styles.element.iter(qn("w:lang")))
    assert usual.get(qn("w:val")) == word_files.LANGUAGES[language]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.usefixtures("app")
def test_the_page_of_it_needs_nothing_else(language: str) -> None:
    made = page_files.html_of(_hard_paper(language)).decode()
    document = markup.read(f"/{language}/", made)
    assert markup.faults(document, without={"typography", "landmarks", "nothing_inline"}) == []
    assert document.root.get("lang") == language
    assert words(document.root).count(HARD) == 15
    assert [one for one in ("<script", "<link", "url(", "@import", "http:", "https:", " src=") if one in made] == []


def test_the_same_paper_is_the_same_file() -> None:
    first, second = (word_files.docx_of(_hard_paper("de"), at=NOW, draw=drawing.png) for _each in range(2))
    assert first == second


def test_what_cannot_be_drawn_keeps_its_caption(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_svg: str) -> bytes:
        raise NotDrawn("refused")

    monkeypatch.setattr(drawing, "png", refuse)
    document = _opened(making.written(_hard_paper("de"), "docx", at=NOW))
    assert [one.style.name for one in document.paragraphs if one.text == HARD].count("Caption") == 2
    assert list(document.element.iter(qn("wp:docPr"))) == []


def test_a_word_processor_opens_and_prints_it(tmp_path: Path) -> None:
    """Without database: it is the same file on each."""
    path = tmp_path / "report.docx"
    path.write_bytes(word_files.docx_of(_hard_paper("uk"), at=NOW, draw=drawing.png))
    [printed] = convert([path], "pdf", tmp_path)
    read = PdfReader(printed)
    assert len(read.pages) in {1, 2}
    assert _squeezed(HARD) in _squeezed(read.pages[0].extract_text())


ADDRESS: Final = "https://creativecommons.example/licenses/by/3.0/igo/"
SQUARE: Final = SVG.replace('width="9" height="9"', 'width="200" height="200"')


def _filled(rows: int, *blocks: Block) -> Paper:
    """So many lines before it."""
    before = [Table("Before", ["A", "B"], [[f"row {at}", "1"] for at in range(rows)])]
    return Paper("en", "T", [], "F", [Section("S", before), Section("Question", blocks, deeper=True)])


def _pages(paper: Paper) -> list[str]:
    made = documents.pdf("paper", papers.as_data(paper), language="en", title="T", at=NOW)
    assert pdf_ua.faults(made) == []
    return [one.extract_text() for one in PdfReader(io.BytesIO(made)).pages]


def test_what_belongs_together_is_printed_on_one_page() -> None:
    """Wherever on a page it begins."""
    small = Table("Small", ["C", "D"], [[f"kind {at}", "1"] for at in range(papers.FEW_ROWS)])
    asked = [Text(["Asked?"]), Text(["Answer by Ann:"], quiet=True), Text(["Answered."])]
    for rows in range(20, 42):
        assert max(len(re.findall(r"kind \d", page)) for page in _pages(_filled(rows, small))) == papers.FEW_ROWS
        told = [
            [word in page for word in ("Question", "Asked", "Ann", "Answered")]
            for page in _pages(_filled(rows, *asked))
        ]
        assert [True] * 4 in told, rows


def test_a_table_of_few_long_rows_goes_on_on_the_next_page() -> None:
    long = Table("Long", ["C", "D"], [[f"kind {at} " + "words " * 100, "1"] for at in range(papers.FEW_ROWS)])
    found = [len(re.findall(r"kind \d", page)) for page in _pages(_filled(1, long, Table("None", ["C", "D"], [])))]
    assert sum(found) == papers.FEW_ROWS > max(found), "of a block that may not break the rest is beside the page"


def test_an_address_of_a_licence_is_in_one_line() -> None:
    for length in range(40, 70, 5):
        [page] = _pages(
            _filled(1, Picture(SQUARE, "Alt", "Caption", credit=f"{'so ' * (length // 3)}({ADDRESS}), simplified"))
        )
        assert f"({ADDRESS})" in page


def test_a_word_processor_keeps_together_what_belongs_together() -> None:
    picture = Picture(SVG, "Alt", "Caption", [["first", "one"], ["none", "two"]], "credit")
    few, many = (Table("T", ["C", "D"], [["1", "2"]] * rows) for rows in (papers.FEW_ROWS, papers.FEW_ROWS + 1))
    document = _opened(word_files.docx_of(_filled(1, picture, few, many), at=NOW, draw=drawing.png))
    texts = [one.text for one in document.paragraphs]
    drawn = document.paragraphs[texts.index("Caption") + 1 : texts.index("credit") + 1]
    assert [one.paragraph_format.keep_with_next for one in drawn] == [True, True, None]
    assert drawn[1].text.split() == ["■", "one", "□", "two"]
    kept = [
        [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in one.rows] for one in document.tables[1:]
    ]
    assert kept == [[*[True] * papers.FEW_ROWS, None], [None] * (papers.FEW_ROWS + 2)]
    asked = [Text(["Asked?"]), Text(["Answer by Ann:"], quiet=True), Text(["Answered."])]
    told = _opened(word_files.docx_of(_filled(1, *asked), at=NOW, draw=drawing.png)).paragraphs[-3:]
    assert [one.paragraph_format.keep_with_next for one in told] == [True, True, None]
    note = _opened(
        word_files.docx_of(_filled(1, Text(["Before all."], quiet=True)), at=NOW, draw=drawing.png)
    ).paragraphs[-1]
    assert note.paragraph_format.keep_with_next, "below a heading, before headings that are deeper"
    texts_of_two = _opened(
        word_files.docx_of(_filled(1, Table("T", ["A", "B"], [], numbers=False)), at=NOW, draw=drawing.png)
    )
    assert texts_of_two.tables[-1].columns[0].width > Cm(5), "“Адміністративний” is one word"
    assert document.styles["Caption"].font.color.rgb == word_files.INK


def _opened(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def _squeezed(text: str) -> str:
    return "".join(text.split()).replace("\N{SOFT HYPHEN}", "")
