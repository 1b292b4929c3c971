"""A real Redis or Valkey on a port of its own, which can be stopped and started again."""

import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Final

from surroundings import free_port

PATIENCE: Final = 10.0  # seconds


class RedisServer:
    """Keeps nothing on disk: after a stop it is empty."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("redis-server") or shutil.which("valkey-server")
        assert program, "run “make ready-to-test” first: it installs Redis"
        self.port, self.folder = free_port(), folder
        own = {"port": str(self.port), "bind": "127.0.0.1", "save": "", "appendonly": "no", "dir": str(folder)}
        own["unixsocket"] = str(folder / "redis.sock")
        self.command = [program, *(part for name, value in own.items() for part in (f"--{name}", value))]
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    @property
    def socket_url(self) -> str:
        return f"unix://{self.folder / 'redis.sock'}"

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise AssertionError("Redis did not start")

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=PATIENCE)
            self.process = None
