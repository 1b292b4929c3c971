"""konferenz serve and konferenz worker: gunicorn with the worker beside it, or the worker alone."""

import signal
import socket
import threading
from typing import Any

import click
from flask import Flask, current_app
from gunicorn.app.base import BaseApplication

from webapp.core import jobs
from webapp.core.db import session

THREADS = 8


class _Server(BaseApplication):
    """One gunicorn process with threads; the mail and job worker is one more thread in it."""

    def __init__(self, app: Flask, bind: str) -> None:
        self.app, self.bind = app, bind
        super().__init__()

    def load_config(self) -> None:
        self.cfg.set("bind", self.bind)
        self.cfg.set("worker_class", "gthread")
        self.cfg.set("threads", THREADS)
        self.cfg.set("accesslog", None)
        self.cfg.set("loglevel", "critical")  # its lines quote addresses; the application writes its own
        self.cfg.set("post_worker_init", self._start_worker)
        self.cfg.set("worker_exit", self._stop_worker)

    def load(self) -> Flask:
        return self.app

    def _start_worker(self, _gunicorn: Any) -> None:
        self.stop = threading.Event()
        self.worker = threading.Thread(target=jobs.run_worker, args=(self.app, self.stop), name="worker", daemon=True)
        self.worker.start()

    def _stop_worker(self, _arbiter: Any, _gunicorn: Any) -> None:
        self.stop.set()
        self.worker.join(timeout=5)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
def serve(host: str, port: int) -> None:
    """Web and worker in one process, for a small installation."""
    _require_free(host, port)
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - Werkzeug's own way
    session().close()
    app.extensions["engine"].dispose()  # the forked web process opens connections of its own
    _Server(app, f"{host}:{port}").run()


def _require_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(f"{host}:{port} cannot be served: {error.strerror}.") from None


@click.command()
def worker() -> None:
    """The worker alone: delivers mails and runs jobs until it is stopped."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    jobs.run_worker(current_app._get_current_object(), stop)  # type: ignore[attr-defined]  # noqa: SLF001
