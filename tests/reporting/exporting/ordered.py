"""What an organiser orders on the page of exports, and what becomes of it."""

import csv
import io
import json
from pathlib import Path
from typing import Any, Final

from page import Client, Page
from sqlalchemy import select

from webapp.config import Settings
from webapp.core.audit import AuditEntry
from webapp.core.db import session

EXPORTS: Final = "/manage/events/folgekonferenz/exports"


def order(client: Client, button: str = "Make the file", status: int = 200, **chosen: Any) -> Page:
    values = {"kind": "registrations", "lang": "en"} | chosen
    return client.get(EXPORTS).form("make").fill(**values).submit(button, status=status)


def saved(client: Client, status: int = 200, **chosen: Any) -> Page:
    return order(client, "Save preset", status, **({"name": "Staatskanzlei", "side": "nrw"} | chosen))


def files(settings: Settings) -> list[Path]:
    return sorted(settings.exports.glob("export-*"))


def noted() -> list[str]:
    session().rollback()
    return [
        name for name in session().scalars(select(AuditEntry.action).order_by(AuditEntry.id)) if "user." not in name
    ]


def details(action: str) -> list[dict[str, Any]]:
    session().rollback()
    found = select(AuditEntry.details).where(AuditEntry.action == action).order_by(AuditEntry.id)
    return [json.loads(text) for text in session().scalars(found)]


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
