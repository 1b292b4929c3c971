"""Reads the .eml files that take the place of sent mails in development."""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

SHOWN: Final = 200
ADDRESS: Final = re.compile(r"https?://[^\s<>\"“”]+")


@dataclass(frozen=True, slots=True)
class Mail:
    """One file of the mailbox; `id` is its name without the ending."""

    id: str
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"] or "–")

    @property
    def at(self) -> datetime:
        return parsedate_to_datetime(str(self.message["Date"]))

    @property
    def lang(self) -> str:
        return str(self.message["Content-Language"] or "")

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    @property
    def links(self) -> list[tuple[str, str]]:
        """(words, address) of the HTML part's links, else of the addresses in the text; each once."""
        reader = _Links()
        reader.feed(self.html)
        plain = [(address, address) for address in ADDRESS.findall(self.text)]
        found = [link for link in reader.found if ADDRESS.fullmatch(link[1])] or plain
        return list(dict.fromkeys(found))

    @property
    def attachments(self) -> dict[str, EmailMessage]:
        return {part.get_filename() or "attachment": part for part in self.message.iter_attachments()}

    def _body(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()) if part else ""


def newest(folder: Path) -> list[Mail]:
    """The latest mails, newest first."""
    paths = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return [_read(path) for path in paths[:SHOWN]]


def one(folder: Path, mail_id: str) -> Mail | None:
    """Compares names instead of building a path, so that nothing outside the folder can be asked for."""
    path = next((path for path in folder.glob("*.eml") if path.stem == mail_id), None)
    return _read(path) if path else None


def _read(path: Path) -> Mail:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - policy.default makes these
    return Mail(path.stem, message)


class _Links(HTMLParser):
    """Collects (words, address) of every <a href>."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._address = ""
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._address, self._words = dict(attrs).get("href") or "", []

    def handle_data(self, data: str) -> None:
        self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._address:
            self.found.append((" ".join("".join(self._words).split()) or self._address, self._address))
            self._address = ""
