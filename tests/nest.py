"""Starts programs of ours by forking a process that has imported them already, which takes longer than all the rest.

What was forked is a process like any other: in a session of its own, it can be killed and knows what it was given.
"""

import atexit
import json
import os
import runpy
import select
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Final

IMPORTED: Final = ("webapp.cli", "gunicorn.app.wsgiapp", "gunicorn.workers.gthread")


class Forked:
    """As subprocess.Popen, as far as tests ask."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        try:
            self._descriptor: int | None = os.pidfd_open(pid)
        except ProcessLookupError:
            self._descriptor = None

    @property
    def ended(self) -> bool:
        return self._ended_within(0)

    def wait(self, timeout: float) -> None:
        if not self._ended_within(timeout):
            raise subprocess.TimeoutExpired(str(self.pid), timeout)

    def terminate(self) -> None:
        self._send(signal.SIGTERM)

    def kill(self) -> None:
        """With all that it has started."""
        if not self.ended:
            with suppress(ProcessLookupError):  # it has no group of its own yet
                os.killpg(self.pid, signal.SIGKILL)
            self._send(signal.SIGKILL)

    def _send(self, number: signal.Signals) -> None:
        if self._descriptor is not None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._descriptor, number)

    def _ended_within(self, seconds: float) -> bool:
        if self._descriptor is not None and select.select([self._descriptor], [], [], seconds)[0]:
            os.close(self._descriptor)
            self._descriptor = None
        return self._descriptor is None


class Nest:
    """Made by the first who wants a program."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None

    def start(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], log: Path, *, cold: bool
    ) -> Forked:
        """`python` with these arguments, that is -m and a module, or -c and what it says, and more.

        A `cold` one has imported nothing yet.
        """
        if self._process is None:
            known = os.environ | {"PYTHONPATH": environment["PYTHONPATH"], "PYTHONWARNINGS": "default"}
            command = [sys.executable, __file__]
            self._process = subprocess.Popen(
                command, env=known, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            atexit.register(self.close)
        asked, answers = self._process.stdin, self._process.stdout
        assert asked is not None
        assert answers is not None
        asked.write(json.dumps([arguments, str(folder), dict(environment), str(log), cold]) + "\n")
        asked.flush()
        return Forked(int(answers.readline()))

    def close(self) -> None:
        if self._process is not None:
            self._process.communicate()
            self._process = None


NEST: Final = Nest()


def _serve() -> None:
    for module in IMPORTED:
        import_module(module)
    signal.signal(signal.SIGCHLD, _bury)
    for line in sys.stdin:
        asked = json.loads(line)
        if pid := os.fork():
            print(pid, flush=True)
        else:
            _become(*asked)
            break


def _bury(*_of_signal: object) -> None:
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _become(arguments: Sequence[str], folder: str, environment: Mapping[str, str], log: str, cold: bool) -> None:  # noqa: FBT001
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    nothing, told = os.open(os.devnull, os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for descriptor, number in ((nothing, 0), (told, 1), (told, 2)):
        os.dup2(descriptor, number)
    os.chdir(folder)
    if cold:
        os.execve(sys.executable, [sys.executable, *arguments], environment)  # noqa: S606
    os.environ.clear()
    os.environ.update(environment)
    how, what, *more = arguments
    sys.argv = [what, *more]
    if how == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        exec(what, {"__name__": "__main__"})  # noqa: S102 - as python -c does


if __name__ == "__main__":
    _serve()
