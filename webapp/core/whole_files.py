"""Files that appear whole, for their owner alone to read."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole(path: Path, *, replaces: bool = True) -> Iterator[BinaryIO]:
    """To write to, and to read again. No half file ever carries the real name, not even of a process that was killed.

    Folders above are made. Raises FileExistsError unless it `replaces` what has the name.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")  # two may write the same at once
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as target:
            yield target
        if replaces:
            part.replace(path)
        else:
            name(part, path)
    finally:
        part.unlink(missing_ok=True)


def name(part: Path, path: Path) -> None:
    """Give a finished file its name. Raises FileExistsError."""
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links, as of a memory stick: there two of one moment are not told apart
        if path.exists():
            raise FileExistsError from None
        part.replace(path)
