"""konferenz places …: the official directory, and what the public search shows."""

import json

import click

from webapp.core.db import transaction
from webapp.core.i18n import LANGUAGES, speaking
from webapp.places import queries
from webapp.places.actions import load_directory


@click.group()
def places() -> None:
    """Municipalities and districts of both regions."""


@places.command()
def load() -> None:
    """Load the official directory; may be repeated at any time."""
    with transaction():
        loaded = load_directory()
    click.echo(f"Places: {loaded.added} added, {loaded.changed} changed, {loaded.unchanged} unchanged.")


@places.command()
@click.argument("text")
@click.option("--lang", type=click.Choice(list(LANGUAGES)), default="de", show_default=True, help="Language of names.")
@click.option("--json", "as_json", is_flag=True, help="A list of objects.")
def search(text: str, lang: str, *, as_json: bool) -> None:
    """What the public search shows for TEXT, best first."""
    if not queries.is_loaded():
        raise click.ClickException("The directory is empty: run “konferenz places load” first.")
    with speaking(lang):
        found = queries.search(text)
        if as_json:
            data = [queries.summary(place, lang) for place in found]
            click.echo(json.dumps(data, ensure_ascii=False, indent=2))
            return
        for place in found:
            about = queries.in_words(queries.description(place, lang))
            click.echo(f"{place.key}\t{queries.label(place, lang)}\t{about}")
