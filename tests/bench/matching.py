"""CPU time and memory of matching a report to registrations, and how it grows."""

import resource
from random import Random
from time import process_time

from attendance.crowd import crowd

from webapp.attendance.recognition.matching import match

SIZES = [(1_000, 500), (10_000, 5_000), (100_000, 50_000)]


def main() -> None:
    for reported, registered in SIZES:
        people = crowd(Random(1), registered=registered, reported=reported)  # noqa: S311
        before = _peak()
        start = process_time()
        found = match(people.reported, people.known)
        seconds = process_time() - start
        wrong = sum(one.registration not in {None, people.truth.get(one.number)} for one in found)
        print(
            f"matching: {reported} reported, {registered} registered: {seconds:.2f} s (limit for 10,000: 2.5 s),"
            f" {_peak() - before} MB more, {sum(one.registration is not None for one in found)} matched, {wrong} wrong"
        )


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
