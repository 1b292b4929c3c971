"""A NUL character, which PostgreSQL cannot hold: no address and no form that holds one is an error of ours."""

from addresses import Address
from markup import attr
from page import Client, Form


def test_in_an_address(site: list[Address], visitors: dict[str, Client]) -> None:
    for address in site:
        parts = address.url.split("/")
        for place in range(2, len(parts)):
            spoiled = "/".join([*parts[:place], f"{parts[place]}%00", *parts[place + 1 :]])
            page = visitors["owner"].open(address.method, spoiled)
            assert page.status in {400, 403, 404, 405}, spoiled


def test_in_a_query(site: list[Address], visitors: dict[str, Client]) -> None:
    for address in (address for address in site if address.is_page):
        visitors["owner"].open("GET", f"{address.url}?place=05%00&district=05%00&q=05%00&%00=%00")


def test_in_every_field_of_every_form(site: list[Address], visitors: dict[str, Client]) -> None:
    tried = 0
    for address in (address for address in site if address.is_page):
        page = visitors["owner"].open("GET", address.url)
        for tag in page.all("form"):
            for name in sorted({attr(control, "name") for control in Form(page, tag).controls} - {"csrf_token"}):
                Form(page, tag).forge(**{name: "05315\x00000"}).submit(follow=False, without={"typography"})
                tried += 1
    assert tried > 50
