"""When something was asked, out of how it is written: day or month first is decided once for a file, or asked. Pure."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, tzinfo

from webapp.core import dates
from webapp.core.dates import DateOrder


def settle(written: Sequence[str], days: Sequence[date]) -> DateOrder | None:
    """A number above twelve decides, else the days of the conference; None where both could be meant."""
    stamps = [stamp for stamp in map(dates.read, written) if stamp and stamp.has_date]
    by_value = Counter(stamp.order for stamp in stamps if stamp.by_value and stamp.order)
    if by_value:
        return by_value.most_common(1)[0][0]
    if not any(stamp.open for stamp in stamps):
        return DateOrder.DAY_FIRST
    fitting = [order for order in DateOrder if {stamp.date(order) for stamp in stamps} & set(days)]
    return fitting[0] if len(fitting) == 1 else None


def readings(written: Sequence[str]) -> dict[DateOrder, date]:
    """The first day that can be meant, either way."""
    stamps = [stamp for stamp in map(dates.read, written) if stamp and stamp.open]
    found = {order: [day for stamp in stamps if (day := stamp.date(order))] for order in DateOrder}
    return {order: min(days) for order, days in found.items() if days}


def moment(written: str, order: DateOrder, zone: tzinfo, day: date) -> datetime | None:
    """A time without a date is of the conference’s day; a date without a time is none."""
    stamp = dates.read(written)
    if stamp is None or stamp.clock is None:
        return None
    on = stamp.date(order) if stamp.has_date else day
    return datetime.combine(on, stamp.clock, stamp.offset or zone) if on else None
