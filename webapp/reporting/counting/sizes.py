"""Classes of municipalities by how many people live there; pure."""

from typing import Final

UNKNOWN: Final = "unknown"
CLASSES: Final = (
    (5_000, "below_5000"),
    (20_000, "from_5000"),
    (100_000, "from_20000"),
    (500_000, "from_100000"),
)  #: each below its number; as German statistics draw them
LARGEST: Final = "from_500000"


def size(population: int | None) -> str:
    if population is None:
        return UNKNOWN
    return next((name for below, name in CLASSES if population < below), LARGEST)
