"""A process beside this one that draws and prints, and stays for the next time: companion_process.py.

What it runs takes more than 100 MB each, starts threads and may not be forked, so that no web process should hold it.
"""

import atexit
import importlib.util
import json
import os
import selectors
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any, Final

SECONDS_TO_WAIT: Final = 20
CHUNK: Final = 1 << 16
TRIES: Final = 2
LIBRARIES: Final = "vl_convert", "typst"
FONTS: Final = Path(__file__).parent.parent / "static" / "vendor" / "fonts"
_PROGRAM: Final = Path(__file__).with_name("companion_process.py")


class NoAnswer(Exception):
    """It refused what it was asked, ended or took too long."""


def ask(asked: dict[str, Any], kind: str) -> str:
    """What it answers of this kind; see companion_process.py. Raises NoAnswer."""
    return _companion.ask(asked, kind)


class _Companion:
    """Holds the process; one question at a time, and a new process when the last has ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._turn = Lock()

    def ask(self, asked: dict[str, Any], kind: str) -> str:
        line = json.dumps(asked).encode() + b"\n"
        with self._turn:
            for _try in range(TRIES):
                try:
                    answer = self._answer(self._there(), line)
                except BrokenPipeError:  # it had waited long enough for somebody to ask, or was ended
                    self.end()
                else:
                    break
            else:
                raise NoAnswer("the process ends at once")
        if kind not in answer:
            raise NoAnswer(answer["refused"])
        return str(answer[kind])

    def end(self) -> None:
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(BrokenPipeError):  # of what it had not read
                if pipe is not None:
                    pipe.close()

    def _there(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._owner == os.getpid():
            return self._process
        command = [sys.executable, "-P", "-S", "-s", str(_PROGRAM), str(FONTS)]  # nothing is imported but what is named
        self._process = subprocess.Popen(  # noqa: S603 - our own program; what is asked comes on its standard input
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()
        )
        self._owner = os.getpid()
        return self._process

    def _answer(self, process: subprocess.Popen[bytes], line: bytes) -> dict[str, Any]:
        """Raises BrokenPipeError where the process has ended, NoAnswer where it says nothing."""
        assert process.stdin is not None  # noqa: S101 - it was started with pipes
        process.stdin.write(line)
        process.stdin.flush()
        pieces: list[bytes] = [b""]
        with selectors.DefaultSelector() as waiting:
            assert process.stdout is not None  # noqa: S101 - likewise
            waiting.register(process.stdout, selectors.EVENT_READ)
            while not pieces[-1].endswith(b"\n"):
                if not waiting.select(SECONDS_TO_WAIT):
                    self.end()
                    raise NoAnswer("the process takes too long")
                pieces.append(os.read(process.stdout.fileno(), CHUNK))
                if not pieces[-1]:
                    raise BrokenPipeError
        answer: dict[str, Any] = json.loads(b"".join(pieces))
        return answer


def _environment() -> dict[str, str]:
    """Where the libraries lie, and no secret of ours."""
    return {"PYTHONPATH": os.pathsep.join(dict.fromkeys(map(_folder, LIBRARIES)))}


def _folder(library: str) -> str:
    found = importlib.util.find_spec(library)  # not imported here
    if found is None or found.origin is None:
        raise NoAnswer(f"{library} is missing")
    return str(Path(found.origin).parent.parent)


_companion: Final = _Companion()
atexit.register(_companion.end)
