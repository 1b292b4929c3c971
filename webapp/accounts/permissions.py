"""What each role may do: the one table that pages ask."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    OWNER = "owner"
    ORGANISER = "organiser"
    MODERATOR = "moderator"  #: of questions, and nothing else
    PARTNER = "partner"  #: the Ukrainian partner office: counts only, never names


EVERYTHING: Final = frozenset(
    {
        "events.view",
        "events.edit",
        "figures.view",
        "report.write",
        "registrations.view",
        "registrations.decide",
        "registrations.correct",
        "registrations.withdraw",
        "registrations.export",
        "attendance.view",
        "attendance.edit",
        "certificates.issue",
        "joining.view",
        "joining.edit",
        "registrations.import",
        "mail.view",
        "mail.resend",
        "questions.view",
        "questions.moderate",
        "follow_up.send",
        "feedback.view",
    }
)
PERMISSIONS: Final[Mapping[Role, frozenset[str]]] = {
    Role.OWNER: EVERYTHING,
    Role.ORGANISER: EVERYTHING,
    Role.MODERATOR: frozenset({"events.view", "questions.view", "questions.moderate"}),
    Role.PARTNER: frozenset({"events.view", "figures.view"}),
}
