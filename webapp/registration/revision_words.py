"""What a revision changed, in words: label, before and after of each column."""

from collections.abc import Iterable
from typing import Any, Final

from webapp.core.i18n import LANGUAGES, language
from webapp.places import queries as places
from webapp.registration.models import AttendingAs, Deed, Revision, Side
from webapp.registration.words import ATTENDING_AS, CHANGED, SIDE

NOTHING: Final = "–"
WORDS: Final[dict[str, dict[str, Any]]] = {
    "side": {side.value: SIDE[side] for side in Side},
    "attending_as": {one.value: ATTENDING_AS[one] for one in AttendingAs},
    "locale": LANGUAGES,
}
Changes = list[tuple[str, Any, Any]]


def changes(revisions: Iterable[Revision]) -> dict[int, Changes]:
    """Of corrections, by the revision's number."""
    corrected = [one for one in revisions if one.deed is Deed.CORRECT]
    keys = {told.get("place_key") for one in corrected for told in (one.before, one.after)} - {None}
    named = places.labels((str(key) for key in keys), language()) if keys else {}
    words = WORDS | {"place_key": named}
    return {one.id: _of(one, words) for one in corrected}


def _of(revision: Revision, words: dict[str, dict[str, Any]]) -> Changes:
    return [
        (str(label), *(_word(words.get(name, {}), told[name]) for told in (revision.before, revision.after)))
        for name, label in CHANGED.items()
        if name in revision.before
    ]


def _word(words: dict[str, Any], value: Any) -> Any:
    return words.get(value, value) or NOTHING
