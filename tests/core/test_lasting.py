"""What is the same for everybody is drawn once a language."""

from collections.abc import Callable

import pytest
from flask import Flask, template_rendered
from page import Client


@pytest.fixture
def drawn(make_app: Callable[..., Flask]) -> Flask:
    """Whose pages nobody has asked for yet."""
    return make_app(contact_email="hilfe@example.org", contact_phone="+49 211 1234")


def test_the_footer_is_drawn_once_a_language(drawn: Flask) -> None:
    seen: list[str | None] = []

    def note(_app: Flask, template: object, **_more: object) -> None:
        seen.append(getattr(template, "name", None))

    client = Client(drawn)
    with template_rendered.connected_to(note, drawn):
        pages = [client.get(f"/{lang}/{path}") for path in ("", "privacy") for lang in ("de", "uk", "en")]
    assert seen.count("footer.html") == 3
    feet = [page.html.partition("<footer")[2].partition("</footer>")[0] for page in pages]
    assert feet[3:] == feet[:3]
    for foot, lang in zip(feet, ("de", "uk", "en"), strict=False):
        assert f'href="/{lang}/imprint"' in foot
        assert "mailto:hilfe@example.org" in foot
        assert "tel:+492111234" in foot


def test_little_is_kept_whatever_root_visitors_name(drawn: Flask) -> None:
    seen: list[str | None] = []

    def note(_app: Flask, template: object, **_more: object) -> None:
        seen.append(getattr(template, "name", None))

    visitor = drawn.test_client()
    with template_rendered.connected_to(note, drawn):
        for number in [*range(40), 0]:
            foot = visitor.get("/en/privacy", base_url=f"http://localhost/below{number}").text.partition("<footer")[2]
            assert f'href="/below{number}/en/imprint"' in foot
    assert seen.count("footer.html") == 41  # what was drawn for the first of many is not kept
