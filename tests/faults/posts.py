"""A real SMTP server (aiosmtpd) that does as it is told at each stage, connection by connection."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import SMTP
from typing import Any, Final

from aiosmtpd import smtp
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope, Session
from surroundings import free_port

PATIENCE: Final = 30.0  # seconds
STAGES: Final = ("EHLO", "MAIL", "RCPT", "DATA", "END")  # END: the mail is there, its receipt is not yet said
Plan = tuple[str, str]  #: a stage, and what happens there: an answer like "451 later", "drop", or seconds to wait


@dataclass
class Post:
    """Each connection takes the next plan, and is served well when there is none left."""

    plans: list[Plan] = field(default_factory=list)
    for_all: Plan | None = None
    before: Callable[[str], None] | None = None  #: called at each stage
    ids: list[str] = field(default_factory=list)  #: Message-ID of each mail that was accepted
    to: list[str] = field(default_factory=list)
    connections: int = 0

    @property
    def twice(self) -> int:
        return sum(number - 1 for number in Counter(self.ids).values())

    def wait_for(self, number: int) -> None:
        """Until so many different mails arrived."""
        self.wait_until(lambda: len(set(self.ids)) >= number)

    def wait_until(self, done: Callable[[], bool]) -> None:
        """Patience ends when nothing arrives any more, however many there are and however slow the machine."""
        arrived, end = len(self.ids), time.monotonic() + PATIENCE
        while not done():
            if len(self.ids) > arrived:
                arrived, end = len(self.ids), time.monotonic() + PATIENCE
            assert time.monotonic() < end, f"{len(set(self.ids))} mails arrived over {self.connections} connections"
            time.sleep(0.02)

    async def at(self, stage: str, server: smtp.SMTP, session: Session) -> str:
        """The answer to give at this stage; empty for the usual one."""
        if self.before is not None:
            self.before(stage)
        if "plan" not in session.__dict__:
            session.__dict__["plan"] = self._next()
        plan: Plan | None = session.__dict__["plan"]
        if plan is None or plan[0] != stage:
            return ""
        what = plan[1]
        if what == "drop":
            assert server.transport is not None
            server.transport.close()
            return "421 gone"
        if what.isdigit():
            await asyncio.sleep(int(what))
            return ""
        return what

    def _next(self) -> Plan | None:
        self.connections += 1
        return self.for_all or (self.plans.pop(0) if self.plans else None)

    async def handle_EHLO(  # noqa: N802 - the names are aiosmtpd's
        self, server: smtp.SMTP, session: Session, _envelope: Envelope, name: str, responses: list[str]
    ) -> list[str]:
        session.host_name = name
        answer = await self.at("EHLO", server, session)
        return [answer] if answer else responses

    async def handle_MAIL(  # noqa: N802
        self, server: smtp.SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.mail_from = address
        return await self.at("MAIL", server, session) or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: smtp.SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return await self.at("RCPT", server, session) or "250 OK"

    async def handle_DATA(self, server: smtp.SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = await self.at("DATA", server, session)
        if answer:
            return answer
        self.ids.append(str(message_from_bytes(envelope.original_content or b"", policy=SMTP)["Message-ID"]))
        self.to += envelope.rcpt_tos
        return await self.at("END", server, session) or "250 OK"


@contextmanager
def serving(post: Post, port: int | None = None, **options: Any) -> Iterator[str]:
    """The server's address as settings want it."""
    controller = Controller(post, hostname="127.0.0.1", port=port or free_port(), **options)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{controller.port}?tls={'starttls' if 'tls_context' in options else 'off'}"
    finally:
        controller.stop()
