"""Hosts, panelists, interpreters, robots and telephones are told apart by a platform's word or by their name."""

import pytest

from webapp.attendance.readers.reports import Role
from webapp.attendance.readers.roles import of_name, of_word


@pytest.mark.parametrize(
    ("words", "role"),
    [
        (["Organizer", "Co-organizer", "Host", "Co-host", "Organisator", "Gastgeber", "Організатор", "Organisateur", "Organizador",
          "Anfitrião", "Hôte", "主催者", "開催者", "호스트", "Järjestäjä", "Organizzatore", "Moderator", "Szervező", "Διοργανωτής", "组织者", "Người tổ chức", "ผู้จัด", "आयोजक", "منظم", "Организатор"],
         Role.HOST),
        (["Presenter", "Panelist", "Referent", "Podiumsteilnehmer", "Доповідач", "Спікер", "Présentateur", "Osoba prowadząca", "Prezenter",
          "Moderador", "Apresentador", "Painelista", "発表者", "발표자", "Esittäjä", "Relatore",
          "Παρουσιαστής", "Người trình bày", "ผู้นำเสนอ", "प्रस्तुतकर्ता", "مقدم العرض"], Role.PANELIST),
        (["Attendee", "Participant", "Teilnehmer", "Teilnehmerin", "Учасник", "Учасниця", "Uczestnik", "Asistente", "Participante",
          "Convidado", "出席者", "参加者", "참석자", "Osallistuja", "Partecipante", "Guest", "Viewer", "Συμμετέχων", "Người tham gia",
          "ผู้เข้าร่วม", "प्रतिभागी", "مشارك", ""], Role.ATTENDEE),
        (["Interpreter", "Dolmetscherin", "Перекладач"], Role.INTERPRETER),
        (["Zorp", "42"], Role.UNKNOWN),
    ],
)  # fmt: skip
def test_words_of_platforms(words: list[str], role: Role) -> None:
    assert {word: of_word(word) for word in words} == dict.fromkeys(words, role)


@pytest.mark.parametrize(
    ("names", "role"),
    [
        (["Anna's OtterPilot", "Otter.ai", "Jane (Otter.ai)", "Fireflies.ai Notetaker", "read.ai meeting notes", "Read AI", "Fathom Notetaker",
          "Jane's Notetaker (Otter.ai)", "tl;dv", "tldv Recorder", "MeetGeek", "Sembly Notetaker", "AI Companion", "KI-Assistent"], Role.BOT),
        (["Dolmetscherin 1", "DE-UK Dolmetscher", "Interpreter UK", "Перекладачка Олена", "Übersetzer", "同時通訳"], Role.INTERPRETER),
        (["+49 151 23456789", "4915****123", "15550100123 (Unverified)", "Call-in User_1", "Phone user 2"], Role.PHONE),
        (["Sabine Krause (Host)", "Anna (Co-Host)", "Anna (Gastgeber)", "Anna (Host, me)"], Role.HOST),
        (["Anna Otter", "Reader Meyer", "Otto 24", "iPhone", "Rathaus Köln", "Jane Gong", "8 in the town hall", "Anna (Stadt Köln)",
          "2505445126_Anna", "Fred Granola"], Role.ATTENDEE),
    ],
)  # fmt: skip
def test_names(names: list[str], role: Role) -> None:
    assert {name: of_name(name, "", Role.ATTENDEE) for name in names} == dict.fromkeys(names, role)


def test_a_robot_among_the_hosts_is_a_robot_and_an_address_makes_nobody_a_telephone() -> None:
    assert of_name("Notes", "meeting@otter.ai", Role.HOST) is Role.BOT
    assert of_name("0211 8371001", "rathaus@x.example", Role.ATTENDEE) is Role.ATTENDEE
    assert of_name("+49 151 23456789", "", Role.HOST) is Role.HOST
