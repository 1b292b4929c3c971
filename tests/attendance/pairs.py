"""Reads name_pairs.csv: what a report says, who is registered, and what a careful human would decide.

Reported people are separated by " ++ " (the first is the one asked about), further names of one person by " aka ",
"->1" says that the join link of the first registration was used, "::Köln" what a list says in a column of
municipalities. Registrations are separated by " | ": "given, family"
or "given, patronymic, family", then as needed =own Latin spelling, <addresses>, {addresses known from elsewhere},
~title, #alias, @place.
`verdict` is sure (that one, and no question), ask (offer `expected`, decide nothing), none (nobody; decide nothing).
"""

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from webapp.attendance.recognition.matching import Known, Match, Reported, match

FILE = Path(__file__).parent / "name_pairs.csv"


@dataclass(frozen=True, slots=True)
class Pair:
    line: int
    kind: str
    typed: str
    reported: list[Reported]
    known: list[Known]
    expected: str | None
    verdict: str

    def matched(self) -> Match:
        return match(self.reported, self.known)[0]


def pairs() -> list[Pair]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return [_pair(line, row) for line, row in enumerate(csv.DictReader(file), start=2)]


def _pair(line: int, row: dict[str, str]) -> Pair:
    reported = [_reported(number, text) for number, text in enumerate(row["reported"].split(" ++ "))]
    known = [_known(number, text) for number, text in enumerate(row["known"].split(" | "), start=1)]
    expected = None if row["expected"] == "-" else row["expected"]
    return Pair(line, row["kind"], f"{row['reported']} / {row['known']}", reported, known, expected, row["verdict"])


def _reported(number: int, text: str) -> Reported:
    text, _colons, place = text.partition(" ::")
    named, _bracket, email = text.partition("<")
    names, _arrow, link = named.partition("->")
    first, *others = names.removesuffix(" ").split(" aka ")
    return Reported(number, first, tuple(others), (email.rstrip(">"),) if email else (), link.strip() or None, place)


def _known(number: int, text: str) -> Known:
    addresses, further = re.search(r"<([^>]*)>", text), re.search(r"{([^}]*)}", text)
    marks = dict(re.findall(r"\s([=~#@])([^=~#@]*[^=~#@\s])", re.sub(r"<[^>]*>|{[^}]*}", "", text)))
    names = [part.strip() for part in re.split(r"\s[=~#@<{]", text)[0].split(",")]
    return Known(
        registration=str(number),
        given_name=names[0],
        family_name=names[-1],
        patronymic=names[1] if len(names) > 2 else "",
        latin_name=marks.get("=", ""),
        title=marks.get("~", ""),
        emails=frozenset(addresses[1].split() if addresses else ()),
        further_emails=frozenset(further[1].split() if further else ()),
        aliases=frozenset({marks["#"]} if "#" in marks else ()),
        place=marks.get("@", ""),
    )
