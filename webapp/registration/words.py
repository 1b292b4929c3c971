"""What the codes of a registration are called, and the words people consent to."""

from webapp.core.i18n import lazy_gettext as _l
from webapp.events.models import Admission
from webapp.registration.models import AttendingAs, Deed, Interpretation, Partnership, Purpose, Side, State, Topic

STATE = {
    State.PENDING: _l("e-mail not yet confirmed"),
    State.UNDECIDED: _l("awaiting admission"),
    State.DECLINED: _l("not accepted"),
    State.WAITING: _l("on the waiting list"),
    State.OFFERED: _l("place offered"),
    State.LAPSED: _l("offered place not accepted"),
    State.CONFIRMED: _l("registration confirmed"),
    State.CANCELLED: _l("registration withdrawn"),
    State.HANDED_OVER: _l("registration handed over"),
}
ADMISSION = {
    Admission.OPEN: _l("Everybody"),
    Admission.LISTED: _l("Addresses of listed mail domains at once, others after your decision"),
    Admission.CLOSED: _l("Nobody: the form is closed"),
}
ADMISSION_HINTS = {
    Admission.OPEN: _l("Whoever confirms the e-mail address gets a place as long as there is one."),
    Admission.LISTED: _l("You accept or decline each of the others in the list of registrations."),
    Admission.CLOSED: _l(
        "Those who have registered already keep their places, and may still confirm. If you decided on registrations "
        "before, or if mail domains are listed, you still decide on all others."
    ),
}
LEFT = {
    State.DECLINED: _l("This registration was declined"),
    State.LAPSED: _l("The offered place was not accepted in time"),
    State.CANCELLED: _l("This registration was withdrawn"),
    State.HANDED_OVER: _l("This registration was handed over to a colleague"),
}
DEED = {
    Deed.WITHDRAW: _l("withdrawn by organisers"),
    Deed.ACCEPT: _l("accepted"),
    Deed.DECLINE: _l("declined"),
    Deed.CORRECT: _l("corrected"),
}
BADGE = {State.CONFIRMED: "success", State.PENDING: "warning", State.UNDECIDED: "warning"}  #: kinds of badges
BADGE |= {State.OFFERED: "info", State.WAITING: "info"}
NOTHING_TO_CHANGE = _l("Nothing can be changed in it any more.")
SIDE = {
    Side.NRW: _l("North Rhine-Westphalia"),
    Side.DNIPROPETROVSK: _l("Dnipropetrovsk Oblast"),
    Side.OTHER: _l("elsewhere"),
}
ATTENDING_AS = {
    AttendingAs.REPRESENTATIVE: _l("municipal representative"),
    AttendingAs.GUEST: _l("guest"),
    AttendingAs.PRESS: _l("press"),
    AttendingAs.SPEAKER: _l("speaker"),
    AttendingAs.ORGANISER: _l("organiser"),
    AttendingAs.INTERPRETER: _l("interpreter"),
    AttendingAs.TECHNICIAN: _l("technician"),
}
OWN_CHOICE = (
    AttendingAs.REPRESENTATIVE,
    AttendingAs.GUEST,
    AttendingAs.PRESS,
)  #: the others are set by organisers only
PARTNERSHIP = {
    Partnership.NONE_INTERESTED: _l("No partnership yet, we are looking for a partner"),
    Partnership.NONE: _l("No partnership, and none is planned"),
    Partnership.EXISTING: _l("We already have a partner municipality"),
}
INTERPRETATION = {
    Interpretation.DE: _l("Yes, into German"),
    Interpretation.UK: _l("Yes, into Ukrainian"),
    Interpretation.NONE: _l("No, not needed"),
}
TOPIC = {
    Topic.RECONSTRUCTION: _l("reconstruction"),
    Topic.HUMANITARIAN_AID: _l("humanitarian aid"),
    Topic.EU_INTEGRATION: _l("European integration"),
    Topic.ADMINISTRATION: _l("municipal administration and digital services"),
    Topic.ENERGY: _l("energy and climate"),
    Topic.ECONOMY: _l("economy"),
    Topic.HEALTH: _l("health and social affairs"),
    Topic.YOUTH: _l("school and youth exchange"),
    Topic.CULTURE: _l("culture and sport"),
}
CONSENT = {
    Purpose.LIST: _l(
        "My name, function and municipality may stand in the list of participants that all participants receive."
    ),
    Purpose.CONTACT: _l(
        "My e-mail address may be passed on to municipalities of the partner region that wish to contact me."
    ),
    Purpose.RECORDING: _l("I agree that contributions I make in picture and sound may be recorded and published."),
    Purpose.NEWS: _l("I would like to be invited to further events of this regional partnership by e-mail."),
}
CONSENTS = _l("Consent")
FIELD = {
    "given_name": _l("Given name"),
    "family_name": _l("Family name"),
    "patronymic": _l("Patronymic"),
    "title": _l("Title"),
    "latin_name": _l("Name in Latin letters"),
    "email": _l("E-mail address"),
    "registered_by_name": _l("Registered by"),
    "registered_by_email": _l("E-mail address of the person registering"),
    "place": _l("Municipality or district"),
    "organisation": _l("Organisation"),
    "side": _l("Region"),
    "attending_as": _l("Attending as"),
    "office": _l("Function"),
    "partnership": _l("Municipal partnership"),
    "partner_place": _l("Partner municipality"),
    "topics": _l("Topics"),
    "interpretation": _l("Simultaneous interpretation"),
    "experience": _l("Experience"),
    "question": _l("Question"),
}
#: of columns that can be changed
CHANGED = FIELD | {"place_key": FIELD["place"], "partner_place_key": FIELD["partner_place"]}
CHANGED |= {"locale": _l("Language of the registration")}
