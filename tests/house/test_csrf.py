"""Without a valid token, or from another site, no request changes anything."""

from collections.abc import Callable

import pytest
from addresses import UNSAFE, Address
from page import Client

Unchanged = Callable[[], bool]


@pytest.mark.asvs("3.5.1")
@pytest.mark.parametrize("token", [None, "stale"])
def test_nothing_changes_without_a_valid_token(
    site: list[Address], visitors: dict[str, Client], unchanged: Unchanged, token: str | None
) -> None:
    unsafe = [address for address in site if address.method in UNSAFE]
    for address in unsafe:
        page = visitors["owner"].open(address.method, address.url, data={"csrf_token": token} if token else {})
        assert 400 <= page.status < 500, address
        assert unchanged(), address
    assert len(unsafe) > 10


@pytest.mark.asvs("3.5.1")
def test_nothing_changes_by_another_sites_post(
    site: list[Address], visitors: dict[str, Client], unchanged: Unchanged
) -> None:
    token = visitors["owner"].get("/manage/account").form("/manage/sign-out").values["csrf_token"]
    for address in (address for address in site if address.method in UNSAFE):
        headers = {"Sec-Fetch-Site": "cross-site"}
        page = visitors["owner"].open(address.method, address.url, data={"csrf_token": token}, headers=headers)
        assert page.status in {303, 403}, address
        assert unchanged(), address
