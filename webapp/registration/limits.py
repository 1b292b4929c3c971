"""How many requests strangers may send: per block of addresses, per conference and in all."""

from collections.abc import Callable
from typing import Any, Final

from flask import Response, request

from webapp.core.forms import ONLY_LANGUAGE
from webapp.core.security import from_this_machine, limiter

PER_BLOCK: Final = "120 per hour"  # a town hall behind one address: 30 people in ten minutes, each with three mistakes
PER_EVENT: Final = "3000 per hour"
IN_ALL: Final = "10000 per hour"
TOGETHER: Final = "strangers"  #: registrations and lost links are counted together


def limited(view: Callable[..., Any]) -> Callable[..., Any]:
    """For a POST view that causes mails. A block over its limit uses up nothing of the conference's."""
    in_all = limiter.shared_limit(
        lambda: IN_ALL, TOGETHER, key_func=lambda: "all", exempt_when=_is_not_counted, deduct_when=_was_taken
    )
    per_event = limiter.shared_limit(
        lambda: PER_EVENT, TOGETHER, key_func=_event, exempt_when=_is_not_counted, deduct_when=_was_taken
    )
    per_block = limiter.shared_limit(lambda: PER_BLOCK, TOGETHER, exempt_when=_is_not_counted)
    return in_all(per_event(per_block(view)))  # the innermost is asked first, and the first that says no ends it


def _was_taken(response: Response) -> bool:
    """What is refused uses up nothing that all share: else a few blocks could shut the form for everybody."""
    return response.status_code == 303  # noqa: PLR2004


def _event() -> str:
    return f"event {(request.view_args or {})['slug']}"


def _is_not_counted() -> bool:
    return from_this_machine() or ONLY_LANGUAGE in request.form
