"""make bench: every file of this folder is one bench with a main() that prints its figures and limits."""

import importlib
import os
import platform
import time
from pathlib import Path


def main() -> None:
    print(f"Python {platform.python_version()} on {os.cpu_count()} cores; CPU time in process unless said otherwise")
    print(f"this machine now: {_speed():.0f} ms for a million rounds of a loop; machines differ, compare by this")
    for path in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        print(f"\n{path.stem.replace('_', ' ')}")
        importlib.import_module(f"bench.{path.stem}").main()


def _speed() -> float:
    """The best of five: what disturbs makes it slower, never faster."""
    return min(_milliseconds() for _round in range(5))


def _milliseconds() -> float:
    start, total = time.process_time(), 0
    for number in range(1_000_000):
        total += number * number % 7
    return 1000 * (time.process_time() - start)


if __name__ == "__main__":
    main()
