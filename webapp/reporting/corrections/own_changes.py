"""What workbooks that came back say otherwise of one person, for the file with everything that is stored about them."""

from sqlalchemy import select

from webapp.attendance.own_data import UNTOLD
from webapp.core.db import session
from webapp.reporting.corrections.fields import Field
from webapp.reporting.corrections.models import Change, ReturnedBook


def everything(registration_id: int) -> list[dict[str, str]]:
    """Places by official key, attendance by code, as they are stored; nobody is ever told to have been absent."""
    found = (
        select(ReturnedBook.created_at, Change.field, Change.before, Change.after, Change.fate)
        .join(ReturnedBook, ReturnedBook.id == Change.book_id)
        .where(Change.registration_id == registration_id)
        .order_by(Change.id)
    )
    return [
        {
            "at": row.created_at.isoformat(),
            "field": row.field.value,
            "before": "" if row.field is Field.ATTENDED and row.before in UNTOLD else row.before,
            "after": row.after,
            "became": row.fate.value,
        }
        for row in session().execute(found)
        if row.field is not Field.ATTENDED or row.after not in UNTOLD
    ]
