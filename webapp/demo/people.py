"""Fictitious attendees from real municipalities, with names in their own scripts and addresses under example.org."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from webapp.core import names
from webapp.places.models import Place, PlaceKind, Region
from webapp.registration.models import Interpretation, Partnership, Side, Topic
from webapp.registration.registering import Details

WORDS: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "people.toml").read_text("utf-8"))
GERMAN_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ı": "i"})
SHARE_OF_NRW = 0.55
SHARE_OF_COLLEAGUES = 0.3  #: who come from where somebody has come from already


@dataclass(frozen=True, slots=True)
class Somebody:
    details: Details
    locale: str


def somebody(random: Random, number: int, german: "Sending", ukrainian: "Sending") -> Somebody:
    """The next fictitious person; the same for the same random numbers."""
    if random.random() < SHARE_OF_NRW:
        return Somebody(_german(random, number, german.next(random)), "de")
    return Somebody(_ukrainian(random, number, ukrainian.next(random)), "uk")


class Sending:
    """The places of a region: larger towns send people more often, and who has sent somebody often sends another."""

    def __init__(self, places: list[Place]) -> None:
        self.places, self.sent = places, list[Place]()
        self.weights = [(place.population or 1000) ** 0.5 for place in places]

    def next(self, random: Random) -> Place:
        again = bool(self.sent) and random.random() < SHARE_OF_COLLEAGUES
        [place] = [random.choice(self.sent)] if again else random.choices(self.places, weights=self.weights)
        self.sent.append(place)
        return place


def _german(random: Random, number: int, place: Place) -> Details:
    office = "Landrat / Landrätin" if place.kind is PlaceKind.KREIS else random.choice(WORDS["german_offices"])
    return _details(
        random,
        number,
        place,
        random.choice(WORDS[random.choice(("german_women", "german_men"))]),
        random.choice(WORDS["german_families"]),
        title=random.choice(("", "", "", "", "Dr.")),
        office=office,
    )


def _ukrainian(random: Random, number: int, place: Place) -> Details:
    sex = random.choice(("women", "men"))
    return _details(
        random,
        number,
        place,
        random.choice(WORDS[f"ukrainian_{sex}"]),
        random.choice(WORDS["ukrainian_families"]),
        patronymic=random.choice(WORDS[f"{sex}_patronymics"]) if random.random() < 0.4 else "",
        office=random.choice(WORDS[f"ukrainian_offices_of_{sex}"]),
    )


def _details(random: Random, number: int, place: Place, given: str, family: str, **more: Any) -> Details:
    nrw = place.region is Region.NRW
    latin = names.latin(f"{given}.{family}").lower().translate(GERMAN_LETTERS)
    mailbox = "".join(letter for letter in latin if letter == "." or (letter.isascii() and letter.isalpha()))
    return Details(
        given_name=given,
        family_name=family,
        email=f"{mailbox}.{number}@example.org",
        side=Side.NRW if nrw else Side.DNIPROPETROVSK,
        place_key=place.key,
        partnership=random.choice(list(Partnership)),
        topics=[topic.value for topic in random.sample(list(Topic), k=random.randint(0, 3))],
        interpretation=Interpretation.DE if nrw else Interpretation.UK,
        **more,
    )
