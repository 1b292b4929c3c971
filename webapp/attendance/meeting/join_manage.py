"""Organisers' pages of an event's meeting room and its reminders."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.attendance.meeting import doorway, join_mails, join_queries, joining, reminders
from webapp.attendance.meeting.doorway import Kind
from webapp.attendance.meeting.join_forms import RoomForm
from webapp.attendance.meeting.join_words import KIND
from webapp.core import clock, telling
from webapp.core.access import acting, requires
from webapp.core.db import transaction
from webapp.core.errors import NotThere
from webapp.core.i18n import LANGUAGES
from webapp.core.i18n import gettext as _
from webapp.events import queries as events
from webapp.events.models import Event

bp = Blueprint("joining", __name__, url_prefix="/manage/events/<slug>/joining")


@bp.get("")
@requires("joining.edit")
def show(slug: str) -> ResponseReturnValue:
    event = events.event(slug)
    return _page(event, RoomForm(join_queries.room(event.id)))


@bp.post("")
@requires("joining.edit")
def save(slug: str) -> ResponseReturnValue:
    event, form, actor = events.event(slug), RoomForm(), acting()
    if not form.is_valid():
        return _page(event, form), 422
    event_id = event.id
    with transaction():
        changed = joining.set_room(event_id, form.room, actor=actor, now=clock.now())
    telling.saved(changed)
    return redirect(url_for("joining.show", slug=slug), 303)


@bp.get("/renew")
@requires("joining.edit")
def renew(slug: str) -> ResponseReturnValue:
    return render_template("attendance/renew.html", event=events.event(slug))


@bp.post("/renew")
@requires("joining.edit")
def renew_now(slug: str) -> ResponseReturnValue:
    event_id, actor = events.event(slug).id, acting()
    with transaction():
        joining.renew_all(event_id, actor=actor, now=clock.now())
    flash(_("All earlier links are worthless now. Send a reminder, so that everybody gets the new one."), "success")
    return redirect(url_for("joining.show", slug=slug), 303)


@bp.get("/reminders/<kind>")
@requires("joining.edit")
def reminder(slug: str, kind: str) -> ResponseReturnValue:
    return _reminder_page(events.event(slug), _kind(kind))


@bp.post("/reminders/<kind>")
@requires("joining.edit")
def send(slug: str, kind: str) -> ResponseReturnValue:
    event_id, wanted, actor = events.event(slug).id, _kind(kind), acting()
    with transaction():
        waiting = reminders.release(event_id, wanted, actor=actor, now=clock.now())
    telling.being_sent(waiting, none=_("Everybody has got this reminder already."))
    return redirect(url_for("joining.reminder", slug=slug, kind=kind), 303)


def _kind(text: str) -> Kind:
    if text not in set(Kind):
        raise NotThere
    return Kind(text)


def _page(event: Event, form: RoomForm) -> str:
    room = join_queries.room(event.id)
    released = join_queries.reminders(event.id, room.edition)
    return render_template(
        "attendance/room.html",
        event=event,
        form=form,
        kinds=KIND,
        released=released,
        sendable={kind: doorway.sendable_from(kind, event.starts_at) for kind in Kind},
        has_address=join_queries.usable(room),
    )


def _reminder_page(event: Event, kind: Kind) -> str:
    room, now = join_queries.room(event.id), clock.now()
    every_one = join_queries.reminders(event.id, room.edition)
    released, is_replaced = every_one.get(kind), doorway.is_replaced(kind, every_one)
    may_leave = doorway.may_leave(kind, now, starts=event.starts_at, ends=event.ends_at)
    counts = join_queries.reminded_by_language(event.id, released)
    read = [lang for lang in LANGUAGES if lang in counts] or list(LANGUAGES)
    return render_template(
        "attendance/reminder.html",
        event=event,
        room=room,
        kind=kind,
        kind_words=KIND,
        counts=counts,
        to_send=sum(left for _got, left in counts.values()),
        previews=[(lang, LANGUAGES[lang], *join_mails.preview(kind, event, room, lang)) for lang in read],
        languages=LANGUAGES,
        released=released,
        may_leave=may_leave,
        is_leaving=may_leave and released is not None and not is_replaced,
        is_replaced=is_replaced,
        sendable=doorway.sendable_from(kind, event.starts_at),
        too_early=now < doorway.sendable_from(kind, event.starts_at),
        has_address=join_queries.usable(room),
    )
