"""What forms of files ask beside the file: which clock its times are of, and which day is meant."""

from typing import Any, Final

from webapp.core.dates import DateOrder
from webapp.core.forms import BaseForm, Choice
from webapp.core.i18n import lazy_gettext as _l

ZONES: Final = {
    "Europe/Berlin": _l("German time"),
    "Europe/Kyiv": _l("Ukrainian time"),
    "UTC": _l("world time (UTC)"),
}


class Zone(Choice):
    """A clock."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label, choices=ZONES.items(), missing=_l("Choose a clock."), **more)


class DayForm(BaseForm):
    """Its choices are made by the page, since they show the two days that can be meant."""

    date_order = Choice(
        _l("Which day is meant?"),
        choices=[(order.value, order.value) for order in DateOrder],
        missing=_l("Choose a day."),
    )
