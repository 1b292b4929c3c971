"""Passwords: which are refused, and that all of a password counts."""

import re
import unicodedata

import pytest

from webapp.accounts import passwords
from webapp.accounts.passwords import Weakness, hashed, verify, weakness

ABOUT = ("sabine.krause@stadt-koeln.example", "Sabine Krause")


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("Kirschen", Weakness.SHORT),
        ("elf Zeichen", Weakness.SHORT),
        ("x" * 60 + "yz12" * 18, Weakness.LONG),
        ("aaaaaaaaaaaa", Weakness.REPEATED),
        ("abababababab", Weakness.REPEATED),
        ("passwordpassword", Weakness.COMMON),
        ("Passwort123456!", Weakness.COMMON),
        ("Konferenz2026!", Weakness.COMMON),
        ("Dnipro-Konferenz-2026", Weakness.COMMON),
        ("Дніпропетровськ2026", Weakness.COMMON),
        ("Пароль-123456", Weakness.COMMON),
        ("йцукенгшщзхї1", Weakness.COMMON),
        ("qwertzuiop12", Weakness.COMMON),
        ("Düsseldorf 2026", Weakness.COMMON),
        ("Duesseldorf 2026", Weakness.COMMON),
        ("SabineKrause1", Weakness.COMMON),
        ("krause.sabine!", Weakness.COMMON),
        ("sabine.krause@stadt-koeln.example", Weakness.COMMON),
        ("Kirschen fallen im Juni", None),
        ("вишні падають у червні", None),
        ("839201847566", None),
        ("🍒🌧️🚂🦉🌻🍋🎈🧭🪁🦔🍄🐌", None),
        ("Konferenz der sieben Möwen", None),
        ("hg7!kk2-vB90", None),
    ],
)
def test_which_are_refused(password: str, expected: Weakness | None) -> None:
    assert weakness(password, ABOUT) == expected


@pytest.mark.asvs("6.2.9")
def test_last_character_of_a_long_cyrillic_passphrase_counts() -> None:
    phrase = ("вишні падають у червні " * 5)[:99]
    stored = hashed(phrase + "я")
    assert verify(stored, phrase + "я")
    assert not verify(stored, phrase + "ю")
    assert not verify(stored, phrase)


def test_one_letter_in_two_unicode_forms_is_one_password() -> None:
    typed = "їжак і йогурт на дні"
    assert verify(hashed(typed), unicodedata.normalize("NFD", typed))


def test_case_and_spaces_count() -> None:
    stored = hashed(" Kirschen im Juni ")
    assert not verify(stored, "Kirschen im Juni")
    assert not verify(stored, " kirschen im juni ")


@pytest.mark.asvs("11.4.2")
@pytest.mark.parametrize("stored", [hashed("Kirschen im Juni"), passwords._NOBODY])  # noqa: SLF001
def test_hash_of_everybody_and_nobody_costs_the_same(stored: str) -> None:
    assert re.match(r"\$argon2id\$v=19\$m=19456,t=2,p=1\$", stored)


@pytest.mark.parametrize("stored", [None, "", "plain text", "$argon2id$v=19$broken"])
def test_without_a_usable_hash_nobody_comes_in(stored: str | None) -> None:
    assert not verify(stored, "Kirschen im Juni")


def test_unwritable_characters_are_only_a_wrong_password() -> None:
    assert not verify(hashed("Kirschen im Juni"), "Kirschen \ud800 Juni")
