"""Pages of running the service: the outbox; in development the mails that would have been sent."""

from pathlib import Path
from typing import Final

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.admin import actions, mailbox, queries
from webapp.admin.words import KINDS, STATES, TEMPLATES
from webapp.core import delivery, lists
from webapp.core.access import acting, requires, this_machine
from webapp.core.db import transaction
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.mail import MailState

bp = Blueprint("admin", __name__)
# A mail brings its own <style>; nothing else of it may act, and nothing is loaded.
CSP_OF_A_MAIL: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)


@bp.get("/manage/mail")
@requires("mail.view")
def outbox() -> ResponseReturnValue:
    state = _state()
    page = lists.read(queries.outbox(state), queries.SORTS, "-created")
    words = {"states": STATES, "kinds": KINDS, "templates": TEMPLATES, "stuck": actions.STUCK}
    return render_template("admin/outbox.html", page=page, state=state, counts=queries.counts(), **words)


@bp.post("/manage/mail/<public_id>/resend")
@requires("mail.resend")
def resend(public_id: str) -> ResponseReturnValue:
    with transaction():
        actions.resend(public_id, actor=acting())
    flash(_("The mail will be sent again within a minute."), "success")
    return redirect(url_for("admin.outbox"), 303)


@bp.get("/dev/mailbox", endpoint="mailbox")
@this_machine
def mailbox_list() -> ResponseReturnValue:
    return render_template("admin/mailbox.html", mails=mailbox.newest(_folder()))


@bp.get("/dev/mailbox/<mail_id>")
@this_machine
def mailbox_mail(mail_id: str) -> ResponseReturnValue:
    return render_template("admin/mailbox_mail.html", mail=_mail(mail_id))


@bp.get("/dev/mailbox/<mail_id>/html")
@this_machine
def mailbox_html(mail_id: str) -> ResponseReturnValue:
    return Response(
        _mail(mail_id).html, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": CSP_OF_A_MAIL}
    )


@bp.get("/dev/mailbox/<mail_id>/attachments/<name>")
@this_machine
def mailbox_attachment(mail_id: str, name: str) -> ResponseReturnValue:
    part = _mail(mail_id).attachments.get(name)
    if part is None:
        raise NotThere(_("This mail has no such attachment."))
    answer = Response(part.get_payload(decode=True), mimetype=part.get_content_type())
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _state() -> MailState | None:
    wanted = request.args.get("state", "")
    return MailState(wanted) if wanted in set(MailState) else None


def _folder() -> Path:
    return delivery.mailbox(current_app.config["SETTINGS"])


def _mail(mail_id: str) -> mailbox.Mail:
    found = mailbox.one(_folder(), mail_id)
    if found is None:
        raise NotThere(_("This mail is not there any more."))
    return found
