"""Percent are rounded, but never say that all or none are where some are not."""

import pytest

from webapp.core.percents import percent


@pytest.mark.parametrize(
    ("part", "of", "told"),
    [
        (12, 14, 86),
        (1, 8, 13),
        (29, 200, 15),
        (0, 5, 0),
        (1, 1001, 1),
        (199, 200, 99),
        (999, 1000, 99),
        (5, 5, 100),
        (6, 5, 100),
        (0.9999999999, 1, 100),
    ],
)
def test_percent(part: float, of: float, told: int) -> None:
    assert percent(part, of) == told
