"""Known partnerships between municipalities or districts of both regions, as they lie in data/; pure."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from webapp.places.directory import DATA

REGION: Final = "05"  #: the partnership of both regions is no municipal one


@dataclass(frozen=True, slots=True)
class Pair:
    nrw: str  #: official key
    dnipropetrovsk: str
    kind_de: str
    since: str  #: YYYY-MM-DD, or only its beginning as far as it is known
    source: str

    def existed_on(self, day: date) -> bool | None:
        """None if nobody knows."""
        known = day.isoformat()[: len(self.since)]
        if not self.since or (self.since == known and self.since != day.isoformat()):
            return None
        return self.since <= known


@cache
def known() -> tuple[Pair, ...]:
    with (DATA / "partnerships.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            Pair(row["nrw_key"], row["ua_code"], row["kind_de"], row["since"], row["source"])
            for row in csv.DictReader(lines)
            if row["nrw_key"] != REGION
        )
