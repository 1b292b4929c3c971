"""How many requests strangers may send: per block of addresses, per conference and in all."""

from collections.abc import Callable
from typing import Any, Final

from flask import request

from webapp.core.forms import ONLY_LANGUAGE
from webapp.core.security import from_this_machine, limiter

PER_BLOCK: Final = "120 per hour"  # a town hall behind one address: 30 people in ten minutes, each with three mistakes
PER_EVENT: Final = "3000 per hour"
IN_ALL: Final = "10000 per hour"
TOGETHER: Final = "strangers"  #: registrations and lost links are counted together


def limited(view: Callable[..., Any]) -> Callable[..., Any]:
    """For a POST view that causes mails; before it does it calls count(), where a block over its limit does not get."""
    per_block: Callable[..., Any] = limiter.shared_limit(lambda: PER_BLOCK, TOGETHER, exempt_when=_is_not_counted)(view)
    return per_block


def _event() -> str:
    return f"event {(request.view_args or {})['slug']}"


def _is_not_counted() -> bool:
    return from_this_machine() or ONLY_LANGUAGE in request.form


# The innermost is asked first, and the first that says no ends it.
@limiter.shared_limit(lambda: IN_ALL, TOGETHER, key_func=lambda: "all", exempt_when=_is_not_counted)
@limiter.shared_limit(lambda: PER_EVENT, TOGETHER, key_func=_event, exempt_when=_is_not_counted)
def count() -> None:
    """Count what was filled in and sent as people do, at the moment when it is asked: of many at once exactly the limit
    passes. Raises RateLimitExceeded.

    What is refused uses up nothing that all share: else a few blocks could shut the form for everybody.
    """
