"""Mails as a test reads them: parsed from the .eml files of development, and checked like pages."""

import re
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import markup

LINK: Final = re.compile(r"https?://\S+")
LEFT_OVER: Final = re.compile(r"\{\{|\}\}|%\(|\bNone\b|Undefined")
RULES: Final = {"well_formed", "language", "ids", "images", "typography"}


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail, its two bodies and what is attached to it."""

    raw: EmailMessage
    text: str
    html: str
    attachments: dict[str, str] = field(default_factory=dict)  #: by file name

    @property
    def to(self) -> str:
        return str(self.raw["To"])

    @property
    def subject(self) -> str:
        return str(self.raw["Subject"])

    @property
    def lang(self) -> str:
        return str(self.raw["Content-Language"])

    @property
    def links(self) -> list[str]:
        return LINK.findall(self.text)

    def link(self, part: str) -> str:
        """Path of the one link that holds this part, as “/c/” for the confirming one."""
        found = {urlsplit(link).path for link in self.links if part in urlsplit(link).path}
        assert len(found) == 1, f"{len(found)} links with {part!r} among {self.links}"
        return found.pop()


def read(path: Path) -> Mail:
    raw = message_from_bytes(path.read_bytes(), policy=SMTP)
    assert isinstance(raw, EmailMessage)
    text, html = raw.get_body(("plain",)), raw.get_body(("html",))
    assert text is not None
    assert html is not None
    attached = {str(part.get_filename()): str(part.get_content()) for part in raw.iter_attachments()}
    mail = Mail(raw, text.get_content(), html.get_content(), attached)
    found = faults(mail)
    assert not found, f"mail “{mail.subject}”:\n  " + "\n  ".join(found)
    return mail


def faults(mail: Mail) -> list[str]:
    """What is wrong with a mail; empty if nothing."""
    document = markup.read(f"/{mail.lang}/", mail.html)
    found = markup.faults(document, {rule.__name__ for rule in markup.RULES} - RULES)
    for name, content in (("subject", mail.subject), ("text", mail.text), ("html", mail.html)):
        found += [f"left over in {name}: {match[0]}" for match in LEFT_OVER.finditer(content)]
    found += [f"missing header {name}" for name in ("From", "To", "Date", "Message-ID") if name not in mail.raw]
    in_html = {markup.attr(tag, "href") for tag in document.having("href") if tag.name == "a"}
    found += [f"only in the text: {link}" for link in mail.links if link.rstrip(".,") not in in_html]
    found += [f"loads {tag.name}" for tag in document.named("img", "script", "link", "iframe", "form")]
    return found
