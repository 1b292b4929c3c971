"""CPU time and memory of reading platforms' reports of 10,000 and of 100,000 rows."""

import random
import resource
from collections.abc import Callable
from datetime import timedelta
from time import process_time
from typing import Final

from attendance import others_made, teams_made, zoom_made
from attendance import visits_made as made
from attendance.told import report
from attendance.visits_made import Visit

SIZES: Final = (10_000, 100_000)
SEED: Final = 1
REPORTS: Final[dict[str, Callable[[list[Visit]], str]]] = {
    "Zoom webinar": lambda visits: made.text(zoom_made.webinar(2, None, visits)),
    "Zoom participants": lambda visits: made.text(zoom_made.zoom_participants(zoom_made.ZOOM["old"], visits)),
    "Teams report": lambda visits: made.text(teams_made.teams_report(teams_made.TEAMS["uk"], made.UK, visits), "\t"),
    "Teams list": lambda visits: made.text(teams_made.teams_list(None, "Joined", "Left", made.GB, visits), "\t"),
    "Webex": lambda visits: made.text(others_made.webex(others_made.WEBEX["en"], visits), "\t"),
    "Meet": lambda visits: made.text(others_made.meet(visits)),
    "BigBlueButton": lambda visits: others_made.bigbluebutton(others_made.BBB["de"], made.DE, visits),
}


def main() -> None:
    """A report of 10,000 rows well below 2 s, ten times as many rows in little more than ten times the time."""
    for name, written in REPORTS.items():
        seconds = []
        for size in SIZES:
            content = written(visits(size)).encode()
            start = process_time()
            found = report(content)
            seconds.append(process_time() - start)
            assert len(found.people) > size // 2
        ratio = seconds[1] / seconds[0]
        print(f"{name}: {seconds[0]:.2f} s for 10,000 (limit 2 s), {seconds[1]:.2f} s for 100,000, ratio {ratio:.1f}")
    print(f"peak memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def visits(size: int) -> list[Visit]:
    """Two thirds as many people as visits; one of seven has no address."""
    chosen = random.Random(SEED)  # noqa: S311 - figures, no secrets
    made_up = []
    for number in range(size):
        person = number % (size * 2 // 3)
        joined = made.at("09:50:00") + timedelta(seconds=chosen.randrange(5000))
        left = joined + timedelta(seconds=chosen.randrange(3000))
        email = f"p{person}@example.org" if number % 7 else ""
        made_up.append(Visit(f"Person {person} Nachname", email, "attendee", joined, left))
    return made_up


if __name__ == "__main__":
    main()
