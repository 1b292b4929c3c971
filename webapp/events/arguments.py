"""What commands are told of a conference on the line: which it is, and on which clock a file was written."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from webapp.core.errors import NotThere
from webapp.events import queries
from webapp.events.models import Event


def event_named(slug: str) -> Event:
    """Raises ClickException."""
    try:
        return queries.event(slug)
    except NotThere:
        raise click.ClickException(f"There is no conference “{slug}”; “konferenz event list” shows them.") from None


def zone_named(name: str) -> ZoneInfo:
    """Raises BadParameter."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise click.BadParameter(f"“{name}” is no time zone, like Europe/Kyiv.", param_hint="--timezone") from None
