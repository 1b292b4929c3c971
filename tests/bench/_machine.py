"""How fast the machine is at the moment, to compare figures by."""

import time


def speed() -> float:
    """Milliseconds for a million rounds of a loop, the best of five: what disturbs makes it slower, never faster."""
    return min(_milliseconds() for _round in range(5))


def _milliseconds() -> float:
    start, total = time.process_time(), 0
    for number in range(1_000_000):
        total += number * number % 7
    return 1000 * (time.process_time() - start)
