"""A share in whole percent, as everybody reads it; pure."""

from typing import Final

ALL: Final = 100
OF_BINARY: Final = 1e-9  #: that fractions of minutes may be off


def percent(part: float, of: float = 1) -> int:
    """Rounded, halves up; but 100 are only all, and 0 are none. `of` is not 0."""
    share = part / of
    if share >= 1 - OF_BINARY:
        return ALL
    return min(ALL - 1, max(1, int(ALL * share + 0.5 + OF_BINARY))) if part > 0 else 0
