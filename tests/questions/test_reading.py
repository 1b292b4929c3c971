"""Reports of questions and saved chats of three platforms in several languages, and what is no such file."""

import io
import zipfile
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbooks_made import xlsx

from webapp.core.grids import Code, Unreadable
from webapp.questions import alike
from webapp.questions.reading import chats, files, telling
from webapp.questions.reading.found import Entry, Flaw, Found, Left, Platform, Table, Unusable

SAMPLES = Path(__file__).with_name("samples")


def found(name: str) -> Found:
    read = files.read((SAMPLES / name).read_bytes())
    assert isinstance(read, Found)
    return read


def of_text(text: str, encoding: str = "utf-8") -> Found:
    read = files.read(text.encode(encoding))
    assert isinstance(read, Found)
    return read


def replies(entry: Entry) -> list[tuple[str, str]]:
    return [(reply.by, reply.text) for reply in entry.replies]


@pytest.mark.parametrize(
    ("name", "platform", "number", "anonymous", "live"),
    [
        ("zoom_qa_2020_en.csv", Platform.ZOOM, 3, 1, 1),
        ("zoom_qa_2025_de.csv", Platform.ZOOM, 2, 1, 1),
        ("zoom_qa_2025_uk.csv", Platform.ZOOM, 2, 1, 1),
        ("zoom_qa_ru.csv", Platform.ZOOM, 2, 1, 0),
        ("teams_qa_en.csv", Platform.TEAMS, 2, 1, 1),
        ("webex_qa.txt", Platform.WEBEX, 2, 1, 0),
        ("liste_fragen.csv", Platform.TABLE, 2, 0, 0),
    ],
)
def test_reports_of_questions(name: str, platform: Platform, number: int, anonymous: int, live: int) -> None:
    read = found(name)
    assert (read.platform, read.asked, len(read.entries)) == (platform, True, number)
    assert sum(entry.anonymous for entry in read.entries) == anonymous
    assert sum(entry.live for entry in read.entries) == live
    assert not any(entry.name or entry.email for entry in read.entries if entry.anonymous)
    assert all(entry.name for entry in read.entries if not entry.anonymous)


def test_several_answers_in_one_cell() -> None:
    first, second, third = found("zoom_qa_2020_en.csv").entries
    assert first.text == 'How do we find a partner, "if any"?'
    assert (first.name, first.email) == ("Olena Kovalenko", "olena@example.org")
    assert replies(first) == [("Sabine Krause", "Write to us."), ("Jörg Weiß", "We publish a list.")]
    assert (replies(second), second.live) == ([], True)
    assert (third.text, replies(third)) == ("What about schools?\nAnd kindergartens?", [])


def test_several_answers_in_rows_of_their_own() -> None:
    entries = found("zoom_qa_2025_de.csv").entries
    assert replies(entries[0]) == [("Moderation", "Das Land."), ("Jörg Weiß", "Und die Stiftung.")]
    assert entries[0].written == "20.04.2026 10:12:05"
    below = "Question,Answer,Asker Name\nWho pays?,The state.,Ina Beck\n,The town.,\n"
    assert replies(of_text(below).entries[0]) == [("", "The state."), ("", "The town.")]


def test_responses_find_their_question() -> None:
    entries = found("teams_qa_en.csv").entries
    assert replies(entries[0]) == [("Krause, Sabine", "Forty-one.")]
    assert [(entry.votes, entry.live) for entry in entries] == [(7, False), (0, True)]


def test_webex_keeps_lines_and_answers() -> None:
    first = found("webex_qa.txt").entries[0]
    assert first.text == "How do we find a partner?\nWe are a small hromada."
    assert replies(first) == [("Sabine Krause", "Write to us.")]


def test_a_table_of_somebodys_own() -> None:
    first, second = found("liste_fragen.csv").entries
    assert (first.name, first.place, first.votes, replies(first)) == ("Jörg Weiß", "Köln", 4, [("", "Über die Seite.")])
    assert (second.place, second.written) == ("Дніпро", "20.04.2026 10:31")


@pytest.mark.parametrize(
    ("name", "platform", "messages", "direct"),
    [
        ("zoom_chat_2020_en.txt", Platform.ZOOM, ["Sabine Krause", "Olena Kovalenko", "Petro Bondar"], 1),
        ("zoom_chat_2025_de.txt", Platform.ZOOM, ["Sabine Krause", "Олена Коваленко | Дніпро", "Ina van der Heide"], 1),
        ("zoom_chat_2025_uk.txt", Platform.ZOOM, ["Сабіна Краузе", "Олена Коваленко"], 1),
        ("webex_chat.txt", Platform.WEBEX, ["Olena Kovalenko", "Petro Bondar"], 1),
        (
            "teams_chat_copied.txt",
            Platform.TEAMS,
            ["Kovalenko, Olena (Gast)", "Krause, Sabine", "Bondar, Petro"],
            0,
        ),
        ("teams_chat_names.txt", Platform.TEAMS, ["Olena Kovalenko", "Sabine Krause"], 0),
        ("teams_chat.csv", Platform.TABLE, ["Olena Kovalenko", "Sabine Krause"], 0),
    ],
)
def test_chats(name: str, platform: Platform, messages: list[str], direct: int) -> None:
    read = found(name)
    assert (read.platform, read.asked) == (platform, False)
    assert [entry.name for entry in read.entries] == messages
    assert read.left.get(Left.DIRECT, 0) == direct
    assert all(entry.written and entry.text for entry in read.entries)


def test_a_message_of_several_lines_a_reply_and_a_reaction() -> None:
    read = found("zoom_chat_2025_de.txt")
    assert read.entries[1].text == "Як знайти громаду-партнера?\nМи маленька громада."
    assert read.entries[2].text == "Und wo steht die Liste"
    assert read.left[Left.REACTION] == 1


def test_no_direct_message_is_kept() -> None:
    for path in SAMPLES.glob("*_chat*.txt"):
        told = " ".join(entry.text for entry in found(path.name).entries)
        assert all(word not in told for word in ("Call me later", "später an", "Ти де", "Do you know"))


def test_a_name_that_holds_a_word_for_to() -> None:
    read = of_text("10:00:00 From Ina to Hove to Everyone:\n\tWho pays?\n10:01:00 From A to Ina to Hove:\n\tsecret\n")
    assert [(entry.name, entry.text) for entry in read.entries] == [("Ina to Hove", "Who pays?")]
    assert read.left == {Left.DIRECT: 1}


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Wie finden wir eine Partnerkommune", True),
        ("Guten Tag, wer zahlt die Übersetzung", True),
        ("Скажіть, будь ласка, де програма?", True),
        ("Доброго дня! Чи буде запис зустрічі", True),
        ("Как найти партнёра для школы", True),
        ("Is there a list of partners", True),
        ("Danke!", False),
        ("Доброго ранку з Дніпра", False),
        ("https://example.org/page?id=12", False),
        ("??", False),
        ("OK?", False),
        ("We will answer later", False),
        ("Wasser ist wichtig für uns", False),
    ],
)
def test_what_looks_like_a_question(text: str, is_one: bool) -> None:  # noqa: FBT001
    assert telling.is_question(text) is is_one


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ich habe keinen Ton.", "de"), ("hallo, bitte lauter", "de"), ("Wer hat noch Erfahrung damit?", "de"),
        ("Can you hear us?", "en"), ("Who is in the room?", "en"), ("Звук пропадає", "uk"), ("Wer знає?", "uk"),
    ],
)  # fmt: skip
def test_the_language_is_guessed(text: str, language: str) -> None:
    assert alike.language(text) == language


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1251"])
def test_encodings(encoding: str) -> None:
    report = "Запитання,Хто запитує\r\nЯк знайти громаду-партнера?,Петро Бондар\r\n"
    assert [(one.text, one.name) for one in of_text(report, encoding).entries] == [
        ("Як знайти громаду-партнера?", "Петро Бондар")
    ]


def test_a_workbook_and_nul() -> None:
    rows = [["Frage", "Name"], ["Wer zahlt?", "Ina Beck"]]
    read = files.read(xlsx(rows))
    assert isinstance(read, Found)
    assert [entry.text for entry in read.entries] == ["Wer zahlt?"]
    assert of_text("Frage;Name\nWer z\0ahlt?;Ina Beck\n").entries[0].text == "Wer zahlt?"


def test_an_unknown_table_asks_for_its_columns() -> None:
    table = files.read("Alpha;Beta\nWer zahlt die Schule?;Ina Beck\nWo ist das Programm?;Jörg Weiß\n".encode())
    assert isinstance(table, Table)
    read = files.read_as(table, 1, {"question": 0, "name": 1})
    assert [(one.row, one.text, one.name) for one in read.entries] == [
        (2, "Wer zahlt die Schule?", "Ina Beck"),
        (3, "Wo ist das Programm?", "Jörg Weiß"),
    ]


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (64 << 20))
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", Code.EMPTY),
        (b"\0\0 \r\n", Code.EMPTY),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, Code.BINARY),
        (b"<html><body><table><tr><td>Question</td></tr></table></body></html>", Code.BINARY),
        (b"x" * (files.LARGEST + 1), Code.TOO_LARGE),
        ("Frage;Name\nWer zahlt".encode("utf-16")[:-1], Code.TRUNCATED),
        (bomb(), None),
    ],
)
def test_what_cannot_be_read(data: bytes, code: Code | None) -> None:
    with pytest.raises(Unreadable) as refused:
        files.read(data)
    assert code is None or refused.value.code is code


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("#,Question,Asker Name,Asker Email,Answer(s)\n", Flaw.NO_QUESTIONS),
        ("#,Question,Asker Name\n1,,Ina Beck\n", Flaw.NO_QUESTIONS),
        ("10:00:00 From Ina to Jörg(Direct Message):\n\tsecret\n", Flaw.ONLY_DIRECT),
        ("10:00:00 From Ina to Everyone:\n\n", Flaw.NO_QUESTIONS),
    ],
)
def test_what_holds_no_question(text: str, flaw: Flaw) -> None:
    with pytest.raises(Unusable) as refused:
        files.read(text.encode())
    assert refused.value.flaw is flaw


NAME = st.text(st.characters(categories=["Lu", "Ll"]), min_size=2, max_size=12).filter(
    lambda name: name.casefold() not in {"to", "an", "до", "кому", "для", "к", "à", "do", "para", "a", "aan"}
)
LINE = st.text(
    st.characters(categories=["Lu", "Ll", "Nd", "Po", "Zs"], exclude_characters="\x85\u2028\u2029"), max_size=60
)
HEAD = {
    "en": "10:{:02}:{:02} From {} {} to Everyone:",
    "de": "10:{:02}:{:02} Von {} {} an Alle:",
    "uk": "10:{:02}:{:02} Від {} {} до Усі:",
}


@given(
    st.lists(st.tuples(NAME, NAME, st.lists(LINE, min_size=1, max_size=4)), min_size=1), st.sampled_from(sorted(HEAD))
)
def test_whatever_is_said_is_read_or_counted(messages: list[tuple[str, str, list[str]]], lang: str) -> None:
    lines: list[str] = []
    for number, (given_name, family_name, said) in enumerate(messages):
        lines.append(HEAD[lang].format(number // 60, number % 60, given_name, family_name))
        lines += [f"\t{line}" for line in said]
    if not any(telling.shown(line) for _given, _family, said in messages for line in said):
        with pytest.raises(Unusable):
            chats.read("\n".join(lines))
        return
    read = chats.read("\n".join(lines))
    assert read is not None
    assert len(read.entries) + sum(read.left.values()) == len(messages)
    assert {entry.name for entry in read.entries} <= {
        "" if telling.is_anonymous(f"{one} {two}") else telling.shown(f"{one} {two}") for one, two, _said in messages
    }


@given(st.text(max_size=300))
def test_any_text_is_a_chat_or_not(text: str) -> None:
    try:
        read = chats.read(text)
    except Unusable:
        return
    assert read is None or read.entries


def test_no_cell_keeps_us_searching() -> None:
    """What grows with the square of a cell's length would take a minute."""
    began, hostile = process_time(), "-" * 95_000
    table = f"Frage;Name;E-Mail\nWer kommt?;Olena;olena@example.org\nUnd wer noch?;Ina;{hostile}\n"
    assert [entry.email for entry in of_text(table).entries] == ["olena@example.org", ""]
    assert process_time() - began < 1
