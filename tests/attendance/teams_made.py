"""Reports as Microsoft Teams writes them, of every generation, in many languages and in none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Final

from attendance.visits_made import BERLIN, VISITS, Manner, Rows, Visit, at, persons


@dataclass(frozen=True)
class TeamsWords:
    summary: tuple[str, str, str, str, str, str, str]
    participants: tuple[str, ...]  #: title of section 2, then its heading
    activities: tuple[str, ...]
    roles: dict[str, str]


def teams_report(words: TeamsWords, manner: Manner, visits: Sequence[Visit] = VISITS, *, pad: bool = False) -> Rows:
    title, name, count, start, end, length, average = words.summary
    rows: Rows = [
        [title],
        [name, "Konferenz der Kommunen"],
        [count, str(len(persons(visits)))],
        [start, manner.moment(at("09:50:00"))],
        [end, manner.moment(at("12:04:10"))],
        [length, manner.duration(timedelta(hours=2, minutes=14, seconds=10))],
        [average, manner.duration(timedelta(minutes=92, seconds=3))],
        [],
        [words.participants[0]],
        list(words.participants[1:]),
    ]
    for group in persons(visits):
        first, last, total = group[0], group[-1], sum((visit.length for visit in group), timedelta())
        upn = first.email.replace("@", "_upn@").lower()
        rows.append(
            [first.name, manner.moment(first.joined), manner.moment(last.left), manner.duration(total), first.email,
             upn, words.roles[first.role]]
        )  # fmt: skip
    rows += [[], [words.activities[0]], list(words.activities[1:])]
    rows += [
        [visit.name, manner.moment(visit.joined), manner.moment(visit.left), manner.duration(visit.length), visit.email,
         words.roles[visit.role]]
        for visit in visits
    ]  # fmt: skip
    return [[*row, *[""] * (7 - len(row))] for row in rows] if pad else rows


TEAMS: Final = {
    "en": TeamsWords(
        ("1. Summary", "Meeting title", "Attended participants", "Start time", "End time", "Meeting duration",
         "Average attendance time"),
        ("2. Participants", "Name", "First Join", "Last Leave", "In-Meeting Duration", "Email", "Participant ID (UPN)", "Role"),
        ("3. In-Meeting Activities", "Name", "Join Time", "Leave Time", "Duration", "Email", "Role"),
        {"host": "Organizer", "panelist": "Presenter", "attendee": "Attendee"},
    ),
    "de": TeamsWords(
        ("1. Zusammenfassung", "Titel der Besprechung", "Anwesende Teilnehmer", "Startzeit", "Endzeit",
         "Besprechungsdauer", "Durchschnittliche Teilnahmezeit"),
        ("2. Teilnehmer", "Name", "Erster Beitritt", "Letztes Verlassen", "Dauer der Teilnahme", "E-Mail",
         "Teilnehmer-ID (UPN)", "Rolle"),
        ("3. Aktivitäten in der Besprechung", "Name", "Beitrittszeit", "Verlassenszeit", "Dauer", "E-Mail", "Rolle"),
        {"host": "Organisator", "panelist": "Referent", "attendee": "Teilnehmer"},
    ),
    "uk": TeamsWords(
        ("1. Зведення", "Назва наради", "Кількість учасників", "Час початку", "Час завершення", "Тривалість наради",
         "Середній час участі"),
        ("2. Учасники", "Ім’я", "Перше приєднання", "Останній вихід", "Тривалість участі в нараді",
         "Електронна пошта", "Ідентифікатор учасника (UPN)", "Роль"),
        ("3. Дії під час наради", "Ім’я", "Час приєднання", "Час виходу", "Тривалість", "Електронна пошта", "Роль"),
        {"host": "Організатор", "panelist": "Доповідач", "attendee": "Учасник"},
    ),
    "pl": TeamsWords(
        ("1. Podsumowanie", "Tytuł spotkania", "Liczba uczestniczących", "Godzina rozpoczęcia", "Godzina zakończenia",
         "Czas trwania spotkania", "Średni czas uczestnictwa"),
        ("2. Uczestnicy", "Imię i nazwisko", "Pierwsze dołączenie", "Ostatnie wyjście", "Czas udziału w spotkaniu",
         "Adres e-mail", "Identyfikator uczestnika (UPN)", "Rola"),
        ("3. Działania podczas spotkania", "Imię i nazwisko", "Godzina dołączenia", "Godzina wyjścia", "Czas trwania",
         "Adres e-mail", "Rola"),
        {"host": "Organizator", "panelist": "Osoba prowadząca", "attendee": "Uczestnik"},
    ),
    "fr": TeamsWords(
        ("1. Résumé", "Titre de la réunion", "Participants présents", "Heure de début", "Heure de fin",
         "Durée de la réunion", "Durée moyenne de participation"),
        ("2. Participants", "Nom", "Première participation", "Dernier départ", "Durée de la présence", "Adresse e-mail",
         "ID du participant (UPN)", "Rôle"),
        ("3. Activités pendant la réunion", "Nom", "Heure d'arrivée", "Heure de départ", "Durée", "Adresse e-mail", "Rôle"),
        {"host": "Organisateur", "panelist": "Présentateur", "attendee": "Participant"},
    ),
    "es": TeamsWords(
        ("1. Resumen", "Título de la reunión", "Participantes que asistieron", "Hora de inicio", "Hora de finalización",
         "Duración de la reunión", "Tiempo medio de asistencia"),
        ("2. Participantes", "Nombre", "Primera entrada", "Última salida", "Duración en la reunión", "Correo electrónico",
         "Id. de participante (UPN)", "Rol"),
        ("3. Actividades en la reunión", "Nombre", "Hora de unión", "Hora de salida", "Duración", "Correo electrónico", "Rol"),
        {"host": "Organizador", "panelist": "Moderador", "attendee": "Asistente"},
    ),
    "pt": TeamsWords(
        ("1. Resumo", "Título da reunião", "Participantes presentes", "Hora de início", "Hora de término",
         "Duração da reunião", "Tempo médio de participação"),
        ("2. Participantes", "Nome", "Primeiro ingresso", "Última saída", "Duração na reunião", "Email",
         "ID do participante (UPN)", "Função"),
        ("3. Atividades na reunião", "Nome", "Hora de entrada", "Hora de saída", "Duração", "Email", "Função"),
        {"host": "Organizador", "panelist": "Apresentador", "attendee": "Participante"},
    ),
    "ja": TeamsWords(
        ("1. 概要", "会議のタイトル", "出席した参加者", "開始時刻", "終了時刻", "会議の長さ", "平均参加時間"),
        ("2. 参加者", "名前", "最初の参加", "最後の退出", "会議での所要時間", "メール アドレス", "参加者 ID (UPN)", "役割"),
        ("3. 会議中のアクティビティ", "名前", "参加時刻", "退出時刻", "所要時間", "メール アドレス", "役割"),
        {"host": "開催者", "panelist": "発表者", "attendee": "出席者"},
    ),
    "fi": TeamsWords(
        ("1. Yhteenveto", "Kokouksen otsikko", "Osallistujia", "Alkamisaika", "Päättymisaika", "Kokouksen kesto",
         "Keskimääräinen läsnäolo"),
        ("2. Osallistujat", "Nimi", "Ensimmäinen liittyminen", "Viimeinen poistuminen", "Aika kokouksessa",
         "Sähköposti", "Osallistujan tunnus (UPN)", "Rooli"),
        ("3. Toiminta kokouksessa", "Nimi", "Liittymisaika", "Poistumisaika", "Kesto", "Sähköposti", "Rooli"),
        {"host": "Järjestäjä", "panelist": "Esittäjä", "attendee": "Osallistuja"},
    ),
    #: in no language at all: numbers and content have to do
    "none": TeamsWords(
        ("1. Qwa", "Zub tiv", "Zub zub", "Pel", "Gom", "Rix", "Ruxix"),
        ("2. Zubim", "Tiv", "Aga", "Oga", "Ixi", "Ombo", "Zub-Ixo", "Frel"),
        ("3. Agoga", "Tiv", "Aga", "Oga", "Ixi", "Ombo", "Frel"),
        {"host": "Organizer", "panelist": "Presenter", "attendee": "Attendee"},
    ),
}  # fmt: skip


def teams_2021(
    head: Sequence[str], title: str, manner: Manner, roles: dict[str, str], visits: Sequence[Visit] = VISITS
) -> Rows:
    """The first report: words and values above, then a row a join."""
    rows: Rows = [
        [title],
        [f"{title} #", str(len(persons(visits)))],
        [f"{title} T", "null"],
        [f"{title} <", manner.moment(at("09:50:00"))],
        [f"{title} >", manner.moment(at("12:04:10"))],
        [],
        list(head),
    ]
    return rows + [
        [visit.name, manner.moment(visit.joined), manner.moment(visit.left), manner.duration(visit.length), visit.email,
         roles[visit.role]]
        for visit in visits
    ]  # fmt: skip


def teams_list(
    head: Sequence[str] | None, joined: str, left: str, manner: Manner, visits: Sequence[Visit] = VISITS
) -> Rows:
    """The log of 2020; the last visit is still going on."""
    rows: Rows = [list(head)] if head else []
    for visit in sorted(visits, key=lambda visit: visit.name):
        rows.append([visit.name, joined, manner.moment(visit.joined)])
        rows.append([visit.name, left, manner.moment(visit.left)])
    return rows


def live_event(visits: Sequence[Visit] = VISITS) -> Rows:
    rows: Rows = [["SessionId", "ParticipantId", "FullName", "UserAgent", "UtcEventTimestamp", "Action", "Role"]]
    role = {"host": "Organizer", "panelist": "Presenter", "attendee": "Attendee"}
    for number, visit in enumerate(visits):
        for when, action in ((visit.joined, "Joined"), (visit.left, "Left")):
            utc = when.replace(tzinfo=BERLIN).astimezone(UTC)
            told = f"{utc.month}/{utc.day}/{utc.year} {utc:%I:%M:%S %p}"
            who = visit.email.lower() or f"guest-{visit.name}"
            rows.append(
                [f"s{number}", who, visit.name, "Mozilla/5.0 (X11), like Gecko", told, action, role[visit.role]]
            )
    return rows
