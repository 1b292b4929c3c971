"""A NUL character, which PostgreSQL cannot hold: no address and no form that holds one is an error of ours."""

from urllib.parse import urljoin, urlsplit

from addresses import Address
from flask import Flask
from markup import attr
from page import Client, Form, Page
from tags import Tag


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


def test_in_every_field_of_every_form(app: Flask, site: list[Address], visitors: dict[str, Client]) -> None:
    """Each field of each form once, however often the form stands on a page."""
    tried = set()
    for address in (address for address in site if address.is_page):
        page = visitors["owner"].open("GET", address.url)
        for tag in page.all("form"):
            what = which_view(app, page, tag)
            for name in sorted({attr(control, "name") for control in Form(page, tag).controls} - {"csrf_token"}):
                if (address.name, what, name) not in tried:
                    Form(page, tag).forge(**{name: "05315\x00000"}).submit(follow=False, without={"typography"})
                    tried.add((address.name, what, name))
    assert len(tried) > 200


def which_view(app: Flask, page: Page, tag: Tag) -> str:
    """Of where the form leads; forms of many rows lead to one view."""
    path, method = urlsplit(urljoin(page.url, attr(tag, "action"))).path, attr(tag, "method").upper()
    endpoint, _values = app.url_map.bind("localhost").match(path, method)
    return f"{method} {endpoint}"
