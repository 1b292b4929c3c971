"""What exports are measured against: written by hand, and of the same cells, or the ratio says nothing."""

from pathlib import Path

import conference
from bench.exports import compare


def test_the_floor_has_the_cells_of_the_workbook(tmp_path: Path) -> None:
    conference.make(tmp_path, 300)
    assert compare(tmp_path) > 15 * 300
