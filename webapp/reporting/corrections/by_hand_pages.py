"""Organisers' page that corrects one person, for somebody who calls."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core import clock
from webapp.core.access import acting, requires
from webapp.core.db import transaction
from webapp.core.errors import Refused, Stale
from webapp.core.forms import keeps_typed
from webapp.core.i18n import gettext as _
from webapp.core.i18n import language
from webapp.places.options import options_html
from webapp.registration import amending, queries, stored
from webapp.registration.forms import AmendForm
from webapp.registration.models import Registration
from webapp.reporting.corrections import by_hand

bp = Blueprint("correct_person", __name__, url_prefix="/manage/events/<slug>/registrations/<public_id>/correct")


@bp.get("")
@requires("registrations.correct")
def show(slug: str, public_id: str) -> ResponseReturnValue:
    registration = queries.of_event(slug, public_id)
    return _page(registration, AmendForm(registration, amending.version_of(registration)))


@bp.post("")
@requires("registrations.correct")
@keeps_typed
def save(slug: str, public_id: str) -> ResponseReturnValue:
    registration = queries.of_event(slug, public_id)
    form, actor = AmendForm(registration, ""), acting()
    if not form.is_valid():
        return _page(registration, form), form.status
    wanted, version, tell = form.wanted, form.version.data or "", not form.silent.data
    try:
        with transaction():
            done = by_hand.correct(public_id, wanted, version=version, tell=tell, actor=actor, now=clock.now())
    except (Refused, Stale) as error:
        form.refuse(error)
        registration = queries.of_event(slug, public_id)
        if isinstance(error, Stale):
            form.version.data = amending.version_of(registration)
        return _page(registration, form, is_overtaken=isinstance(error, Stale)), error.status
    if done.changed:
        flash(_told(_("Your changes were saved."), told=done.told), "success")
    else:
        flash(_("Nothing was changed."), "info")
    return redirect(url_for("registrations.show", slug=slug, public_id=public_id), 303)


@bp.post("/undo")
@requires("registrations.correct")
def undo(slug: str, public_id: str) -> ResponseReturnValue:
    queries.of_event(slug, public_id)
    with transaction():
        done = by_hand.undo(public_id, request.form.get("revision", ""), actor=acting(), now=clock.now())
    flash(_told(_("The correction was undone."), told=done.told), "success")
    return redirect(url_for("registrations.show", slug=slug, public_id=public_id), 303)


def _told(sentence: str, *, told: bool) -> str:
    return f"{sentence} {_('The person is told by e-mail.') if told else _('Nobody is written to.')}"


def _page(registration: Registration, form: AmendForm, *, is_overtaken: bool = False) -> str:
    return render_template(
        "registration/amend.html",
        registration=registration,
        event=registration.event,
        form=form,
        may_be_told=amending.may_be_told(registration, registration.event, clock.now()),
        places=options_html(language()),
        rows=stored.shown(registration) if is_overtaken else [],
    )
