"""Headers of mails that Python's own folding would spoil; pure."""

from email.header import Header
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.policy import SMTP, Policy
from typing import Final


class Subject(UnstructuredHeader, BaseHeader):
    """Encoded as a whole (RFC 2047): else two spaces are shown where a line breaks before a word like “für”."""

    def fold(self, *, policy: Policy) -> str:
        header = Header(str(self), None if self.isascii() else "utf-8", header_name=self.name)
        return f"{self.name}: {header.encode(linesep=policy.linesep)}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("subject", Subject)
POLICY: Final = SMTP.clone(header_factory=_HEADERS)
