"""konferenz event …: what conferences there are."""

import json

import click

from webapp.core import clock
from webapp.core.i18n import speaking
from webapp.events import queries
from webapp.events.models import Event


@click.group()
def event() -> None:
    """Conferences."""


@event.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_events(*, as_json: bool) -> None:
    """One line, or one JSON object, an event."""
    with speaking("en"):
        found = [_summary(item) for item in queries.all_events()]
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for item in found:
        click.echo(f"{item['starts']}  {item['slug']}  {item['title']}")


def _summary(item: Event) -> dict[str, object]:
    now = clock.now()
    return {
        "slug": item.slug,
        "title": str(item.title.here),
        "starts": item.starts_at.isoformat(),
        "ends": item.ends_at.isoformat(),
        "registration_open": item.registration_opens_at <= now < item.registration_closes_at,
        "counts": {"taken": item.seats_taken, "capacity": item.capacity},
    }
