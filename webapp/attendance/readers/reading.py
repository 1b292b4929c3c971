"""Reads one or several reports of one meeting, of whatever platform, into one report. Pure; times are decided last."""

import hashlib
import json
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from zoneinfo import ZoneInfo

from webapp.attendance.readers import bigbluebutton, goto, sheets
from webapp.attendance.readers.gathering import Gathering
from webapp.attendance.readers.parsed import Parsed
from webapp.attendance.readers.reports import Report, Source
from webapp.attendance.readers.sheets import Told
from webapp.attendance.stages import Stage, Tell, silent
from webapp.core import columns, tables
from webapp.core.dates import DateOrder
from webapp.core.grids import Code, Grid, Unreadable


def read(
    files: Sequence[tuple[str, bytes]],
    *,
    zone: ZoneInfo,
    day: date | None,
    mapping: columns.Mapping | None = None,
    date_order: DateOrder | None = None,
    tell: Tell = silent,
) -> Report:
    """The people of all files; `day` is the event's. Raises Unreadable, AskDateOrder, AskMapping."""
    if not files:
        raise Unreadable(Code.EMPTY)
    report = Gathering(zone, day)
    opened = _opened(files, report, tell)
    rows = sum(len(grid.rows) for _name, _digest, found in opened if isinstance(found, list) for grid in found)
    parsed: list[Parsed] = []
    done = 0
    while opened:
        name, digest, content = opened.popleft()  # nobody needs its cells any longer than its turn takes
        with _named(name, files):
            told = sheets.read(content, len(parsed), name, mapping) if isinstance(content, list) else content
        del content
        if told.left_out:
            report.left_out(told.left_out, len(parsed))
        for title, found in told.sheets:
            found.read_times(_after(done, rows, tell))
            done += len(found.entries)
            parsed.append(found)
            shown = f"{name} – {title}" if len(told.sheets) > 1 else name
            report.sources.append(Source(shown, found.platform, found.layout, digest, found.rows))
    return report.of(parsed, date_order)


def _after(before: int, rows: int, tell: Tell) -> Callable[[int], None]:
    return lambda more: tell(Stage.ROWS, before + more, max(rows, before + more))


def _opened(
    files: Sequence[tuple[str, bytes]], report: Gathering, tell: Tell
) -> deque[tuple[str, str, list[Grid] | Told]]:
    """Name, hash and content of each file, those that came twice once."""
    opened: deque[tuple[str, str, list[Grid] | Told]] = deque()
    before: dict[str, str] = {}
    for number, (name, data) in enumerate(files):
        tell(Stage.FILES, number, len(files))
        digest = hashlib.sha256(data).hexdigest()
        if digest in before:
            report.again(name, before[digest])
            continue
        before[digest] = name
        with _named(name, files):
            parsed = _json(data)
            opened.append((name, digest, tables.read_tables(data) if parsed is None else Told([("", parsed)], [])))
    return opened


@contextmanager
def _named(name: str, files: Sequence[object]) -> Iterator[None]:
    """Of several files, the one that cannot be read is told."""
    try:
        yield
    except Unreadable as error:
        if len(files) > 1:
            error.details["file"] = name
        raise


def _json(data: bytes) -> Parsed | None:
    """A file of data instead of a table; None where it is no JSON."""
    if data[:4].lstrip(b"\xef\xbb\xbf \r\n\t")[:1] not in {b"{", b"["}:
        return None
    decoded = tables.decode(data).text
    try:
        content = json.loads(decoded)
    except (ValueError, RecursionError) as error:
        if decoded.lstrip().startswith(("{", "[{")):
            raise Unreadable(Code.DAMAGED, {"kind": "json"}) from error
        return None
    parsed = bigbluebutton.read_json(content) or goto.read_json(content)
    if parsed is None:
        raise Unreadable(Code.NO_HEADER, {"found": decoded[:100]})
    return parsed
