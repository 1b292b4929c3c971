"""The sheet of questions: everything known of each, nobody whom nobody shall know, real numbers and dates."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from factories import DNIPRO, KOELN, make_event, make_question, make_registration
from flask import Flask
from page import Client
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from webapp.core import clock
from webapp.core.audit import AuditEntry
from webapp.core.db import session, transaction
from webapp.core.i18n import texts
from webapp.events.models import Event, Slot, SlotKind, Speaker
from webapp.questions import keeping
from webapp.questions.lifecycle import State
from webapp.questions.models import Answer, Channel, Kind, Question, Translation, Visibility, Vote
from webapp.registration.models import Registration, Side

TITLES = {"de": "Fragen", "uk": "Запитання", "en": "Questions"}
ADDRESS = "/manage/events/folgekonferenz"
HOSTILE = ["=1+1", "+380 56 123", "-1", "@SUM(A1)", "#N/A", "_x0041_", "<b>", "🐘", "0049", "TRUE", "\u202eabc"]
ASKED_AT = datetime(2026, 11, 23, 21, 40, tzinfo=UTC)
ANSWERED_AT = datetime(2026, 11, 23, 22, 30, tzinfo=UTC)


@pytest.fixture
def event(app: Flask) -> Event:
    del app  # it must be there first
    made = make_event()
    with transaction():
        slot = Slot(position=0, kind=SlotKind.DISCUSSION, title=texts(en="Discussion"),
                    starts_at=made.starts_at, ends_at=made.ends_at)  # fmt: skip
        slot.speakers.append(Speaker(position=0, name=texts(en="Ada Example"), function=texts(en="Chair")))
        slot.event_id = made.id
        session().add(slot)
    return made


@pytest.fixture
def organiser(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("organiser")


def download(client: Client, lang: str = "en", kind: str = "questions") -> bytes:
    form = client.get(ADDRESS).form(f"{ADDRESS}/export").fill(lang=lang, kind=kind)
    page = form.submit()
    return page.body


def rows(content: bytes, sheet: str = "Questions") -> list[dict[str, Any]]:
    table = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(sheet).to_python()
    heads = [str(head) for head in table[0]]
    assert len(set(heads)) == len(heads)  # else a table of Excel is broken
    return [dict(zip(heads, row, strict=True)) for row in table[1:]]


def cover(content: bytes) -> list[tuple[str, Any]]:
    """Label and value of each line."""
    table = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Overview").to_python()
    return [(str(row[0]), row[1] if len(row) > 1 else "") for row in table]


def somebody(event: Event, number: int, side: Side = Side.NRW, **changes: Any) -> Registration:
    place = KOELN if side is Side.NRW else DNIPRO
    return make_registration(event, given_name=f"Person{number}", side=side, place_key=place, **changes)


def vote(question: Question, *voters: Registration) -> None:
    with transaction():
        session().add_all(Vote(question_id=question.id, registration_id=one.id, at=clock.now()) for one in voters)
        keeping.count_votes(session().get_one(Question, question.id))


def change(question: Question, *more: object, **columns: object) -> None:
    with transaction():
        row = session().get_one(Question, question.id)
        for name, value in columns.items():
            setattr(row, name, value)
        session().add_all(more)


def answered(event: Event) -> Question:
    """Asked in German by somebody from Köln, in two languages, answered in both ways, with votes of both sides."""
    author = somebody(event, 1, title="Dr.", family_name="Weiß", organisation="Amt 32")
    made = make_question(event, text="Wer zahlt?", registration=author)
    slot = session().scalars(select(Slot)).one()
    speaker = session().scalars(select(Speaker)).one()
    change(
        made,
        Translation(question_id=made.id, language="uk", text="Хто платить?", by="x", at=clock.now()),
        Answer(question_id=made.id, language="de", text="Beide.", by="x", at=clock.now()),
        Answer(question_id=made.id, language="en", text="Both.", by="x", at=clock.now()),
        state=State.ANSWERED,
        answered_live=True,
        answered_by="Office",
        asked_at=ASKED_AT,
        answered_at=ANSWERED_AT,
        slot_id=slot.id,
        speaker_id=speaker.id,
        desk="Desk 7",
        due_on=date(2026, 12, 24),
    )
    vote(made, somebody(event, 2), somebody(event, 3), somebody(event, 4, Side.DNIPROPETROVSK))
    return made


def test_it_holds_all_that_is_known(organiser: Client, event: Event) -> None:
    answered(event)
    [row] = rows(download(organiser))
    assert {name: row[name] for name in ("Number", "Kind", "Original", "Original language")} == {
        "Number": 1, "Kind": "Question", "Original": "Wer zahlt?", "Original language": "Deutsch",
    }  # fmt: skip
    assert tuple(row[f"Wording: {name}"] for name in ("Deutsch", "Українська", "English")) == (
        "Wer zahlt?",
        "Хто платить?",
        "",
    )
    assert (row["Author"], row["Organisation"]) == ("Dr. Person1 Weiß", "Amt 32")
    assert (row["Municipality or district"], row["Official key"]) == ("Cologne", KOELN)
    assert row["Region"] == "North Rhine-Westphalia"
    assert (row["How it came in"], row["Part of the programme"]) == ("by the personal link", "Discussion")
    assert row["Speaker"] == "Ada Example"
    counted = [row[f"Votes{of}"] for of in ("", ": North Rhine-Westphalia", ": Dnipropetrovsk Oblast", ": elsewhere")]
    assert counted == [3, 2, 1, 0]
    assert (row["State"], row["Answered how"], row["Answered by"]) == ("answered", "live and in writing", "Office")
    assert (row["Answer: Deutsch"], row["Answer: Українська"], row["Answer: English"]) == ("Beide.", "", "Both.")
    assert (row["Responsible for the answer"], row["Due"]) == ("Desk 7", date(2026, 12, 24))


def test_times_are_of_both_clocks(organiser: Client, event: Event) -> None:
    answered(event)
    [row] = rows(download(organiser))
    assert row["Answered (German time)"] == datetime(2026, 11, 23, 23, 30)  # noqa: DTZ001 - Excel knows no zones
    assert row["Answered (Ukrainian time)"] == datetime(2026, 11, 24, 0, 30)  # noqa: DTZ001
    assert row["Asked (German time)"] == datetime(2026, 11, 23, 22, 40)  # noqa: DTZ001
    assert row["Asked (Ukrainian time)"] == datetime(2026, 11, 23, 23, 40)  # noqa: DTZ001


def test_whom_nobody_shall_know_is_not_in_it_and_the_hidden_are_marked(organiser: Client, event: Event) -> None:
    author = somebody(event, 1, family_name="Zimmer", organisation="Amt 32")
    for visibility in Visibility:
        make_question(event, text=visibility.value, registration=author, visibility=visibility)
    make_question(event, text="told", author_name="Hanne Beispiel", side=Side.OTHER, channel=Channel.ORAL)
    found = {row["Original"]: row for row in rows(download(organiser))}
    assert found["shown"]["Author"] == found["hidden"]["Author"] == "Person1 Zimmer"
    assert found["hidden"]["Shown to the public"] == "not for the public"
    assert found["shown"]["Shown to the public"] != found["hidden"]["Shown to the public"]
    unlinked = found["unlinked"]
    told = ("Author", "Organisation", "Municipality or district", "Official key", "District / raion", "Region")
    assert [unlinked[name] for name in told] == [""] * len(told)
    assert (found["told"]["Author"], found["told"]["Region"]) == ("Hanne Beispiel", "elsewhere")


def test_merged_and_declined_ones_say_so(organiser: Client, event: Event) -> None:
    stays = make_question(event, State.PUBLISHED, text="stays")
    gone = make_question(event, State.ANSWERED, text="gone")
    declined = make_question(event, State.DECLINED, text="declined")
    change(gone, merged_into_id=stays.id, answered_live=True)
    change(declined, decline_reason="Not for us.")
    first, second, third = rows(download(organiser))
    assert (first["Merged into number"], first["State"]) == ("", "published")
    assert (second["Merged into number"], second["State"], second["Answered how"]) == (1, "merged with another one", "")
    assert (third["State"], third["Reason"]) == ("not taken up", "Not for us.")


def test_the_cover_counts_them_in_all_and_by_region(organiser: Client, event: Event) -> None:
    answered(event)
    dnipro = somebody(event, 9, Side.DNIPROPETROVSK)
    for state in (State.INBOX, State.PUBLISHED, State.DECLINED):
        make_question(event, state, text=state.value, registration=dnipro)
    make_question(event, State.PUBLISHED, text="told", kind=Kind.EXPERIENCE)
    lines = cover(download(organiser))
    heads = [label for label, _value in lines]

    def section(heading: str) -> dict[str, Any]:
        start = heads.index(heading) + 1
        return dict(lines[start : start + 8])

    assert section("Questions") == {
        "questions asked": 4,
        "of them merged with another one": 0,
        "open questions": 2,
        "answered questions": 1,
        "of them answered live": 1,
        "of them answered in writing": 1,
        "questions not taken up": 1,
        "experiences shared": 1,
    }
    assert section("Questions: Dnipropetrovsk Oblast")["questions asked"] == 3
    assert section("Questions: North Rhine-Westphalia")["of them answered live"] == 1
    assert section("Questions: region not known")["experiences shared"] == 1
    assert "Questions: elsewhere" not in heads
    assert "confirmed registrations" not in heads
    assert "all questions and experiences" in dict(lines).values()


@pytest.mark.parametrize("lang", TITLES)
def test_it_is_a_table_in_the_chosen_language(organiser: Client, event: Event, lang: str) -> None:
    make_question(event)
    sheet = openpyxl.load_workbook(io.BytesIO(download(organiser, lang)))[TITLES[lang]]
    assert list(sheet.tables) == ["Questions"]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("B2", "$1:$1")
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.tables["Questions"].ref.endswith("2")
    assert sheet["C2"].alignment.wrap_text
    assert sheet.column_dimensions["C"].width > 40


def test_no_cell_can_become_a_formula_and_nothing_is_lost(organiser: Client, event: Event) -> None:
    for text in HOSTILE:
        made = make_question(event, text=text, author_name=text)
        change(made, Answer(question_id=made.id, language="de", text=text, by="x", at=clock.now()), desk=text)
    content = download(organiser)
    found = rows(content)
    assert [row["Original"] for row in found] == [text.replace("\u202e", "") for text in HOSTILE]
    assert all(
        row["Original"] == row["Author"] == row["Answer: Deutsch"] == row["Responsible for the answer"] for row in found
    )
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            assert b"<f>" not in parts.read(name), name
            assert b't="e"' not in parts.read(name), name


@pytest.mark.usefixtures("event")
def test_without_questions_it_keeps_one_empty_row(organiser: Client) -> None:
    content = download(organiser)
    assert rows(content) == []
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Questions"]
    assert sheet.tables["Questions"].ref.endswith("2")


def test_it_stands_in_the_workbook_of_attendance_too_but_not_in_that_of_registrations(
    organiser: Client, event: Event
) -> None:
    make_question(event)
    whole = openpyxl.load_workbook(io.BytesIO(download(organiser, kind="attendance")))
    assert whole.sheetnames == ["Overview", "Attendance", "Municipalities", "Regions", "Questions", "Unmatched"]
    assert "Questions" not in openpyxl.load_workbook(io.BytesIO(download(organiser, kind="registrations"))).sheetnames


def test_questions_of_another_conference_are_not_in_it(organiser: Client, event: Event) -> None:
    make_question(event, text="ours")
    make_question(make_event(slug="another"), text="theirs")
    content = download(organiser)
    assert [row["Original"] for row in rows(content)] == ["ours"]
    assert dict(cover(content))["questions asked"] == 1


def test_the_download_is_noted_and_not_for_moderators(
    organiser: Client, event: Event, signed_in: Callable[[str], Client]
) -> None:
    make_question(event)
    token = organiser.get(ADDRESS).form(f"{ADDRESS}/export").values["csrf_token"]
    download(organiser)
    [entry] = session().scalars(select(AuditEntry).where(AuditEntry.action == "export"))
    assert (entry.thing, entry.details) == (
        f"event {event.public_id}",
        '{"format": "xlsx", "kind": "questions", "language": "en"}',
    )
    data = {"csrf_token": token, "lang": "de", "kind": "questions"}
    signed_in("moderator").post(f"{ADDRESS}/export", data, status=403)
