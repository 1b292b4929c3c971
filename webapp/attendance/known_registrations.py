"""Registrations of an event as matching wants to know them."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from webapp.attendance.meeting.joining_models import JoinUse
from webapp.attendance.models import Alias
from webapp.attendance.recognition.matches import Known
from webapp.core.db import session
from webapp.places.models import Place
from webapp.registration.models import LEFT, Registration, State

GONE = (*LEFT, State.DECLINED)
COLUMNS = (
    Registration.public_id, Registration.given_name, Registration.family_name, Registration.patronymic,
    Registration.latin_name, Registration.title, Registration.email_key, Registration.mail_key, Registration.name_key,
    Place.name_de, Place.name_uk, Place.name_en,
)  # fmt: skip


def known(event_id: int) -> Sequence[Known]:
    """All who have not left, whether they confirmed or not: who was there was there."""
    found = (
        select(*COLUMNS)
        .outerjoin(Place, Place.key == Registration.place_key)
        .where(Registration.event_id == event_id, Registration.state.not_in(GONE))
        .order_by(Registration.id)
    )
    aliases = _aliases()
    return [
        Known(
            registration=row.public_id,
            given_name=row.given_name,
            family_name=row.family_name,
            patronymic=row.patronymic,
            latin_name=row.latin_name,
            title=row.title,
            emails=frozenset((row.email_key,)),  # the secretary's is another person's
            aliases=aliases.get((row.email_key, row.name_key), frozenset()),
            place=" ".join(filter(None, (row.name_de, row.name_uk, row.name_en))),
        )
        for row in session().execute(found)
    ]


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


def _aliases() -> dict[tuple[str, str], frozenset[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for email, name, alias in session().execute(select(Alias.email_key, Alias.name_key, Alias.alias)):
        found[email, name].add(alias)
    return {person: frozenset(aliases) for person, aliases in found.items()}
