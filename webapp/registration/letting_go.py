"""What features above this one forget of registrations that are to be deleted; they say so, since nothing points up."""

from collections.abc import Collection
from typing import Protocol


class Forget(Protocol):
    def __call__(self, registrations: Collection[int], *, wholly: bool) -> None:
        """Inside the transaction that deletes these ids; `wholly`: also what else would keep them."""


_forgetting: list[Forget] = []


def before_deleting(forget: Forget) -> Forget:
    """A function that is called first; whatever still points to a registration keeps it."""
    _forgetting.append(forget)
    return forget


def of(registrations: Collection[int], *, wholly: bool = False) -> None:
    for forget in _forgetting:
        forget(registrations, wholly=wholly)
