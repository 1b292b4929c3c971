"""What a certificate of attendance consists of, in which two languages, its code and its file's name; pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final

from webapp.attendance.meeting.sealing import GROUP, GROUPS, LETTERS, new_passphrase

LENGTH: Final = GROUP * GROUPS
LONGEST_FILE_NAME: Final = 100
RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE)  #: devices of Windows
TO_THE_OTHER_SIDE: Final = {"dnipropetrovsk": "de"}  #: from which side to whose language; else Ukrainian
OTHER: Final = {"de": "uk", "uk": "de"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """All of a certificate in one language, so that it stands for itself."""

    lang: str
    heading: str
    intro: str
    name: str
    of: str  #: municipality or organisation
    rows: tuple[tuple[str, str], ...]  #: label and value
    check: str
    address: str


def languages(own: str, side: str) -> tuple[str, str]:
    """The person's language and that of the other side.

    Who reads English, gets as the second one the language of the partners: who speaks for Dnipropetrovsk Oblast
    German, everybody else Ukrainian.
    """
    return own, OTHER.get(own) or TO_THE_OTHER_SIDE.get(side, "uk")


def new_code() -> str:
    """99 random bits, in letters that nobody takes for others."""
    return read_code(new_passphrase())


def read_code(typed: str) -> str:
    """As it is kept; empty for what is no code."""
    found = "".join(letter for letter in typed.lower()[:100] if letter.isalnum())
    return found if len(found) == LENGTH and set(found) <= set(LETTERS) else ""


def written(code: str) -> str:
    """In groups, for reading and typing."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP)).upper()


def whole(minutes: float) -> int:
    """As lists show it, and never nothing."""
    return max(1, round(minutes))


def initials(name: str) -> str:
    """“Dr. Olena Kovalenko-Петренко” → “O. K.-П.”: enough to notice another name, too little to learn one."""
    words = [word for word in name.split() if not _is_title(word)] or name.split()
    return " ".join(
        "-".join(f"{part[0].upper()}." for part in re.split(r"[-‐‑–]", word) if part) for word in words
    ).strip()


def _is_title(word: str) -> bool:
    """“Dr.”, and as Ukrainian has it, “д-р”; not “von” or “де”, which belong to a name."""
    return word.endswith(".") or bool(word.islower() and re.fullmatch(r"\w-\w", word))


def title(halves: Iterable[Half]) -> str:
    return " / ".join(half.heading for half in halves)


def as_data(halves: Iterable[Half], code: str) -> dict[str, Any]:
    """For the template."""
    return {"halves": [asdict(half) for half in halves], "code": written(code)}


def safe(name: str) -> str:
    """A name for files that Windows, too, takes; letters of all scripts stay."""
    kept = "".join(
        letter if unicodedata.category(letter)[0] in "LN" or letter in "-.,’()" else " "
        for letter in unicodedata.normalize("NFC", name)
    )
    kept = " ".join(kept.split())[:LONGEST_FILE_NAME].strip(". ")
    return f"_{kept}" if RESERVED.match(kept) else kept or "–"


class FileNames:
    """Gives each file of one folder a name of its own; upper and lower case are one on Windows."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def give(self, name: str, ending: str) -> str:
        found, number = safe(name), 1
        while f"{found}{ending}".casefold() in self.taken:
            number += 1
            found = f"{safe(name)} ({number})"
        self.taken.add(f"{found}{ending}".casefold())
        return f"{found}{ending}"
