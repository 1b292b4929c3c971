"""What goes into matching and what comes out: known registrations, reported people, matches and candidates; pure."""

from dataclasses import dataclass
from enum import StrEnum


class How(StrEnum):
    """By what a reported person was matched."""

    JOIN_LINK = "join_link"
    EMAIL = "email"
    ALIAS = "alias"
    NAME = "name"
    CONFIRMED = "confirmed"  #: by hand; never given by match()
    NONE = "none"


class Reason(StrEnum):
    """Why a registration is a candidate; words for it stand beside the views."""

    JOIN_LINK = "join_link"  #: its link was used
    EMAIL = "email"  #: its address was reported
    FURTHER_EMAIL = "further_email"  #: an address was reported that is known for it from elsewhere
    SHARED_EMAIL = "shared_email"  #: its address was reported, and others registered with it
    ALIAS = "alias"  #: somebody confirmed this display name for it before
    SAME_NAME = "same_name"
    OTHER_LINK = "other_link"  #: the same name; but another person's link was used
    OTHER_EMAIL = "other_email"  #: the same name; but the address is another person's
    OTHER_ALIAS = "other_alias"  #: the same name; but it was confirmed for another person
    OTHER_PLACE = "other_place"  #: the same name; but the report says another municipality
    NAMESAKES = "namesakes"  #: the same name; but others who are registered may be called so
    CLAIMED = "claimed"  #: the same name; but others in the report may be this person
    OTHER_NAME = "other_name"  #: the same name; but another one was shown as well
    NOT_QUITE = "not_quite"  #: the same name; but in an order, or with words beside it, that leave a doubt
    GIVEN_NAME_VARIANT = "given_name_variant"  #: Elena for Олена
    SPELLING = "spelling"
    NAME_PARTS = "name_parts"  #: given and family name are there, with more or less, or in another order
    INITIAL = "initial"
    FAMILY_NAME = "family_name"  #: only that, with no given name or another one
    GIVEN_NAME = "given_name"  #: only that
    MAILBOX = "mailbox"  #: the reported address sounds like the name
    PLACE = "place"  #: the display name names the municipality


@dataclass(frozen=True, slots=True)
class Known:
    """One registration."""

    registration: str  #: public id
    given_name: str
    family_name: str
    patronymic: str = ""
    latin_name: str = ""
    title: str = ""
    emails: frozenset[str] = frozenset()  #: small letters; given for this registration
    further_emails: frozenset[str] = frozenset()  #: known from elsewhere: they decide only together with the name
    aliases: frozenset[str] = frozenset()  #: alias_key() of display names confirmed before
    place: str = ""  #: all its names in one text, as "Дніпро Dnipro"
    place_keys: tuple[str, ...] = ()  #: official ones, of the place and of what it lies in, nearest first


@dataclass(frozen=True, slots=True)
class Reported:
    """One person of a report."""

    number: int
    name: str
    other_names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    link: str | None = None  #: registration whose join link was used under this display name
    place: str = ""  #: as a list says it in a column of its own
    place_keys: tuple[str, ...] = ()  #: of what the directory knows under that name for sure


@dataclass(frozen=True, slots=True)
class Candidate:
    registration: str
    score: int  #: 0 to 100; 100 is the same name, and yet not always the same person
    reason: Reason
    place: bool = False  #: the report says the person's municipality, in a column of its own


@dataclass(frozen=True, slots=True)
class Match:
    """registration is set only where no doubt is left; then the only candidate is that one."""

    number: int
    registration: str | None
    how: How
    candidates: tuple[Candidate, ...]  #: at most three, best first
