"""Organisers' page of certificates: how many there are, one ZIP for each municipality, and changed names."""

import io
from typing import Final

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from webapp.attendance.certifying import certificate_bundles as bundles
from webapp.attendance.certifying import certificate_document as document
from webapp.attendance.certifying import certificate_mails, certificate_notices, certificates
from webapp.attendance.certifying import certificate_queries as queries
from webapp.attendance.certifying.certificate_forms import BundleForm
from webapp.attendance.certifying.certificate_models import BundleState
from webapp.core import clock, lists, telling
from webapp.core.access import acting, requires
from webapp.core.db import transaction
from webapp.core.errors import DomainError, Gone
from webapp.core.i18n import LANGUAGES, language
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy_gettext as _l
from webapp.events import queries as events
from webapp.events.models import Event
from webapp.places import queries as places

AT_ONCE: Final = 50  #: certificates that are made while the organiser waits; more is a job
NONE: Final = _l("There are no certificates for this choice now.")
FORGOTTEN: Final = _l("Files are kept for a week. Make it anew.")
bp = Blueprint("certificates", __name__, url_prefix="/manage/events/<slug>/certificates")


@bp.get("")
@requires("certificates.issue")
def index(slug: str) -> ResponseReturnValue:
    event, now, lang = events.event(slug), clock.now(), language()
    counts = sorted(queries.counts(event.id, now), key=lambda one: _order(one, lang))
    told = queries.told_by_language(event.id, now)
    return render_template(
        "attendance/certificates.html",
        event=event,
        is_over=now >= event.ends_at,
        certified=sum(one.certified for one in counts),
        issued=sum(one.issued for one in counts),
        municipalities=sum(one.place is not None for one in counts),
        page=lists.part_of(counts),
        bundles=queries.bundles(event.id),
        renamed=queries.renamed(event.id, now),
        told=told,
        to_tell=sum(left for _told, left in told.values()),
        previews=[(one, LANGUAGES[one], *certificate_mails.preview(event, one, now=now)) for one in told],
        languages=LANGUAGES,
        label=lambda place: places.label(place, lang),
    )


@bp.post("")
@requires("certificates.issue")
def make(slug: str) -> ResponseReturnValue:
    """A few are the answer; many are a file that the worker makes."""
    event, now, form, actor, lang = events.event(slug), clock.now(), BundleForm(), acting(), language()
    place_key = form.place.data or None
    if not form.is_valid() or not (total := queries.number(event.id, place_key, now)):
        raise DomainError(NONE)
    many = total > AT_ONCE
    with transaction():
        held = events.event(slug)
        certificates.issue(held, place_key, actor=actor, now=now)
        if many:
            made = certificates.order(held, place_key, total, locale=lang, actor=actor, now=now)
            bundles.make_later(made)
        else:
            certificates.note_download(certificates.event_thing(held), total, actor=actor)
    if many:
        flash(_("The certificates are being made. That takes a minute or two."), "info")
        return redirect(url_for("certificates.index", slug=slug), 303)
    # who came after the order is in the next one
    issued = [one for one in queries.holders(event.id, place_key, now) if one.certificate]
    target = io.BytesIO()
    bundles.write(target, issued, lang=lang, now=now)
    target.seek(0)
    return send_file(target, "application/zip", as_attachment=True, download_name=_file_name(event, place_key))


@bp.post("/files/<public_id>")
@requires("certificates.issue")
def download(slug: str, public_id: str) -> ResponseReturnValue:
    """Posted, since it is noted who took the file."""
    found, event, actor = queries.bundle(slug, public_id), events.event(slug), acting()
    path = bundles.path_of(found)
    if found.state is not BundleState.READY or clock.now() >= found.expires_at or not path.is_file():
        raise Gone(FORGOTTEN, heading=_l("This file is not there"))
    name = _file_name(event, found.place_key)
    try:  # it is opened here, so that nobody is noted to have taken what was deleted in this moment
        answer = send_file(path, "application/zip", as_attachment=True, download_name=name, max_age=None)
    except FileNotFoundError:
        raise Gone(FORGOTTEN, heading=_l("This file is not there")) from None
    with transaction():
        held = queries.bundle(slug, public_id)
        certificates.note_download(held.thing, held.total, actor=actor)
    return answer


@bp.post("/mails")
@requires("certificates.issue")
def tell(slug: str) -> ResponseReturnValue:
    """The one click; nobody is written to twice."""
    event_id, actor = events.event(slug).id, acting()
    with transaction():
        people = certificate_notices.tell(event_id, actor=actor, now=clock.now())
    telling.being_sent(people, none=_("Everybody who has a certificate has been written to already."))
    return redirect(url_for("certificates.index", slug=slug), 303)


def _order(one: queries.Count, lang: str) -> tuple[bool, str]:
    return one.place is None, places.sorted_by(one.place, lang) if one.place else ""


def _file_name(event: Event, place_key: str | None) -> str:
    found = places.place(place_key) if place_key else None
    of = places.label(found, language()).text if found else ""
    return f"{document.safe(f'{event.starts_at:%Y-%m-%d} {event.slug} {of}')}.zip"
