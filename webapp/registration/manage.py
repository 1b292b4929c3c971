"""The organisers' list of registrations of one event."""

from typing import Any

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from webapp.core import clock, lists, names
from webapp.core.access import acting, requires
from webapp.core.db import transaction
from webapp.core.i18n import gettext as _
from webapp.core.i18n import language
from webapp.events import queries as events
from webapp.places import queries as places
from webapp.places.levels import districts
from webapp.places.models import Place
from webapp.registration import deciding, person_page, queries
from webapp.registration.models import Registration, Side, State
from webapp.registration.words import BADGE, SIDE, STATE

LONGEST_TEXT = 100
NAMES = ("state", "side", "district", "place", "sort")  #: what an address of the list may hold


bp = Blueprint("registrations", __name__, url_prefix="/manage/events/<slug>")


@bp.get("/registrations")
@requires("registrations.view")
def index(slug: str) -> ResponseReturnValue:
    return _page(slug, "")


@bp.post("/registrations")
@requires("registrations.view")
def find(slug: str) -> ResponseReturnValue:
    """A name belongs into no address, history or cookie, so what is looked for is posted and the answer is the list."""
    return _page(slug, names.clean(request.form.get("text", ""))[:LONGEST_TEXT])


@bp.get("/registrations/<public_id>")
@requires("registrations.view")
def show(slug: str, public_id: str) -> ResponseReturnValue:
    return person_page.page(slug, public_id)


@bp.post("/registrations/<public_id>/accept")
@requires("registrations.decide")
def accept(slug: str, public_id: str) -> ResponseReturnValue:
    queries.of_event(slug, public_id)
    actor = acting()
    with transaction():
        deciding.accept(public_id, was=request.form.get("was", ""), actor=actor, now=clock.now())
    flash(_("Accepted. The person is told by e-mail."), "success")
    return person_page.decided(slug, public_id)


@bp.post("/registrations/<public_id>/decline")
@requires("registrations.decide")
def decline(slug: str, public_id: str) -> ResponseReturnValue:
    queries.of_event(slug, public_id)
    form, actor = person_page.DeclineForm(), acting()
    if not form.is_valid():
        return person_page.page(slug, public_id, declining=form), 422
    with transaction():
        deciding.decline(public_id, form.reason.data or "", actor=actor, now=clock.now())
    flash(_("Declined. The person is told by e-mail, with your reason."), "success")
    return person_page.decided(slug, public_id)


def _page(slug: str, text: str) -> str:
    event = events.event(slug)
    chosen = _filter(text)
    by_place = getattr(Place, f"sort_{language()}")
    sorts = {
        "name": (Registration.sort_key, Registration.id),
        "place": (by_place, Registration.sort_key, Registration.id),
        "state": (Registration.state, Registration.sort_key, Registration.id),
        "time": (Registration.created_at, Registration.id),
    }
    page = lists.read(queries.listed(event.id, chosen), sorts, default="name")
    return render_template(
        "registration/manage_list.html",
        event=event,
        page=page,
        filters=_filters(event.id, chosen),
        narrowed=chosen != queries.Filter(),
        text=text,
        query={name: request.args[name] for name in NAMES if name in request.args},
        label=lambda place: places.label(place, language()),
        state_words=STATE,
        badge_kinds=BADGE,
        side_words=SIDE,
    )


def _filters(event_id: int, chosen: queries.Filter) -> list[tuple[str, str, list[tuple[str, Any]], str | None]]:
    """Name, label, options and present value of each select above the list."""
    lang = language()
    shown = [(place.key, places.label(place, lang)) for place in districts(lang)]
    return [
        ("state", _("State"), list(STATE.items()), chosen.state),
        ("side", _("Region"), list(SIDE.items()), chosen.side),
        ("district", _("Regierungsbezirk or raion"), shown, chosen.district),
        ("place", _("Municipality or district"), _places(event_id, lang), chosen.place),
    ]


def _places(event_id: int, lang: str) -> list[tuple[str, Any]]:
    """Those that somebody registered from."""
    found = sorted(queries.places_of(event_id), key=lambda place: places.sorted_by(place, lang))
    return [(place.key, places.label(place, lang)) for place in found]


def _filter(text: str) -> queries.Filter:
    """What the address asks for; unknown values narrow nothing."""
    state, side = request.args.get("state", ""), request.args.get("side", "")
    return queries.Filter(
        state=State(state) if state in set(State) else None,
        side=side if side in set(Side) else None,
        district=request.args.get("district") or None,
        place=request.args.get("place") or None,
        text=text,
    )
