"""A whole export of all columns from the database: CPU against hand-written code and XlsxWriter; memory; a request.

The floor and XlsxWriter read the same registrations and write the sheet of attendance alone, ours the whole file.
"""

import io
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any, Final

import conference
from bench import _alone, _machine
from bench._export_writers import PART, WRITERS, floor, ours
from lxml import etree
from surroundings import settings_in

from webapp import create_app
from webapp.core.db import session
from webapp.events import queries as events

SIZES: Final = (1_000, 10_000, 100_000)
AT_ONCE, REQUESTS, MOST_SECONDS = 1_000, 5, 0.3
CELL: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}c"


def main() -> None:
    each = 0.0
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            conference.make(Path(folder), size)
            if size == AT_ONCE:
                assert compare(Path(folder)) > 15 * AT_ONCE
                _ask(Path(folder))
            calls = {name: f"({name!r}, {folder!r})" for name in WRITERS}
            each = _alone.tell(size, _alone.best("_export_writers", calls), each)


def compare(folder: Path) -> int:
    """The floor is one of the same cells; how many they are."""
    with create_app(settings_in(folder)).app_context():
        event, found = events.event("folgekonferenz"), []
        for writer, sheet in ((ours, 2), (floor, 1)):
            path = folder / "compared.xlsx"
            writer(event, path)
            with zipfile.ZipFile(path) as archive:
                found.append(dict(_cells(archive.read(PART.format(sheet)))))
        session().rollback()
    wrong = [(place, found[0].get(place), text) for place, text in found[1].items() if found[0].get(place) != text]
    more = [place for place in found[0].keys() - found[1].keys() if place.strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "1"]
    assert (wrong, more) == ([], [])
    return len(found[1])


def _cells(part: bytes) -> Iterator[tuple[str, Any]]:
    for cell in etree.parse(io.BytesIO(part)).iter(CELL):
        found: Any = cell
        text = "".join(found.itertext())
        yield found.get("r"), text if cell.get("t") else round(float(text), 9)


def _ask(folder: Path) -> None:
    """The whole request, in process."""
    app = create_app(settings_in(folder))
    with app.app_context():
        browser = conference.organiser(app)
        address = "/manage/events/folgekonferenz"
        form = browser.get(address).form(f"{address}/export").fill(lang="de", kind="attendance")
        times, loops = list[float](), list[float]()
        for _round in range(REQUESTS):
            loops.append(_machine.speed() / 1000)
            start = process_time()
            answer = browser.browser.post(f"{address}/export", data=form.values)
            times.append(process_time() - start)
            assert answer.status_code == 200, answer.status
    each = median(time / loop for time, loop in zip(times[1:], loops[1:], strict=True))
    print(
        f"request for {AT_ONCE:,} registrations: the first {times[0]:.2f} s, then {min(times[1:]):.2f} s of CPU "
        f"(limit {MOST_SECONDS}), {each:.1f} times the loop of a million rounds beside it ({1000 * min(loops):.0f} ms)"
    )


if __name__ == "__main__":
    main()
