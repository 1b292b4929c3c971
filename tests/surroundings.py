"""The world around a test: its time, its folders, a free port."""

import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from time_machine import TimeMachineFixture

from webapp.config import Settings
from webapp.core.clock import BERLIN


class Clock:
    """The time of the test: stopped until moved."""

    def __init__(self, machine: TimeMachineFixture) -> None:
        self.machine = machine

    def at(self, text: str, zone: ZoneInfo = BERLIN) -> datetime:
        """Stop at this local time, “2026-12-03 10:00”, German unless said otherwise."""
        moment = datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)
        self.machine.move_to(moment, tick=False)
        return moment

    def go_to(self, moment: datetime) -> None:
        self.machine.move_to(moment, tick=False)

    def forward(self, **amount: float) -> datetime:
        moment = datetime.now(UTC) + timedelta(**amount)
        self.machine.move_to(moment, tick=False)
        return moment


def free_port() -> int:
    """Nobody else is given it while a service is prepared that will listen there: for a minute the machine keeps a port
    where a connection has ended to whoever asks for just this one, as all our services do.
    """
    with socket.create_server(("127.0.0.1", 0)) as probe, socket.create_connection(probe.getsockname()) as other:
        found, _address = probe.accept()
        found.close()  # who closes first waits for what may still come
        other.recv(1)
        return int(probe.getsockname()[1])


def settings_in(folder: Path) -> Settings:
    for name in ("instance", "exports"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return Settings(
        env="development",
        secret_key="a secret of tests alone, long enough",
        base_url="http://localhost",
        instance=folder / "instance",
        exports=folder / "exports",
        form_seconds=0,  # tests type quickly
    )
