"""What organisers say about the meeting, one person's link in their hands, and the live view."""

from collections.abc import Callable

from factories import DNIPRO, KOELN, make_event, make_registration
from inbox import Mail
from page import Client
from rooms import ADDRESS, furnish, link_of
from sqlalchemy import select
from surroundings import Clock
from tags import words

from webapp.attendance.meeting import join_queries, joining
from webapp.attendance.meeting.joining import Use
from webapp.attendance.meeting.joining_models import Way
from webapp.core import clock as times
from webapp.core.audit import AuditEntry
from webapp.core.db import session, transaction
from webapp.events.models import Event
from webapp.registration.models import Registration, Side, State

PAGE = "/manage/events/folgekonferenz/joining"
LIVE = f"{PAGE}/live"


def use(registration: Registration, way: Way = Way.SELF, **more: object) -> None:
    with transaction():
        joining.note_use(registration.public_id, Use(way=way, **more), now=times.now())  # type: ignore[arg-type]


def test_the_room_is_stored_and_noted(organiser: Client, event: Event) -> None:
    page = organiser.get(PAGE).form().fill(address=ADDRESS, dial_in="+49 1\n+380 2", opens_minutes_before="45").submit()
    assert "Your changes were saved." in page.text
    session().rollback()
    room = join_queries.room(event.id)
    assert (room.address, room.dial_in, room.opens_minutes_before) == (ADDRESS, "+49 1\n+380 2", 45)
    entry = session().scalars(select(AuditEntry).where(AuditEntry.action == "joining.room")).one()
    assert entry.details == '{"fields": ["address", "dial_in", "opens_minutes_before"]}'
    assert "Nothing was changed." in organiser.get(PAGE).form().submit().text


UNUSABLE: list[tuple[str, str, str]] = [
    ("address", "http://zoom.us/j/1", "The meeting’s address must begin with https://."),
    ("address", "https://zoom.us@evil.example", "This is no address of a meeting."),
    ("address", "https://bbb.koeln.example/b/x", "Meetings at bbb.koeln.example are not allowed here."),
    ("address", f"https://zoom.us/{'x' * 1000}", "Use at most 1000 characters."),
    ("opens_minutes_before", "241", "Enter a whole number from 0 to 240."),
    ("closes_minutes_after", "", "Enter the number of minutes."),
]


def test_what_cannot_be_used_is_said(organiser: Client, event: Event) -> None:
    for field, typed, said in UNUSABLE:
        page = organiser.get(PAGE).form().fill(**{field: typed}).submit(status=422)
        [error] = page.errors()
        assert error.startswith(said), field
        assert page.form().values[field] == typed, field
        assert join_queries.room(event.id).address == "", field


def test_another_host_is_allowed_by_the_setting_that_is_named(
    make_app: Callable[..., object], organiser: Client
) -> None:
    page = organiser.get(PAGE).form().fill(address="https://bbb.koeln.example/b/x").submit(status=422)
    assert "KONFERENZ_MEETING_HOSTS" in page.errors()[0]
    organiser.app = make_app(meeting_hosts="*.koeln.example zoom.us")  # type: ignore[assignment]
    session_cookie = organiser.browser.get_cookie("session", domain="localhost")
    assert session_cookie is not None
    organiser.browser = organiser.app.test_client()
    organiser.browser.set_cookie("session", session_cookie.value, domain="localhost")
    assert "saved" in organiser.get(PAGE).form().fill(address="https://bbb.koeln.example/b/x").submit().text


def test_one_persons_link_is_withdrawn_and_renewed(
    client: Client, organiser: Client, event: Event, olena: Registration, deliver: Callable[[], list[Mail]]
) -> None:
    del event
    first = link_of(olena)
    address = f"{PAGE}/people/{olena.public_id}"
    page = organiser.get(f"/manage/events/folgekonferenz/registrations/{olena.public_id}").click("Link to join")
    page = page.form(f"{address}/close").submit()
    assert "The link was withdrawn." in page.text
    page.form(f"{address}/renew")  # still offered
    assert not page.all(f"form[action='{address}/close']")
    client.get(first, status=404)
    assert client.get(link_of(olena), status=410).h1 == "This link was withdrawn"
    page = page.form(f"{address}/renew").submit()
    assert "A new link is on its way" in page.text
    [mail] = deliver()
    assert (mail.to, mail.lang) == ("olena@example.org", "uk")
    assert mail.link("/j/") == link_of(olena, "uk")
    client.get(mail.link("/j/"))
    client.get(first, status=404)


def test_no_other_events_person_is_shown(organiser: Client, olena: Registration) -> None:
    other = make_event(slug="other")
    stranger = make_registration(other, email="else@example.org")
    organiser.get(f"{PAGE}/people/{stranger.public_id}", status=404)
    token = organiser.get(PAGE).form().values["csrf_token"]
    for what in ("close", "renew"):
        organiser.post(f"{PAGE}/people/{stranger.public_id}/{what}", {"csrf_token": token}, status=404)
    organiser.get(f"{PAGE}/people/{olena.public_id}")


def test_who_left_gets_no_new_link(organiser: Client, event: Event, deliver: Callable[[], list[Mail]]) -> None:
    gone = make_registration(event, State.CANCELLED)
    token = organiser.get(PAGE).form().values["csrf_token"]
    organiser.post(f"{PAGE}/people/{gone.public_id}/renew", {"csrf_token": token}, status=410)
    assert deliver() == []


def test_the_live_view_counts_each_once_by_side_and_district(
    organiser: Client, event: Event, sabine: Registration, olena: Registration
) -> None:
    furnish(event, opens_minutes_before=240)
    duisburg = make_registration(event, given_name="D", place_key="05112000", side=Side.NRW)
    make_registration(event, given_name="K", place_key=KOELN, side=Side.NRW)
    make_registration(event, State.PENDING, given_name="P", place_key=DNIPRO)
    society = make_registration(event, given_name="V", place_key=None, organisation="Verein", side=Side.OTHER)
    assert "0 of 5 have used their link." in organiser.get(LIVE).text
    use(sabine)
    use(sabine, Way.SEVERAL, people=8)  # what she said last counts
    use(olena, Way.SUBSTITUTE, substitute="Віра Шевченко")
    use(duisburg)
    use(society)
    page = organiser.get(LIVE)
    assert words(page.one("[role=status]")) == "4 of 5 have used their link."
    sides = {row["Region"]: (row["used the link"], row["people"], row["registered"]) for row in page.table("#sides")}
    assert sides == {
        "North Rhine-Westphalia": ("2", "9", "3"),
        "Dnipropetrovsk Oblast": ("1", "1", "1"),
        "elsewhere": ("1", "1", "1"),
    }
    districts = {row["Regierungsbezirk or raion"]: row["used the link"] for row in page.table("#districts")}
    assert districts == {
        "Cologne administrative district": "1",
        "Düsseldorf administrative district": "1",
        "Dnipro Raion": "1",
    }
    assert list(districts)[-1] == "Dnipro Raion"  # who reads English sees North Rhine-Westphalia first
    assert "represented by somebody: Віра Шевченко" in {row["How"] for row in page.table("#latest")}
    seen = join_queries.live(event.id)
    assert seen.total.used == sum(side.used for side in seen.sides.values())
    assert seen.ways == {Way.SEVERAL: 1, Way.SUBSTITUTE: 1, Way.SELF: 2}


def test_who_joins_again_as_before_counts_as_of_then(event: Event, sabine: Registration, clock: Clock) -> None:
    furnish(event, opens_minutes_before=240)
    for way, people in ((Way.SELF, 1), (Way.SEVERAL, 8), (Way.SELF, 1)):
        clock.forward(minutes=1)
        use(sabine, way, people=people)
    seen = join_queries.live(event.id)
    assert (seen.total.people, seen.ways) == (1, {Way.SELF: 1})


def test_the_live_view_works_without_scripts(organiser: Client, sabine: Registration, clock: Clock) -> None:
    del sabine, clock
    page = organiser.get(LIVE)
    assert page.link("Load again").endswith(LIVE)
    assert page.one("#pause").has_attr("hidden")
    assert page.one("#live")["data-hx-trigger"] == "every 10s"
    assert "Nobody has used the link yet." in page.text


def test_live_names_are_not_for_the_partner_office(event: Event, signed_in: Callable[[str], Client]) -> None:
    del event
    signed_in("partner").get(LIVE, status=403)


def test_many_uses_need_no_more_statements(organiser: Client, event: Event) -> None:
    for number in range(30):
        use(make_registration(event, given_name=f"N{number}"))
    page = organiser.get(LIVE, statements=12)
    assert len(page.table("#latest")) == 20
