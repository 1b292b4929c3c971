"""konferenz demo: both conferences, so that a new installation shows something at once."""

import click

from webapp.core import clock
from webapp.core.db import transaction
from webapp.core.progress import progress
from webapp.demo import actions
from webapp.places.actions import load_directory


@click.command()
@click.option("--attendees", default=120, show_default=True, type=click.IntRange(0, 1_000_000))
@click.option("--seed", default=2023, show_default=True)
def demo(attendees: int, seed: int) -> None:
    """The conference of 20 April 2023 and its fictitious follow-up; a second call changes nothing."""
    with transaction():
        load_directory()
        made = actions.build(attendees=attendees, seed=seed, now=clock.now(), progress=progress("Attendees"))
    for event in made:
        click.echo(f"made {event.slug}")
    if not made:
        click.echo("Both conferences of the demo are there already.")
