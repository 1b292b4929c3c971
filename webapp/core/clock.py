"""The only source of time: now() as aware UTC, and the two zones of the conference."""

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

BERLIN: Final = ZoneInfo("Europe/Berlin")
KYIV: Final = ZoneInfo("Europe/Kyiv")


def now() -> datetime:
    return datetime.now(UTC)
