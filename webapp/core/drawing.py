"""Pictures out of the specifications of charts.py, drawn by the companion."""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from markupsafe import Markup

from webapp.core import charts, companion
from webapp.core.charts import Spec

FINE: Final = 2.0  #: dots of a PNG for each of the SVG
_HEAD: Final = re.compile(r'<svg\b[^>]*?\bviewBox="([\d. -]+)"[^>]*>')
_SHAPE: Final = re.compile(r'(?<= d=")[^"]+')
_LONG_NUMBER: Final = re.compile(r"(\d\.\d)\d+")
_UNREAD: Final = re.compile(r' (?:class|role|aria-[a-z]+)="[^"]*"')
_POINT: Final = re.compile(r"([ML])(-?\d+)[.\d]*,(-?\d+)[.\d]*")


class NotDrawn(Exception):
    """The companion refused the specification, ended or took too long."""


@dataclass(frozen=True, slots=True)
class Picture:
    """What stands inside of <svg>, without style and script; its page gives it a name."""

    box: str  #: the viewBox
    body: Markup

    @classmethod
    def of_file(cls, svg: str) -> "Picture":
        """Of one that was drawn here and kept."""
        head = _HEAD.match(svg)
        assert head is not None  # noqa: S101 - see svg
        return cls(head.group(1), Markup(svg[head.end() :].removesuffix("</svg>")))  # noqa: S704 - likewise

    @property
    def svg(self) -> str:
        """A file of its own."""
        _x, _y, width, height = self.box.split()
        head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="{self.box}">'
        return f"{head}{self.body}</svg>"


def for_page(svg: str) -> Picture:
    """What was drawn for paper, as a page shows it by day and by night."""
    drawn = Picture.of_file(svg)
    return Picture(drawn.box, Markup(charts.for_page(str(drawn.body))))  # noqa: S704 - escaped when it was drawn


def draw(spec: Spec, shorten: Callable[[str], str] | None = None) -> Picture:
    """Raises NotDrawn. It takes a tenth of a second, or more: callers keep what they were given.

    `shorten` is given every path, which else is written to a tenth of a pixel.
    """
    drawn = _ask({"draw": spec}, "svg")
    head = _HEAD.match(drawn)
    if head is None:
        raise NotDrawn("no SVG")
    body = _UNREAD.sub("", drawn[head.end() :].rpartition("</svg>")[0])  # the page says what the picture is
    short = _SHAPE.sub(lambda path: (shorten or _to_a_tenth)(path.group()), body)
    return Picture(head.group(1), Markup(short))  # noqa: S704 - words in it were escaped when it was drawn


def png(svg: str) -> bytes:
    """Of a Picture's file, as large as paper wants it. Raises NotDrawn."""
    return base64.b64decode(_ask({"paint": svg, "scale": FINE}, "png"))


def in_steps(path: str) -> str:
    """Of straight lines: each point from the one before, in whole pixels; a third as long as Vega writes a map."""
    rings = []
    for ring in path.split("Z"):
        points = [(int(x), int(y)) for _kind, x, y in _POINT.findall(ring)]
        ways = [(x - past[0], y - past[1]) for past, (x, y) in pairwise(points)] if points else []
        there = " ".join(f"{x},{y}" for x, y in ways if x or y)
        if there:
            rings.append(f"M{points[0][0]},{points[0][1]}l{there}z")
    return "".join(rings)


def _to_a_tenth(path: str) -> str:
    return _LONG_NUMBER.sub(r"\1", path)


def _ask(asked: dict[str, Any], kind: str) -> str:
    try:
        return companion.ask(asked, kind)
    except companion.NoAnswer as error:
        raise NotDrawn(str(error)) from error
