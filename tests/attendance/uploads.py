"""Zoom's report of participants as organisers upload it, and what it came to."""

from datetime import timedelta
from io import BytesIO
from typing import Any, Final

from factories import KOELN, make_event, make_registration
from page import Client, Page
from sqlalchemy import select
from surroundings import Clock

from webapp.attendance.models import Presence
from webapp.core.db import session
from webapp.events.models import Event
from webapp.registration.models import Registration, Side

PAGE: Final = "/manage/events/folgekonferenz/attendance"
HEAD: Final = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,In Waiting Room"
NO_TIMES: Final = "First name,Last name,Email,Duration (minutes)"


def conference(clock: Clock, then: str = "18:00") -> Event:
    """From 10 to 12 o'clock on the day of these reports; afterwards it is as late as that."""
    start = clock.at("2026-12-03 10:00")
    clock.at(f"2026-12-03 {then}")
    return make_event(starts_at=start, ends_at=start + timedelta(hours=2), registration_closes_at=start)


def row(name: str, email: str = "", since: str = "10:00:00 AM", until: str = "11:30:00 AM", minutes: int = 90) -> str:
    return f"{name},{email},12/03/2026 {since},12/03/2026 {until},{minutes},Yes,No"


def report(*rows: str, head: str = HEAD) -> bytes:
    return "\r\n".join([head, *rows, ""]).encode("utf-8-sig")


def people(event: Event) -> dict[str, Registration]:
    """Two of Dnipro and one of Köln."""
    return {
        "olena": make_registration(event),
        "sabine": make_registration(
            event, given_name="Sabine", family_name="Krause", email="sabine@example.org", side=Side.NRW,
            place_key=KOELN,
        ),
        "iryna": make_registration(event, given_name="Ірина", family_name="Шевченко", email="iryna@example.org"),
    }  # fmt: skip


def read(organiser: Client, *contents: bytes, name: str = "report.csv", **more: Any) -> Page:
    """The page of the import of these files, of which nothing counts yet."""
    form = organiser.get(PAGE).form(PAGE)
    data: dict[str, Any] = {"csrf_token": form.values["csrf_token"], "timezone": "Europe/Berlin"}
    data["files"] = [(BytesIO(content), name) for content in contents]
    return organiser.post(PAGE, data, content_type="multipart/form-data", follow=True, **more)


def upload(organiser: Client, *contents: bytes, name: str = "report.csv", apply: bool = True) -> Page:
    """The same, applied."""
    page = read(organiser, *contents, name=name)
    return page.form(page.url.partition("?")[0] + "/apply").submit(follow=True) if apply else page


def undo(organiser: Client, page: Page) -> Page:
    address = page.url.partition("?")[0].partition("#")[0]
    return organiser.get(address).form(f"{address}/undo").submit(follow=True)


def presence() -> dict[str, Presence]:
    """By given name."""
    session().rollback()
    found = select(Registration.given_name, Presence).join(Presence, Presence.registration_id == Registration.id)
    rows = session().execute(found.execution_options(populate_existing=True))
    return {row.given_name: row.Presence for row in rows}


def tiles(organiser: Client) -> dict[str, int]:
    """The numbers on the overview of attendance, by their words."""
    found = [tag.get_text(" ", strip=True).split(" ", 1) for tag in organiser.get(PAGE).all(".figure")]
    return {words: int(number) for number, words in found}


def listed(organiser: Client, query: str = "") -> dict[str, dict[str, str]]:
    """Rows of the list of people, by name."""
    page = organiser.get(f"{PAGE}/people{query}")
    return {line["Name"]: line for line in page.table("#people")} if page.all("#people") else {}
