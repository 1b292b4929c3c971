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
from time import monotonic
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
        self._number = 0  #: of the last question
        self._turn = Lock()

    def ask(self, asked: dict[str, Any], kind: str) -> str:
        with self._turn:
            for _try in range(TRIES):
                try:
                    answer = self._answer(self._there(), asked)
                except BrokenPipeError:  # it had waited long enough for somebody to ask, or was ended
                    self.end()
                except BaseException:  # what it still says to this would be taken for its answer to the next
                    self.end()
                    raise
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
            command,
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )
        self._owner = os.getpid()
        return self._process

    def _answer(self, process: subprocess.Popen[bytes], asked: dict[str, Any]) -> dict[str, Any]:
        """Raises BrokenPipeError where the process has ended or says something else, NoAnswer where it says nothing."""
        assert process.stdin is not None  # noqa: S101 - it was started with pipes
        assert process.stdout is not None  # noqa: S101 - likewise
        self._number += 1
        left, said = memoryview(json.dumps(asked | {"number": self._number}).encode() + b"\n"), [b""]
        until = monotonic() + SECONDS_TO_WAIT
        os.set_blocking(process.stdin.fileno(), False)  # it may have stopped reading
        with selectors.DefaultSelector() as waiting:
            waiting.register(process.stdout, selectors.EVENT_READ)
            waiting.register(process.stdin, selectors.EVENT_WRITE)
            while not said[-1].endswith(b"\n"):
                ready = waiting.select(max(0.0, until - monotonic()))
                if not ready:
                    raise NoAnswer("the process takes too long")
                for key, _events in ready:
                    if key.fileobj is process.stdout:
                        said.append(os.read(key.fd, CHUNK))
                        if not said[-1]:
                            raise BrokenPipeError
                        continue
                    left = left[os.write(key.fd, left[:CHUNK]) :]
                    if not left:
                        waiting.unregister(process.stdin)
        answer: dict[str, Any] = json.loads(b"".join(said))
        if answer.pop("number", None) != self._number:
            raise BrokenPipeError
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
