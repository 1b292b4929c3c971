"""What organisers do on the page of one person."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core import clock
from webapp.core.access import acting, requires
from webapp.core.db import transaction
from webapp.core.i18n import gettext as _
from webapp.registration import deciding, person_page, queries, withdrawing

bp = Blueprint("registration_person", __name__, url_prefix="/manage/events/<slug>/registrations/<public_id>")


@bp.post("/withdraw")
@requires("registrations.withdraw")
def withdraw(slug: str, public_id: str) -> ResponseReturnValue:
    queries.of_event(slug, public_id)
    form, actor = person_page.WithdrawForm(), acting()
    if not form.is_valid():
        return person_page.page(slug, public_id, withdrawing_=form), 422
    reason, tell = form.why.data or "", not form.silent.data
    with transaction():
        told = withdrawing.withdraw(public_id, reason, tell=tell, actor=actor, now=clock.now())
    flash(_told(told, _("The registration was withdrawn.")), "success")
    return _back(slug, public_id)


@bp.post("/withdraw/undo")
@requires("registrations.withdraw")
def restore(slug: str, public_id: str) -> ResponseReturnValue:
    queries.of_event(slug, public_id)
    with transaction():
        told = withdrawing.restore(public_id, request.form.get("revision", ""), actor=acting(), now=clock.now())
    flash(_told(told, _("The withdrawal was undone.")), "success")
    return _back(slug, public_id)


@bp.post("/decision/undo")
@requires("registrations.decide")
def reopen(slug: str, public_id: str) -> ResponseReturnValue:
    queries.of_event(slug, public_id)
    with transaction():
        deciding.reopen(public_id, request.form.get("revision", ""), actor=acting(), now=clock.now())
    flash(_told(True, _("The decision was taken back.")), "success")  # noqa: FBT003 - what it is about
    return _back(slug, public_id)


def _told(told: bool, sentence: str) -> str:  # noqa: FBT001 - what it is about
    return f"{sentence} {_('The person is told by e-mail.') if told else _('Nobody is written to.')}"


def _back(slug: str, public_id: str) -> ResponseReturnValue:
    return redirect(url_for("registrations.show", slug=slug, public_id=public_id), 303)
