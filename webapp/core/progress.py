"""A bar for long work on the command line."""

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

import click

T = TypeVar("T")


def progress(label: str, length: int | None = None) -> Callable[[Iterable[T]], Iterator[T]]:
    """Give it what is gone through; `length` is needed where that does not know its own. Silent without a terminal."""

    def shown(steps: Iterable[T]) -> Iterator[T]:
        if not sys.stderr.isatty():
            yield from steps
            return
        with click.progressbar(steps, label=label, length=length, file=sys.stderr) as bar:
            yield from bar

    return shown
