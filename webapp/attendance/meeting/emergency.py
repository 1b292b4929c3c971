"""The emergency list: who is admitted and how they get in, sealed, for the case that this service is down."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from flask import Blueprint, Response, current_app, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from webapp.attendance.meeting import join_queries, sealing
from webapp.attendance.meeting.joining_models import MeetingRoom
from webapp.core import audit, clock, collecting, names
from webapp.core.access import principal, requires
from webapp.core.db import session, transaction
from webapp.core.errors import DomainError
from webapp.core.forms import BaseForm, Line
from webapp.core.i18n import LANGUAGES, language, speaking
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy_gettext as _l
from webapp.events import queries as events
from webapp.events.models import Event
from webapp.places import queries as places
from webapp.registration.models import Registration

NO_ADDRESS: Final = _l("Enter the meeting’s address first: the list tells people where to go.")
SHOWN: Final = (
    *(Registration.title, Registration.given_name, Registration.family_name, Registration.latin_name),
    *(Registration.email, Registration.registered_by_email, Registration.locale),
    *(Registration.place_key, Registration.organisation),
)
bp = Blueprint("emergency", __name__, url_prefix="/manage/events/<slug>/joining/emergency-list")


class SealForm(BaseForm):
    """The passphrase goes with the page, so that it is kept nowhere."""

    passphrase = Line(_l("Passphrase"), limit=40)

    def agrees(self) -> bool:
        fine = sealing.is_passphrase(self.passphrase.data or "")
        if not fine:  # only somebody who changed the page gets here, so no field is shown
            self.passphrase.errors = []
            self.form_errors.append(_l("Load the page again and use the passphrase it shows."))
        return fine


@bp.get("")
@requires("joining.edit")
def show(slug: str) -> ResponseReturnValue:
    return _page(events.event(slug), SealForm(formdata=None))


@bp.post("")
@requires("joining.edit")
def download(slug: str) -> ResponseReturnValue:
    event, form, who = events.event(slug), SealForm(), principal()
    assert who is not None  # noqa: S101 - the route requires a permission
    if not form.is_valid():
        return _page(event, form), 422
    room = join_queries.room(event.id)
    if not join_queries.usable(room):
        raise DomainError(NO_ADDRESS)
    with collecting.held_back():
        people = _people(event.id)
        made = _sealed(event, room, people, by=who.name, passphrase=form.passphrase.data or "")
    with transaction():
        details = {"people": len(people)}
        audit.record("joining.emergency_list", f"event {event.public_id}", actor=who.public_id, details=details)
    answer = Response(made, content_type="application/octet-stream")  # to be kept, not to be shown from here
    name = f"{event.starts_at:%Y-%m-%d}_{event.slug}_{clock.now():%Y-%m-%dT%H%MZ}.html"
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


@dataclass(frozen=True, slots=True)
class Admitted:
    """As the list shows somebody; each value as of the registration."""

    name: str
    latin: str
    mail_to: str
    locale: str
    origin: str  #: municipality or district, else the organisation


def _people(event_id: int) -> Sequence[Admitted]:
    """By name. No worker could make the list, since its passphrase is kept nowhere: so only what it shows is read."""
    found = select(*SHOWN).where(join_queries.admitted(event_id)).order_by(Registration.sort_key, Registration.id)
    rows = session().connection().execute(found).all()
    labels = places.labels({row.place_key for row in rows if row.place_key}, language())
    latin = cache(names.latin)  # names come again
    return [
        Admitted(
            " ".join(filter(None, (row.title, row.given_name, row.family_name))),
            row.latin_name or f"{latin(row.given_name)} {latin(row.family_name)}",
            row.registered_by_email or row.email,
            row.locale,
            labels[row.place_key].text if row.place_key else row.organisation,
        )
        for row in rows
    ]


def _sealed(event: Event, room: MeetingRoom, people: Sequence[Admitted], *, by: str, passphrase: str) -> str:
    static = Path(current_app.static_folder or "")
    content = render_template(
        "attendance/_emergency_list.html",
        event=event,
        room=room,
        people=people,
        by=by,
        now=clock.now(),
        languages=LANGUAGES,
        mails={lang: _instructions(event, room, lang) for lang in LANGUAGES},
        addresses={lang: _addresses(people, lang) for lang in LANGUAGES},
    )
    return sealing.page(
        content,
        passphrase,
        lang=language(),
        texts=_texts(),
        style=(static / "emergency.css").read_text("utf-8"),
        script=(static / "js" / "unseal.js").read_text("utf-8"),
    )


def _instructions(event: Event, room: MeetingRoom, lang: str) -> str:
    """What to write to everybody who reads this language."""
    with speaking(lang):
        return render_template("attendance/_emergency_mail.txt", event=event, room=room)


def _addresses(people: Sequence[Admitted], lang: str) -> str:
    """For the blind copy of a mail; colleagues with one mailbox need one copy."""
    return "; ".join(dict.fromkeys(one.mail_to for one in people if one.locale == lang))


def _texts() -> dict[str, Any]:
    return {
        "title": _("Emergency list"),
        "heading": _("Emergency list"),
        "lead": _("This file is sealed. It opens in this browser, also without network; nothing is sent anywhere."),
        "label": _("Passphrase"),
        "hint": _("Five groups of four characters; hyphens may be left out."),
        "button": _("Open"),
        "wrong": _("This passphrase does not open the list. Check each group."),
        "too_old": _("This browser cannot open the list. Use an up-to-date Firefox, Chrome, Edge or Safari."),
    }


def _page(event: Event, form: SealForm) -> str:
    room = join_queries.room(event.id)
    return render_template(
        "attendance/emergency.html",
        event=event,
        form=form,
        passphrase=sealing.new_passphrase(),
        has_address=join_queries.usable(room),
    )
