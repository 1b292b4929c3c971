"""LibreOffice as somebody uses it who has no Office: opens workbooks and texts, and writes them anew or prints them."""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from subprocess import PIPE, STDOUT
from typing import Final

SECONDS: Final = 150
PACKAGES: Final = "libreoffice-calc-nogui libreoffice-writer-nogui"


def convert(paths: Sequence[Path], kind: str, folder: Path) -> list[Path]:
    """All in one start, under a profile beside them; a missing program is an error, never a reason to skip."""
    program = shutil.which("soffice")
    assert program, f"LibreOffice is missing: apt-get install --no-install-recommends {PACKAGES}"
    profile = f"-env:UserInstallation={(paths[0].parent / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", kind, "--outdir", str(folder), *map(str, paths)]
    with subprocess.Popen(command, stdout=PIPE, stderr=STDOUT, text=True, start_new_session=True) as running:
        try:
            said, _errors = running.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)  # the program itself is a child of what was started
            raise
    made = [folder / f"{path.stem}.{kind}" for path in paths]
    assert [path.name for path in made if not path.exists()] == [], said
    return made
