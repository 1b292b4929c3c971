"""One key for an address however it is typed, and the domain that mail servers look up: nobody else's."""

import pytest

from webapp.core.addresses import address_key, ascii_domain


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        (" Olena@Example.ORG ", "olena@example.org"),
        ("rathaus@KÖLN.de", "rathaus@xn--kln-sna.de"),
        ("rathaus@xn--kln-sna.de", "rathaus@xn--kln-sna.de"),
        ("rathaus@ｋoeln。de", "rathaus@koeln.de"),
        ("info@пошта.укр", "info@xn--80a1acn3a.xn--j1amh"),
        ("info@ПОШТА.УКР", "info@xn--80a1acn3a.xn--j1amh"),
        ("info@gießen.de", "info@xn--gieen-nqa.de"),
        ("a+b@koeln.de", "a+b@koeln.de"),
    ],
)
def test_one_key_for_each_address(typed: str, key: str) -> None:
    assert address_key(typed) == key


def test_two_owners_two_domains() -> None:
    assert ascii_domain("straße.de") != ascii_domain("strasse.de")


@pytest.mark.parametrize("text", ["", "ö..de", "-ö.de", "ö" * 80 + ".de"])
def test_what_is_no_domain_stays(text: str) -> None:
    assert ascii_domain(text) == text
