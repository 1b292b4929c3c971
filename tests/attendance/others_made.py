"""Reports as Webex, BigBlueButton and Google Meet write them."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from attendance.visits_made import BERLIN, DAY, VISITS, Manner, Rows, Visit, at, minutes, persons

WEBEX: Final = {
    "en": ("Meeting Name", "Meeting Start Time", "Meeting End Time", "Display Name", "First Name", "Last Name", "Role",
           "Attendee Email", "Join Time", "Leave Time", "Attendance Duration", "Connection Type", "Session Name"),
    "pt": ("Nome da reunião", "Data de início da reunião", "Data de término da reunião", "Nome de exibição", "Nome", "Sobrenome",
           "Função", "E-mail do convidado", "Hora da entrada", "Hora da saída", "Duração da presença", "Tipo de conexão",
           "Nome da sessão"),
    "de": ("Meeting-Name", "Startzeit des Meetings", "Endzeit des Meetings", "Anzeigename", "Vorname", "Nachname", "Rolle",
           "E-Mail-Adresse des Teilnehmers", "Beitrittszeit", "Verlassenszeit", "Teilnahmedauer", "Verbindungstyp", "Sitzungsname"),
    "uk": ("Назва наради", "Час початку наради", "Час завершення наради", "Відображуване ім’я", "Ім’я", "Прізвище", "Роль",
           "Електронна пошта учасника", "Час приєднання", "Час виходу", "Тривалість участі", "Тип з’єднання", "Назва сеансу"),
    "none": ("Qwo", "Pel", "Gom", "Tiv", "Tiva", "Tivu", "Frel", "Ombo", "Aga", "Oga", "Ixi", "Kroz", "Zes"),
}  # fmt: skip


def webex(head: Sequence[str], visits: Sequence[Visit] = VISITS) -> Rows:
    """Times as formulas; a row for the computer and one for the telephone of the first."""
    wrap: Callable[[datetime], str] = lambda when: f'="{when:%Y-%m-%d %H:%M:%S}"'  # noqa: E731
    role = {"host": "Host", "panelist": "Panelist", "attendee": "Attendee"}
    rows: Rows = [list(head)]
    for number, visit in enumerate(visits):
        given, _space, family = visit.name.partition(" ")
        for connection in ("Desktop", "Audio")[: 2 if number == 0 else 1]:
            rows.append(["Konferenz der Kommunen", wrap(at("09:50:00")), wrap(at("12:04:10")), visit.name, given, family,
                         role[visit.role], visit.email, wrap(visit.joined), wrap(visit.left), f"{minutes(visit)} mins",
                         connection, "--"])  # fmt: skip
    return rows


BBB: Final = {
    "en": "Name,Moderator,Activity Score,Talk Time,Webcam Time,Messages,Reactions,Poll Votes,Raise Hands,Join,Left,Duration",
    "de": "Name,Moderator,Aktivitätswert,Redezeit,Webcamzeit,Nachrichten,Emojis,Abstimmungen,Gehobene Hände,Teilnahme,"
          "Verlassen,Duration",
    "none": "Tiv,Gol,Gola,Rux,Wux,Mol,Emo,Pol,Han,Aga,Oga,Ixi",
}  # fmt: skip


def bigbluebutton(head: str, manner: Manner, visits: Sequence[Visit] = VISITS, *, polls: str = "") -> str:
    """As its own code writes it: nothing doubled, the heading not quoted, answers of the anonymous last. Re-joining
    gives one row from first join to last leave, but the duration of all stays.
    """
    lines = [head + (f",{polls}" if polls else "")]
    for group in persons(visits):
        first, last = group[0], group[-1]
        total = int(sum((visit.length for visit in group), timedelta()).total_seconds())
        clock = f"{total // 3600:02}:{total // 60 % 60:02}:{total % 60:02}"
        moderator = "TRUE" if first.role == "host" else "FALSE"
        cells = [first.name, moderator, "2,5", "00:01:05", "00:00:00", "3", "0", "1", "0", manner.moment(first.joined),
                 manner.moment(last.left), clock]  # fmt: skip
        lines.append(",".join(f'"{cell}"' for cell in cells + (['he said "yes", and no'] if polls else [])))
    if polls:
        lines.append('"Anonym","","","","","","","","","","","","A\nB"')
    return "\r\n".join(lines)


def bigbluebutton_json(visits: Sequence[Visit] = VISITS, *, sessions: bool = False) -> str:
    def stamp(when: datetime) -> int:
        return int(when.replace(tzinfo=BERLIN).timestamp() * 1000)

    users = {}
    for number, group in enumerate(persons(visits)):
        stays = [{"registeredOn": stamp(visit.joined), "leftOn": stamp(visit.left)} for visit in group]
        connections = (
            {"w_1": {"intId": "w_1", "sessions": stays}}
            if sessions
            else {f"w_{place}": {"intId": f"w_{place}", **stay} for place, stay in enumerate(stays)}
        )
        users[f"u{number}"] = {
            "userKey": f"u{number}", "extId": f"ext-{number}", "name": group[0].name, "isModerator": group[0].role == "host",
            "isDialIn": False, "intIds": connections,
        }  # fmt: skip
    created, ended = stamp(at("09:50:00")), stamp(at("12:04:10"))
    return json.dumps(
        {"name": "Konferenz der Kommunen", "users": users, "polls": {}, "createdOn": created, "endedOn": ended}
    )


def meet(visits: Sequence[Visit] = VISITS, *, split: bool = False, twelve: bool = True, above: bool = False) -> Rows:
    clock = "%I:%M %p" if twelve else "%H:%M"
    rows: Rows = []
    if above:
        rows += [
            ["Meeting title", "Date", "Start time", "End time"],
            ["Konferenz", f"{DAY}", "9:50 AM", "12:04 PM"],
            [],
        ]
    rows.append(
        [*(["First name", "Last name"] if split else ["Name"]), "Email", "Duration", "Time joined", "Time exited"]
    )
    for visit in visits:
        given, _space, family = visit.name.partition(" ")
        mins = int(visit.length.total_seconds() // 60)
        told = f"{mins // 60} hr {mins % 60} min" if mins >= 60 else f"{mins} min"
        rows.append([*([given, family] if split else [visit.name]), visit.email, told, visit.joined.strftime(clock),
                     visit.left.strftime(clock)])  # fmt: skip
    return rows
