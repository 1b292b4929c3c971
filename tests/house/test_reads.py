"""Reading never writes: whoever opens whatever page, the database stays as it is."""

from collections.abc import Callable

import pytest
from addresses import Address
from databases import POSTGRESQL
from factories import make_event
from page import Client
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from webapp.core.db import session

LANGUAGES = ["uk"] if POSTGRESQL else ["de", "uk", "en"]  # what is drawn does not depend on the database
NO_PAGE = {"admin.mailbox_html", "places.search", "admin.mailbox_attachment"}


@pytest.mark.asvs("3.5.3")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_opens_and_changes_nothing(
    site: list[Address],
    visitors: dict[str, Client],
    unchanged: Callable[[], bool],
    fingerprint: Callable[[], dict[str, str]],
    lang: str,
) -> None:
    before = fingerprint()
    for visitor in ("nobody", "owner"):
        for address in (address for address in site if address.method == "GET" and address.endpoint not in NO_PAGE):
            url = address.url.replace("/en/", f"/{lang}/", 1)
            visitors[visitor].headers["Accept-Language"] = lang
            page = visitors[visitor].open("GET", url)
            assert page.status in {200, 302, 303}, address
            assert unchanged(), address
    assert fingerprint() == before


@pytest.mark.usefixtures("app")
def test_a_single_write_is_seen(written: Callable[[], object]) -> None:
    before = written()
    assert written() == before
    make_event()
    assert written() != before


@pytest.mark.asvs("3.5.3")
def test_head_and_options_change_nothing(
    site: list[Address], visitors: dict[str, Client], fingerprint: Callable[[], dict[str, str]]
) -> None:
    before = fingerprint()
    for address in site:
        for method in ("HEAD", "OPTIONS"):
            visitors["owner"].browser.open(address.url, method=method, base_url="http://localhost")
    assert fingerprint() == before


@pytest.mark.usefixtures("app")
def test_the_session_of_a_request_cannot_write() -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"):
        session().execute(text("DELETE FROM registration"))
