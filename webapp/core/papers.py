"""What a paper consists of, whatever it becomes: a page, a PDF or a file of a word processor; pure.

Texts are plain: nothing in them is ever read as markup.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Final


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; a list of points if there are several texts in it."""

    kind: ClassVar[str] = "text"
    texts: Sequence[str]
    lang: str = ""  #: of what is said, where it is not that of the paper
    quiet: bool = False  #: a note beside what matters
    listed: bool = False
    said: Sequence[Sequence[str]] = field(
        default_factory=list
    )  #: ends each text: somebody's words, their language or ""


FEW_ROWS: Final = 10


@dataclass(frozen=True, slots=True)
class Table:
    """The first cell of each row is its heading."""

    kind: ClassVar[str] = "table"
    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: bool = True  #: all but the first column are

    @property
    def whole(self) -> bool:
        """On one page: a last row alone on the next does not tell what it belongs to."""
        return self.numbers and len(self.rows) <= FEW_ROWS


@dataclass(frozen=True, slots=True)
class Picture:
    kind: ClassVar[str] = "picture"
    svg: str  #: in the colours of paper
    alt: str
    caption: str
    legend: Sequence[Sequence[str]] = ()  #: name of a swatch, and words
    credit: str = ""
    credit_lang: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """With a heading of its own; `deeper` is one inside the section before."""

    kind: ClassVar[str] = "section"
    heading: str
    blocks: Sequence["Block"] = field(default=())
    deeper: bool = False
    lang: str = ""


Block = Text | Table | Picture
KINDS: Final = {one.kind: one for one in (Text, Table, Picture)}


@dataclass(frozen=True, slots=True)
class Paper:
    language: str
    title: str
    about: Sequence[str]  #: lines below the title
    footer: str
    sections: Sequence[Section]

    def words(self) -> Iterator[str]:
        """All that is read, but for the legends of pictures."""
        yield from (self.title, *self.about)
        for section in self.sections:
            yield section.heading
            for block in section.blocks:
                match block:
                    case Text():
                        yield from block.texts
                        yield from (words for words, _lang in block.said)
                    case Table():
                        yield from (block.caption, *block.columns, *(cell for row in block.rows for cell in row))
                    case Picture():
                        yield block.caption


def as_data(paper: Paper) -> dict[str, Any]:
    """Of plain JSON values."""
    data = asdict(paper)
    for section, told in zip(paper.sections, data["sections"], strict=True):
        for block, one in zip(section.blocks, told["blocks"], strict=True):
            one["kind"] = block.kind
    return data


def from_data(data: dict[str, Any]) -> Paper:
    sections = [Section(**{**one, "blocks": [_block(block) for block in one["blocks"]]}) for one in data["sections"]]
    return Paper(**{**data, "sections": sections})


def _block(data: dict[str, Any]) -> Block:
    return KINDS[data["kind"]](**{name: value for name, value in data.items() if name != "kind"})
