"""What operations ask: is it alive, is it ready, how much waits."""

import pytest
from page import Client
from sqlalchemy.exc import SQLAlchemyError

from webapp.core import schema


def test_alive_and_ready(client: Client) -> None:
    assert client.get("/healthz", statements=0).response.json == {"status": "ok"}
    assert client.get("/readyz").response.json == {"status": "ok"}


def test_not_ready_while_migrations_wait(client: Client) -> None:
    schema.downgrade()
    assert client.get("/readyz", status=503).response.json == {"status": "not ready"}
    assert client.get("/healthz").response.json == {"status": "ok"}


def test_not_ready_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise SQLAlchemyError

    monkeypatch.setattr(schema, "engine", broken)
    client.get("/readyz", status=503)


@pytest.mark.usefixtures("site")
def test_metrics_count_by_state_and_name_nobody(client: Client) -> None:
    text = client.get("/metrics").body.decode()
    assert 'konferenz_mails{state="queued"} 1.0' in text
    assert 'konferenz_mails{state="refused"} 1.0' in text
    assert "@" not in text


def test_metrics_are_read_from_this_machine_only(client: Client) -> None:
    client.get("/metrics", status=404, headers={"X-Forwarded-For": "192.0.2.7"})
    client.open("GET", "/metrics", status=404, environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
