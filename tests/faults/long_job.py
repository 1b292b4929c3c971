"""A worker with a job that lasts until a file is there, and writes down its begin and its end."""

import time
from pathlib import Path
from threading import Event

from webapp import create_app
from webapp.core import audit, jobs
from webapp.core.db import transaction


@jobs.job
def last(file: str) -> None:
    _write("job.begin")
    while not Path(file).exists():
        time.sleep(0.02)
    _write("job.end")


def _write(action: str) -> None:
    with transaction():
        audit.record(action, "job", actor=audit.PROGRAM)


def work() -> None:
    jobs.run_worker(create_app(), Event())
