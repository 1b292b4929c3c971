"""What the next page says of a step, in the same words wherever it is taken."""

from flask import flash

from webapp.core.i18n import gettext as _
from webapp.core.i18n import ngettext


def saved(changed: object) -> None:
    """`changed` is whether anything was, or what."""
    if changed:
        flash(_("Your changes were saved."), "success")
    else:
        flash(_("Nothing was changed."), "info")


def being_sent(mails: int, *, none: str) -> None:
    """`none` says why nobody is written to."""
    if mails:
        flash(ngettext("%(num)s mail is being sent.", "%(num)s mails are being sent.", mails), "success")
    else:
        flash(none, "info")
