"""The organisers' page of one conference: its numbers by region, district and municipality, and the download."""

from collections.abc import Mapping

from flask import Blueprint, render_template, send_file
from flask.typing import ResponseReturnValue

from webapp.attendance import queries as attendance
from webapp.attendance.presence import State as Presence
from webapp.core import access, clock, lists
from webapp.core.access import requires
from webapp.core.db import transaction
from webapp.core.forms import BaseForm, Choice
from webapp.core.i18n import language
from webapp.core.i18n import lazy_gettext as _l
from webapp.events import queries as events
from webapp.places import queries as places
from webapp.places.levels import district_of
from webapp.places.models import Place, Region
from webapp.registration.words import SIDE
from webapp.reporting import exports, figures, sheets
from webapp.reporting.kinds import Kind
from webapp.reporting.wording import CHOICES

bp = Blueprint("reporting", __name__, url_prefix="/manage/events/<slug>")
KINDS = {
    Kind.REGISTRATIONS.value: _l("registrations"),
    Kind.ATTENDANCE.value: _l("registrations with attendance, evidence and times, and questions"),
    Kind.QUESTIONS.value: _l("questions and experiences with votes and answers"),
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ExportForm(BaseForm):
    kind = Choice(_l("Content"), choices=KINDS.items(), missing=_l("Choose one of the options shown."))
    lang = Choice(_l("Language of the workbook"), choices=CHOICES.items(), missing=_l("Choose a language."))


@bp.get("")
@requires("figures.view")
def overview(slug: str) -> ResponseReturnValue:
    return _page(slug, ExportForm(formdata=None, lang=language(), kind=_usual_kind(slug).value))


@bp.post("/export")
@requires("registrations.export")
def export(slug: str) -> ResponseReturnValue:
    event, now, form = events.event(slug), clock.now(), ExportForm()
    if not form.is_valid():
        return _page(slug, form), 422
    who = access.principal()
    assert who is not None  # noqa: S101 - the route requires a permission
    kind, event_public_id, actor = Kind(form.kind.data), event.public_id, who.public_id
    name = sheets.file_name(event, kind, now)
    made = exports.workbook(event, kind, locale=form.lang.data, by=who.name, now=now)
    with transaction():
        exports.note_export(event_public_id, kind, actor=actor)
    return send_file(made, XLSX, as_attachment=True, download_name=name, max_age=None)


def _usual_kind(slug: str) -> Kind:
    """Attendance is of interest as soon as a report was applied."""
    recorded = attendance.silent(events.event(slug).id) is not Presence.NOT_RECORDED
    return Kind.ATTENDANCE if recorded else Kind.REGISTRATIONS


def _page(slug: str, form: ExportForm) -> str:
    event, lang = events.event(slug), language()
    directory = {place.key: place for place in places.choosable()}
    counted = figures.of(event)
    districts = {place.key: place for place in map(district_of, directory.values())}
    with_people = {key: count for key, count in counted.places.items() if count.people}
    return render_template(
        "reporting/overview.html",
        event=event,
        figures=counted,
        form=form,
        side_words=SIDE,
        districts=_in_order(counted.districts, districts, lang),
        places=lists.part_of(_in_order(with_people, directory, lang)),
        label=lambda place: places.label(place, lang),
    )


def _in_order(
    counts: Mapping[str, figures.Count], of: Mapping[str, Place], lang: str
) -> list[tuple[Place, figures.Count]]:
    """The reader's own side first, then by the alphabet."""
    first = Region.DNIPROPETROVSK if lang == "uk" else Region.NRW
    found = [(of[key], count) for key, count in counts.items()]
    return sorted(found, key=lambda item: (item[0].region != first, places.sorted_by(item[0], lang)))
