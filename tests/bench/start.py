"""Cold start of the program and memory of the serving process."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from urllib.request import urlopen

from running import Running, running
from sources import ROOT

ROUNDS = 5
PAGES = ["/de/", "/uk/", "/en/", "/de/events/nrw-dnipropetrowsk-2023"]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, running(Path(folder), attendees=10) as service:
        times = [_seconds(service) for _round in range(ROUNDS)]
        print(f"cold start: median {median(times):.2f} s of wall time (limit 1.5 s)")
        for page in PAGES * 10:
            with urlopen(service.url + page) as answer:  # noqa: S310 - our own service
                answer.read()
        print(f"web process: {_megabytes(service.pid):.0f} MB after {len(PAGES) * 10} pages (limit 120 MB)")


def _seconds(service: Running) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import webapp.wsgi"], cwd=ROOT, env=service.environment, check=True)
    return time.perf_counter() - start


def _megabytes(pid: int) -> float:
    """Resident memory of the process that serves, which is the last child."""
    child = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[-1]
    status = Path(f"/proc/{child}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
