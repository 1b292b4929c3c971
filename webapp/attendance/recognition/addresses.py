"""Which addresses one person is known by, over all that the person registered for; pure.

Two registrations are one person's if they bear the same name and mails about them go to the same mailbox, or if one was
handed over to the other: whoever changes an address hands over to themselves. A name alone makes nobody one, nor does
an address that somebody else gave for the person.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Registered:
    """One registration of whatever conference; several times, if several addresses were confirmed for it."""

    id: int
    name_key: str
    email_key: str
    mail_key: str | None  #: of the address that mails go to, the person's or a secretary's; None if nobody confirmed it
    replaces_id: int | None = None
    confirmed: frozenset[str] = frozenset()  #: reported addresses of people whom somebody decided to be this one


def known_by(registered: Iterable[Registered]) -> dict[int, frozenset[str]]:
    """By registration: all addresses of its person."""
    everybody = list(registered)
    names = {one.id: one.name_key for one in everybody}
    roots: dict[Hashable, Hashable] = {}
    for one in everybody:
        for other in _ties(one, names):
            roots[_root(roots, other)] = _root(roots, one.id)
    found: dict[Hashable, set[str]] = defaultdict(set)
    for one in everybody:
        found[_root(roots, one.id)] |= {one.email_key, *one.confirmed}
    people = {root: frozenset(addresses) for root, addresses in found.items()}
    return {one.id: people[_root(roots, one.id)] for one in everybody}


def _ties(one: Registered, names: dict[int, str]) -> Iterable[Hashable]:
    """What it shares with other registrations of the person."""
    if one.mail_key is not None:
        yield one.name_key, one.mail_key
    if one.replaces_id is not None and names.get(one.replaces_id) == one.name_key:
        yield one.replaces_id


def _root(roots: dict[Hashable, Hashable], one: Hashable) -> Hashable:
    while (above := roots.get(one, one)) != one:
        roots[one] = one = roots.get(above, above)
    return one
