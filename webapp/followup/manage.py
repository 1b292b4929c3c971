"""Organisers' pages of the mails after a conference: who gets which, the texts, and the sending."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core import clock, telling
from webapp.core.access import acting, requires
from webapp.core.db import transaction
from webapp.core.errors import DomainError, NotThere, Refused, Stale
from webapp.core.forms import keeps_typed
from webapp.core.i18n import LANGUAGES
from webapp.core.i18n import gettext as _
from webapp.events import queries as events
from webapp.events.models import Event
from webapp.followup import actions, mails, queries, seen
from webapp.followup.forms import MaterialForm, SeenForm, SendForm, TextsForm
from webapp.followup.models import Audience
from webapp.followup.words import ABOUT, AUDIENCE, HELD

bp = Blueprint("follow_up", __name__, url_prefix="/manage/events/<slug>/follow-up")


@bp.get("")
@requires("follow_up.send")
def index(slug: str) -> ResponseReturnValue:
    event = events.event(slug)
    return _index(event, MaterialForm(event))


@bp.post("")
@requires("follow_up.send")
@keeps_typed
def save_material(slug: str) -> ResponseReturnValue:
    event, form, actor = events.event(slug), MaterialForm(), acting()
    if not form.is_valid():
        return _index(event, form), form.status
    event_id, slides, recording = event.id, form.slides_url.data or "", form.recording_url.data or ""
    try:
        with transaction():
            changed = actions.set_material(event_id, slides, recording, seen=form.seen, actor=actor)
    except (Stale, Refused) as error:
        event = events.event(slug)
        _refuse(form, error, seen.of_material(event))
        return _index(event, form, stale=isinstance(error, Stale)), error.status
    telling.saved(changed)
    return redirect(url_for("follow_up.index", slug=slug), 303)


@bp.get("/<audience>")
@requires("follow_up.send")
def show(slug: str, audience: str) -> ResponseReturnValue:
    return _page(events.event(slug), _known(audience))


@bp.post("/<audience>/texts")
@requires("follow_up.send")
@keeps_typed
def save_texts(slug: str, audience: str) -> ResponseReturnValue:
    event, known, form, actor = events.event(slug), _known(audience), TextsForm(), acting()
    if not form.is_valid():
        return _page(event, known, texts=form), form.status
    event_id, texts = event.id, form.texts
    try:
        with transaction():
            changed = actions.add_texts(event_id, known, texts, seen=form.seen, actor=actor, now=clock.now())
    except (Stale, Refused) as error:
        event = events.event(slug)
        _refuse(form, error, seen.of_texts(queries.addition(event, known)))
        return _page(event, known, texts=form, stale=isinstance(error, Stale)), error.status
    telling.saved(changed)
    return redirect(url_for("follow_up.show", slug=slug, audience=audience), 303)


@bp.post("/<audience>/send")
@requires("follow_up.send")
@keeps_typed
def send(slug: str, audience: str) -> ResponseReturnValue:
    """Nobody is written to twice, however often somebody presses."""
    event, known, form, actor = events.event(slug), _known(audience), SendForm(), acting()
    if not form.is_valid():
        return _page(event, known, sending=form), form.status
    event_id = event.id
    try:
        with transaction():
            people = actions.order(event_id, known, seen=form.seen, actor=actor, now=clock.now())
    except (Stale, Refused) as error:
        event = events.event(slug)
        _refuse(form, error, seen.of_mail(event, queries.addition(event, known)))
        form.looked.data = form.looked.data and not isinstance(error, Stale)
        return _page(event, known, sending=form), error.status
    telling.being_sent(people, none=_("Everybody of this group has been written to already."))
    return redirect(url_for("follow_up.show", slug=slug, audience=audience), 303)


def _known(audience: str) -> Audience:
    if audience not in set(Audience):
        raise NotThere
    return Audience(audience)


def _refuse(form: SeenForm, error: DomainError, mark: str) -> None:
    """The page that says so shows what holds now."""
    form.refuse(error)
    form.mark.data = mark


def _index(event: Event, form: MaterialForm, *, stale: bool = False) -> str:
    return render_template(
        "followup/index.html",
        event=event,
        form=form,
        stale=stale,
        is_over=clock.now() >= event.ends_at,
        found=queries.audiences(event.id),
        audiences=Audience,
        words=AUDIENCE,
        told=[(AUDIENCE[one], ABOUT[one]) for one in Audience],
        held_words=HELD,
    )


def _page(
    event: Event,
    audience: Audience,
    *,
    texts: TextsForm | None = None,
    sending: SendForm | None = None,
    stale: bool = False,
) -> str:
    added = queries.addition(event, audience)
    found = queries.audiences(event.id)
    return render_template(
        "followup/audience.html",
        event=event,
        audience=audience,
        words=AUDIENCE,
        about=ABOUT,
        is_over=clock.now() >= event.ends_at,
        languages=LANGUAGES,
        by_language=found.by_language[audience],
        total=found.total(audience),
        added=added,
        texts=texts or TextsForm(added),
        stale=stale,
        sending=sending or SendForm(formdata=None, mark=seen.of_mail(event, added)),
        previews=[(lang, LANGUAGES[lang], *mails.preview(event, audience, lang, added)) for lang in LANGUAGES],
    )
