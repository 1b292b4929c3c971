"""The registration form, its shorter sisters for handing over and for lost links."""

from typing import Any, ClassVar

from flask import request
from sqlalchemy import bindparam, select
from wtforms import StringField
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import HiddenInput

from webapp.core import names
from webapp.core.db import session
from webapp.core.forms import BaseForm, Choice, Choices, EmailLine, Line, Paragraph, Tick
from webapp.core.i18n import LANGUAGES
from webapp.core.i18n import lazy_gettext as _l
from webapp.places.models import CHOOSABLE, Place, Region
from webapp.places.queries import sure
from webapp.registration.models import AttendingAs, Interpretation, Partnership, Purpose, Registration, Side
from webapp.registration.registering import Details
from webapp.registration.words import ATTENDING_AS, CONSENT, FIELD, INTERPRETATION, OWN_CHOICE, PARTNERSHIP, SIDE, TOPIC

NAME = 80
LONGEST_KEY = 19  #: a KATOTTG
LONGEST_TYPED = 100
LONGEST_VERSION = 22
WANTED = select(Place.kind, Place.region).where(Place.key == bindparam("key"))  # built once


class PlaceKey(StringField):
    """The official key of a place in the directory; after validation `region` is that of the place."""

    region: Region | None = None

    def __init__(self, label: Any, *, expected: bool = False, **more: Any) -> None:
        super().__init__(label, [Optional()], **more)
        self.flags.required = expected or None  # an organisation may stand in; the form decides that

    def pre_validate(self, _form: Any) -> None:
        if not self.data:
            self.data = sure(names.clean(request.form.get(f"{self.name}_typed", ""))[:LONGEST_TYPED]) or ""
        if not self.data:
            return
        known = session().connection()
        found = known.execute(WANTED, {"key": self.data}).one_or_none() if len(self.data) <= LONGEST_KEY else None
        if found is None or found.kind not in CHOOSABLE:
            raise ValidationError(_l("Choose a municipality or district from the list."))
        self.region = found.region


class PersonForm(BaseForm):
    """Who takes part."""

    given_name = Line(FIELD["given_name"], limit=NAME, missing=_l("Enter the given name."))
    family_name = Line(FIELD["family_name"], limit=NAME, missing=_l("Enter the family name."))
    email = EmailLine(FIELD["email"], missing=_l("Enter an e-mail address."))
    office = Line(FIELD["office"], limit=120, description=_l("For example mayor, head of international relations"))
    title = Line(FIELD["title"], limit=40, description=_l("For example Dr."))
    patronymic = Line(FIELD["patronymic"], limit=NAME)
    latin_name = Line(
        FIELD["latin_name"],
        limit=160,
        description=_l(
            "As in your passport, if you write your name in Cyrillic. Otherwise we spell it by the official rules."
        ),
    )


class PlacedForm(BaseForm):
    """Whom somebody represents: a municipality, else an organisation and its region."""

    place = PlaceKey(FIELD["place"], expected=True)
    organisation = Line(FIELD["organisation"], limit=160)
    side = Choice(_l("Region of the organisation"), choices=SIDE.items())
    placeless: ClassVar[Any] = _l("Choose your municipality or district from the list, or enter an organisation.")

    def agrees(self) -> bool:
        if self.place.data or self.place.errors:
            return not self.place.errors
        if not self.organisation.data:
            self.place.errors = [self.placeless]
        elif not self.side.data and not self.side.errors:
            self.side.errors = [_l("Choose the region of the organisation.")]
        return bool(self.organisation.data and self.side.data)

    @property
    def whom(self) -> dict[str, Any]:
        """As columns; only after is_valid()."""
        return {
            "side": _side(self.place.region, self.side.data),
            "place_key": self.place.data or None,
            "organisation": self.organisation.data,
        }

    @property
    def usual_role(self) -> AttendingAs:
        """Whoever has a municipality represents it."""
        return AttendingAs.REPRESENTATIVE if self.place.data else AttendingAs.GUEST


class RegistrationForm(PersonForm, PlacedForm):
    """All that somebody may tell; names, address and place are enough."""

    against_robots = True
    attending_as = Choice(FIELD["attending_as"], choices=[(code, ATTENDING_AS[code]) for code in OWN_CHOICE])
    partnership = Choice(_l("Does your municipality have a partner in the other region?"), choices=PARTNERSHIP.items())
    partner_place = PlaceKey(_l("Partner municipality in the other region"))
    topics = Choices(_l("Topics that interest you"), choices=TOPIC.items())
    interpretation = Choice(_l("Do you need simultaneous interpretation?"), choices=INTERPRETATION.items())
    experience = Paragraph(_l("An experience you would like to share"), limit=2000)
    question = Paragraph(_l("A question you would like to ask"), limit=1000)
    registered_by_name = Line(_l("Your name"), limit=160)
    registered_by_email = EmailLine(_l("Your e-mail address"))
    consent_list = Tick(CONSENT[Purpose.LIST])
    consent_contact = Tick(CONSENT[Purpose.CONTACT])
    consent_recording = Tick(CONSENT[Purpose.RECORDING])
    consent_news = Tick(CONSENT[Purpose.NEWS])

    def agrees(self) -> bool:
        return all([super().agrees(), self._has_registrar()])

    def _has_registrar(self) -> bool:
        name, email = self.registered_by_name, self.registered_by_email
        if bool(name.data) == bool(email.data):
            return True
        empty = email if name.data else name
        empty.errors = [
            *empty.errors,
            _l("Enter both your name and your e-mail address if you register somebody else."),
        ]
        return False

    @property
    def consents(self) -> set[Purpose]:
        return {purpose for purpose in Purpose if self[f"consent_{purpose}"].data}

    @property
    def mailboxes(self) -> dict[str, Any]:
        return {name: self[name].data for name in ("email", "registered_by_name", "registered_by_email")}

    @property
    def details(self) -> Details:
        """Only after is_valid()."""
        plain = ("given_name", "family_name", "office", "title", "patronymic", "latin_name")
        more = ("experience", "question", "topics")
        return Details(
            **{name: self[name].data for name in (*plain, *more)},
            **self.mailboxes,
            **self.whom,
            attending_as=AttendingAs(self.attending_as.data or self.usual_role),
            partnership=Partnership(self.partnership.data) if self.partnership.data else None,
            partner_place_key=self.partner_place.data or None,
            interpretation=Interpretation(self.interpretation.data) if self.interpretation.data else None,
        )


class CorrectionForm(RegistrationForm):
    """The same, but the address stays: it was confirmed. Another address is a hand-over to oneself."""

    # How WTForms leaves out inherited fields. Mails would follow these: no link may turn them to a third address.
    email = None  # type: ignore[assignment]
    registered_by_name = None  # type: ignore[assignment]
    registered_by_email = None  # type: ignore[assignment]
    against_robots = False  # the link is the proof

    def __init__(self, registration: Registration, given: set[Purpose]) -> None:
        answers = {column.key: getattr(registration, column.key) for column in registration.__mapper__.columns}
        if registration.place_key:
            answers["side"] = None  # follows from the place
        consents = {f"consent_{purpose}": purpose in given for purpose in Purpose}
        places_chosen = {"place": registration.place_key or "", "partner_place": registration.partner_place_key or ""}
        super().__init__(data=answers | consents | places_chosen)
        self.registration = registration

    @property
    def mailboxes(self) -> dict[str, Any]:
        kept = self.registration
        return {
            "email": kept.email,
            "registered_by_name": kept.registered_by_name,
            "registered_by_email": kept.registered_by_email,
        }

    def _has_registrar(self) -> bool:
        return True


class AmendForm(PersonForm, PlacedForm):
    """What organisers correct of one person who asks them to; consents and answers are the person's own."""

    placeless = _l("Choose a municipality or district from the list, or enter an organisation.")
    email = None  # type: ignore[assignment]  # as in CorrectionForm: mails would follow it
    attending_as = Choice(FIELD["attending_as"], choices=ATTENDING_AS.items(), missing=_l("Choose one of the options."))
    locale = Choice(_l("Language of the registration"), choices=LANGUAGES.items(), missing=_l("Choose the language."))
    version = Line("", limit=LONGEST_VERSION, widget=HiddenInput())  #: of what stood there when the page was shown
    silent = Tick(_l("Do not write to the person"))

    def __init__(self, registration: Registration | None = None, version: str = "") -> None:
        answers: dict[str, Any] = {"version": version}
        if registration is not None:
            answers |= {column.key: getattr(registration, column.key) for column in registration.__mapper__.columns}
            answers["place"] = registration.place_key or ""
            if registration.place_key:
                answers["side"] = None  # follows from the place
        super().__init__(data=answers)

    @property
    def wanted(self) -> dict[str, Any]:
        """As columns; only after is_valid()."""
        plain = ("given_name", "family_name", "office", "title", "patronymic", "latin_name", "locale")
        told = {name: self[name].data for name in plain}
        return told | self.whom | {"attending_as": AttendingAs(self.attending_as.data)}


class HandOverForm(PersonForm):
    """The colleague who takes over: the municipality and its partnership stay, the predecessor's own words do not."""

    def details_for(self, registration: Registration) -> Details:
        names = ("given_name", "family_name", "email", "office", "title", "patronymic", "latin_name")
        return Details(
            **{name: self[name].data for name in names},
            side=registration.side,
            place_key=registration.place_key,
            organisation=registration.organisation,
            attending_as=registration.attending_as,
            partnership=registration.partnership,
            partner_place_key=registration.partner_place_key,
        )


class LostLinkForm(BaseForm):
    against_robots = True
    email = EmailLine(_l("E-mail address you registered with"), missing=_l("Enter an e-mail address."))


class EmptyForm(BaseForm):
    """Only a button."""


def _side(region: Region | None, chosen: str | None) -> Side:
    """The place's, else what was chosen for the organisation."""
    if region is not None:
        return Side.NRW if region is Region.NRW else Side.DNIPROPETROVSK
    return Side(chosen or Side.OTHER)
