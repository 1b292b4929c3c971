"""One list of visits, and how languages and places write dates and durations: what all reports are made from."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

BERLIN: Final = ZoneInfo("Europe/Berlin")
DAY: Final = date(2026, 3, 12)


@dataclass(frozen=True)
class Visit:
    """Somebody, once; times are those of Berlin on the day of the event."""

    name: str
    email: str
    role: str
    joined: datetime
    left: datetime

    @property
    def length(self) -> timedelta:
        return self.left - self.joined


def at(clock: str, day: date = DAY) -> datetime:
    hour, minute, second = map(int, clock.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, second)  # noqa: DTZ001 - as reports write them


VISITS: Final = (
    Visit("Sabine Krause", "sabine.krause@stadt-beispiel.example", "host", at("09:50:00"), at("12:04:10")),
    Visit("Олена Ковальчук", "o.kovalchuk@hromada.example", "panelist", at("09:55:12"), at("11:00:03")),
    Visit("Jörg Müller-Lüdenscheidt", "J.Mueller@kreis.example", "attendee", at("09:58:41"), at("10:31:07")),
    Visit("Jörg Müller-Lüdenscheidt", "J.Mueller@kreis.example", "attendee", at("10:33:00"), at("12:00:55")),
    Visit("Doe, Jane", "jane.doe@gemeinde.example", "attendee", at("10:02:02"), at("12:03:20")),
    Visit("Іван Петренко", "ivan@rada.example", "attendee", at("10:14:59"), at("11:59:01")),
    Visit("Rathaus Köln", "", "attendee", at("10:00:30"), at("10:45:30")),
    Visit("Rathaus Köln", "", "attendee", at("10:50:00"), at("11:58:00")),
)


@dataclass(frozen=True)
class Manner:
    """How a language and a place write dates and durations."""

    date: str  #: for strftime
    hours: str
    minutes: str
    seconds: str
    unpadded: bool = False

    def moment(self, when: datetime) -> str:
        told = when.strftime(self.date)
        if self.unpadded:
            told = "/".join(str(int(part)) if part.isdigit() else part for part in told.split("/"))
        return told

    def duration(self, length: timedelta) -> str:
        seconds = int(length.total_seconds())
        parts = zip(
            (seconds // 3600, seconds // 60 % 60, seconds % 60), (self.hours, self.minutes, self.seconds), strict=True
        )
        return " ".join(f"{amount}{unit}" for amount, unit in parts if amount) or f"0{self.seconds}"


US = Manner("%m/%d/%y, %I:%M:%S %p", "h", "m", "s", unpadded=True)
US_NARROW = Manner("%m/%d/%y, %I:%M:%S\u202f%p", "h", "m", "s")
GB = Manner("%d/%m/%y, %H:%M:%S", "h", "m", "s")
DE = Manner("%d.%m.%y, %H:%M:%S", " Std.", " Min.", " Sek.")
DE_WORDS = Manner("%d.%m.%Y %H:%M:%S", " Stunden", " Minuten", " Sekunden")
UK = Manner("%d.%m.%Y, %H:%M:%S", " год", " хв", " с")
UK_WORDS = Manner("%d.%m.%y, %H:%M:%S", " години", " хвилин", " секунд")
PL = Manner("%d.%m.%Y, %H:%M:%S", " godz.", " min", " s")
PL_US = Manner("%m/%d/%y, %I:%M:%S %p", " godz.", " min", " s", unpadded=True)
FR = Manner("%d/%m/%Y à %H:%M:%S", " h", " m", " s")
ES = Manner("%d/%m/%y, %H:%M:%S", " h", " min", " s")
PT = Manner("%d/%m/%Y %H:%M:%S", "h", "m", "s")
JA = Manner("%Y/%m/%d %H:%M:%S", "時間", "分", "秒")
KO = Manner("%Y. %m. %d. %H:%M:%S", "시간 ", "분 ", "초")
NL = Manner("%d-%m-%Y %H:%M:%S", " uur", " min.", " sec.")
FI = Manner("%d.%m.%Y klo %H.%M.%S", " t", " min", " s")
CS = Manner("%d. %m. %Y %H:%M:%S", " h", " min", " s")
RU = Manner("%d.%m.%Y, %H:%M:%S", " ч", " мин", " с")
TR = Manner("%d.%m.%Y %H:%M:%S", " sa", " dk", " sn")
SV = Manner("%Y-%m-%d %H:%M:%S", " tim", " min", " sek")

Rows = list[list[str]]


def text(rows: Sequence[Sequence[str]], delimiter: str = ",", *, end: str = "\r\n") -> str:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator=end).writerows(rows)
    return target.getvalue()


def persons(visits: Sequence[Visit] = VISITS) -> list[list[Visit]]:
    ordered = sorted(visits, key=lambda visit: (visit.name, visit.email, visit.joined))
    return [list(group) for _key, group in groupby(ordered, key=lambda visit: (visit.name, visit.email))]


def minutes(visit: Visit) -> str:
    """As Zoom rounds: up."""
    return str(-int(-visit.length.total_seconds() // 60))
