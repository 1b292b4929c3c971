"""konferenz db … and konferenz audit …: schema, integrity, backups, and the chain of audit entries."""

import sys
from pathlib import Path

import click

from webapp.core import audit as chain
from webapp.core import backup as backups
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
    """Integrity, pending migrations, and the chain of audit entries."""
    _require_health()
    click.echo("The database is fine.")


@db.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write a backup to FILE while people go on registering."""
    backups.back_up(file)
    click.echo(f"The backup is in {file}.")


@db.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Restore the backup FILE into an empty database."""
    backups.restore(file)
    click.echo("The backup is restored.")
    if schema.pending() and not schema.is_newer():
        click.echo("It is of an older version: run “konferenz db upgrade” next.")
    else:
        _require_health()


def _require_health() -> None:
    found = schema.problems()
    for line in found:
        click.echo(f"Error: {line}", err=True)
    if found:
        sys.exit(1)


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
