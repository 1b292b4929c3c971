"""The sealed emergency list: it names everybody who is admitted, and tells nothing to whom lacks its passphrase."""

import re
from collections.abc import Callable

import pytest
from cryptography.exceptions import InvalidTag
from factories import make_registration
from hypothesis import given
from hypothesis import strategies as st
from page import Client, Page
from rooms import ADDRESS, DIAL_IN, furnish
from sealed import opened
from sqlalchemy import select
from statements import objects_of

from webapp.attendance.meeting import joining, sealing
from webapp.core import clock as times
from webapp.core.audit import AuditEntry
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.registration.models import Registration, Side, State

PAGE = "/manage/events/folgekonferenz/joining/emergency-list"
TEXTS = dict.fromkeys(sealing.TEXTS, "x")


def download(organiser: Client) -> tuple[str, Page]:
    """The passphrase the page shows, and the file."""
    page = organiser.get(PAGE)
    shown = page.one(".passphrase").text
    return shown, page.form().submit(follow=False)


def test_it_names_everybody_admitted_and_how_they_get_in(
    event: Event, sabine: Registration, olena: Registration, signed_in: Callable[[str], Client]
) -> None:
    make_registration(event, registered_by_name="Пані Секретар", registered_by_email="office@example.org", locale="uk",
                      given_name="<b>Марія</b>")  # fmt: skip
    shut_out = make_registration(event, given_name="Shut", family_name="Out", email="shut@example.org")
    for state in (State.PENDING, State.CANCELLED, State.UNDECIDED):
        make_registration(event, state, given_name=state.value, email=f"{state}@example.org")
    with transaction():
        joining.close_link(shut_out.public_id, actor="program", now=times.now())
    furnish(event)
    passphrase, answer = download(signed_in("organiser"))
    assert answer.response.mimetype == "application/octet-stream"
    name = answer.response.headers["Content-Disposition"]
    assert re.fullmatch(r"attachment; filename\*=UTF-8''\d{4}-\d\d-\d\d_folgekonferenz_[\dT-]+Z\.html", name)
    sealed = answer.body.decode()
    for secret in (ADDRESS, "Krause", "sabine@", "Коваленко", passphrase, passphrase.replace("-", "")):
        assert secret not in sealed
    listed = opened(sealed, passphrase)
    for told in (ADDRESS, *DIAL_IN.splitlines(), sabine.name, sabine.email, olena.name, olena.latin, olena.email):
        assert told in listed
    assert "&lt;b&gt;Марія" in listed
    assert "office@example.org" in listed
    for hidden in ("shut@", "pending@", "cancelled@", "undecided@"):
        assert hidden not in listed
    assert listed.count("zoom.us") == 2 + 2  # the link and its words, and a text in each language that somebody reads


def test_it_reads_of_people_only_what_it_shows(
    event: Event, sabine: Registration, signed_in: Callable[[str], Client]
) -> None:
    """Nobody but whoever waits knows the passphrase, so that no worker can make it where many are registered."""
    with transaction() as writing:
        writing.get_one(Registration, sabine.id).title = "Dr."
    nowhere = {"place_key": None, "organisation": "Verein <Eins>", "side": Side.OTHER}
    own = {"latin_name": "Olha Own", "given_name": "Ольга", "email": "olha@example.org"}
    make_registration(event, **nowhere, **own)  # type: ignore[arg-type]
    furnish(event)
    form = signed_in("organiser").get(PAGE).form()
    passphrase = form.values["passphrase"]
    with objects_of(Registration) as loaded:
        answer = form.submit(follow=False)
    assert loaded == []
    listed = opened(answer.body.decode(), passphrase)
    for told in ("Dr. Sabine Krause", "Köln", "Ольга Коваленко", "Olha Own", "Verein &lt;Eins&gt;"):
        assert told in listed


@pytest.mark.usefixtures("sabine")
def test_only_its_passphrase_opens_it(event: Event, signed_in: Callable[[str], Client]) -> None:
    furnish(event)
    passphrase, answer = download(signed_in("organiser"))
    sealed = answer.body.decode()
    assert opened(sealed, f" {passphrase.upper().replace('-', ' ')}")
    other = passphrase[:-1] + ("2" if passphrase[-1] != "2" else "3")
    with pytest.raises(InvalidTag):
        opened(sealed, other)
    altered = re.sub(r'("data": ".{40})(.)', lambda found: found[1] + ("A" if found[2] != "A" else "B"), sealed)
    with pytest.raises(InvalidTag):
        opened(altered, passphrase)


@pytest.mark.usefixtures("sabine")
def test_the_passphrase_is_new_each_time_and_kept_nowhere(event: Event, signed_in: Callable[[str], Client]) -> None:
    furnish(event)
    organiser = signed_in("organiser")
    passphrase, _answer = download(organiser)
    assert organiser.get(PAGE).one(".passphrase").text != passphrase
    session().rollback()
    entry = session().scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None
    assert (entry.action, entry.details) == ("joining.emergency_list", '{"people": 1}')
    rows = [str(row) for table in Event.metadata.sorted_tables for row in session().execute(table.select())]
    assert not any(passphrase in row for row in rows)


@pytest.mark.parametrize("weak", ["", "1234", "aaaa-aaaa-aaaa-aaaa", "2222-2222-2222-2222-222O", "x" * 41])
def test_a_passphrase_of_ones_own_is_refused(event: Event, signed_in: Callable[[str], Client], weak: str) -> None:
    furnish(event)
    page = signed_in("organiser").get(PAGE).form().forge(passphrase=weak).submit(status=422)
    assert page.errors()
    assert page.all(".passphrase")


def test_without_an_address_there_is_no_list(event: Event, signed_in: Callable[[str], Client]) -> None:
    organiser = signed_in("organiser")
    page = organiser.get(PAGE)
    assert "Enter the meeting’s address first" in page.text
    assert not page.all(".passphrase")
    token = page.form("/manage/sign-out").values["csrf_token"]
    organiser.post(PAGE, {"csrf_token": token, "passphrase": sealing.new_passphrase()}, status=409)
    del event


def test_the_partner_office_gets_none(event: Event, signed_in: Callable[[str], Client]) -> None:
    furnish(event)
    signed_in("partner").get(PAGE, status=403)


@given(st.text(max_size=300))
def test_any_text_comes_back_whole(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sealing, "ROUNDS", 100)  # the key of another test is made in as many as usual
    passphrase = sealing.new_passphrase()
    content = text.encode("utf-8", "replace").decode()
    file = sealing.page(content, passphrase, lang="de", texts=TEXTS, style="", script="")
    assert opened(file, passphrase) == content


def test_passphrases_are_strong_and_readable() -> None:
    made = {sealing.new_passphrase() for _time in range(200)}
    assert len(made) == 200
    assert all(map(sealing.is_passphrase, made))
    assert not set("".join(made)) & set("01oilOIL")
