"""What a reader finds: who asked what and when, which answers and votes there were, and what was left out. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from webapp.core.columns import Mapping

LONGEST_NAME, LONGEST_EMAIL, LONGEST_WRITTEN = 200, 254, 60  #: characters


class Platform(StrEnum):
    ZOOM = "zoom"
    TEAMS = "teams"
    WEBEX = "webex"
    TABLE = "table"  #: anything else, by its headings


class Left(StrEnum):
    """Why something of a file is no question, and is not kept."""

    DIRECT = "direct"  #: was meant for one person
    REACTION = "reaction"  #: 👍
    EMPTY = "empty"  #: without words


class Flaw(StrEnum):
    """Why nothing can be made of a file that can be opened."""

    NO_QUESTIONS = "no_questions"  #: a report of nothing
    ONLY_DIRECT = "only_direct"
    TOO_MANY = "too_many"
    NO_COLUMN = "no_column"  #: no table, and no chat that we know


class Unusable(Exception):
    """The sentence for people is found by its code."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


@dataclass(slots=True)
class Reply:
    text: str
    by: str = ""  #: name, if the report tells one


@dataclass(slots=True)
class Entry:
    """One question or message, in the words of the file."""

    row: int  #: of the table, or line of the text, from 1
    text: str
    name: str = ""
    email: str = ""
    place: str = ""
    written: str = ""  #: when, as it is written
    number: str = ""  #: which question of the report this is
    replies: list[Reply] = field(default_factory=list)
    live: bool = False  #: answered by word of mouth
    votes: int | None = None
    anonymous: bool = False  #: asked without a name, on purpose
    refused: bool = False  #: has nothing to be taken up


@dataclass(frozen=True, slots=True)
class Found:
    """`asked` says of every entry that it is a question; else it is a chat, of which somebody picks."""

    platform: Platform
    entries: Sequence[Entry]
    asked: bool
    left: dict[Left, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose columns somebody has to name; rows are numbered as a spreadsheet does and hold text."""

    rows: list[tuple[int, list[str]]]
    mapping: Mapping

    @property
    def header(self) -> int | None:
        return None if self.mapping.header is None else self.mapping.header + 1
