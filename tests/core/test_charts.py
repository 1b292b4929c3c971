"""Pictures: round numbers on an axis, words that cannot become markup, and a process that may end at any time."""

import os
import re
import signal

import pytest

from webapp.core import charts, companion, drawing
from webapp.core.charts import PAGE, PAPER, Area, Bar, Stretch, Tick
from webapp.core.drawing import NotDrawn, draw

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [0, 9], [9, 9], [9, 0], [0, 0]]]}
MEAN = "</text><script>\"Ґ'&\\"
UP = [Tick(0, "0"), Tick(10, "10")]


@pytest.mark.parametrize(
    ("top", "found"),
    [
        (0, [0, 1]),
        (1, [0, 1]),
        (4, [0, 1, 2, 3, 4]),
        (5, [0, 2, 4, 6]),
        (97, [0, 50, 100]),
        (112, [0, 50, 100, 150]),
        (100_000, [0, 50_000, 100_000]),
    ],
)
def test_an_axis_has_a_few_round_numbers(top: int, found: list[int]) -> None:
    assert charts.steps(top) == found


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("M1.9,2L3,4.2L3.4,4.3L5,6Z", "M1,2l2,2 2,2z"),
        ("M-1,2L3,-4ZM7,7L8,9Z", "M-1,2l4,-6zM7,7l1,2z"),
        ("M1,1L1.2,1.3Z", ""),  # smaller than a pixel
        ("", ""),
    ],
)
def test_borders_are_written_in_steps(path: str, short: str) -> None:
    assert drawing.in_steps(path) == short


def test_every_kind_is_drawn_as_plain_svg_in_the_colours_of_its_look() -> None:
    ticks = [Tick(0, MEAN), Tick(9, "neun")]
    specs = [
        charts.bars([Bar(MEAN, 9, "9", 3), Bar("nobody", 0, MEAN, 0)], PAPER),
        charts.bars([], PAPER),
        charts.lines([((0, 1), (9, 10)), ((0, 0), (9, 7))], ticks, UP, PAPER),
        charts.lines([((0, 1),)], ticks, UP, PAPER),
        charts.curve(((0, 3), (5, 10), (9, 10)), [Stretch(0, 5, MEAN)], ticks, UP, PAPER),
        charts.areas([Area(SQUARE, 2)], [SQUARE], [Area(SQUARE, 1)], size=(90, 90), look=PAPER),
    ]
    for spec in specs:
        picture = draw(spec)
        assert len(picture.box.split()) == 4
        names = set(re.findall(r"<([a-zA-Z]+)", picture.body))
        assert names <= {"g", "path", "text", "rect", "line", "defs", "clipPath", "tspan"}, names
        assert not re.search(r"\s(style|id|on\w+|href)=", picture.body), picture.body
        assert ("neun" in picture.body) == ("neun" in str(spec))
    assert PAPER.first in draw(specs[0]).body
    long = draw(charts.bars([Bar("Gespräche in kleinen Gruppen zu einzelnen Themen", 9, "9")])).body
    assert all(words in long for words in ("Gespräche in kleinen Gruppen zu", "einzelnen Themen"))  # nothing is cut
    on_page = draw(charts.bars([Bar("Köln", 9, "9")], PAGE)).body
    assert 'fill="var(--chart-first)"' in on_page
    assert "#" not in on_page  # no colour that does not follow the page's


def test_a_curve_has_a_gap_where_a_number_is_hidden() -> None:
    spec = charts.curve(((0, 3), (5, None), (7, None), (9, 4)), [], [Tick(0, "0")], UP)
    values = [(one["run"], one["x"], one["y"]) for one in spec["layer"][0]["data"]["values"]]
    assert values == [(0, 0, 3), (0, 5, 3), (1, 9, 4)]
    assert spec["layer"][0]["encoding"]["y"]["stack"] is None  # else one would stand on the other


def test_the_process_may_end_and_refuse() -> None:
    spec = charts.bars([Bar("Köln", 1, "1")])
    first = draw(spec)
    process = companion._companion._process  # noqa: SLF001 - it is ended as the machine might
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert draw(spec) == first
    with pytest.raises(NotDrawn):
        draw({"mark": "no such mark"})
    assert draw(spec) == first
