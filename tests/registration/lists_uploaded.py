"""Lists of registrations as organisers upload them, and what they came to."""

import io
from typing import Final

from page import Client, Page
from sqlalchemy import func, select
from workbooks_made import xlsx

from webapp.core.db import session
from webapp.core.mail import OutgoingMail
from webapp.registration.models import Registration

LISTS: Final = "/manage/events/folgekonferenz/lists"
HEAD: Final = ["Vorname", "Nachname", "E-Mail", "Kommune"]
SABINE: Final = ["Sabine", "Krause", "sabine@example.org", "Köln"]
JOERG: Final = ["Jörg", "Weiß", "joerg@example.org", "Düsseldorf"]
OLENA: Final = ["Олена", "Коваленко", "olena@example.org", "м. Дніпро"]
ROWS: Final = [
    HEAD,
    SABINE,
    OLENA,
    ["Jörg", "Weiß", "folgt", "Köln"],
    ["Ina", "Beck", "ina@example.org", "Entenhausen"],
]


def upload(client: Client, data: bytes, name: str = "Anmeldungen.xlsx", status: int = 200, **more: object) -> Page:
    form = client.get(LISTS).form(LISTS)
    return form.fill(file=(io.BytesIO(data), name), **more).submit(status=status)


def sheet(*rows: list[str]) -> bytes:
    return xlsx(rows)


def results(page: Page) -> list[str]:
    return [row["Result"] for row in page.table()]


def people() -> list[Registration]:
    return list(session().scalars(select(Registration).order_by(Registration.id)).all())


def mails() -> int:
    return session().scalar(select(func.count(OutgoingMail.id))) or 0


def add(page: Page, **ticks: bool) -> Page:
    form = page.form(f"{page.url}/apply")
    return form.fill(**ticks).submit(statements=10_000)  # some for each person


def undo(page: Page) -> Page:
    return page.form(f"{page.url}/undo").submit(statements=10_000)
