"""The organisers' page of one person: what is stored, what can be done, and what was done."""

from datetime import datetime
from typing import Any, Final

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core import clock
from webapp.core.access import principal
from webapp.core.forms import BaseForm, Line, Paragraph, Tick
from webapp.core.i18n import LANGUAGES
from webapp.core.i18n import lazy_gettext as _l
from webapp.registration import amending, deciding, queries, revision_words, revisions, seats, stored, withdrawing
from webapp.registration.models import Deed, Registration, State
from webapp.registration.words import BADGE, CONSENT, DEED, STATE

UNDO: Final = {  #: who may take it back
    Deed.WITHDRAW: "registrations.withdraw",
    Deed.ACCEPT: "registrations.decide",
    Deed.DECLINE: "registrations.decide",
    Deed.CORRECT: "registrations.correct",
}
NEXT: Final = "next"  #: id of the link to the next one who waits for a decision


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
    done, now = revisions.of(registration.id), clock.now()
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
        over=now >= registration.event.ends_at,
        done=done,
        changes=revision_words.changes(done),
        named=revisions.names_of(done) if done else {},
        **_to_undo(registration, now),
        **_next(registration),
    )


def decided(slug: str, public_id: str) -> ResponseReturnValue:
    """Back to the page of somebody on whom somebody has decided, with the focus on the link to the next one."""
    return redirect(url_for("registrations.show", slug=slug, public_id=public_id, _anchor=NEXT), 303)


def _may(permission: str) -> bool:
    who = principal()
    return who is not None and who.may(permission)


def _to_undo(registration: Registration, now: datetime) -> dict[str, Any]:
    """What can be undone, or why it cannot, and whether the person is written to."""
    found = revisions.last(registration, *(deed for deed, rule in UNDO.items() if _may(rule)))
    if found is None:
        return {"undo": None, "hindrance": None, "tells": False}
    if found.deed is Deed.WITHDRAW:
        hindrance = withdrawing.hindrance_to_restore(registration, registration.event, found, now)
        return {"undo": found, "hindrance": hindrance.text if hindrance else None, "tells": found.told}
    if found.deed is Deed.CORRECT:
        tells = found.told and amending.may_be_told(registration, registration.event, now)
        return {"undo": found, "hindrance": None, "tells": tells}
    fine = deciding.can_reopen(registration, registration.event, found, now)
    return {"undo": found if fine else None, "hindrance": None, "tells": found.told}


def _next(registration: Registration) -> dict[str, Any]:
    """Who waits for a decision beside this one."""
    if not _may("registrations.decide"):
        return {"next": None, "waiting": 0}
    found, number = queries.next_undecided(registration)
    return {"next": found, "waiting": number, "anchor": NEXT}
