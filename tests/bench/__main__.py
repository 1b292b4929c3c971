"""make bench: every file of this folder is one bench with a main() that prints its figures and limits."""

import importlib
import os
import platform
from pathlib import Path

from bench._machine import speed


def main() -> None:
    print(f"Python {platform.python_version()} on {os.cpu_count()} cores; CPU time in process unless said otherwise")
    print(f"this machine now: {speed():.0f} ms for a million rounds of a loop; machines differ, compare by this")
    for path in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        print(f"\n{path.stem.replace('_', ' ')}")
        importlib.import_module(f"bench.{path.stem}").main()


if __name__ == "__main__":
    main()
