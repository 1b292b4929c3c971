"""Registrations of an event as matching wants to know them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import aliased

from webapp.attendance.aliases import STANDING
from webapp.attendance.meeting.joining_models import JoinUse
from webapp.attendance.models import Alias, Decision, ImportRun, ReportedPerson
from webapp.attendance.recognition.addresses import Registered, known_by
from webapp.attendance.recognition.matches import Known
from webapp.attendance.told_places import Directory
from webapp.core.addresses import address_key
from webapp.core.db import session
from webapp.places.models import Place
from webapp.registration.models import LEFT, Registration, State

GONE = (*LEFT, State.DECLINED)
COLUMNS = (
    Registration.id, Registration.public_id, Registration.event_id, Registration.state, Registration.replaces_id,
    Registration.given_name, Registration.family_name, Registration.patronymic, Registration.latin_name,
    Registration.title, Registration.email_key, Registration.mail_key, Registration.name_key,
    Registration.place_key, Place.name_de, Place.name_uk, Place.name_en,
)  # fmt: skip


def known(event_id: int, directory: Directory | None = None) -> Sequence[Known]:
    """All who have not left, whether they confirmed or not: who was there was there.

    With a directory also the official keys of their municipalities.
    """
    rows = session().execute(_namesakes(event_id)).all()
    addresses = known_by(_registered(row) for row in rows)
    aliases: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        aliases[row.id].update(filter(None, (row.alias,)))
    mine = {row.id: row for row in rows if row.event_id == event_id and row.state not in GONE}
    return [
        Known(
            registration=row.public_id,
            given_name=row.given_name,
            family_name=row.family_name,
            patronymic=row.patronymic,
            latin_name=row.latin_name,
            title=row.title,
            emails=frozenset((row.email_key,)),  # the secretary's is another person's
            further_emails=addresses[row.id] - {row.email_key},
            aliases=frozenset(aliases[row.id]),
            place=" ".join(filter(None, (row.name_de, row.name_uk, row.name_en))),
            place_keys=directory.keys(row.place_key) if directory else (),
        )
        for row in mine.values()
    ]


def _namesakes(event_id: int) -> Select[*tuple[Any, ...]]:
    """Registrations of this conference, and those elsewhere that may be the same people's.

    One row for each address that somebody decided to be this one's, as long as that counts, and for each alias.
    """
    namesake = aliased(Registration)
    names = select(namesake.name_key).where(namesake.event_id == event_id)
    by_hand = (
        select(ReportedPerson.registration_id, ReportedPerson.email, ReportedPerson.other_emails)
        .join(ImportRun, ImportRun.id == ReportedPerson.run_id)
        .where(ReportedPerson.decision == Decision.CONFIRMED, ImportRun.state.in_(STANDING))
        .where(ReportedPerson.registration_id.is_not(None), ReportedPerson.email != "")
        .subquery()
    )
    of_person = and_(Alias.email_key == Registration.email_key, Alias.name_key == Registration.name_key)
    return (
        select(*COLUMNS, by_hand.c.email, by_hand.c.other_emails, Alias.alias)
        .outerjoin(Place, Place.key == Registration.place_key)
        .outerjoin(by_hand, by_hand.c.registration_id == Registration.id)
        .outerjoin(Alias, of_person)
        .where(Registration.name_key.in_(names))
        .order_by(Registration.id)
    )


def _registered(row: Any) -> Registered:
    """What nobody confirmed ties nothing together, or strangers could claim to be somebody."""
    told = frozenset(address_key(address) for address in (row.email, *(row.other_emails or ())) if address)
    found = Registered(row.id, row.name_key, row.email_key, row.mail_key, row.replaces_id, told)
    return replace(found, mail_key=None, replaces_id=None) if row.state is State.PENDING else found


def by_offered_name(event_id: int) -> dict[str, str]:
    """Registration by the name its join link offered for the meeting, in small letters; a shared one is nobody's."""
    found = select(JoinUse.display_names, Registration.public_id).join(
        Registration, Registration.id == JoinUse.registration_id
    )
    users: dict[str, set[str]] = defaultdict(set)
    for offered, public_id in session().execute(found.where(Registration.event_id == event_id)):
        for name in offered:
            users[name.casefold()].add(public_id)
    return {name: min(who) for name, who in users.items() if len(who) == 1}
