"""Public pages: the registration form, what happens by the mail's link, and lost links."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webapp.core import clock, errors, traps
from webapp.core.access import public
from webapp.core.db import transaction
from webapp.core.errors import DomainError
from webapp.core.forms import keeps_typed
from webapp.core.i18n import gettext as _
from webapp.core.i18n import language
from webapp.core.i18n import lazy_gettext as _l
from webapp.events import queries as events
from webapp.events.models import Event
from webapp.places import queries as places
from webapp.places.options import options_html
from webapp.registration import again, changing, limits, queries, registering, seats, stored, waiting
from webapp.registration.doors import check_link, open_link
from webapp.registration.forms import LostLinkForm, RegistrationForm
from webapp.registration.limits import limited
from webapp.registration.mails import CONFIRM, manage_token
from webapp.registration.models import State
from webapp.registration.words import CONSENT, LEFT

_drawn: dict[str, Markup] = {}
bp = Blueprint("registration", __name__, url_prefix="/<lang:lang>")


@bp.get("/events/<slug>/register")
@public
def form(slug: str) -> ResponseReturnValue:
    event = events.event(slug)
    registering.require_open(event, clock.now())
    return render_template("registration/form.html", event=event, fields=_empty_fields(language()))


@bp.post("/events/<slug>/register")
@public
@keeps_typed
@limited
def register(slug: str) -> ResponseReturnValue:
    form = RegistrationForm()
    if not form.is_valid():
        event = events.event(slug)
        registering.require_open(event, clock.now())
        return _page(event, form), form.status
    limits.count()
    details, consents, locale, now = form.details, form.consents, language(), clock.now()
    if traps.took_the_bait():
        event = events.event(slug)
        registering.require_open(event, now)
        _note_robot(event)
    else:
        with transaction():
            registering.register(slug, details, consents, locale=locale, now=now)
    cookie["sent_to"] = details.registered_by_email or details.email  # so that a typing error is seen
    return redirect(url_for("registration.sent", slug=slug), 303)


@bp.get("/events/<slug>/register/sent")
@public
def sent(slug: str) -> ResponseReturnValue:
    return render_template("registration/sent.html", event=events.event(slug), address=cookie.pop("sent_to", ""))


@bp.get("/c/<token>")
@public
def confirm(token: str) -> ResponseReturnValue:
    registration = open_link(CONFIRM, token)
    manage = url_for("personal.show", token=manage_token(registration, registration.event))
    if registration.state in (State.WAITING, State.OFFERED, State.UNDECIDED, State.DECLINED):
        return redirect(manage, 303)
    event, is_asked = registration.event, registration.state is State.PENDING
    asked_by = queries.asked_by(registration)
    template = "confirmed" if registration.state is State.CONFIRMED else "confirm"
    return render_template(
        f"registration/{template}.html",
        registration=registration,
        event=event,
        token=token,
        manage=manage,
        rows=stored.shown(registration),
        left_words=LEFT,
        asked_by=asked_by,
        decided_on=asked_by and waiting.passes_organisers(asked_by, registration.mail_key, event),
        to_decide=waiting.needs_decision(registration.mail_key, event),
        has_room=not is_asked or seats.has_room(event, registration.side, registration.place_key),
        consents=[CONSENT[kind] for kind, consent in queries.consents(registration.id).items() if consent.given],
    )


@bp.post("/c/<token>")
@public
def confirm_now(token: str) -> ResponseReturnValue:
    public_id = check_link(CONFIRM, token)
    with transaction():
        registering.confirm(public_id, now=clock.now())
    return redirect(url_for("registration.confirm", token=token), 303)


@bp.post("/c/<token>/not-me")
@public
def not_me(token: str) -> ResponseReturnValue:
    registration = open_link(CONFIRM, token)
    public_id = registration.public_id
    with transaction():
        registering.not_me(public_id, now=clock.now())
    flash(_("Your details were deleted. We will not write to this address again."), "success")
    return redirect(url_for("events.home"), 303)


@bp.get("/events/<slug>/lost-link")
@public
def lost_link(slug: str) -> ResponseReturnValue:
    return _lost_link_page(events.event(slug), LostLinkForm())


@bp.post("/events/<slug>/lost-link")
@public
@keeps_typed
@limited
def send_links(slug: str) -> ResponseReturnValue:
    event = events.event(slug)
    form = LostLinkForm()
    if not form.is_valid():
        return _lost_link_page(event, form), form.status
    limits.count()
    event_id = event.id
    if traps.took_the_bait():
        _note_robot(event)
    else:
        with transaction():
            changing.send_links(event_id, form.email.data or "", locale=language())
    return redirect(url_for("registration.links_sent", slug=slug), 303)


@bp.get("/events/<slug>/lost-link/sent")
@public
def links_sent(slug: str) -> ResponseReturnValue:
    return render_template("registration/links_sent.html", event=events.event(slug))


@bp.errorhandler(DomainError)
def _not_possible(error: DomainError) -> ResponseReturnValue:
    """With a way back to the conference, which errors of core do not know."""
    if error.text is None:
        return errors.page(error.status)
    slug = (request.view_args or {}).get("slug")
    heading = error.heading or _("This is not possible")
    return render_template("registration/not_possible.html", heading=heading, text=error.text, slug=slug), error.status


again.keep_typed(bp, _l("Very many registrations are coming in"))


def _note_robot(event: Event) -> None:
    event_id = event.id
    with transaction():
        registering.note_robot(event_id)


def _page(event: Event, form: RegistrationForm) -> str:
    """With what was typed."""
    return render_template("registration/form.html", event=event, form=form, fields=_fields(form))


def _lost_link_page(event: Event, form: LostLinkForm) -> str:
    over = clock.now() >= event.ends_at
    return render_template("registration/lost_link.html", event=event, form=form, over=over)


def _fields(form: RegistrationForm) -> Markup:
    drawn = render_template("registration/_all_fields.html", form=form, places=options_html(language()))
    return Markup(drawn)  # noqa: S704 - our own template


def _empty_fields(lang: str) -> Markup:
    """Drawn once a language: an empty form is the same for everybody, and drawing its 23 fields is most of the work."""
    if lang not in _drawn:
        if not places.is_loaded():
            return _fields(RegistrationForm(formdata=None))
        _drawn[lang] = _fields(RegistrationForm(formdata=None))
    return _drawn[lang]
