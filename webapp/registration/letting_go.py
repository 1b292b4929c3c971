"""What features above this one forget of registrations that are to be deleted; they say so, since nothing points up."""

from collections.abc import Callable, Collection

Forget = Callable[[Collection[int]], None]  #: takes ids, inside the transaction that deletes

_forgetting: list[Forget] = []


def before_deleting(forget: Forget) -> Forget:
    """A function that is called first; whatever still points to a registration keeps it."""
    _forgetting.append(forget)
    return forget


def of(registrations: Collection[int]) -> None:
    for forget in _forgetting:
        forget(registrations)
