"""Who asked what stands in a file: somebody whom no suggestion names is looked for and chosen."""

import io
from datetime import UTC, datetime

from factories import make_event, make_registration
from markup import attr
from page import Client, Page
from sqlalchemy import select
from tags import words

from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.questions.models import Question
from webapp.registration import registering
from webapp.registration.models import Registration, State

IMPORTS = "/manage/events/folgekonferenz/questions/imports"
AS_TYPED = {"typography"}  #: people type straight quotation marks
CHAT = "10:05:45 From Gast to Everyone:\n\tWer bezahlt die Fahrt?\n10:06:10 From Gast 2 to Everyone:\n\tWo ist das?\n"


def upload(client: Client, chat: str = CHAT) -> Page:
    form = client.get(IMPORTS).form(IMPORTS)
    return form.fill(file=(io.BytesIO(chat.encode()), "chat.txt")).submit(without=AS_TYPED)


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
    assert "nobody" not in page.location + page.url
    assert page.all("input[autofocus]")[0]["name"] == f"find-{first}"
    page = save(page, **{f"author_{first}": olena.public_id})
    assert attr(page.one(f"#author-{first} option[selected]"), "value") == olena.public_id
    action = next(attr(tag, "action") for tag in page.all("form[action]") if "/picks" in attr(tag, "action"))
    page.form(action).submit("Take up the ticked", statements=10_000, without=AS_TYPED)
    session().rollback()
    assert list(session().scalars(select(Question.registration_id).order_by(Question.number))) == [olena.id, None]


def test_nobody_of_another_conference_is_found(event: Event, moderator: Client) -> None:
    make_registration(make_event(slug="other"), given_name="Олена", family_name="Коваленко")
    del event
    page = upload(moderator)
    number = attr(page.all("input[name=shown]")[0], "value")
    assert not save(page, **{f"find_{number}": "Коваленко"}).all("select[name^=author]")
    sent = page.form(next(attr(tag, "action") for tag in page.all("form[action]") if "/picks" in attr(tag, "action")))
    for shown in ("x", "", "²", "9" * 30):
        sent.forge(**{"shown": shown, f"find-{shown}": "Коваленко"}).submit("Save", status=303, follow=False)


def test_after_a_search_every_link_can_be_opened(event: Event, moderator: Client) -> None:
    del event
    chat = "".join(f"10:05:45 From Gast {number} to Everyone:\n\tWer bezahlt Fahrt {number}?\n" for number in range(60))
    page = moderator.get(f"{upload(moderator, chat).path}?result=new", without=AS_TYPED)
    number = attr(page.all("input[name=shown]")[0], "value")
    page = save(page, **{f"find_{number}": "x"})
    assert page.url.partition("?")[0].endswith("/picks")
    links = [tag["href"] for tag in page.all("main a[href^='/']")]
    assert any("page=2" in link for link in links)
    for link in links:
        moderator.get(link, status=200, follow=True, without=AS_TYPED)


def test_whoever_never_confirmed_can_still_be_forgotten(event: Event, moderator: Client) -> None:
    pending = make_registration(event, State.PENDING, given_name="Ганна", family_name="Бондар")
    page = upload(moderator)
    first = attr(page.all("input[name=shown]")[0], "value")
    page = save(save(page, **{f"find_{first}": "Бондар"}), **{f"author_{first}": pending.public_id})
    action = next(attr(tag, "action") for tag in page.all("form[action]") if "/picks" in attr(tag, "action"))
    page.form(action).submit("Take up the ticked", statements=10_000, without=AS_TYPED)
    session().rollback()
    asked = session().scalars(select(Question).order_by(Question.number)).first()
    assert asked is not None
    assert asked.registration_id == pending.id
    assert asked.place_key == pending.place_key
    with transaction():
        registering.not_me(pending.public_id, now=datetime.now(UTC))
    session().expire_all()
    assert {asked.registration_id, asked.place_key, asked.side} == {None}
    assert session().scalars(select(Registration)).all() == []
