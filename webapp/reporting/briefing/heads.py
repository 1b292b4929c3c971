"""Who leads a municipality or district, by what they say their function is; pure."""

import re
from typing import Final

HEAD: Final = re.compile(
    r"b(?:ü|ue)rgermeister(?!amt|büro|in und)|landr(?:at|ätin)\b|\bmayor(?:ess)?\b|district administrator"
    r"|(?:міськ|селищн|сільськ)(?:ий|а) голов|голова (?:територіальної )?громади"
    r"|(?:начальни(?:к|ця)|очільни(?:к|ця)|керівни(?:к|ця)) .*військової адміністрації",
    re.IGNORECASE,
)
NOT_IT: Final = re.compile(
    r"stellv|vertret|\bvize|\bzweite|\bdritte|\b[23]\.|büro|referent|assisten|sekret|deputy|vice|office of|to the mayor"
    r"|заступни|помічни|радни|секретар|\bв\.\s?о\.",
    re.IGNORECASE,
)


def leads(office: str) -> bool:
    """Mayors, Landräte and heads of military administrations; neither their deputies nor their staff."""
    return bool(HEAD.search(office)) and not NOT_IT.search(office)


def listed(items: list[str], most: int) -> tuple[list[str], int]:
    """As many as there is room for, and how many are left out; never only one."""
    if len(items) <= most + 1:
        return items, 0
    return items[:most], len(items) - most


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
