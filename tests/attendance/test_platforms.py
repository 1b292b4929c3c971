"""Every platform's report, made from the same visits in many languages and manners, tells of the same visits."""

from collections.abc import Sequence

import pytest
from attendance import others_made, teams_made, zoom_made
from attendance import visits_made as made
from attendance.told import codes, expected, report, roles, told

MANNERS = {
    "en": made.US, "de": made.DE, "uk": made.UK, "pl": made.PL_US, "fr": made.FR, "es": made.ES, "pt": made.PT, "ja": made.JA,
    "fi": made.FI, "none": made.CS,
}  # fmt: skip
STAFF = {"Sabine Krause": "host", "Олена Ковальчук": "panelist", "Doe, Jane": "attendee"}


def staff(found: dict[str, str]) -> dict[str, str]:
    return {name: found[name] for name in STAFF}


@pytest.mark.parametrize("language", teams_made.TEAMS)
def test_teams_report(language: str) -> None:
    rows = teams_made.teams_report(teams_made.TEAMS[language], MANNERS[language])
    found = report(made.text(rows, "\t").encode("utf-16"))
    assert told(found) == expected()
    assert staff(roles(found)) == STAFF
    assert (found.platform, found.files[0].layout) == ("teams", "report_2022")
    assert (found.meeting.title, str(found.meeting.start)) == ("Konferenz der Kommunen", "2026-03-12 08:50:00+00:00")
    assert codes(found) == {"same_name_one"}  # the town hall, twice, without address


@pytest.mark.parametrize("language", teams_made.TEAMS)
def test_teams_report_saved_again_by_a_spreadsheet(language: str) -> None:
    rows = teams_made.teams_report(teams_made.TEAMS[language], MANNERS[language], pad=True)
    assert told(report(made.text(rows, ";"))) == expected()


@pytest.mark.parametrize(
    "manner",
    [made.GB, made.US_NARROW, made.DE_WORDS, made.UK_WORDS, made.RU, made.TR, made.SV, made.NL, made.KO, made.PL],
    ids=lambda manner: manner.date + manner.hours,
)
def test_teams_report_in_every_manner(manner: made.Manner) -> None:
    rows = teams_made.teams_report(teams_made.TEAMS["en"], manner)
    found = report(made.text(rows, "\t").encode("utf-16"))
    assert told(found) == expected()
    assert [round(person.minutes or 0, 2) for person in found.people][:2] == [134.17, 64.85]


@pytest.mark.parametrize(
    ("head", "title", "manner", "language"),
    [
        (("Full Name", "Join Time", "Leave Time", "Duration", "Email", "Role"), "Meeting Summary", made.US, "en"),
        (("Nom complet", "Heure d'arrivée", "Heure de départ", "Durée", "E-mail", "Rôle"), "Résumé", made.FR, "fr"),
        (
            ("Vollständiger Name", "Beitrittszeit", "Verlassenszeit", "Dauer", "E-Mail", "Rolle"),
            "Übersicht",
            made.DE,
            "de",
        ),
        (("Повне ім’я", "Час приєднання", "Час виходу", "Тривалість", "Пошта", "Роль"), "Зведення", made.UK, "uk"),
        (("Tiv", "Aga", "Oga", "Ixi", "Ombo", "Frel"), "Qwa", made.PL, "none"),
    ],
)
def test_teams_first_report(head: Sequence[str], title: str, manner: made.Manner, language: str) -> None:
    rows = teams_made.teams_2021(head, title, manner, teams_made.TEAMS[language].roles)
    found = report(made.text(rows, "\t").encode("utf-16"))
    assert told(found) == expected()
    assert staff(roles(found)) == STAFF
    assert (found.files[0].layout, found.meeting.title) == ("report_2021", "")
    assert str(found.meeting.end) == "2026-03-12 11:04:10+00:00"


@pytest.mark.parametrize(
    ("head", "joined", "left", "manner"),
    [
        (("Full Name", "User Action", "Timestamp"), "Joined", "Left", made.US),
        (("Full Name", "User Action", "Timestamp"), "Joined before", "Left", made.GB),
        (("Vollständiger Name", "Benutzeraktion", "Zeitstempel"), "Beigetreten", "Verlassen", made.DE),
        (("Повне ім’я", "Дія", "Мітка часу"), "Приєднався", "Вийшов", made.UK),
        (("Imię i nazwisko", "Akcja", "Znacznik czasu"), "Dołączył", "Opuścił", made.PL),
        (("Nom complet", "Action", "Horodateur"), "A rejoint", "A quitté", made.FR),
        (("Nombre", "Acción", "Marca de tiempo"), "Se unió", "Salió", made.ES),
        (("Nome Completo", "Atividade", "Data e hora"), "Entrou", "Saiu", made.PT),
        (("Nome Completo", "Ação", "Carimbo de data/hora"), "Ingressou", "Saiu", made.PT),
        (("Celé jméno", "Akce", "Čas"), "Připojil se", "Odešel", made.CS),
        (("Tiv", "Qwo", "Pel"), "Aga", "Oga", made.CS),
        (None, "Joined", "Left", made.US),
        (None, "Aga", "Oga", made.CS),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_teams_list(head: Sequence[str] | None, joined: str, left: str, manner: made.Manner, turned: bool) -> None:  # noqa: FBT001
    rows = teams_made.teams_list(head, joined, left, manner)
    if turned and head:
        rows = [rows[0], *rows[:0:-1]]
    found = report(made.text(rows, "\t", end="\n").encode("utf-16"))
    assert told(found) == expected(emails=False)
    assert found.platform == "teams"


def test_teams_live_event_is_in_utc() -> None:
    found = report(made.text(teams_made.live_event()))
    assert told(found) == expected()
    assert staff(roles(found)) == STAFF


@pytest.mark.parametrize("generation", [1, 2, 3])
def test_zoom_webinar(generation: int) -> None:
    found = report(made.text(zoom_made.webinar(generation)))
    assert told(found, seconds=False) == expected(seconds=False)
    assert staff(roles(found)) == STAFF
    assert roles(found)["Rathaus Köln"] == "phone"
    assert found.files[0].layout == {1: "webinar_2020", 2: "webinar_2021", 3: "webinar_2025"}[generation]
    assert [person.email for person in found.people if not person.attended] == ["no.show@example.org"]
    assert str(found.meeting.start) == "2026-03-12 08:50:00+00:00"


@pytest.mark.parametrize("generation", [1, 2])
@pytest.mark.parametrize("language", zoom_made.WEBINAR_WORDS)
def test_zoom_webinar_in_other_languages(generation: int, language: str) -> None:
    found = report(made.text(zoom_made.webinar(generation, zoom_made.WEBINAR_WORDS[language])))
    assert told(found, seconds=False) == expected(seconds=False)
    assert staff(roles(found)) == STAFF
    assert (found.platform, found.meeting.title) == ("zoom", "Konferenz der Kommunen")


@pytest.mark.parametrize("style", zoom_made.ZOOM)
def test_zoom_participants(style: str) -> None:
    found = report(made.text(zoom_made.zoom_participants(zoom_made.ZOOM[style])))
    assert told(found) == expected()
    assert found.platform == "zoom"
    with_host = bool(zoom_made.ZOOM[style].meta) and style != "prefixed"
    assert roles(found)["Sabine Krause"] == ("host" if with_host else "attendee")
    if zoom_made.ZOOM[style].meta:
        assert found.meeting.title == 'Konferenz, "zweite" Sitzung'


def test_zoom_unique_users() -> None:
    found = report(made.text(zoom_made.zoom_unique()))
    assert {person.name: person.minutes for person in found.people} == {
        "Sabine Krause": 134, "Олена Ковальчук": 65, "Jörg Müller-Lüdenscheidt": 120, "Doe, Jane": 121, "Іван Петренко": 104,
        "Rathaus Köln": 113,
    }  # fmt: skip
    assert codes(found) == {"no_times"}


@pytest.mark.parametrize("language", others_made.WEBEX)
def test_webex(language: str) -> None:
    found = report(made.text(others_made.webex(others_made.WEBEX[language]), "\t").encode("utf-16"))
    assert told(found) == expected()
    assert staff(roles(found)) == STAFF
    assert (found.platform, str(found.meeting.start)) == ("webex", "2026-03-12 08:50:00+00:00")


@pytest.mark.parametrize("polls", ["", "Who, and what?"])
@pytest.mark.parametrize("manner", [made.US, made.DE, made.GB], ids=["us", "de", "gb"])
@pytest.mark.parametrize("language", others_made.BBB)
def test_bigbluebutton_table(language: str, manner: made.Manner, polls: str) -> None:
    found = report(others_made.bigbluebutton(others_made.BBB[language], manner, polls=polls))
    assert told(found) == expected(emails=False, whole=True)
    assert roles(found)["Sabine Krause"] == "host"
    assert codes(found) == {"span_only"}
    assert [left_out.code for left_out in found.not_read] == (["poll_answers"] if polls else [])


@pytest.mark.parametrize("sessions", [False, True])
def test_bigbluebutton_data(sessions: bool) -> None:  # noqa: FBT001
    found = report(others_made.bigbluebutton_json(sessions=sessions), name="learning_dashboard_data.json")
    assert told(found) == expected(emails=False)
    assert (found.platform, found.meeting.title) == ("bigbluebutton", "Konferenz der Kommunen")
    assert roles(found)["Sabine Krause"] == "host"


@pytest.mark.parametrize("split", [False, True])
@pytest.mark.parametrize("twelve", [False, True])
@pytest.mark.parametrize("above", [False, True])
def test_meet(split: bool, twelve: bool, above: bool) -> None:  # noqa: FBT001
    found = report(made.text(others_made.meet(split=split, twelve=twelve, above=above)))
    assert told(found, seconds=False) == expected(seconds=False)
    assert found.platform == "meet"


@pytest.mark.parametrize(
    "heads", [("Όνομα", "Επώνυμο"), ("Etunimi", "Sukunimi"), ("نام", "نام خانوادگی"), ("Qwo", "Ruk")]
)
def test_meet_says_a_name_in_two_columns_in_any_language(heads: tuple[str, str]) -> None:
    rows = others_made.meet(split=True)
    rows[0] = [*heads, *rows[0][2:]]
    assert told(report(made.text(rows)), seconds=False) == expected(seconds=False)
