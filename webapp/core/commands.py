"""konferenz db … and konferenz audit …: the schema, and the chain of audit entries."""

import sys

import click

from webapp.core import audit as chain
from webapp.core import schema


@click.group()
def db() -> None:
    """The database."""


@db.command()
def upgrade() -> None:
    """Bring the schema to head."""
    schema.upgrade()
    click.echo("The database is up to date.")


@db.command()
def check() -> None:
    """Integrity and pending migrations."""
    found = schema.problems()
    for line in found:
        click.echo(f"Error: {line}", err=True)
    if found:
        sys.exit(1)
    click.echo("The database is fine.")


@click.group()
def audit() -> None:
    """The audit log."""


@audit.command()
def verify() -> None:
    """Check the hash chain."""
    broken = chain.verify()
    if broken is not None:
        raise click.ClickException(f"The chain breaks at entry {broken}.")
    click.echo("The chain of audit entries is whole.")
