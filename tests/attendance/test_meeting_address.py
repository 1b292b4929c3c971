"""Only https, only hosts that are allowed, and nothing that a browser might read differently."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from webapp.attendance.meeting.meeting_address import Fault, fault, form_targets, host
from webapp.config import Settings

HOSTS = Settings().meeting_hosts.split()


@pytest.mark.parametrize(
    "address",
    [
        "https://zoom.us/j/123",
        "https://us02web.zoom.us/j/81234567890?pwd=abc#success",
        "https://teams.microsoft.com/l/meetup-join/19%3ameeting_x%40thread.v2/0?context=%7b%22Tid%22%3a%22x%22%7d",
        "https://teams.live.com/meet/9312",
        "https://land.webex.com/meet/konferenz",
        "HTTPS://Meet.Google.com/abc-defg-hij",
        "https://zoom.us:443/j/1",
    ],
)
def test_addresses_of_the_usual_platforms_are_fine(address: str) -> None:
    assert fault(address, HOSTS) is None


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ("http://zoom.us/j/1", Fault.NOT_HTTPS),
        ("zoom.us/j/1", Fault.NOT_HTTPS),
        ("//zoom.us/j/1", Fault.NOT_HTTPS),
        ("javascript:alert(1)//https://zoom.us", Fault.NOT_HTTPS),
        (" https://zoom.us/j/1", Fault.NOT_HTTPS),
        ("https://evil.example/j/1", Fault.HOST),
        ("https://zoom.us.evil.example/", Fault.HOST),
        ("https://evilzoom.us/", Fault.HOST),
        ("https://webex.com/", Fault.HOST),  # *. means below
        ("https://zoom.us:8443/", Fault.HOST),
        ("https://zoom.us@evil.example/", Fault.MALFORMED),
        ("https://zoom.us:443@evil.example/", Fault.MALFORMED),
        ("https://evil.example\\@zoom.us/", Fault.MALFORMED),
        ("https://zoom.us\\.evil.example/", Fault.MALFORMED),
        ("https:/zoom.us/", Fault.NOT_HTTPS),
        ("https:///zoom.us/", Fault.MALFORMED),
        ("https://zооm.us/", Fault.MALFORMED),  # Cyrillic о
        ("https://zoom.us/j/1\r\nSet-Cookie: x=1", Fault.MALFORMED),
        ("https://zoom.us/j/ 1", Fault.MALFORMED),
        ('https://zoom.us/j/"><script>', Fault.MALFORMED),
        ("https://", Fault.MALFORMED),
        ("https://[::1]/", Fault.MALFORMED),
        ("https://zoom.us;script-src *", Fault.MALFORMED),
    ],
)
def test_others_are_not(address: str, wrong: Fault) -> None:
    assert fault(address, HOSTS) is wrong


def test_a_host_may_be_allowed_with_its_port() -> None:
    assert fault("https://bbb.example.org:8443/b/x", ["bbb.example.org:8443"]) is None
    assert fault("https://bbb.example.org/b/x", ["bbb.example.org:8443"]) is Fault.HOST


def test_a_form_may_lead_to_every_host_on_the_way() -> None:
    assert form_targets("https://zoom.us/j/1", ["zoom.us", "*.zoom.us"]) == ["https://zoom.us", "https://*.zoom.us"]
    assert host("https://BBB.example.org:8443/b/x") == "bbb.example.org:8443"


@given(st.text(max_size=60), st.text(max_size=20))
@example("https://zoom.us", ".evil.example")
@example("https://zoom.us/", "\n")
def test_what_is_fine_leads_where_it_says(start: str, rest: str) -> None:
    for address in (start + rest, f"https://zoom.us{start}{rest}", f"https://{start}zoom.us{rest}"):
        if fault(address, HOSTS) is None:
            assert address.isascii()
            assert address.isprintable()
            assert not set(address) & set(' \\"<>^`{|}')
            assert host(address) == "zoom.us" or host(address).endswith(tuple(name.lstrip("*") for name in HOSTS))
