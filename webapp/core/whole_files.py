"""Files that appear whole, for their owner alone to read."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole(path: Path) -> Iterator[BinaryIO]:
    """To write to, and to read again. No half file ever carries the real name, not even of a process that was killed.

    Folders above are made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as target:
            part.chmod(0o600)  # one that was left here may be another's to read
            yield target
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
