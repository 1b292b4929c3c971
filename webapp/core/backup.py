"""A backup into a file while people go on registering, and back out of it into an empty database."""

import os
import secrets
from pathlib import Path

from webapp.core import schema
from webapp.core.db import engine, kind_of
from webapp.core.errors import Refused
from webapp.core.whole_files import name


def back_up(path: Path) -> None:
    """Make this file, whole or not at all, readable by its owner alone. Raises Refused if it is there already."""
    if path.exists():
        raise Refused(f"{path} is there already; a backup overwrites nothing.")
    kind = kind_of(engine().url)
    made = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    os.close(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        kind.back_up(engine(), made)
        if not kind.is_backup(made):
            raise Refused("The database is damaged or has no tables; see “konferenz db check”. No backup was made.")
        with made.open("rb") as file:
            os.fsync(file.fileno())
        name(made, path)
    finally:
        made.unlink(missing_ok=True)


def restore(path: Path) -> None:
    """Fill the empty database from this file; if that fails it stays empty. Raises Refused."""
    kind = kind_of(engine().url)
    if not kind.is_backup(path):
        raise Refused(f"{path} is no whole backup of a {engine().dialect.name} database of this program.")
    if not schema.is_empty():
        raise Refused("The database is not empty; a backup is restored into an empty one only.")
    schema.drop()
    kind.restore(engine(), path)
