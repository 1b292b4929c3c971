"""One row of an organisers' list: what it tells about a person, and why it cannot be used or what is left out. Pure."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from webapp.core import names
from webapp.core.columns import Mapping
from webapp.core.grids import Cell
from webapp.registration.list_names import Name, family_comes_first, full_name, given_and_patronymic
from webapp.registration.list_values import (
    LANGUAGES,
    NO,
    PARTNERSHIPS,
    ROLES,
    SIDES,
    TOPICS,
    YES,
    Words,
    addresses,
    text_of,
)

LIMITS: Final = {  #: those of the registration form
    "given_name": 80, "family_name": 80, "patronymic": 80, "title": 40, "latin_name": 160, "office": 120,
    "organisation": 160, "experience": 2000, "question": 1000, "registered_by_name": 160,
}  # fmt: skip
LONGEST_ADDRESS: Final = 254
LONGEST_PLACE: Final = 100
_LINES: Final = frozenset({"experience", "question", "topics"})
_PLAIN: Final = ("latin_name", "office", "organisation", "experience", "question")
_LOCALES: Final = {"nrw": "de", "dnipropetrovsk": "uk"}
_BEFORE_A_PLACE: Final = re.compile(
    r"(?:м(?=\.)|місто|смт\.?|с-ще|селище|(?:kreis|landeshaupt|haupt|hanse|universitäts|große\s+kreis)?stadt(?:verwaltung)?"
    r"|gemeinde(?:verwaltung)?|kreisverwaltung)(?=[\s.])[\s.]*",
    re.IGNORECASE,
)
_WRITTEN_OUT: Final = {
    "мтг": "міська територіальна громада",
    "стг": "територіальна громада",
    "отг": "територіальна громада",
    "тг": "територіальна громада",
}
_ABBREVIATED: Final = re.compile(r"\s+(мтг|стг|отг|тг)$", re.IGNORECASE)
_SIDE, _ROLE, _LANGUAGE, _TOPIC = Words(SIDES), Words(ROLES), Words(LANGUAGES), Words(TOPICS)
_PARTNERSHIP, _WHETHER = Words(PARTNERSHIPS), Words({"yes": YES, "no": NO})


class Reason(StrEnum):
    NAME_MISSING = "name_missing"
    NAME_UNCLEAR = "name_unclear"  #: which part is the family name, or whether it is a name at all
    EMAIL_MISSING = "email_missing"
    EMAIL_INVALID = "email_invalid"
    PLACE_MISSING = "place_missing"  #: neither municipality nor organisation
    PLACE_UNKNOWN = "place_unknown"  #: or several places may be meant
    SIDE_MISSING = "side_missing"  #: of an organisation
    TOO_LONG = "too_long"
    TWICE = "twice"  #: in the same file
    REGISTERED = "registered"
    SIMILAR = "similar"  #: registered with the same address and nearly the same name
    WITHDRAWN = "withdrawn"  #: the person has left, and does not come back by a list
    BLOCKED = "blocked"  #: the address asked not to be written to
    # What does not keep a row out
    SHORTENED = "shortened"
    SEVERAL_ADDRESSES = "several_addresses"  #: the first one counts
    ROLE_UNKNOWN = "role_unknown"
    INTERPRETATION_UNKNOWN = "interpretation_unknown"
    PARTNERSHIP_UNKNOWN = "partnership_unknown"
    PARTNER_UNKNOWN = "partner_unknown"
    TOPICS_UNKNOWN = "topics_unknown"
    REGISTRAR_INCOMPLETE = "registrar_incomplete"  #: name without address or the other way round


REMARKS: Final = frozenset(
    list(Reason)[list(Reason).index(Reason.SHORTENED) :]
)  #: with these a row is used all the same


@dataclass(frozen=True, slots=True)
class Around:
    """What a row alone does not tell."""

    place: Callable[[str], tuple[str, str] | None]  #: key and side of the one place that a text can mean
    side: str | None = None  #: of rows that tell neither place nor side
    locale: str = "de"  #: of rows that tell neither language nor a side that has one
    headings: Sequence[str] = ()


@dataclass(slots=True)
class Told:
    """`fields` are columns of a registration, choices as codes; empty ones are left out."""

    fields: dict[str, Any] = field(default_factory=dict)
    locale: str = ""
    reasons: list[Reason] = field(default_factory=list)

    @property
    def usable(self) -> bool:
        return REMARKS.issuperset(self.reasons)


def read_row(row: Sequence[Cell], mapping: Mapping, around: Around) -> Told:
    """Never raises: what cannot be used is said by a reason."""
    cells = {name: text_of(mapping.cell(row, name)) for name in mapping.columns}
    cells = {name: names.clean(text, multiline=name in _LINES) for name, text in cells.items()}
    told = Told()
    _names(told, cells, around, mapping)
    _addresses(told, cells)
    _place(told, cells, around)
    for name in _PLAIN:
        _put(told, name, cells.get(name, ""))
    _choices(told, cells, around)
    told.locale = _LANGUAGE.code(cells.get("language", "")) or _LOCALES.get(told.fields.get("side", ""), around.locale)
    return told


def _put(told: Told, name: str, text: str) -> None:
    """A name that is too long is none; other texts are cut, visibly."""
    limit = LIMITS[name]
    if len(text) > limit:
        is_name = name.endswith("_name") and name != "latin_name"
        told.reasons.append(Reason.TOO_LONG if is_name else Reason.SHORTENED)
        text = f"{text[: limit - 1]}…"
    if text:
        told.fields[name] = text


def _names(told: Told, cells: dict[str, str], around: Around, mapping: Mapping) -> None:
    given, family = cells.get("given_name", ""), cells.get("family_name", "")
    whole = cells.get("name", "")
    own, patronymic = given_and_patronymic(given.split())
    name: Name | None = Name(own, family, patronymic)
    if not (given and family):
        column = mapping.column("name")
        heading = around.headings[column] if column is not None and column < len(around.headings) else ""
        name = full_name(whole, family_first=family_comes_first(heading))
    if not (given or family or whole):
        told.reasons.append(Reason.NAME_MISSING)
    elif name is None or any("@" in part for part in (name.given, name.family)):
        told.reasons.append(Reason.NAME_UNCLEAR)
    else:
        for field_name, text in (("given_name", name.given), ("family_name", name.family)):
            _put(told, field_name, text)
        _put(told, "patronymic", cells.get("patronymic", "") or name.patronymic)
        _put(told, "title", cells.get("title", "") or name.title)


def _addresses(told: Told, cells: dict[str, str]) -> None:
    found = [address for address in addresses(cells.get("email", "")) if len(address) <= LONGEST_ADDRESS]
    if found:
        told.fields["email"] = found[0]
        if len(found) > 1:
            told.reasons.append(Reason.SEVERAL_ADDRESSES)
    else:
        told.reasons.append(Reason.EMAIL_INVALID if cells.get("email") else Reason.EMAIL_MISSING)
    name, email = cells.get("registered_by_name", ""), addresses(cells.get("registered_by_email", ""))[:1]
    if name and email:
        _put(told, "registered_by_name", name)
        told.fields["registered_by_email"] = email[0]
    elif name or email:
        told.reasons.append(Reason.REGISTRAR_INCOMPLETE)


def _place(told: Told, cells: dict[str, str], around: Around) -> None:
    side = _SIDE.code(cells.get("side", ""))
    typed = cells.get("place_key") or cells.get("place", "")
    found = meant(cells.get("place_key", ""), around.place) or meant(cells.get("place", ""), around.place)
    if found:
        told.fields["place_key"], told.fields["side"] = found
        return
    if typed and (side != "other" or not cells.get("organisation")):  # a place elsewhere is in no directory of ours
        told.reasons.append(Reason.PLACE_UNKNOWN)
    elif not cells.get("organisation"):
        told.reasons.append(Reason.PLACE_MISSING)
    elif side or around.side:
        told.fields["side"] = side or around.side
    else:
        told.reasons.append(Reason.SIDE_MISSING)


def meant(text: str, find: Callable[[str], tuple[str, str] | None]) -> tuple[str, str] | None:
    """Key and side of the one place that a text can mean, whatever offices put around its name."""
    return next((found for spelt in spellings(text) if (found := find(spelt))), None)


def spellings(text: str) -> list[str]:
    """A place as it stands there, then without what offices put around its name."""
    parts = [text, text.partition("(")[0], text.partition(",")[0], text.partition(";")[0]]
    bare = [_BEFORE_A_PLACE.sub("", part.strip()) for part in parts]
    whole = [_ABBREVIATED.sub(lambda found: f" {_WRITTEN_OUT[found[1].lower()]}", part) for part in bare]
    found = (part.strip() for part in (*parts, *bare, *whole))
    return [part for part in dict.fromkeys(found) if part and len(part) <= LONGEST_PLACE]


def _choices(told: Told, cells: dict[str, str], around: Around) -> None:
    usual = "representative" if "place_key" in told.fields else "guest"
    role = cells.get("attending_as", "")
    told.fields["attending_as"] = _ROLE.code(role) or usual
    if role and not _ROLE.code(role):
        told.reasons.append(Reason.ROLE_UNKNOWN)
    _interpretation(told, cells.get("interpretation", ""))
    _partnership(told, cells, around)
    wanted = [part.strip() for part in cells.get("topics", "").replace("\n", ";").replace(",", ";").split(";")]
    codes = [_TOPIC.code(part) for part in wanted if part]
    if None in codes:
        told.reasons.append(Reason.TOPICS_UNKNOWN)
    told.fields["topics"] = [code for code in dict.fromkeys(codes) if code]


def _interpretation(told: Told, text: str) -> None:
    """A bare yes means into the language of one's own side."""
    whether = _WHETHER.code(text)
    code = "none" if whether == "no" else _LANGUAGE.code(text)
    if whether == "yes":
        code = _LOCALES.get(told.fields.get("side", ""))
    if code in {"de", "uk", "none"}:
        told.fields["interpretation"] = code
    elif text:
        told.reasons.append(Reason.INTERPRETATION_UNKNOWN)


def _partnership(told: Told, cells: dict[str, str], around: Around) -> None:
    """Some write the partner where others write yes."""
    whether, partner = cells.get("partnership", ""), cells.get("partner_place", "")
    code = _PARTNERSHIP.code(whether)
    if whether and not code and not partner and meant(whether, around.place):
        whether, partner = "", whether
    found = meant(partner, around.place)
    if found:
        told.fields["partner_place_key"] = found[0]
        code = code or "existing"
    elif partner and not _WHETHER.code(partner):
        told.reasons.append(Reason.PARTNER_UNKNOWN)
    if code:
        told.fields["partnership"] = code
    elif whether:
        told.reasons.append(Reason.PARTNERSHIP_UNKNOWN)
