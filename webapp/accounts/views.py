"""Pages of accounts: sign in and out, the invitation, one's own account."""

import logging
from datetime import datetime

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError

from webapp.accounts import actions, forms, queries, throttling
from webapp.accounts.models import LoginSession, User
from webapp.accounts.returning import safe_target
from webapp.accounts.words import ROLES
from webapp.core import clock, tokens
from webapp.core.access import public, signed_in
from webapp.core.db import transaction
from webapp.core.errors import DomainError, Gone, NotThere, Refused
from webapp.core.forms import keeps_typed
from webapp.core.i18n import gettext as _

log = logging.getLogger(__name__)
bp = Blueprint("accounts", __name__, url_prefix="/manage")
LOGIN = "login"  #: the token's name in the cookie


def load_principal() -> User | None:
    """Who signed in with this browser, if the session is alive; notes that it was used."""
    token = cookie.get(LOGIN)
    now = clock.now()
    found = queries.signed_in(token, now) if isinstance(token, str) else None
    if found is None:
        return None
    user, g.login = found
    try:
        actions.note_use(g.login, now)
    except OperationalError:
        log.warning("the use of a session could not be noted")  # no reason to refuse a page that only reads
    return user


@bp.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    if _who():
        return redirect(safe_target(request.args.get("next")), 303)
    return render_template("accounts/sign_in.html", form=forms.SignIn())


@bp.post("/sign-in")
@public
@keeps_typed
@throttling.slowed
def begin_session() -> ResponseReturnValue:
    form = forms.SignIn()
    try:
        if form.is_valid():
            return _begin(form, clock.now())
    except Refused as error:
        form.refuse(error)
    return render_template("accounts/sign_in.html", form=form), 422


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    if who := _who():
        with transaction():
            actions.end_session(who, _login().public_id)
    cookie.clear()
    flash(_("You are signed out."), "success")
    answer = redirect(url_for("accounts.sign_in"), 303)
    # Not "cookies": browsers would empty those of every service under the same domain; ours is cleared above.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.get("/welcome/<token>")
@public
def welcome(token: str) -> ResponseReturnValue:
    user, _version = _invited(token)
    return render_template("accounts/welcome.html", form=forms.NewPassword(), user=user)


@bp.post("/welcome/<token>")
@public
@keeps_typed
def choose_password(token: str) -> ResponseReturnValue:
    user, version = _invited(token)
    form = forms.NewPassword()
    if not form.is_valid():
        return render_template("accounts/welcome.html", form=form, user=user), 422
    try:
        new = actions.checked_hash(form.password.data or "", email=user.email, name=user.name)
    except Refused as error:
        form.refuse(error)
        return render_template("accounts/welcome.html", form=form, user=user), 422
    with transaction():
        actions.choose_password(user, version=version, password_hash=new, actor=user.public_id)
    cookie.clear()
    flash(_("Your password is set. You can sign in now."), "success")
    return redirect(url_for("accounts.sign_in"), 303)


@bp.get("/account")
@signed_in
def profile() -> ResponseReturnValue:
    return _profile(forms.ChangePassword())


@bp.post("/account")
@signed_in
@keeps_typed
@throttling.slowed
def change_password() -> ResponseReturnValue:
    form = forms.ChangePassword()
    try:
        if form.is_valid():
            return _change(form)
    except DomainError as error:
        form.refuse(error)
    return _profile(form), 422


@bp.post("/account/sessions/<public_id>/end")
@signed_in
def end_session(public_id: str) -> ResponseReturnValue:
    with transaction():
        ended = actions.end_session(_me(), public_id)
    if not ended:
        raise NotThere(_("This session has ended already."))
    flash(_("The session is ended."), "success")
    return redirect(url_for("accounts.profile"), 303)


@bp.post("/account/sessions/end-others")
@signed_in
def end_other_sessions() -> ResponseReturnValue:
    who = _me()
    with transaction():
        actions.end_all_sessions(who, keeping=_login().id, actor=who.public_id)
    flash(_("All other sessions are ended."), "success")
    return redirect(url_for("accounts.profile"), 303)


def _begin(form: forms.SignIn, now: datetime) -> ResponseReturnValue:
    """Raises Refused, in the same words whether the address or the password is wrong."""
    email = form.email.data or ""
    proof = actions.prove(queries.by_email(email), form.password.data or "")
    if proof is None:
        raise Refused(actions.NOT_SIGNED_IN)
    with transaction():
        token = actions.sign_in(proof, now=now)
    cookie.clear()  # nothing of before sign-in lives on
    cookie[LOGIN] = token
    cookie.permanent = True
    answer = redirect(safe_target(request.args.get("next")), 303)
    return throttling.remember_device(answer, email, now)


def _change(form: forms.ChangePassword) -> ResponseReturnValue:
    me = _me()
    proof = actions.prove(me, form.current.data or "")
    if proof is None:
        raise Refused(_("This is not your current password."), "current")
    new = actions.checked_hash(form.password.data or "", email=me.email, name=me.name)
    with transaction():
        actions.change_password(proof, password_hash=new, keeping=_login().id)
    flash(_("Your password is changed. All other sessions are ended."), "success")
    return redirect(url_for("accounts.profile"), 303)


def _profile(form: forms.ChangePassword) -> str:
    me = _me()
    sessions = queries.sessions_of(me, clock.now())
    return render_template(
        "accounts/profile.html", form=form, user=me, role=ROLES[me.role], sessions=sessions, here=_login().public_id
    )


def _invited(token: str) -> tuple[User, int]:
    """Whom this link invites, and the version it was made with. Raises NotThere or Gone."""
    try:
        link = tokens.read(actions.WELCOME, token)
    except tokens.LinkInvalid:
        raise NotThere(_("Please check the address. The link may be incomplete.")) from None
    except tokens.LinkExpired:
        raise Gone(actions.LINK_USED) from None
    user = queries.by_public_id(link.subject)
    if user is None or user.disabled_at is not None or user.link_version != link.version:
        raise Gone(actions.LINK_USED)
    return user, link.version


def _who() -> User | None:
    found = g.get("principal")
    return found if isinstance(found, User) else None


def _me() -> User:
    """Who is signed in, in a view that nobody else reaches."""
    found = _who()
    assert found is not None  # noqa: S101 - the view says @signed_in
    return found


def _login() -> LoginSession:
    found: LoginSession = g.login
    return found
