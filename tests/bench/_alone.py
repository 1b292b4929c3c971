"""Writers of workbooks one after the other, each in a process of its own: CPU, peak of memory, length of the file."""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

ROUNDS: Final = 2  #: the best counts: what disturbs makes it slower, never faster
LIMIT, MOST = 1.3, 150  # times the floor, MB


class Cost(NamedTuple):
    cpu: float  #: seconds
    peak: float  #: MB
    length: float  #: MB of the file

    def __str__(self) -> str:
        return f"{self.cpu:.2f} s, {self.peak:.0f} MB, file {self.length:.1f} MB"


def measured(work: Callable[[Path], object], path: Path) -> None:
    """Called in the process of its own; prints what the other end reads."""
    start = time.process_time()
    work(path)
    cpu = time.process_time() - start
    told = Path("/proc/self/status").read_text("utf-8")  # getrusage() begins with what the process before it held
    peak = re.search(r"VmHWM:\s+([0-9]+) kB", told)
    assert peak
    print(cpu, int(peak[1]) / 1024, path.stat().st_size / 1e6)


def best(module: str, calls: Mapping[str, str]) -> dict[str, Cost]:
    """Of each name, by the call of this module's function that does its work; in turns."""
    found: dict[str, list[Cost]] = {name: [] for name in calls}
    for _round in range(ROUNDS):
        for name, call in calls.items():
            command = [sys.executable, "-c", f"from bench.{module} import alone; alone{call}"]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            found[name].append(Cost(*map(float, done.stdout.split())))
    return {name: min(costs) for name, costs in found.items()}


def tell(size: int, costs: Mapping[str, Cost], each_before: float) -> float:
    """Prints them with their ratios; gives the CPU seconds of a row, against those `each_before` if not 0."""
    ours = costs["ours"]
    each = ours.cpu / size
    print(f"{size:>7,} rows: " + "; ".join(f"{name} {cost}" for name, cost in costs.items()))
    print(
        f"        {ours.cpu / costs['floor'].cpu:.2f} times the floor (limit {LIMIT} at 100,000), "
        f"{ours.cpu / costs['XlsxWriter'].cpu:.2f} times XlsxWriter, {each / (each_before or each):.2f} of the time a "
        f"row at the smallest, peak {ours.peak:.0f} MB (limit {MOST})"
    )
    return each_before or each
