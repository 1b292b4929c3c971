"""What all reports together say of one registration; pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from webapp.attendance.intervals import Interval, Intervals
from webapp.attendance.presence import Seen
from webapp.attendance.recognition.matches import How

#: the surest first
EVIDENCE: Final = (How.CONFIRMED, How.EMAIL, How.JOIN_LINK, How.ALIAS, How.NAME, How.NONE)


@dataclass(frozen=True, slots=True)
class Line:
    """One connection of one report."""

    report: int  #: the import it is from
    intervals: Sequence[Interval] = ()
    minutes: float | None = None
    how: How = How.CONFIRMED
    shared: int = 0  #: names the connection at which somebody sat beside others; 0 is the person's own


@dataclass(slots=True)
class Told:
    intervals: list[Interval] = field(default_factory=list)
    time_unknown: bool = False
    stated: defaultdict[tuple[int, int], float] = field(default_factory=lambda: defaultdict(float))  #: by report
    how: How = How.NONE

    def add(self, line: Line) -> None:
        self.intervals += line.intervals
        self.how = min(self.how, line.how, key=EVIDENCE.index)
        if line.intervals:
            return
        if line.minutes is None:
            self.time_unknown = True
        else:
            self.stated[line.report, line.shared] += line.minutes

    def seen(self, excused: Intervals = (), *, undecided: bool = False) -> Seen:
        """Minutes without times cannot be united as intervals are. Within a report its rows are parts of one stay; a
        second report may be the same one in another format, so of several the longest counts, and never their sum.
        """
        stated = max(self.stated.values(), default=None)
        times = tuple(self.intervals)
        return Seen(times, self.time_unknown, stated, excused, undecided=undecided)
