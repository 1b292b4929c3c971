"""How far the reading of a report is: four stages, each told by how much of how much is done. Pure."""

from collections.abc import Callable
from enum import StrEnum
from typing import Final


class Stage(StrEnum):
    FILES = "files"  #: opened
    ROWS = "rows"  #: read
    PEOPLE = "people"  #: compared with the registrations
    KEPT = "kept"  #: people written down


Tell = Callable[[Stage, int, int], None]  #: the stage, how much of it is done, and how much there is
STEP: Final = 500  #: rows or people between two words about it


def silent(stage: Stage, done: int, total: int) -> None:
    """Nobody waits."""
