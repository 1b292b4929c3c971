"""What the summary of a conference says otherwise as long as the conference is not over."""

from webapp.core.i18n import gettext as _
from webapp.core.i18n import ngettext
from webapp.events.models import Slot, SlotKind
from webapp.reporting.report.rounding import Rough


def opening(day: str, title: str, *, partners: bool) -> str:
    told = {"day": day, "title": title}
    if partners:
        return _("Against this background the event %(title)s takes place on %(day)s.", **told)
    return _("The event %(title)s takes place on %(day)s.", **told)


def of_slot(slot: Slot, *, people: str, title: str, after: bool) -> str:
    """Names and title as draft.py tells them; whether one was told before makes “also” right or wrong."""
    match slot.kind, bool(slot.speakers):
        case SlotKind.GREETING, True:
            return ngettext(
                "Opening remarks will be given by %(people)s.",
                "Opening remarks will be given by %(people)s.",
                len(slot.speakers),
                people=people,
            )
        case ((SlotKind.PRESENTATION | SlotKind.REPORT), True):
            return ngettext(
                "%(people)s%(comma)s will speak on %(title)s.",
                "%(people)s%(comma)s will speak on %(title)s.",
                len(slot.speakers),
                people=people,
                comma="," if slot.speakers[-1].function.here else "",
                title=title,
            )
        case ((SlotKind.PRESENTATION | SlotKind.REPORT), False) if not after:
            return _("The programme includes: %(title)s.", title=title)
        case SlotKind.PRESENTATION, False:
            return _("Then follows a presentation: %(title)s.", title=title)
        case SlotKind.REPORT, False:
            return _("The programme also includes: %(title)s.", title=title)
    return ""


def registered(rough: Rough) -> str:
    return ngettext(
        "So far %(rough)s municipal representative is registered.",
        "So far %(rough)s municipal representatives are registered.",
        rough.number,
        rough=rough.text,
    )
