"""What tests of jobs that read long files share: small pieces, and a process that ends in the middle."""

from typing import Any

import pytest

from webapp.core import tables, turns


def make_long(monkeypatch: pytest.MonkeyPatch, piece: int = 4) -> None:
    """Five rows are many from here on, and whoever reads them tells of each step."""
    monkeypatch.setattr(tables, "LITTLE_ROWS", 5)
    monkeypatch.setattr(turns, "SECONDS_BETWEEN_NOTES", 0)
    monkeypatch.setattr(turns, "PIECE", piece)
    monkeypatch.setattr(turns, "STEP", 3)


def killed_at(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, time: int) -> None:
    """The process ends at that call, as by kill -9: nothing of ours is done afterwards."""
    real, calls = getattr(module, name), iter(range(1, 100))

    def call(*given: Any, **named: Any) -> Any:
        if next(calls) == time:
            raise KeyboardInterrupt
        return real(*given, **named)

    monkeypatch.setattr(module, name, call)


def fail(*_given: Any) -> None:
    raise ZeroDivisionError
