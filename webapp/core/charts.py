"""Pictures of numbers as specifications of Vega-Lite; pure. All texts come ready from the caller, in its language.

Every picture is made for a narrow column and grows with it; its colours are those of a Look. On a page they are names
that its style sheet fills, by day and by night; on paper they are colours.
"""

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Spec = dict[str, Any]
Geometry = Mapping[str, Any]  #: of GeoJSON, on a plane

WIDTH: Final = 330  # px, of what is drawn; numbers and letters stand beside it
FONT_SIZE: Final = 17
FONT_ON_MAP: Final = 40  # shown at half the size
ROW, THICK = 52, 16  # px, of a bar with its words above it
LETTERS, LINE = 40, 20  # in a line of such words; px, of each line more
FEW_LINES: Final = 4  # across a chart
LINE_HEIGHT: Final = 220
SLOT_HEIGHT, SLOT_GAP = 22, 34  # px below the axis of time
MAP_SIZE: Final = {"nrw": (840, 780), "dnipropetrovsk": (840, 620)}  #: of what is shown at half the size
HAIR, FIRM, LOUD = 0.8, 1.8, 4.5  # px, of borders


@dataclass(frozen=True, slots=True)
class Look:
    text: str
    muted: str
    line: str
    page: str
    first: str
    second: str
    areas: tuple[str, ...]  #: from what is not represented to what is most
    font: str = "Fira Sans"


PAGE: Final = Look(
    text="var(--text)",
    muted="var(--muted)",
    line="var(--chart-line)",
    page="var(--page)",
    first="var(--chart-first)",
    second="var(--chart-second)",
    areas=("var(--chart-none)", "var(--chart-second)", "var(--chart-first)"),
)
PAPER: Final = Look(
    text="#171a2b",
    muted="#4b5066",
    line="#8a90a6",
    page="#ffffff",
    first="#12235e",
    second="#5f82d0",
    areas=("#eef1f8", "#5f82d0", "#12235e"),
)


def for_page(svg: str) -> str:
    """What was drawn for paper, in the colours of a page."""
    names = ("text", "muted", "line", "page", "first", "second")
    pairs = {getattr(PAPER, name): getattr(PAGE, name) for name in names}
    for colour, named in (pairs | dict(zip(PAPER.areas, PAGE.areas, strict=True))).items():
        svg = svg.replace(f'"{colour}"', f'"{named}"')
    return svg


@dataclass(frozen=True, slots=True)
class Bar:
    """`part` is of `value`, drawn in it."""

    label: str
    value: int
    shown: str  #: the number as it is read
    part: int | None = None


@dataclass(frozen=True, slots=True)
class Tick:
    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A slot of the programme, by the units of the axis."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Area:
    shape: Geometry
    rank: int  #: among the colours of areas
    words: str = ""  #: upon it, in the middle
    middle: tuple[float, float] = (0, 0)


def bars(rows: Sequence[Bar], look: Look = PAGE) -> Spec:
    """One below the other, the words above each and the number behind it."""
    top = max([1, *(row.value for row in rows)])
    across = {"type": "quantitative", "scale": {"domain": [0, top], "nice": False}, "axis": None}
    has_parts = any(row.part is not None for row in rows)
    layers = [_bar("value", across, look.second if has_parts else look.first)]
    if has_parts:
        layers.append(_bar("part", across, look.first))
    words = {"type": "text", "align": "left", "baseline": "bottom", "limit": WIDTH + 40}
    number = {"type": "text", "align": "left", "baseline": "middle", "dx": 6, "fontWeight": 600}
    behind = {"field": "value", **across}
    for mark, x, y, text in ((words, {"value": 0}, "words", "label"), (number, behind, "middle", "shown")):
        layers.append({"mark": mark, "encoding": {"x": x, "y": _pixels(y), "text": {"field": text}}})
    data, lines, height = [], [], 0
    for row in rows:
        told = textwrap.wrap(row.label, LETTERS, break_long_words=False)
        height += ROW + LINE * max(0, len(told) - 1)
        data.append(_placed(row, height - THICK - 4))
        lines += [{"label": one, "words": height - THICK - 8 - LINE * below} for below, one in enumerate(told[::-1])]
    layers[-2]["data"] = {"values": lines}
    return _whole(look, layers, data=data, height=max(ROW, height))


def lines(series: Sequence[Sequence[tuple[int, int]]], across: Sequence[Tick], up: Sequence[Tick], look: Look) -> Spec:
    """Points of up to two lines; the second is dashed, so that colour is not alone."""
    strokes = ((look.first, [1, 0]), (look.second, [7, 4]))
    layers = [
        {
            "data": {"values": [{"x": x, "y": y} for x, y in points]},
            "mark": {"type": "line", "color": colour, "strokeWidth": 3, "strokeDash": dash} | _dot(points, colour),
            "encoding": _axes(_span(series, across), across, up),
        }
        for points, (colour, dash) in zip(series, strokes, strict=False)
    ]
    return _whole(look, layers, height=LINE_HEIGHT)


def curve(
    points: Sequence[tuple[int, int | None]],
    slots: Sequence[Stretch],
    across: Sequence[Tick],
    up: Sequence[Tick],
    look: Look = PAGE,
) -> Spec:
    """How many at each time, and the slots of the programme under it; a point lasts until the next. Where a number is
    None there is a gap.
    """
    runs = list(_runs(points))
    axes = _axes(_span(runs, across), across, up)
    values = [{"x": x, "y": y, "run": number} for number, run in enumerate(runs) for x, y in run]
    apart = {"y": axes["y"] | {"stack": None}, "detail": {"field": "run"}}
    area = {"type": "area", "interpolate": "step-after", "color": look.second, "line": {"color": look.first}}
    layers: list[Spec] = [
        {"data": {"values": values}, "mark": area, "encoding": axes | apart},
    ]
    if slots:
        top, words = LINE_HEIGHT + SLOT_GAP, {"type": "text", "align": "center", "baseline": "middle"}
        data = {
            "values": [
                {"x": slot.start, "end": slot.end, "middle": (slot.start + slot.end) / 2, "text": slot.text}
                for slot in slots
            ]
        }
        place = {"x": axes["x"], "x2": {"field": "end"}, "y": {"value": top}, "y2": {"value": top + SLOT_HEIGHT}}
        box = {"type": "rect", "color": look.page, "stroke": look.line, "strokeWidth": 1}
        layers.append({"data": data, "mark": box, "encoding": place})
        middle = {"x": axes["x"] | {"field": "middle"}, "y": {"value": top + SLOT_HEIGHT / 2}}
        layers.append({"data": data, "mark": words, "encoding": middle | {"text": {"field": "text"}}})
    return _whole(look, layers, height=LINE_HEIGHT)


def areas(
    within: Iterable[Area], outlines: Iterable[Geometry], loud: Iterable[Area], *, size: tuple[int, int], look: Look
) -> Spec:
    """A map: areas by rank, thin outlines of what they lie in, and loud ones of what was itself counted."""
    within = list(within)
    ground = [_feature(area.shape, look.areas[area.rank]) for area in within]
    above = [_feature(shape, look.muted) for shape in outlines]
    own = [_feature(area.shape, look.areas[area.rank]) for area in loud]
    fill = {"fill": {"field": "properties.colour", "type": "nominal", "scale": None}}
    stroke = {"stroke": {"field": "properties.colour", "type": "nominal", "scale": None}}
    layers: list[Spec] = [
        {
            "data": {"values": ground},
            "mark": {"type": "geoshape", "stroke": look.line, "strokeWidth": HAIR},
            "encoding": fill,
        }
    ]
    for features, width in ((above, FIRM), (own, LOUD)):
        if features:
            mark = {"type": "geoshape", "filled": False, "strokeWidth": width, "strokeJoin": "round"}
            layers.append({"data": {"values": features}, "mark": mark, "encoding": stroke})
    if words := [_words(area, look) for area in within if area.words]:
        mark = {"type": "text", "fontSize": FONT_ON_MAP, "fontWeight": 600}
        place = {
            "longitude": {"field": "x", "type": "quantitative"},
            "latitude": {"field": "y", "type": "quantitative"},
        }
        colour = {"color": {"field": "colour", "type": "nominal", "scale": None}, "text": {"field": "words"}}
        layers.append({"data": {"values": words}, "mark": mark, "encoding": place | colour})
    projection = {"type": "identity", "reflectY": True}
    return _whole(look, layers, width=size[0], height=size[1]) | {"projection": projection}


def steps(top: int) -> list[int]:
    """Round numbers from zero to `top` or just beyond it, a few of them."""
    step, sizes = 1, (2, 5, 10)
    while -(-max(top, 1) // step) > FEW_LINES:
        power = 10 ** (len(str(step)) - 1)
        step = next(power * size for size in sizes if power * size > step)
    return list(range(0, step * (-(-max(top, 1) // step)) + 1, step))


def _whole(look: Look, layers: list[Spec], *, height: int, width: int = WIDTH, data: list[Spec] | None = None) -> Spec:
    axis = {
        "labelColor": look.text,
        "labelFontSize": FONT_SIZE,
        "labelPadding": 6,
        "domainColor": look.line,
        "tickColor": look.line,
        "gridColor": look.line,
        "gridOpacity": 0.4,
        "labelOverlap": False,
    }
    config = {
        "aria": False,  # the page names the picture, and its table says the rest
        "background": None,
        "font": look.font,
        "view": {"stroke": None},
        "axis": axis,
        "text": {"color": look.text, "fontSize": FONT_SIZE, "font": look.font},
    }
    whole: Spec = {"width": width, "height": height, "padding": 2, "config": config, "layer": layers}
    return whole if data is None else whole | {"data": {"values": data}}


def _placed(row: Bar, top: int) -> Spec:
    """With pixels from above."""
    place = {"from": top, "middle": top + THICK / 2, "to": top + THICK}
    return {"shown": row.shown, "zero": 0, "value": row.value, "part": row.part or 0, **place}


def _bar(name: str, across: Spec, colour: str) -> Spec:
    place = {"x": {"field": "zero", **across}, "x2": {"field": name}, "y": _pixels("from"), "y2": {"field": "to"}}
    return {"mark": {"type": "rect", "color": colour}, "encoding": place}


def _pixels(field: str) -> Spec:
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def _dot(points: Sequence[tuple[int, int]], colour: str) -> Spec:
    """A line of one point is none."""
    return {"point": {"color": colour, "filled": True, "size": 80}} if len(points) == 1 else {}


def _runs(points: Sequence[tuple[int, int | None]]) -> Iterator[list[tuple[int, int]]]:
    """What lies between gaps; the last point of each lasts until the gap."""
    run: list[tuple[int, int]] = []
    for at, number in points:
        if number is not None:
            run.append((at, number))
        elif run:
            yield [*run, (at, run[-1][1])]
            run = []
    if run:
        yield run


def _span(series: Iterable[Sequence[tuple[int, int]]], ticks: Sequence[Tick]) -> tuple[int, int]:
    there = [*(x for points in series for x, _y in points), *(tick.at for tick in ticks)] or [0]
    return min(there), max(*there, min(there) + 1)


def _axes(span: tuple[int, int], across: Sequence[Tick], up: Sequence[Tick]) -> Spec:
    x = _axis(across) | {"grid": False, "labelFlush": True}
    y = _axis(up) | {"grid": True, "domain": False, "ticks": False}
    top = max([1, *(tick.at for tick in up)])
    return {
        "x": {"field": "x", "type": "quantitative", "scale": {"domain": list(span), "nice": False}, "axis": x},
        "y": {"field": "y", "type": "quantitative", "scale": {"domain": [0, top], "nice": False}, "axis": y},
    }


def _axis(ticks: Sequence[Tick]) -> Spec:
    """Its words are looked up by the number, since Vega would write numbers and dates in English."""
    words = json.dumps({str(tick.at): tick.text for tick in ticks})
    return {"values": [tick.at for tick in ticks], "labelExpr": f"({words})[datum.value]", "title": None}


def _words(area: Area, look: Look) -> Spec:
    colour = look.page if area.rank else look.text
    return {"x": area.middle[0], "y": area.middle[1], "words": area.words, "colour": colour}


def _feature(shape: Geometry, colour: str) -> Spec:
    return {"type": "Feature", "geometry": shape, "properties": {"colour": colour}}
