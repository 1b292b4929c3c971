"""Who leads a municipality or district, by what they say their function is; pure."""

import re
from enum import StrEnum
from typing import Final, TypeVar

T = TypeVar("T")


class Role(StrEnum):
    MAYOR = "mayor"
    DISTRICT = "district"
    MILITARY = "military"


#: by language, as the function itself and not as whose it is: “Bürgermeisters”, “der Bürgermeisterin”, “мера”
HEADS: Final = {
    "de": re.compile(
        r"(?<!\bder )\b(?!alt|ex)\w*b(?:ü|ue)rgermeister(?:in)?\b|(?<!\bder )\blandr(?:at|ätin)\b", re.IGNORECASE
    ),
    "en": re.compile(r"\bmayor(?:ess)?\b(?!['’]s)|district administrator", re.IGNORECASE),
    "uk": re.compile(
        r"(?:міськ|селищн|сільськ)(?:ий|а) голов|\bмер(?:ка)?\b|голова (?:[\w’'ʼ-]+ої )*громади"
        r"|(?:начальни(?:к|ця)|очільни(?:к|ця)|керівни(?:к|ця)|голова) (?:[\w’'ʼ-]+ої )*військової адміністрації",
        re.IGNORECASE,
    ),
}
MILITARY: Final = re.compile(r"(?:\w+ )?(?:[\w’'ʼ-]+ої )*військової адміністрації", re.IGNORECASE)
ROLES: Final = {
    Role.MILITARY: MILITARY,
    Role.DISTRICT: re.compile(r"\blandr(?:at|ätin)\b|district administrator", re.IGNORECASE),
}  #: who is none of these is a mayor
NOT_IT: Final = re.compile(
    r"stellv|^[^,;]*vertret|\bvize|\bzweite|\bdritte|\b[23]\.|büro|refera|referent|assisten|sekret|stabs|sprecher"
    r"|mitarbeit|kandidat|ehemalig|\ba\.\s?d\b|deputy|vice|former|candidate|office of|(?:to|for|of) the (?:lord )?mayor"
    r"|заступни|помічни|радни|секретар|колишн|\bекс|кандидат|\bв\.\s?о\.",
    re.IGNORECASE,
)


def leads(office: str) -> bool:
    """Mayors, Landräte and heads of military administrations; neither their deputies nor their staff."""
    return bool(_languages(office)) and not NOT_IT.search(office)


def language_of(office: str) -> str:
    """Of somebody who leads; "" where it is written in two."""
    found = _languages(office)
    return found[0] if len(found) == 1 else ""


def _languages(office: str) -> list[str]:
    return [lang for lang, head in HEADS.items() if head.search(office)]


def roles_of(office: str) -> list[Role]:
    """Of somebody who leads; in wartime one may be mayor and head of the military administration."""
    found = [role for role, told in ROLES.items() if told.search(office)]
    rest = MILITARY.sub("", office)
    return [Role.MAYOR, *found] if not found or (Role.MILITARY in found and _languages(rest)) else found


def listed(items: list[T], most: int, total: int | None = None) -> tuple[list[T], int]:
    """As many as there is room for, and how many are left out; never only one.

    Of a long list `items` may be the first most + 1, and `total` how many there are.
    """
    total = len(items) if total is None else total
    if total <= most + 1:
        return items, 0
    return items[:most], total - most


def joined(items: list[str], length: int) -> tuple[str, int]:
    """As many as fit into a text of this length, and how many are left out."""
    kept: list[str] = []
    for number, one in enumerate(items):
        if kept and sum(map(len, kept)) + 2 * len(kept) + len(one) > length:
            return ", ".join(kept), len(items) - number
        kept.append(one)
    return ", ".join(kept), 0


def shortened(text: str, length: int) -> str:
    """After a whole word, where there is one."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    whole, _space, _cut = line[:length].rpartition(" ")
    return f"{whole or line[: length - 1]}…"
