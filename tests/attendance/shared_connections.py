"""A connection at which several people sat, and what organisers say of it."""

from typing import Final

from attendance.uploads import row
from factories import KOELN, make_registration
from page import Form, Page

from webapp.events.models import Event
from webapp.registration.models import Registration, Side, State

HALL: Final = row("Rathaus Köln", since="10:05:00 AM", until="11:45:00 AM", minutes=100)
OTHERS: Final = "people at shared connections who are not entered by name"
PLACES: Final = "municipalities and districts represented"


def register(event: Event, given: str, family: str, state: State = State.CONFIRMED) -> Registration:
    mail = f"{family}@example.org".lower()
    return make_registration(
        event, state, given_name=given, family_name=family, email=mail, side=Side.NRW, place_key=KOELN
    )


def room(page: Page) -> Page:
    """The page of the connection of the first person to be decided."""
    return page.click("Several people sat there, or it is a room")


def say(page: Page, said: str, place: str = KOELN, status: int = 200) -> Page:
    return page.form("connection").fill(said=said, room_place=place).submit(status=status)


def sat_there(page: Page, name: str) -> Page:
    """Found, and entered in one step."""
    address = page.path.removesuffix("/find")
    page = page.form(f"{address}/find").fill(text=name).submit()
    return Form(page, next(tag for tag in page.all("form") if f"Sat there too: {name}" in tag.get_text())).submit()
