"""Pictures out of the specifications of charts.py, drawn by a process of its own that stays for the next one."""

import atexit
import base64
import importlib.util
import json
import os
import re
import selectors
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import Any, Final

from markupsafe import Markup

from webapp.core import charts
from webapp.core.charts import Spec
from webapp.core.documents import FONTS

SECONDS_TO_WAIT: Final = 20
CHUNK: Final = 1 << 16
TRIES: Final = 2
FINE: Final = 2.0  #: dots of a PNG for each of the SVG
_PROGRAM: Final = Path(__file__).with_name("drawing_process.py")
_HEAD: Final = re.compile(r'<svg\b[^>]*?\bviewBox="([\d. -]+)"[^>]*>')
_SHAPE: Final = re.compile(r'(?<= d=")[^"]+')
_LONG_NUMBER: Final = re.compile(r"(\d\.\d)\d+")
_UNREAD: Final = re.compile(r' (?:class|role|aria-[a-z]+)="[^"]*"')
_POINT: Final = re.compile(r"([ML])(-?\d+)[.\d]*,(-?\d+)[.\d]*")


class NotDrawn(Exception):
    """The process refused the specification, ended or took too long."""


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
    drawn = _pencil.draw(spec, "svg")
    head = _HEAD.match(drawn)
    if head is None:
        raise NotDrawn("no SVG")
    body = _UNREAD.sub("", drawn[head.end() :].rpartition("</svg>")[0])  # the page says what the picture is
    short = _SHAPE.sub(lambda path: (shorten or _to_a_tenth)(path.group()), body)
    return Picture(head.group(1), Markup(short))  # noqa: S704 - words in it were escaped when it was drawn


def png(svg: str) -> bytes:
    """Of a Picture's file, as large as paper wants it. Raises NotDrawn."""
    return base64.b64decode(_pencil.draw({"svg": svg, "scale": FINE}, "png"))


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


class _Pencil:
    """Holds the process; one picture at a time, and a new process when the last has ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._turn = Lock()

    def draw(self, asked: dict[str, Any], kind: str) -> str:
        """As text: the SVG, or the PNG in Base64."""
        line = json.dumps(asked).encode() + b"\n"
        with self._turn:
            for _try in range(TRIES):
                try:
                    answer = self._ask(self._there(), line)
                except BrokenPipeError:  # it had waited long enough for somebody to ask, or was ended
                    self.end()
                else:
                    break
            else:
                raise NotDrawn("the process ends at once")
        if kind not in answer:
            raise NotDrawn(answer["refused"])
        return str(answer[kind])

    def end(self) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(BrokenPipeError):  # of what it had not read
                if pipe is not None:
                    pipe.close()

    def _there(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._owner == os.getpid():
            return self._process
        command = [sys.executable, "-P", "-S", "-s", str(_PROGRAM), str(FONTS)]  # nothing is imported but what is named
        self._process = subprocess.Popen(  # noqa: S603 - our own program; the pictures come on its standard input
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()
        )
        self._owner = os.getpid()
        return self._process

    def _ask(self, process: subprocess.Popen[bytes], line: bytes) -> dict[str, Any]:
        """Raises BrokenPipeError where the process has ended, NotDrawn where it says nothing."""
        assert process.stdin is not None  # noqa: S101 - it was started with pipes
        process.stdin.write(line)
        process.stdin.flush()
        pieces: list[bytes] = [b""]
        with selectors.DefaultSelector() as waiting:
            assert process.stdout is not None  # noqa: S101 - likewise
            waiting.register(process.stdout, selectors.EVENT_READ)
            while not pieces[-1].endswith(b"\n"):
                if not waiting.select(SECONDS_TO_WAIT):
                    self.end()
                    raise NotDrawn("the process takes too long")
                pieces.append(os.read(process.stdout.fileno(), CHUNK))
                if not pieces[-1]:
                    raise BrokenPipeError
        answer: dict[str, Any] = json.loads(b"".join(pieces))
        return answer


def _environment() -> dict[str, str]:
    """Where the library lies, and no secret of ours."""
    found = importlib.util.find_spec("vl_convert")  # not imported here: it takes 120 MB and must not be forked
    if found is None or found.origin is None:
        raise NotDrawn("vl-convert is missing")
    return {"PYTHONPATH": str(Path(found.origin).parent.parent)}


_pencil: Final = _Pencil()
atexit.register(_pencil.end)
