"""Presence that is certified, certificates that are issued, and PDF files read back."""

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from page import Client, Page
from pypdf import PdfReader
from sqlalchemy import select

from webapp.attendance.certifying.certificate_models import Certificate
from webapp.attendance.models import Presence
from webapp.attendance.presence import State
from webapp.attendance.recognition.matches import How
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.registration import mails
from webapp.registration.models import Registration

NAME, CODE = "name-form", "code-form"  #: ids of forms


def attend(
    who: Registration, minutes: float | None = 90, *, certified: bool = True, state: State | None = None
) -> None:
    """As an applied report would have it."""
    with transaction():
        found = session().get(Presence, who.id) or Presence(registration_id=who.id, event_id=who.event_id)
        found.state, found.how = state or (State.ATTENDED if certified else State.ABSENT), How.EMAIL
        found.minutes, found.certified, found.slots, found.heads = minutes, certified, [], 1
        session().add(found)


def end_of(event: Event) -> Any:
    return event.ends_at + timedelta(days=1)


def address(who: Registration, event: Event, lang: str = "en") -> str:
    return f"/{lang}/r/{mails.manage_token(who, event)}/certificate"


def issue(client: Client, who: Registration, event: Event, lang: str = "en", **typed: str) -> Page:
    return client.get(address(who, event, lang)).form(NAME).fill(**typed).submit(follow=True)


def certificate() -> Certificate:
    session().rollback()
    return session().scalars(select(Certificate).execution_options(populate_existing=True)).one()


def reader(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader(content).pages).split())


def structure(content: bytes) -> Iterator[tuple[str, str]]:
    """Kind and language of every element of the tree that screen readers follow, in its order."""
    root: Any = reader(content).root_object
    yield from _below(root["/StructTreeRoot"]["/K"])


def _below(part: Any) -> Iterator[tuple[str, str]]:
    part = part.get_object() if hasattr(part, "get_object") else part
    if isinstance(part, list):
        for one in part:
            yield from _below(one)
    elif isinstance(part, dict) and "/S" in part:
        yield str(part["/S"]), str(part.get("/Lang", ""))
        if "/K" in part:
            yield from _below(part["/K"])
