"""Public pages of certificates: one's own, behind the personal link, and the check of somebody's code."""

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.attendance.certifying import certificate_document as document
from webapp.attendance.certifying import certificate_queries as queries
from webapp.attendance.certifying import certificate_words as words
from webapp.attendance.certifying import certificates
from webapp.attendance.certifying.certificate_forms import CodeForm, NameForm
from webapp.attendance.certifying.certificate_models import LONGEST_NAME
from webapp.attendance.certifying.certificate_queries import Holder
from webapp.core import clock, names
from webapp.core.access import public
from webapp.core.db import transaction
from webapp.core.errors import NotThere
from webapp.core.forms import keeps_typed
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy_gettext as _l
from webapp.core.security import from_this_machine, limiter
from webapp.registration.doors import check_link, open_link
from webapp.registration.mails import MANAGE

PER_BLOCK: Final = "120 per hour"  #: checks; a personnel office has a few at a time
UNKNOWN: Final = _l(
    "Please compare the code with the one on the certificate, letter by letter. If it is the same, ask the person "
    "who showed it to you, or write to us. Certificates can be checked as long as we keep the data of the conference."
)
NO_SUCH: Final = _l("We know no certificate with this code")
SUSPENDED: Final = _l(
    "We have given a certificate with this code, and at present it does not hold. It may be that the organisers are "
    "looking through the attendance again. Please check it again in some days, or write to us."
)
NOT_NOW: Final = _l("This certificate is not valid at present")
bp = Blueprint("certificate", __name__, url_prefix="/<lang:lang>")


def limited(view: Callable[..., Any]) -> Callable[..., Any]:
    counted: Callable[..., Any] = limiter.shared_limit(PER_BLOCK, "certificates", exempt_when=from_this_machine)(view)
    return counted


@bp.get("/r/<token>/certificate")
@public
def show(token: str) -> ResponseReturnValue:
    return _page(token, None)


@bp.post("/r/<token>/certificate")
@public
@keeps_typed
def save(token: str) -> ResponseReturnValue:
    """The owner looked at it and says how the name is written; from then on it can be downloaded."""
    public_id, form, now = check_link(MANAGE, token), NameForm(), clock.now()
    if not form.is_valid():
        return _page(token, form), form.status
    with transaction():
        certificates.name_it(public_id, form.name.data or "", form.latin_name.data or "", now=now)
    flash(_("Saved. The certificate bears this name now; you can download it."), "success")
    return redirect(url_for("certificate.show", token=token), 303)


@bp.get("/r/<token>/certificate.pdf")
@public
def download(token: str) -> ResponseReturnValue:
    registration, now = open_link(MANAGE, token), clock.now()
    holder = queries.holder(registration.public_id, now)
    if holder is None or holder.certificate is None:
        return redirect(url_for("certificate.show", token=token), 303)
    answer = Response(words.pdf(holder, now=now), content_type="application/pdf")
    heading = words.halves(holder, now=now)[0].heading
    name = f"{document.safe(f'{heading} {registration.event.slug} {holder.latin_name}')}.pdf"
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


@bp.get("/verify")
@public
def ask() -> ResponseReturnValue:
    return render_template("attendance/verify_ask.html", form=CodeForm(formdata=None))


@bp.post("/verify")
@public
@keeps_typed
@limited
def look_up() -> ResponseReturnValue:
    """For a code that is typed from paper."""
    form = CodeForm()
    if not form.is_valid():
        return render_template("attendance/verify_ask.html", form=form), form.status
    code = document.read_code(form.code.data or "") or "unknown"
    return redirect(url_for("certificate.verify", code=document.written(code)), 303)


@bp.get("/verify/<code>")
@public
@limited
def verify(code: str) -> ResponseReturnValue:
    """Of a certificate that does not hold now only that is told.

    Of the name only initials: whoever holds a certificate sees whether it is the same one, and whoever got hold of a
    code alone learns about nobody that he or she was there.
    """
    wanted = document.read_code(code)
    holder = queries.by_code(wanted, clock.now())
    if holder is None:
        if queries.is_given(wanted):
            raise NotThere(SUSPENDED, heading=NOT_NOW)
        raise NotThere(UNKNOWN, heading=NO_SUCH)
    page = render_template(
        "attendance/verify.html",
        holder=holder,
        event=holder.registration.event,
        code=document.written(wanted),
        attended=words.attended(holder),
        initials=list(dict.fromkeys(map(document.initials, (holder.name, holder.latin_name)))),
    )
    return Response(page, headers={"X-Robots-Tag": "noindex"})


def _page(token: str, form: NameForm | None) -> str:
    registration, now = open_link(MANAGE, token), clock.now()
    holder = queries.holder(registration.public_id, now)
    return render_template(
        "attendance/certificate.html" if holder else "attendance/certificate_none.html",
        event=registration.event,
        token=token,
        holder=holder,
        form=form or (_filled(holder) if holder else None),
        halves=words.halves(holder, now=now) if holder else (),
        spelled_twice=holder is not None and names.latin(holder.name) != holder.name,
    )


def _filled(holder: Holder) -> NameForm:
    return NameForm(formdata=None, data={"name": holder.name, "latin_name": holder.latin_name[:LONGEST_NAME]})
