"""The mails about scheduled exports: ready, with a link that asks for sign-in, never the file; or ended unasked."""

from collections.abc import Iterable
from typing import Final

from webapp.accounts.models import User
from webapp.core import mail
from webapp.core.i18n import moment, speaking
from webapp.core.links import public_url
from webapp.events import mails as events
from webapp.events.models import Event
from webapp.reporting.exporting.models import Export, Preset

READY: Final = "export_ready"
ENDED: Final = "export_schedule_ended"


def ready(export: Export, event: Event, who: User) -> None:
    """Within the transaction that makes the file ready, so that nobody is written to twice."""
    with speaking(who.locale):
        mail.queue(
            READY,
            who.email,
            who.locale,
            about=export.thing,
            addressee=who.name,
            preset=export.preset_name,
            page=public_url("exports.show", slug=event.slug, public_id=export.public_id),
            until=moment(export.expires_at),
            **events.about(event),
        )


def ended(preset: Preset, event: Event, everybody: Iterable[User]) -> None:
    """To all who may export: whoever set up the schedule may not any more, and no file would come unnoticed."""
    for who in everybody:
        with speaking(who.locale):
            mail.queue(
                ENDED,
                who.email,
                who.locale,
                about=preset.thing,
                addressee=who.name,
                preset=preset.name,
                page=public_url("export_presets.show", slug=event.slug, public_id=preset.public_id),
                **events.about(event),
            )
