"""Holds the search for reference cycles back where very much is made that stays: each search looks at all of it."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_waiting = 0  #: how many want it held back now


@contextmanager
def held_back() -> Iterator[None]:
    """In the whole process, until the last one who asked for it is done. What no cycle holds goes at once as ever."""
    _count(1)
    try:
        yield
    finally:
        _count(-1)


def _count(more: int) -> None:
    global _waiting  # noqa: PLW0603 - the collector is one for the process too
    with _lock:
        _waiting += more
        (gc.disable if _waiting else gc.enable)()
