"""The mails of a registration: each function puts one into the outbox, in the recipient's language."""

from collections.abc import Iterable, Sequence
from typing import Any

from webapp.core import clock, mail, tokens
from webapp.core.i18n import moment, speaking
from webapp.core.links import public_url
from webapp.events import entries
from webapp.events import mails as events
from webapp.events.models import Event
from webapp.registration import policy
from webapp.registration.models import Origin, Registration, State
from webapp.registration.words import CHANGED, CONSENTS, STATE

CONFIRM = "confirm"
MANAGE = "manage"


def confirm_token(registration: Registration, event: Event) -> str:
    """Lives until the event ends: somebody may read this mail only after a power cut."""
    return tokens.sign(CONFIRM, registration.public_id, version=registration.link_version, until=event.ends_at)


def manage_token(registration: Registration, event: Event) -> str:
    until = policy.link_lives_until(clock.now(), ends=event.ends_at)
    return tokens.sign(MANAGE, registration.public_id, version=registration.link_version, until=until)


def ask_to_confirm(registration: Registration, event: Event, *, reminder: bool = False) -> None:
    """The first mail. It holds nothing that the registrant typed, so that nobody can write to others through us."""
    with speaking(registration.locale):
        link = public_url("registration.confirm", token=confirm_token(registration, event))
        if registration.mail_held:  # else the session would have to look for what changed
            registration.mail_held = False
        takes_over = registration.replaces_id is not None
        kind = "reminder" if reminder else "take_over" if takes_over else "confirm"
        _queue(f"registration_{kind}", registration, event, link=link, takes_over=takes_over)


def already_registered(registration: Registration, event: Event) -> None:
    with speaking(registration.locale):
        manage, state = _manage_link(registration, event), str(STATE[registration.state])
        _queue("registration_known", registration, event, manage=manage, state=state)


def waiting(registration: Registration, event: Event, position: int) -> None:
    decided = registration.decided_at is not None
    _with_manage("registration_waiting", registration, event, position=position, decided=decided)


def offer(registration: Registration, event: Event) -> None:
    _with_manage("registration_offer", registration, event)


def lapsed(registration: Registration, event: Event) -> None:
    with speaking(registration.locale):
        again = public_url("registration.form", slug=event.slug)
        _queue("registration_lapsed", registration, event, greet=True, again=again, until=_until(registration))


def undecided(registration: Registration, event: Event, *, again: bool = False, had_place: bool = False) -> None:
    """`again`: after a decision that was taken back."""
    _with_manage("registration_undecided", registration, event, ended=had_place, again=again)


def declined(registration: Registration, event: Event, *, had_place: bool = False) -> None:
    _with_manage("registration_declined", registration, event, ended=had_place, reason=registration.decision)


def registered(registration: Registration, event: Event, *, again: bool = False) -> None:
    """`again`: after an entry that was cancelled, which only a later one brings back into a calendar; it may have been
    of whomever the organisers accepted, since they can take that back.
    """
    again = again or registration.decided_at is not None
    _with_calendar("registration_done", registration, event, again=again)


def changed(registration: Registration, event: Event, fields: Iterable[str]) -> None:
    """`fields` are names of columns; the mail names them and repeats no value."""
    with speaking(registration.locale):
        kinds = [CONSENTS if name.startswith("consent_") else CHANGED[name] for name in fields]
        told = list(dict.fromkeys(map(str, kinds)))
        _with_calendar("registration_changed", registration, event, fields=told)


def cancelled(registration: Registration, event: Event, *, had_place: bool, by_organisers: bool = False) -> None:
    with speaking(registration.locale):
        told: dict[str, Any] = {"again": public_url("registration.form", slug=event.slug)}
        told |= {"by_organisers": by_organisers}
        told |= {"attachment": _calendar(registration, event, cancelled=True) if had_place else None}
        _queue("registration_cancelled", registration, event, greet=True, **told)


def handed_over(registration: Registration, event: Event, *, had_place: bool) -> None:
    """To the person who handed over, once the colleague has confirmed."""
    with speaking(registration.locale):
        calendar = _calendar(registration, event, cancelled=True) if had_place else None
        _queue("registration_handed_over", registration, event, attachment=calendar, greet=True)


def links(registrations: Sequence[Registration], event: Event, locale: str) -> dict[str, Any]:
    """What a mail tells with the personal links of all registrations whose mails go to one address."""
    with speaking(locale):
        return {"rows": [_line(row, event) for row in registrations], **events.about(event)}


def write_to(who: Registration, template: str, *, about: str = "", **context: Any) -> None:
    """A mail of another part of the program to somebody who is registered, whose name is known to be theirs."""
    mail.queue(
        template,
        who.mail_to,
        who.locale,
        about=about or who.thing,
        addressee=who.addressee,
        person=who.name if who.registered_by_email else "",
        **context,
    )


def _line(registration: Registration, event: Event) -> dict[str, Any]:
    """A name only if it was confirmed: else a stranger could write to others through it."""
    confirmed = registration.state is not State.PENDING
    name = registration.name if confirmed else ""
    return {"name": name, "confirmed": confirmed, "link": _either_link(registration, event)}


def _with_manage(template: str, registration: Registration, event: Event, *, ended: bool = False, **more: Any) -> None:
    """`ended`: takes the entry out of the calendar."""
    with speaking(registration.locale):
        more |= {"attachment": _calendar(registration, event, cancelled=True) if ended else None}
        more |= {"manage": _manage_link(registration, event), "until": _until(registration)}
        _queue(template, registration, event, greet=True, **more)


def _until(registration: Registration) -> str:
    return moment(registration.offered_until) if registration.offered_until else ""


def _with_calendar(
    template: str, registration: Registration, event: Event, *, again: bool = False, **more: object
) -> None:
    with speaking(registration.locale):
        more["manage"] = _manage_link(registration, event)
        calendar = _calendar(registration, event, again=again) if registration.state is State.CONFIRMED else None
        _queue(template, registration, event, attachment=calendar, greet=True, **more)


def _queue(
    template: str,
    registration: Registration,
    event: Event,
    *,
    attachment: mail.Attachment | None = None,
    greet: bool = False,
    **more: object,
) -> None:
    mail.queue(
        template,
        registration.mail_to,
        registration.locale,
        about=registration.thing,
        attachment=attachment,
        addressee=registration.addressee if greet else "",
        person=registration.name if greet and registration.registered_by_email else "",
        imported=registration.origin is Origin.IMPORTED,
        **events.about(event),
        **more,
    )


def _manage_link(registration: Registration, event: Event) -> str:
    return public_url("personal.show", token=manage_token(registration, event))


def _either_link(registration: Registration, event: Event) -> str:
    if registration.state is not State.PENDING:
        return _manage_link(registration, event)
    return public_url("registration.confirm", token=confirm_token(registration, event))


def _calendar(
    registration: Registration, event: Event, *, cancelled: bool = False, again: bool = False
) -> mail.Attachment:
    """One that is cancelled or comes back is newer than those before it, though the event is as it was."""
    method = "CANCEL" if cancelled else "PUBLISH"
    changed_at = max(event.changed_at, registration.changed_at) if cancelled or again else event.changed_at
    text = entries.calendar_text(event, of=registration.public_id, cancelled=cancelled, changed_at=changed_at)
    return mail.Attachment(entries.calendar_name(event), f"calendar; method={method}", text)
