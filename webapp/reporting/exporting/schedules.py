"""When something is due that is due once a week by the clock of a zone; pure."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from webapp.core.clock import BERLIN, KYIV

ZONES: Final = {zone.key: zone for zone in (BERLIN, KYIV)}
DAYS: Final = 7


def next_run(weekday: int, hour: int, zone: str, after: datetime) -> datetime:
    """The first such hour after this moment, by the wall: an hour that the clock jumps over is the one it jumps to,
    and of one that comes twice it is the first.
    """
    there = ZONES[zone]
    today = after.astimezone(there).date()
    day = today + timedelta(days=(weekday - today.weekday()) % DAYS)
    found = _moment(day, hour, there)
    return found if found > after else _moment(day + timedelta(days=DAYS), hour, there)


def _moment(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour), zone).astimezone(UTC)
