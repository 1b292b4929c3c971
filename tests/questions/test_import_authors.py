"""Who asked what stands in a file: somebody whom no suggestion names is looked for and chosen."""

import io

from factories import make_registration
from markup import attr
from page import Client, Page
from sqlalchemy import select
from tags import words

from webapp.core.db import session
from webapp.events.models import Event
from webapp.questions.models import Question
from webapp.registration.models import Registration

IMPORTS = "/manage/events/folgekonferenz/questions/imports"
AS_TYPED = {"typography"}  #: people type straight quotation marks
CHAT = "10:05:45 From Gast to Everyone:\n\tWer bezahlt die Fahrt?\n10:06:10 From Gast 2 to Everyone:\n\tWo ist das?\n"


def upload(client: Client) -> Page:
    form = client.get(IMPORTS).form(IMPORTS)
    return form.fill(file=(io.BytesIO(CHAT.encode()), "chat.txt")).submit(without=AS_TYPED)


def save(page: Page, **typed: str) -> Page:
    action = next(attr(tag, "action") for tag in page.all("form[action]") if "/picks" in attr(tag, "action"))
    sent = {name.replace("_", "-"): value for name, value in typed.items()}
    return page.form(action).fill(**sent).submit("Save", without=AS_TYPED)


def found(page: Page, number: int) -> list[str]:
    return [words(tag) for tag in page.all(f"#author-{number} option")]


def test_any_registered_person_can_be_found_and_chosen(event: Event, moderator: Client, olena: Registration) -> None:
    make_registration(event, email="other@example.org", given_name="Ганна", family_name="Бондар")
    page = upload(moderator)
    first, second = (int(attr(tag, "value")) for tag in page.all("input[name=shown]"))
    assert not page.all("select[name^=author]")
    page = save(page, **{f"find_{first}": "коваленко", f"find_{second}": "nobody@example.net"})
    assert [name for name in found(page, first) if "Коваленко" in name]
    assert not [name for name in found(page, first) if "Бондар" in name]
    assert not found(page, second)
    assert "Nobody was found for “nobody@example.net”." in page.text
    page = save(page, **{f"author_{first}": olena.public_id})
    assert attr(page.one(f"#author-{first} option[selected]"), "value") == olena.public_id
    action = next(attr(tag, "action") for tag in page.all("form[action]") if "/picks" in attr(tag, "action"))
    page.form(action).submit("Take up the ticked", statements=10_000, without=AS_TYPED)
    session().rollback()
    assert list(session().scalars(select(Question.registration_id).order_by(Question.number))) == [olena.id, None]


def test_nobody_of_another_conference_is_found(event: Event, moderator: Client) -> None:
    del event
    page = upload(moderator)
    number = attr(page.all("input[name=shown]")[0], "value")
    for address in (f"find={number}:Коваленко", "find=x:Коваленко", "find=7:", "find=:", "find=99999999999:a"):
        assert not moderator.get(f"{page.path}?{address}", without=AS_TYPED).all("select[name^=author]")
