"""What an organiser asks a file to hold: kind, language, format, and which rows and columns of Attendance."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self, TypeVar

from webapp.registration.models import Side, State
from webapp.reporting.kinds import Kind

S = TypeVar("S", bound=StrEnum)


class Format(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"


class Attended(StrEnum):
    """Of whoever has confirmed or was there."""

    THERE = "there"  #: in full or in part
    ABSENT = "absent"  #: also excused
    OPEN = "open"  #: not recorded, or to be decided


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows and columns of the sheet Attendance; what is not set narrows nothing."""

    side: Side | None = None
    state: State | None = None
    district: str = ""  #: key of a Regierungsbezirk or raion
    attended: Attended | None = None
    columns: tuple[str, ...] = ()  #: as columns.key() names them
    contacts: bool = False  #: with e-mail addresses

    @property
    def narrowed(self) -> dict[str, str]:
        """What of the rows is set, as it is stored, shown and noted."""
        names = ("side", "state", "district", "attended")
        return {name: str(getattr(self, name)) for name in names if getattr(self, name)}

    @property
    def leaves_out(self) -> bool:
        """Whether the sheet Attendance has not all rows, or not all columns."""
        return bool(self.narrowed or self.columns)

    @classmethod
    def stored(cls, narrowed: dict[str, Any], columns: list[str], *, contacts: bool = False) -> Self:
        return cls(
            side=_member(Side, narrowed.get("side")),
            state=_member(State, narrowed.get("state")),
            district=str(narrowed.get("district") or ""),
            attended=_member(Attended, narrowed.get("attended")),
            columns=tuple(columns),
            contacts=contacts,
        )


@dataclass(frozen=True, slots=True)
class Order:
    kind: Kind
    language: str  #: one of wording.CHOICES
    format: Format = Format.XLSX
    selection: Selection = field(default_factory=Selection)

    @property
    def suffix(self) -> str:
        """Several sheets as CSV are several files, and come as one ZIP."""
        if self.format is Format.XLSX:
            return "xlsx"
        return "zip" if self.kind is Kind.ATTENDANCE else "csv"


def _member(kind: type[S], value: object) -> S | None:
    return kind(value) if isinstance(value, str) and value in set(kind) else None
