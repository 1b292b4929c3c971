"""How far the reading of something is, in the words of whoever waits for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from webapp.core.i18n import gettext as _
from webapp.core.i18n import number
from webapp.core.turns import Reading

SILENT: Final = timedelta(minutes=2)  #: for so long nothing is heard of a reading that goes on
UNBEGUN: Final = timedelta(hours=1)  #: for so long it waits for others that are ahead of it


@dataclass(frozen=True, slots=True)
class Progress:
    """`stopped` if nobody seems to go on with it."""

    text: str
    share: float
    stopped: bool
    failed: bool


def progress(found: Reading | None, stages: Mapping[Any, Any], now: datetime) -> Progress:
    """`stages` has a sentence for each, with done and total."""
    if found is None or found.failed or now - found.noted_at > (SILENT if found.reader else UNBEGUN):
        return Progress("", 0, stopped=True, failed=found is not None and found.failed)
    if not found.total:
        text = _("Reading has begun.") if found.reader else _("It waits for its turn.")
        return Progress(text, 0, stopped=False, failed=False)
    step = list(stages).index(found.stage) + 1
    told = str(stages[found.stage]) % {"done": number(found.done), "total": number(found.total)}
    text = _("Step %(step)s of %(steps)s: %(told)s", step=step, steps=len(stages), told=told)
    return Progress(text, found.done / found.total, stopped=False, failed=False)
