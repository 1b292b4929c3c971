"""What waits until a time must not wait for a time that was never to come: the clock may be put back."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.orm import InstrumentedAttribute

from webapp.core.db import session, transaction

log = logging.getLogger(__name__)
SLACK: Final = timedelta(seconds=10)  #: others write while somebody looks, whose clock has gone on meanwhile


def pull_in(column: InstrumentedAttribute[datetime], latest: Iterable[tuple[ColumnElement[Any], datetime]]) -> None:
    """Set back what is due later than its kind of row can be: pairs of a condition and the latest time now possible."""
    for rows, moment in latest:
        late = (rows, column > moment + SLACK)
        found = session().scalar(select(exists().where(*late)))
        session().rollback()
        if found:
            log.warning("the clock was put back: %s", column)
            with transaction() as writing:
                writing.execute(update(column.class_).where(*late).values({column: moment}))
