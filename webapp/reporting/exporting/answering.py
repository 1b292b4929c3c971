"""The answer to whoever orders a file: the file itself if it is small, else the page that follows the worker."""

from flask import redirect, send_file, url_for
from flask.typing import ResponseReturnValue

from webapp.core import access, clock
from webapp.core.db import transaction
from webapp.events.models import Event
from webapp.reporting import exports, sheets
from webapp.reporting.exporting import making, selecting
from webapp.reporting.exporting.orders import Order


def answer(event: Event, order: Order, preset: str = "") -> ResponseReturnValue:
    """`preset` is the name of one, which may be deleted meanwhile. Raises DomainError if too many are being made."""
    now, who = clock.now(), access.principal()
    assert who is not None  # noqa: S101 - such a view requires a permission
    slug, public_id, actor, name = event.slug, event.public_id, who.public_id, sheets.file_name(event, order, now)
    if selecting.count(event.id, order) > making.FEW:
        with transaction():
            made = making.order(event.id, order, actor=actor, now=now, preset=preset)
        return redirect(url_for("exports.show", slug=slug, public_id=made.public_id), 303)
    file = exports.in_memory(event, order, by=who.name, now=now)
    with transaction():
        exports.note_export(public_id, order, actor=actor)
    return send_file(file, exports.MIMETYPES[order.suffix], as_attachment=True, download_name=name, max_age=None)
