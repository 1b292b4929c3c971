"""The organisers' page of one person: what is stored, what can be done, and what was done."""

from typing import Any

from flask import render_template

from webapp.core import clock
from webapp.core.access import principal
from webapp.core.forms import BaseForm, Line, Paragraph, Tick
from webapp.core.i18n import LANGUAGES
from webapp.core.i18n import lazy_gettext as _l
from webapp.registration import queries, revisions, seats, stored, withdrawing
from webapp.registration.models import Deed, Registration, State
from webapp.registration.words import BADGE, CONSENT, DEED, STATE


class DeclineForm(BaseForm):
    reason = Paragraph(
        _l("Reason to decline"),
        limit=1000,
        missing=_l("Say why, so that the person understands your decision."),
        description=_l("The person reads it, so write in a language that the person understands."),
    )


class WithdrawForm(BaseForm):
    why = Line(
        _l("Reason to withdraw"),
        limit=500,
        description=_l(
            "For organisers only: no mail repeats it. It stands in the file with everything that is stored about the "
            "person, who may ask for it."
        ),
    )
    silent = Tick(_l("Do not write to the person"))


def page(
    slug: str, public_id: str, *, declining: DeclineForm | None = None, withdrawing_: WithdrawForm | None = None
) -> str:
    """With a form that was refused, if one was. Raises NotThere."""
    registration = queries.of_event(slug, public_id)
    done = revisions.of(registration.id)
    return render_template(
        "registration/manage_show.html",
        registration=registration,
        event=registration.event,
        form=declining or withdrawing_,
        declining=declining or DeclineForm(formdata=None),
        withdrawing=withdrawing_ or WithdrawForm(formdata=None),
        rows=stored.shown(registration),
        consents=queries.consents(registration.id),
        consent_words=CONSENT,
        state_words=STATE,
        badge_kinds=BADGE,
        deed_words=DEED,
        spoken=LANGUAGES[registration.locale],
        position=seats.place_in_queue(registration) if registration.state is State.WAITING else 0,
        replaced=queries.asked_by(registration) if registration.state is State.UNDECIDED else None,
        over=clock.now() >= registration.event.ends_at,
        done=done,
        named=revisions.names_of(done) if done else {},
        **_to_undo(registration),
    )


def may(permission: str) -> bool:
    who = principal()
    return who is not None and who.may(permission)


def _to_undo(registration: Registration) -> dict[str, Any]:
    """What can be undone, or why it cannot."""
    withdrawn = revisions.last(registration, Deed.WITHDRAW) if may("registrations.withdraw") else None
    if withdrawn is None:
        return {"withdrawn": None, "hindrance": None}
    hindrance = withdrawing.hindrance_to_restore(registration, registration.event, withdrawn, clock.now())
    return {"withdrawn": withdrawn, "hindrance": hindrance.text if hindrance else None}
