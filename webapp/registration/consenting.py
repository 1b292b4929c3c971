"""Keeping consents: what was given or withdrawn, when, and to which words in which language."""

import hashlib
from collections.abc import Set as AbstractSet
from datetime import datetime

from sqlalchemy import insert, select

from webapp.core.db import session
from webapp.registration.models import Consent, ConsentWording, Purpose, Registration
from webapp.registration.queries import consents
from webapp.registration.words import CONSENT


def give(registration: Registration, purposes: AbstractSet[Purpose], *, locale: str, now: datetime) -> None:
    """Note these consents of a new registration; the words are those of the present language."""
    _note(registration, dict.fromkeys(sorted(purposes), True), locale=locale, now=now)


def change(registration: Registration, wanted: AbstractSet[Purpose], *, locale: str, now: datetime) -> list[str]:
    """Note only what differs from before; withdrawing is as easy as giving. Names of the changed purposes."""
    before = {purpose for purpose, consent in consents(registration.id).items() if consent.given}
    differing = {purpose: purpose in wanted for purpose in Purpose if (purpose in wanted) != (purpose in before)}
    _note(registration, differing, locale=locale, now=now)
    return [f"consent_{purpose}" for purpose in differing]


def _note(registration: Registration, answers: dict[Purpose, bool], *, locale: str, now: datetime) -> None:
    if not answers:
        return
    words = {purpose: str(CONSENT[purpose]) for purpose in answers}
    hashes = {purpose: hashlib.sha256(f"{locale}\n{text}".encode()).hexdigest() for purpose, text in words.items()}
    known = set(session().scalars(select(ConsentWording.sha256).where(ConsentWording.sha256.in_(hashes.values()))))
    new = [
        {"sha256": hashes[purpose], "purpose": purpose, "language": locale, "words": text}
        for purpose, text in words.items()
        if hashes[purpose] not in known
    ]
    if new:
        session().execute(insert(ConsentWording), new)
    rows = [
        {"registration_id": registration.id, "purpose": purpose, "given": given, "at": now, "wording": hashes[purpose]}
        for purpose, given in answers.items()
    ]
    session().execute(insert(Consent), rows)
