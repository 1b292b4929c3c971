"""The organisers' page of one conference: its numbers by region, district and municipality, and the download."""

from collections.abc import Mapping

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.core import lists
from webapp.core.access import requires
from webapp.core.i18n import language
from webapp.events import queries as events
from webapp.places import queries as places
from webapp.places.levels import district_of
from webapp.places.models import Place, Region
from webapp.registration.words import SIDE
from webapp.reporting import figures
from webapp.reporting.exporting.answering import answer
from webapp.reporting.exporting.forms import ExportForm
from webapp.reporting.exporting.pages import usual_kind

bp = Blueprint("reporting", __name__, url_prefix="/manage/events/<slug>")


@bp.get("")
@requires("figures.view")
def overview(slug: str) -> ResponseReturnValue:
    return _page(slug, ExportForm(formdata=None, lang=language(), kind=usual_kind(events.event(slug))))


@bp.post("/export")
@requires("registrations.export")
def export(slug: str) -> ResponseReturnValue:
    event, form = events.event(slug), ExportForm()
    return answer(event, form.order) if form.is_valid() else (_page(slug, form), 422)


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
