"""Organisers' page of an event's places: how many there are, for whom, and who is admitted."""

import re
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import ValidationError

from webapp.core import clock, telling
from webapp.core.access import principal, requires
from webapp.core.addresses import ascii_domain, read_domain
from webapp.core.db import transaction
from webapp.core.errors import Refused
from webapp.core.forms import BaseForm, Choice, Number, Paragraph
from webapp.core.i18n import lazy_gettext as _l
from webapp.events import queries as events
from webapp.events.models import Admission, Event
from webapp.registration import deciding
from webapp.registration.models import Side
from webapp.registration.words import ADMISSION, ADMISSION_HINTS, SIDE

MOST, LONGEST_OFFER = 1_000_000, 14 * 24
DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
bp = Blueprint("registration_places", __name__, url_prefix="/manage/events/<slug>/places")


class PlacesForm(BaseForm):
    capacity = Number(_l("Places in all"), least=0, most=MOST, description=_l("Leave empty for no limit."))
    capacity_nrw = Number(SIDE[Side.NRW], least=0, most=MOST)
    capacity_dnipropetrovsk = Number(SIDE[Side.DNIPROPETROVSK], least=0, most=MOST)
    capacity_other = Number(SIDE[Side.OTHER], least=0, most=MOST)
    place_capacity = Number(_l("At most for each municipality or district"), least=1, most=MOST)
    offer_hours = Number(
        _l("Hours to accept a place from the waiting list"),
        least=1,
        most=LONGEST_OFFER,
        missing=_l("Enter the number of hours."),
    )
    admission = Choice(_l("Who is admitted"), choices=ADMISSION.items(), missing=_l("Choose who is admitted."))
    mail_domains = Paragraph(
        _l("Mail domains that are admitted at once"),
        limit=5000,
        description=_l(
            "One in each line, like koeln.de. What lies below is included: europa.koeln.de. "
            "If none is listed, you decide on everybody."
        ),
    )

    def __init__(self, event: Event | None = None) -> None:
        stored: dict[str, Any] = {}
        if event is not None:
            plain = ("capacity", "place_capacity", "offer_hours", "admission")
            stored = {name: getattr(event, name) for name in plain}
            stored |= {f"capacity_{side}": places for side, places in event.side_capacity.items()}
            stored["mail_domains"] = "\n".join(map(read_domain, event.mail_domains))
        super().__init__(data=stored)

    def validate_mail_domains(self, _field: Paragraph) -> None:
        for domain in self.domains:
            if not DOMAIN.fullmatch(domain):
                raise ValidationError(_l("“%(domain)s” is no mail domain.", domain=domain[:60]))

    @property
    def domains(self) -> list[str]:
        typed = (self.mail_domains.data or "").lower().replace(",", " ").split()
        return list(dict.fromkeys(ascii_domain(domain.lstrip("@")) for domain in typed))

    @property
    def places(self) -> deciding.Places:
        """Only after is_valid()."""
        by_side = {side.value: self[f"capacity_{side}"].data for side in Side}
        return deciding.Places(
            capacity=self.capacity.data,
            side_capacity={side: places for side, places in by_side.items() if places is not None},
            place_capacity=self.place_capacity.data,
            offer_hours=self.offer_hours.data,
            admission=Admission(self.admission.data),
            mail_domains=self.domains,
        )


@bp.get("")
@requires("events.edit")
def show(slug: str) -> ResponseReturnValue:
    event = events.event(slug)
    return _page(event, PlacesForm(event))


@bp.post("")
@requires("events.edit")
def save(slug: str) -> ResponseReturnValue:
    event, form, who = events.event(slug), PlacesForm(), principal()
    assert who is not None  # noqa: S101 - the route requires a permission
    if not form.is_valid():
        return _page(event, form), 422
    event_id, actor = event.id, who.public_id
    try:
        with transaction():
            changed = deciding.set_places(event_id, form.places, actor=actor, now=clock.now())
    except Refused as error:
        form.refuse(error)
        return _page(events.event(slug), form), 422
    telling.saved(changed)
    return redirect(url_for("reporting.overview", slug=slug), 303)


def _page(event: Event, form: PlacesForm) -> str:
    return render_template("registration/manage_places.html", event=event, form=form, hints=ADMISSION_HINTS)
