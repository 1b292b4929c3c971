"""A mail server that refuses, delays, drops or lacks trust: mails wait, registrations do not."""

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from factories import details, make_event
from faults import books, figures
from faults.load import Load
from faults.posts import STAGES, Plan, Post, serving
from flask import Flask
from page import Client
from running import Program, started, web_program
from sqlalchemy import select, update

from webapp.config import Settings
from webapp.core import clock, delivery, jobs, mail
from webapp.core.db import session, transaction
from webapp.core.jobs import Job
from webapp.core.mail import MailState, OutgoingMail
from webapp.events.models import Event
from webapp.registration import mails, registering, seats

PASSING = ("451 later", "drop")
PLANS: list[Plan] = [("EHLO", "drop"), *((stage, what) for stage in STAGES[1:] for what in PASSING)]
FINAL: list[Plan] = [("RCPT", "550 no such user"), ("DATA", "554 spam")]
LETTERS, PAUSE = 400, 0.05  #: and the seconds between two of them
OURS: list[Plan] = [("MAIL", "530 sign in first"), ("MAIL", "550 not you")]  #: refused as a sender, not the mail


def put(number: int, slug: str = "folgekonferenz") -> None:
    event_id = make_event(slug=slug).id
    with transaction():
        event, now = seats.locked(event_id), clock.now()
        for position in range(number):
            person = details(email=f"person.{position}@example.org")
            mails.ask_to_confirm(registering.add(event, person, locale="uk", now=now), event)


@contextmanager
def with_smtp(app: Flask, url: str) -> Iterator[None]:
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, smtp_url=url)
    yield
    app.config["SETTINGS"] = before


def rows() -> list[OutgoingMail]:
    session().rollback()
    return list(session().scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def test_at_each_stage_mails_wait_and_leave_later(
    app: Flask, start_worker: Callable[..., Program], signed_in: Callable[[str], Client]
) -> None:
    assert app.name
    plans = PLANS + OURS + FINAL
    put(len(plans))
    post, began, pause = Post(plans=list(plans)), clock.now(), timedelta(minutes=mail.PAUSES[0])
    with serving(post) as url:
        start_worker(SMTP_URL=url)
        post.wait_until(lambda: all(row.error for row in rows()))
        found = rows()
        assert {row.state for row in found[: -len(FINAL)]} == {MailState.QUEUED}
        assert {row.state for row in found[-len(FINAL) :]} == {MailState.REFUSED}
        for row in found[: -len(FINAL)]:
            assert (row.attempts, began + pause <= row.next_attempt_at <= clock.now() + pause) == (1, True)
        with transaction() as writing:
            writing.execute(update(OutgoingMail).values(next_attempt_at=clock.now()))
        post.wait_until(lambda: [row.state for row in rows()].count(MailState.SENT) == len(plans) - len(FINAL))
    ends = [plan for plan in plans if plan[0] == "END"]  # the mail was there, its receipt was not said
    figures.note(
        "SMTP refuses or drops", rounds=len(plans), acknowledged=len(plans), mails=len(post.ids), twice=post.twice,
        lost=len(plans) - len(FINAL) - len(set(post.ids)), seen=f"{len(FINAL)} refused for good, shown",
    )  # fmt: skip
    assert post.twice == len(ends)
    page = signed_in("organiser").get("/manage/mail?state=refused")
    assert "550 no such user" in page.text
    assert "554 spam" in page.text


@pytest.mark.parametrize("stage", STAGES)
def test_a_server_slower_than_the_wait(app: Flask, monkeypatch: pytest.MonkeyPatch, stage: str) -> None:
    """In this process, since a worker waits for half a minute."""
    monkeypatch.setattr(delivery, "TIMEOUT", 0.2)
    put(1)
    post = Post(plans=[(stage, "1")])
    with serving(post) as url, with_smtp(app, url):
        assert mail.deliver_due() == 0
        [row] = rows()
        assert (row.state, row.attempts) == (MailState.QUEUED, 1)
        assert row.error in {"TimeoutError", "SMTPServerDisconnected"}  # smtplib tells them apart as it likes


@pytest.mark.usefixtures("without_jobs")
def test_jobs_go_on_while_the_mail_server_hangs(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each mail waits for the server in vain; the offers of places must not wait for all of them."""
    monkeypatch.setattr(delivery, "TIMEOUT", 0.2)
    monkeypatch.setattr(mail, "LONGEST_ROUND", 0.3)
    put(20)
    post = Post(for_all=("EHLO", "60"))
    stop = threading.Event()
    with serving(post) as url, with_smtp(app, url):
        worker = threading.Thread(target=jobs.run_worker, args=(app, stop))
        worker.start()
        post.wait_until(lambda: post.connections >= 3)
        session().rollback()
        done = session().scalars(select(Job).where(Job.repeated, Job.due_at > clock.now())).all()
        connections = post.connections
        stop.set()
        worker.join(timeout=20)
    assert done, f"no job ran during {connections} vain connections"
    assert not worker.is_alive()


@pytest.mark.parametrize("stage", [0, 1, 3])
def test_a_server_that_answers_letter_by_letter_is_not_listened_to_for_ever(
    app: Flask, monkeypatch: pytest.MonkeyPatch, stage: int
) -> None:
    """Each letter comes in time, at the welcome as well as later; the next mail and the jobs have their turn."""
    monkeypatch.setattr(delivery, "TIMEOUT", 1)
    monkeypatch.setattr(delivery, "AT_MOST", 0.5)
    put(1)
    with socket.create_server(("127.0.0.1", 0)) as server:
        answering = threading.Thread(target=answer_slowly, args=(server, stage), daemon=True)
        answering.start()
        began = time.monotonic()
        with with_smtp(app, f"smtp://127.0.0.1:{server.getsockname()[1]}?tls=off"):
            assert mail.deliver_due() == 0
        assert time.monotonic() - began < LETTERS * PAUSE / 2
        answering.join(timeout=20)
    [row] = rows()
    assert (row.state, row.attempts) == (MailState.QUEUED, 1)


def answer_slowly(server: socket.socket, stage: int) -> None:
    """As a mail server should until this answer, which takes long without a longer pause."""
    connection, _address = server.accept()
    with connection, connection.makefile("rb") as lines, suppress(OSError):
        for answer in (b"220 welcome\r\n", b"250 hello\r\n", b"250 go on\r\n", b"250 go on\r\n")[:stage]:
            connection.sendall(answer)
            lines.readline()
        for _letter in range(LETTERS):
            connection.sendall(b"2")
            time.sleep(PAUSE)


def test_a_certificate_that_nobody_signed_gets_no_mail(app: Flask, tmp_path: Path) -> None:
    command = [
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
        "-addext", "subjectAltName=IP:127.0.0.1",
        "-keyout", str(tmp_path / "key"), "-out", str(tmp_path / "certificate"),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "certificate", tmp_path / "key")
    put(1)
    post = Post()
    with serving(post, tls_context=context) as url, with_smtp(app, url):
        assert mail.deliver_due() == 0
    [row] = rows()
    assert (row.state, row.error, post.ids) == (MailState.QUEUED, "SSLCertVerificationError", [])


def test_registrations_do_not_wait_for_a_server_that_hangs(settings: Settings, event: Event, tmp_path: Path) -> None:
    """With web and worker in one process, as a small installation runs them."""
    del event
    well, hanging = Load(""), Load("")
    hanging.numbers = well.numbers
    serve(well, Post(), settings, tmp_path / "well.txt")
    serve(hanging, Post(for_all=("EHLO", "3600")), settings, tmp_path / "hanging.txt")
    for name, load in (("well", well), ("hanging", hanging)):
        found, p95 = books.kept(load.acknowledged), round(load.p95, 3)
        figures.note(
            f"SMTP {name}", acknowledged=len(load.acknowledged), **found.figures, p95_s=p95,
            longest_s=round(max(load.seconds), 2), seen=f"p95 of POST {p95} s",
        )  # fmt: skip
        found.require()
    assert hanging.p95 < 3 * well.p95 + 0.5


def serve(load: Load, post: Post, settings: Settings, log: Path) -> None:
    number = figures.scale(20, 400)
    with serving(post) as url:
        web = web_program(settings, log, SMTP_URL=url)
        web.command = ["-m", "webapp", "serve", "--port", str(web.service.port)]
        load.url = web.url
        with started(web), load:
            load.wait_for(number)
            load.seconds.clear()  # the first ones were slow, since a process that starts is
            post.wait_until(lambda: post.connections > 0)
            load.wait_for(number)
