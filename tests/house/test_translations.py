"""Every text is there in German and Ukrainian, says the same, and uses the words that were agreed."""

import re
from functools import cache
from typing import Any

import pytest
import sources
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

from webapp.translations.__main__ import extracted

LANGUAGES = ["de", "uk"]
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%")
LETTERS = re.compile(r"[^\W\d_]{2,}")
CYRILLIC = re.compile("[а-яіїєґ]", re.IGNORECASE)
BRAND = "Konferenz"
SAME = {
    BRAND,
    "Code",
    "Filter",
    "Kreise",
    "Links",
    "Name",
    "Organisation",
    "Person",
    "Region",
    "Software",
    "Text",
}  #: in German too
NAME_LEFT_OUT = "Hello %(name)s,"  #: Ukrainian would have to decline it
PLAIN_TYPING = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])|\.\.\.|(?<=\S) - (?=\S)")
# From the glossary: where the English text says the first, the others must speak so.
AGREED = [
    (r"(?<!video )\bconferences?\b", "konferenz", "конференці"),
    (r"\bregistrations?\b", "anmeld", "реєстр"),
    (r"\bregister(ed)?\b", r"anmeld|angemeldet|meld.* an\b", "реєстр"),
    (r"\bsign(ed)? in\b", "logg|einlog", "ув[іи]й|увійшл|вх[оі]д|сеанс"),
    (r"\bwaiting list\b", "warteliste", "списк?о?к?у? очікування"),
    (r"\bprivacy notice\b", "datenschutzhinweise", "повідомлення про обробку персональних даних"),
    (r"\baccessibility statement\b", "erklärung zur barrierefreiheit", "заяв[аиу] про доступність"),
    (r"\bmunicipalit(y|ies)\b(?! \()", "kommun", "громад"),
    (r"\be-mail address(es)?\b", "e-mail-adresse", "адрес.* електронної пошти|адрес"),
    (r"\bgiven names?\b", "vorname", "ім’я|імена|імені"),
    (r"\bfamily names?\b", "nachname", "прізвищ"),
    (r"\bconsent\b", "einwillig", "згод"),
    (r"\bsimultaneous interpretation\b", "simultandolmetsch", "синхронн"),
    (r"\bprogramme\b", "programm", "програм"),
    (r"\borganisers\b", "organisationsteam", "організатор"),  # never that of a person
    (r"\bhumanitarian aid\b", "humanitäre hilfe", "гуманітарн"),
    (r"\breconstruction\b", "wiederaufbau", "відбудов"),
    (r"\bpatronymic\b", "vatersname", "по батькові"),
    (r"German time", "deutsche zeit", "за часом німеччини"),
    (r"Ukrainian time", "ukrainische zeit", "за київським часом"),
]
# What was agreed never to say, whatever the English text.
NEVER = {
    "de": [
        r"\bregistrier",
        r"teilnehmer(?!\*)",
        r"\bdu\b|\bdein",
        r"e-mailadresse",
        r"\bemail\b",
        r"vertreter(?![*s])\b",
        r"arbeitsmappe",
    ],
    "uk": [
        r"участь підтверджено",
        r"[ыэъё]",
        r"приймати участь",
        r"співпадає",
        r"e-?mail\b",
        r"\bміроприємств",
        r"за власним бажанням",  # of a registration that was withdrawn: organisers withdraw it too
        r"\bкомірк|\bробоч\w+ книг",
    ],
}
WHERE = {  #: English → what its translation must not say
    r"\bsign(ed)? (in|out)\b": {"de": r"\b(an|ab)(ge)?meld", "uk": r"зареєстр"},
    r"\battended\b": {"de": r"angemeldet", "uk": r"участь підтверджено|зареєстровано"},
    r"\bregistered\b": {"de": r"teilgenommen", "uk": r"присутність зафіксовано"},
}


@cache
def catalogue(lang: str) -> Catalog:
    path = sources.WEBAPP / "translations" / lang / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=lang)


def messages(lang: str) -> list[Message]:
    return [message for message in catalogue(lang) if message.id]


def english(message: Message) -> list[str]:
    return _forms(message.id)


def translated(message: Message) -> list[str]:
    return _forms(message.string)


def pairs(lang: str) -> list[tuple[str, str]]:
    """Each translated form with the English it stands for."""
    return [(english(message)[-1], text) for message in messages(lang) for text in translated(message)]


def says(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


def test_the_catalogues_are_in_step_with_the_source() -> None:
    wanted = {tuple(english(message)) for message in extracted() if message.id}
    for lang in LANGUAGES:
        found = {tuple(english(message)) for message in messages(lang)}
        assert sorted(wanted - found) == [], "missing in the catalogue: run “make translations”"
        assert sorted(found - wanted) == [], "no longer in the source: run “make translations”"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_text_is_translated_and_none_is_a_guess(lang: str) -> None:
    assert [message.id for message in messages(lang) if not all(translated(message))] == []
    assert [message.id for message in messages(lang) if message.fuzzy] == []
    forms = catalogue(lang).num_plurals
    counted = [message for message in messages(lang) if not isinstance(message.id, str)]
    assert [message.id for message in counted if len(translated(message)) != forms] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_placeholders_are_the_same(lang: str) -> None:
    for message in messages(lang):
        wanted = sorted(PLACEHOLDER.findall(english(message)[-1]))
        for text in translated(message):
            one_of_many = len(english(message)) > 1 and "%" not in text
            free = one_of_many or (lang == "uk" and message.id == NAME_LEFT_OUT)
            assert free or sorted(PLACEHOLDER.findall(text)) == wanted, text


@pytest.mark.parametrize(("lang", "same"), [("de", SAME), ("uk", {BRAND})])
def test_no_english_is_left(lang: str, same: set[str]) -> None:
    left = [text for source, text in pairs(lang) if text == source and LETTERS.search(PLACEHOLDER.sub("", source))]
    assert set(left) - same == set()
    texts = [text for _source, text in pairs(lang) if LETTERS.search(PLACEHOLDER.sub("", text)) and text not in same]
    assert [text for text in texts if lang == "uk" and not CYRILLIC.search(text)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_agreed_words_are_used(lang: str) -> None:
    column = 1 + LANGUAGES.index(lang)
    asked = [(row[column], source, text) for source, text in pairs(lang) for row in AGREED if says(row[0], source)]
    assert [(source, text) for word, source, text in asked if not says(word, text)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_that_were_ruled_out_are_absent(lang: str) -> None:
    always = [(word, text) for _source, text in pairs(lang) for word in NEVER[lang]]
    here = [
        (words[lang], text)
        for where, words in WHERE.items()
        for source, text in pairs(lang)
        if lang in words and says(where, source)
    ]
    assert [text for word, text in always + here if says(word, text)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_quotes_and_dashes_are_those_of_the_language(lang: str) -> None:
    for source, text in pairs(lang):
        assert not PLAIN_TYPING.search(source), source
        assert not PLAIN_TYPING.search(text), text
        assert '"' not in re.sub(r"<[^>]+>", "", text), text
    foreign = "”" if lang == "de" else "“”„"
    assert [text for _source, text in pairs(lang) if set(foreign) & set(text)] == []


def _forms(text: Any) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


def test_what_stands_beside_a_number_fits_every_number() -> None:
    """«1 реєстрацій» is wrong: a label beside a number speaks of «кількість», or comes from ngettext."""
    many = re.compile("(?:осіб|реєстрацій|місць|підключень|запропонованих|спільних)(?:,| \\S)")
    beside = {"people were added"}  # the state of a list, not beside a number
    labels = {one.id: one.string for one in catalogue("uk") if isinstance(one.string, str) and one.id not in beside}
    assert {text for text in labels.values() if many.match(text)} == set()
