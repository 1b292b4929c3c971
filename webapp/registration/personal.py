"""The pages behind a personal link: see what is stored, correct, cancel, hand over."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core import clock, errors, telling
from webapp.core.access import public
from webapp.core.db import transaction
from webapp.core.errors import Refused
from webapp.core.forms import keeps_typed
from webapp.core.i18n import gettext as _
from webapp.core.i18n import language
from webapp.places.options import options_html
from webapp.registration import again, changing, queries, revisions, seats, stored, waiting
from webapp.registration.doors import open_link
from webapp.registration.forms import CorrectionForm, HandOverForm
from webapp.registration.mails import MANAGE
from webapp.registration.models import Purpose, Registration, State
from webapp.registration.words import BADGE, CONSENT, LEFT, STATE

bp = Blueprint("personal", __name__, url_prefix="/<lang:lang>/r/<token>")
again.keep_typed(bp, errors.TEXTS[429][0])


@bp.get("")
@public
def show(token: str) -> ResponseReturnValue:
    registration = open_link(MANAGE, token)
    return render_template(
        "registration/show.html",
        registration=registration,
        event=registration.event,
        token=token,
        rows=stored.shown(registration),
        consents=queries.consents(registration.id),
        consent_words=CONSENT,
        state_words=STATE,
        left_words=LEFT,
        badge_kinds=BADGE,
        position=seats.place_in_queue(registration) if registration.state is State.WAITING else 0,
        over=clock.now() >= registration.event.ends_at,
        decides=waiting.decides(registration.event),
        declined=revisions.declined_for(registration),
    )


@bp.get("/change")
@public
def change(token: str) -> ResponseReturnValue:
    registration = _changeable(token)
    return _change_page(registration, token, CorrectionForm(registration, _given(registration)))


@bp.post("/change")
@public
@keeps_typed
def change_now(token: str) -> ResponseReturnValue:
    registration = open_link(MANAGE, token)
    form = CorrectionForm(registration, _given(registration))
    if not form.is_valid():
        return _change_page(registration, token, form), form.status
    public_id, details, consents, locale = registration.public_id, form.details, form.consents, language()
    try:
        with transaction():
            changed = changing.correct(public_id, details, consents, locale=locale, now=clock.now())
    except Refused as error:
        form.refuse(error)
        return _change_page(open_link(MANAGE, token), token, form), 422
    telling.saved(changed)
    return redirect(url_for("personal.show", token=token), 303)


@bp.get("/cancel")
@public
def cancel(token: str) -> ResponseReturnValue:
    registration = _changeable(token)
    return render_template(
        "registration/cancel.html", registration=registration, event=registration.event, token=token, left_words=LEFT
    )


@bp.post("/cancel")
@public
def cancel_now(token: str) -> ResponseReturnValue:
    registration = open_link(MANAGE, token)
    public_id = registration.public_id
    with transaction():
        changing.cancel(public_id, now=clock.now())
    flash(_("Your registration was withdrawn. Thank you for letting us know."), "success")
    return redirect(url_for("personal.show", token=token), 303)


@bp.get("/hand-over")
@public
def hand_over(token: str) -> ResponseReturnValue:
    registration = _changeable(token)
    return _hand_over_page(registration, token, HandOverForm(formdata=None))


@bp.post("/hand-over")
@public
@keeps_typed
def hand_over_now(token: str) -> ResponseReturnValue:
    registration = open_link(MANAGE, token)
    form = HandOverForm()
    if not form.is_valid():
        return _hand_over_page(registration, token, form), form.status
    public_id, colleague = registration.public_id, form.details_for(registration)
    try:
        with transaction():
            changing.hand_over(public_id, colleague, now=clock.now())
    except Refused as error:
        form.refuse(error)
        return _hand_over_page(open_link(MANAGE, token), token, form), 422
    flash(_("We have written to your colleague. Until your colleague confirms, you remain registered."), "success")
    return redirect(url_for("personal.show", token=token), 303)


@bp.post("/accept")
@public
def accept(token: str) -> ResponseReturnValue:
    """Take the place that was offered."""
    public_id = open_link(MANAGE, token).public_id
    with transaction():
        waiting.accept(public_id, now=clock.now())
    flash(_("You are registered. We have sent you a mail with a calendar entry."), "success")
    return redirect(url_for("personal.show", token=token), 303)


@bp.post("/hand-over/take-back")
@public
def take_back(token: str) -> ResponseReturnValue:
    public_id = open_link(MANAGE, token).public_id
    with transaction():
        changing.take_back(public_id, now=clock.now())
    flash(_("The request was taken back. The registration stays as it is."), "success")
    return redirect(url_for("personal.show", token=token), 303)


def _changeable(token: str) -> Registration:
    """Raises Gone for what was withdrawn or is over; show() still shows it."""
    registration = open_link(MANAGE, token)
    changing.require_changeable(registration, registration.event, clock.now())
    return registration


def _given(registration: Registration) -> set[Purpose]:
    return {purpose for purpose, consent in queries.consents(registration.id).items() if consent.given}


def _change_page(registration: Registration, token: str, form: CorrectionForm) -> str:
    return render_template(
        "registration/change.html",
        registration=registration,
        event=registration.event,
        form=form,
        token=token,
        places=options_html(language()),
    )


def _hand_over_page(registration: Registration, token: str, form: HandOverForm) -> str:
    return render_template(
        "registration/hand_over.html",
        registration=registration,
        event=registration.event,
        form=form,
        token=token,
        decides=waiting.decides(registration.event),
    )
