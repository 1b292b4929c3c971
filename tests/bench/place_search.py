"""CPU time of the place search: building the index, and the median over what people type."""

from statistics import median
from time import process_time

from places.wanted import FIRST

from webapp.places.search import find

ROUNDS = 20


def main() -> None:
    start = process_time()
    find("Köln")
    print(f"place search: first query, with the index: {1000 * (process_time() - start):.1f} ms")
    times = [_milliseconds(typed) for typed, _key in FIRST]
    print(
        f"place search: median {median(times):.3f} ms, worst {max(times):.3f} ms of {len(times)} queries (limit 5 ms)"
    )


def _milliseconds(typed: str) -> float:
    start = process_time()
    for _round in range(ROUNDS):
        find(typed)
    return 1000 * (process_time() - start) / ROUNDS


if __name__ == "__main__":
    main()
