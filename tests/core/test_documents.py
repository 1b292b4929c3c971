"""PDF out of plain data: no letter breaks it, no text becomes markup, and it may be made in several threads."""

import io
import os
import re
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdf_ua import faults
from pypdf import PdfReader, PdfWriter

from webapp.core import companion, documents, font_letters
from webapp.core.i18n import duration, speaking
from webapp.core.papers import Paper, as_data

AT = datetime(2026, 12, 3, 9, 30, tzinfo=UTC)


def half(lang: str, name: str) -> dict[str, Any]:
    texts = {"heading": "Heading", "intro": "Intro", "of": "Köln", "check": "Check", "address": "https://example.org/"}
    return {"lang": lang, "name": name, "rows": [["Day", "Thursday"]], **texts}


def made(name: str, *, language: str = "de", title: str = "Bescheinigung") -> bytes:
    data = {"halves": [half("de", name), half("uk", name)], "code": "ABCD"}
    return documents.pdf("certificate", data, language=language, title=title, at=AT)


def text(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def test_it_says_what_it_is() -> None:
    read = PdfReader(io.BytesIO(made("Олена", title="Сертифікат", language="uk")))
    assert read.metadata is not None
    assert read.metadata.title == "Сертифікат"
    assert read.metadata.creation_date == AT
    assert str(read.root_object["/Lang"]) == "uk"


def spoiled(spoil: Callable[[Any], Any]) -> bytes:
    written, target = PdfWriter(clone_from=io.BytesIO(made("Олена"))), io.BytesIO()
    spoil(written.root_object)
    written.write(target)
    return target.getvalue()


def first_page(root: Any) -> Any:
    return root["/Pages"]["/Kids"][0].get_object()


def test_everybody_can_have_it_read_aloud() -> None:
    """By a look of our own, and not by the word of the program that made it; the same look sees what is spoiled."""
    assert faults(made("Олена 😀 " + "Ґ" * 80)) == []
    spoils: dict[str, Callable[[Any], Any]] = {
        "": lambda _root: None,
        "05 06": lambda root: root["/Metadata"].set_data(b"<x/>"),
        "06": lambda root: root.pop("/MarkInfo"),
        "07": lambda root: root.pop("/ViewerPreferences"),
        "11": lambda root: root.pop("/Lang"),
        "01": lambda root: root.pop("/StructTreeRoot"),
        "28": lambda root: first_page(root).pop("/Tabs"),
        "28 28": lambda root: [one.get_object().pop("/Contents") for one in first_page(root)["/Annots"]],
        "01 01": lambda root: first_page(root)["/Contents"].get_object().set_data(b"BT (a) Tj ET"),
    }
    for codes, spoil in spoils.items():
        assert " ".join(one.partition(":")[0] for one in faults(spoiled(spoil))) == codes


def test_the_same_data_gives_the_same_file() -> None:
    assert made("Олена") == made("Олена")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("#panic() $x$ @a <b> *c* _d_ [e] `f` \\g // h", "#panic() $x$ @a <b> *c* _d_ [e] `f` \\g // h"),
        ("ҐґЄєІіЇї’ʼ ÄÖÜß ẞ", "ҐґЄєІіЇї’ʼ ÄÖÜß ẞ"),
        ("김 😀 ქ", "Gim k"),
        ("a\u2011b", "a-b"),
    ],
)
def test_texts_stay_as_they_are(name: str, shown: str) -> None:
    assert shown in text(made(name))


@settings(max_examples=25)
@given(st.text(max_size=60))
def test_no_text_breaks_it(name: str) -> None:
    assert made(name).startswith(b"%PDF-")


def test_a_word_longer_than_a_line_is_broken() -> None:
    for letter, most in (("Ж", 20), ("漢", 60)):  # which is spelled
        paper = as_data(Paper("de", letter * 240, [], "", []))  # whose title is the largest of all
        made_of_it = documents.pdf("paper", paper, language="de", title="T", at=AT)
        told = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made_of_it)).pages)
        assert max(map(len, re.findall(r"[ЖHan]{5,}", told))) <= most
        assert sum(map(told.count, "Жn")) >= 240


def test_several_threads_may_ask_at_once() -> None:
    names = [f"Name {number}" for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        for name, content in zip(names, pool.map(made, names), strict=True):
            assert name in text(content)


def test_its_process_may_end_and_refuse() -> None:
    first = made("Олена")
    process = companion._companion._process  # noqa: SLF001 - it is ended as the machine might
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert made("Олена") == first
    with pytest.raises(documents.NotPrinted):
        documents.pdf("no_such", {}, language="de", title="T")
    assert made("Олена") == first


def test_nobody_is_given_what_another_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    made("Олена")
    with monkeypatch.context() as broken:
        broken.setattr(os, "read", Mock(side_effect=MemoryError))
        with pytest.raises(MemoryError):
            made("Ірина")
    assert "Богдан" in text(made("Богдан"))
    process = companion._companion._process  # noqa: SLF001 - an answer is left in it
    assert process is not None
    assert process.stdin is not None
    process.stdin.write(b'{"print": "x.typ", "root": "x", "inputs": {}, "at": 0, "number": 1}\n')
    assert "Богдан" in text(made("Богдан"))


def test_a_process_that_does_not_read_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    made("Олена")
    process = companion._companion._process  # noqa: SLF001 - it is stopped as the machine might
    assert process is not None
    monkeypatch.setattr(companion, "SECONDS_TO_WAIT", 0.2)
    os.kill(process.pid, signal.SIGSTOP)
    with pytest.raises(documents.NotPrinted):
        made("x" * 200_000)
    monkeypatch.undo()
    assert "Богдан" in text(made("Богдан"))


def test_letters_of_a_font_are_those_it_draws() -> None:
    known = font_letters.letters((companion.FONTS / "FiraSans_400Regular.ttf").read_bytes())
    assert set("АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯäöüßẞ–—„“«»’") <= known
    assert not set("김😀ქع") & known
    with pytest.raises(ValueError, match="no table"):
        font_letters.letters(bytes(100))


DURATIONS: list[tuple[str, int, str]] = [
    ("de", 90, "1 Stunde 30 Minuten"),
    ("uk", 90, "1 година 30 хвилин"),
    ("uk", 121, "2 години 1 хвилина"),
    ("en", 60, "1 hour"),
    ("en", 5, "5 minutes"),
    ("de", 0, "0 Minuten"),
]


@pytest.mark.usefixtures("app")
def test_durations_are_told_in_words() -> None:
    for lang, minutes, words in DURATIONS:
        with speaking(lang):
            assert duration(minutes) == words
