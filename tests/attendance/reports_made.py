"""Reports as platforms write them, in many languages and locales, made from one list of visits."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

BERLIN: Final = ZoneInfo("Europe/Berlin")
DAY: Final = date(2026, 3, 12)


@dataclass(frozen=True)
class Visit:
    """Somebody, once; times are those of Berlin on the day of the event."""

    name: str
    email: str
    role: str
    joined: datetime
    left: datetime

    @property
    def length(self) -> timedelta:
        return self.left - self.joined


def at(clock: str, day: date = DAY) -> datetime:
    hour, minute, second = map(int, clock.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, second)  # noqa: DTZ001 - as reports write them


VISITS: Final = (
    Visit("Sabine Krause", "sabine.krause@stadt-beispiel.example", "host", at("09:50:00"), at("12:04:10")),
    Visit("Олена Ковальчук", "o.kovalchuk@hromada.example", "panelist", at("09:55:12"), at("11:00:03")),
    Visit("Jörg Müller-Lüdenscheidt", "J.Mueller@kreis.example", "attendee", at("09:58:41"), at("10:31:07")),
    Visit("Jörg Müller-Lüdenscheidt", "J.Mueller@kreis.example", "attendee", at("10:33:00"), at("12:00:55")),
    Visit("Doe, Jane", "jane.doe@gemeinde.example", "attendee", at("10:02:02"), at("12:03:20")),
    Visit("Іван Петренко", "ivan@rada.example", "attendee", at("10:14:59"), at("11:59:01")),
    Visit("Rathaus Köln", "", "attendee", at("10:00:30"), at("10:45:30")),
    Visit("Rathaus Köln", "", "attendee", at("10:50:00"), at("11:58:00")),
)


@dataclass(frozen=True)
class Manner:
    """How a language and a place write dates and durations."""

    date: str  #: for strftime
    hours: str
    minutes: str
    seconds: str
    unpadded: bool = False

    def moment(self, when: datetime) -> str:
        told = when.strftime(self.date)
        if self.unpadded:
            told = "/".join(str(int(part)) if part.isdigit() else part for part in told.split("/"))
        return told

    def duration(self, length: timedelta) -> str:
        seconds = int(length.total_seconds())
        parts = zip(
            (seconds // 3600, seconds // 60 % 60, seconds % 60), (self.hours, self.minutes, self.seconds), strict=True
        )
        return " ".join(f"{amount}{unit}" for amount, unit in parts if amount) or f"0{self.seconds}"


US = Manner("%m/%d/%y, %I:%M:%S %p", "h", "m", "s", unpadded=True)
US_NARROW = Manner("%m/%d/%y, %I:%M:%S\u202f%p", "h", "m", "s")
GB = Manner("%d/%m/%y, %H:%M:%S", "h", "m", "s")
DE = Manner("%d.%m.%y, %H:%M:%S", " Std.", " Min.", " Sek.")
DE_WORDS = Manner("%d.%m.%Y %H:%M:%S", " Stunden", " Minuten", " Sekunden")
UK = Manner("%d.%m.%Y, %H:%M:%S", " год", " хв", " с")
UK_WORDS = Manner("%d.%m.%y, %H:%M:%S", " години", " хвилин", " секунд")
PL = Manner("%d.%m.%Y, %H:%M:%S", " godz.", " min", " s")
PL_US = Manner("%m/%d/%y, %I:%M:%S %p", " godz.", " min", " s", unpadded=True)
FR = Manner("%d/%m/%Y à %H:%M:%S", " h", " m", " s")
ES = Manner("%d/%m/%y, %H:%M:%S", " h", " min", " s")
PT = Manner("%d/%m/%Y %H:%M:%S", "h", "m", "s")
JA = Manner("%Y/%m/%d %H:%M:%S", "時間", "分", "秒")
KO = Manner("%Y. %m. %d. %H:%M:%S", "시간 ", "분 ", "초")
NL = Manner("%d-%m-%Y %H:%M:%S", " uur", " min.", " sec.")
FI = Manner("%d.%m.%Y klo %H.%M.%S", " t", " min", " s")
CS = Manner("%d. %m. %Y %H:%M:%S", " h", " min", " s")
RU = Manner("%d.%m.%Y, %H:%M:%S", " ч", " мин", " с")
TR = Manner("%d.%m.%Y %H:%M:%S", " sa", " dk", " sn")
SV = Manner("%Y-%m-%d %H:%M:%S", " tim", " min", " sek")

Rows = list[list[str]]


def text(rows: Sequence[Sequence[str]], delimiter: str = ",", *, end: str = "\r\n") -> str:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator=end).writerows(rows)
    return target.getvalue()


def persons(visits: Sequence[Visit] = VISITS) -> list[list[Visit]]:
    ordered = sorted(visits, key=lambda visit: (visit.name, visit.email, visit.joined))
    return [list(group) for _key, group in groupby(ordered, key=lambda visit: (visit.name, visit.email))]


def minutes(visit: Visit) -> str:
    """As Zoom rounds: up."""
    return str(-int(-visit.length.total_seconds() // 60))


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


Word = Callable[[str], str]


def webinar(generation: int, words: dict[str, str] | None = None, visits: Sequence[Visit] = VISITS) -> Rows:
    """Zoom's webinar report of 2020 (1), 2021 (2) or 2025 (3); `words` translates headings and titles."""
    word: Word = lambda english: (words or {}).get(english, english)  # noqa: E731
    moment = _third if generation == 3 else _first
    registrants = ["# Registrants", "# Cancelled registrants"] if generation == 3 else ["# Registered", "# Cancelled"]
    meta = ["Topic", "Webinar ID", "Actual Start Time", "Actual Duration (minutes)", *registrants, "Unique Viewers", "Total Users",
            "Max Concurrent Views", *(["Enable Registration"] if generation == 2 else [])]  # fmt: skip
    values = ["Konferenz der Kommunen", "847 5984 1045", moment(at("09:50:00")), " 135", " 12", " 0", "7", "9", "6"]
    name = "User Name" if generation == 1 else "User Name (Original Name)"
    staff = ["Attended", name, "Email", "Join Time", "Leave Time", "Time in Session (minutes)",
             *([] if generation == 1 else ["Is Guest"]), "Country/Region Name"]  # fmt: skip
    rows: Rows = [
        [word("Attendee Report"), *([""] if generation < 3 else [])],
        [word("Report Generated:"), "Mar 13, 2026 8:50 AM"],
        [word(heading) for heading in meta],
        values,
    ]
    for title, role in (("Host Details", "host"), ("Panelist Details", "panelist")):
        rows += [[word(title), ""], [word(heading) for heading in staff]]
        rows += [_staff(visit, moment, generation, word) for visit in visits if visit.role == role]
    rows += _attendees(generation, word, moment, visits)
    rows += [
        [word("Other Attended"), ""],
        [word(h) for h in ("User Name", "Join Time", "Leave Time", "Time in Session (minutes)", "Country/Region Name")],
    ]
    guests = [visit for visit in visits if not visit.email]
    rows += [
        [
            visit.name,
            f"{visit.joined:%b %d, %Y %I:%M %p}",
            f"{visit.left:%b %d, %Y %I:%M %p}",
            minutes(visit),
            "Germany",
        ]
        for visit in guests
    ]
    return rows


def _first(when: datetime) -> str:
    return when.strftime("%b %d, %Y %H:%M:%S")


def _third(when: datetime) -> str:
    return when.strftime("%m/%d/%Y %I:%M:%S %p")


def _staff(visit: Visit, moment: Callable[[datetime], str], generation: int, word: Word) -> list[str]:
    return [word("Yes"), visit.name, visit.email, moment(visit.joined), moment(visit.left), minutes(visit),
            *([] if generation == 1 else [word("No")]), "Germany"]  # fmt: skip


def _attendees(generation: int, word: Word, moment: Callable[[datetime], str], visits: Sequence[Visit]) -> Rows:
    shown = [] if generation == 1 else ["User Name (Original Name)"]
    asked = [] if generation == 1 else ["Organization", 'Which "partner" do you have?']
    guest = [] if generation == 1 else ["Is Guest"]
    head = ["Attended", *shown, "First Name", "Last Name", "Email", *asked, "Registration Time", "Approval Status", "Join Time",
            "Leave Time", "Time in Session (minutes)", *guest, "Country/Region Name"]  # fmt: skip
    rows: Rows = [[word("Attendee Details"), ""], [word(heading) for heading in head]]
    seen: set[str] = set()
    for visit in (visit for visit in visits if visit.role == "attendee" and visit.email):
        first = visit.email not in seen  # only the first row has what was registered
        seen.add(visit.email)
        given, _space, family = visit.name.partition(" ")
        registered = [moment(at("08:00:00", date(2026, 3, 2))), "approved"] if first else ["", ""]
        answers = (["Stadt", 'none, "yet"\nreally'] if first else ["", ""]) if asked else []
        rows.append([word("Yes"), *([visit.name] if shown else []), given, family, visit.email, *answers, *registered,
                     moment(visit.joined), moment(visit.left), minutes(visit), *([word("Yes")] if guest else []),
                     "Germany"])  # fmt: skip
    rows.append([word("No"), *(["No Show"] if shown else []), "No", "Show", "no.show@example.org", *([""] * len(asked)),
                 moment(at("08:00:00", date(2026, 3, 1))), "approved", "--", "--", "--", *(["--"] if guest else []), "--"])  # fmt: skip
    return rows


WEBINAR_WORDS: Final[dict[str, dict[str, str]]] = {
    "de": {
        "Attendee Report": "Teilnehmerbericht", "Report Generated:": "Bericht erstellt:", "Host Details": "Host-Details",
        "Panelist Details": "Diskussionsteilnehmerdetails", "Attendee Details": "Teilnehmerdetails",
        "Other Attended": "Sonstige Teilnehmer", "Attended": "Teilgenommen", "User Name": "Benutzername",
        "User Name (Original Name)": "Benutzername (Originalname)", "First Name": "Vorname", "Last Name": "Nachname",
        "Email": "E-Mail", "Registration Time": "Registrierungszeit", "Approval Status": "Genehmigungsstatus",
        "Join Time": "Beitrittszeit", "Leave Time": "Austrittszeit", "Is Guest": "Ist Gast", "Yes": "Ja", "No": "Nein",
        "Time in Session (minutes)": "Zeit in Sitzung (Minuten)", "Country/Region Name": "Name des Landes/der Region",
        "Topic": "Thema", "Webinar ID": "Webinar-ID", "Actual Start Time": "Tatsächliche Startzeit",
        "Actual Duration (minutes)": "Tatsächliche Dauer (Minuten)",
    },
    "uk": {
        "Attendee Report": "Звіт про учасників", "Report Generated:": "Звіт створено:", "Host Details": "Відомості про організатора",
        "Panelist Details": "Відомості про доповідачів", "Attendee Details": "Відомості про учасників",
        "Other Attended": "Інші присутні", "Attended": "Був присутній", "User Name": "Ім’я користувача",
        "User Name (Original Name)": "Ім’я користувача (початкове ім’я)", "First Name": "Ім’я", "Last Name": "Прізвище",
        "Email": "Електронна пошта", "Registration Time": "Час реєстрації", "Approval Status": "Статус схвалення",
        "Join Time": "Час приєднання", "Leave Time": "Час виходу", "Is Guest": "Гість", "Yes": "Так", "No": "Ні",
        "Time in Session (minutes)": "Час у сеансі (хвилин)", "Country/Region Name": "Країна/регіон",
        "Topic": "Тема", "Webinar ID": "Ідентифікатор вебінару", "Actual Start Time": "Фактичний час початку",
        "Actual Duration (minutes)": "Фактична тривалість (хвилин)",
    },
    "ko": {
        "Attendee Report": "참석자 보고서", "Report Generated:": "생성된 보고서:", "Host Details": "호스트 세부 정보",
        "Panelist Details": "패널리스트 세부 정보", "Attendee Details": "참석자 세부 정보", "Other Attended": "기타 참석",
        "Attended": "참석함", "User Name": "사용자 이름", "User Name (Original Name)": "사용자 이름(원래 이름)", "First Name": "이름",
        "Last Name": "성", "Email": "이메일", "Registration Time": "등록 시간", "Approval Status": "승인 상태", "Join Time": "참가 시간",
        "Leave Time": "나간 시간", "Is Guest": "게스트", "Yes": "예", "No": "아니요", "Time in Session (minutes)": "세션 기간(분)",
        "Country/Region Name": "국가/지역 이름", "Topic": "주제", "Webinar ID": "웨비나 ID", "Actual Start Time": "실제 시작 시간",
        "Actual Duration (minutes)": "실제 기간(분)",
    },
    #: in no language: title, headings, yes and no are all strange
    "none": {
        "Attendee Report": "Zubim", "Report Generated:": "Xan:", "Host Details": "Qul", "Panelist Details": "Varn",
        "Attendee Details": "Zubix", "Other Attended": "Ulm", "Attended": "Aga", "User Name": "Tiv", "User Name (Original Name)": "Tiv (Tivo)",
        "First Name": "Tiva", "Last Name": "Tivu", "Email": "Ombo", "Registration Time": "Xin", "Approval Status": "Hrol",
        "Join Time": "Agax", "Leave Time": "Ogax", "Is Guest": "Gol", "Time in Session (minutes)": "Ixi (ux)",
        "Country/Region Name": "Bral", "Topic": "Qwo", "Webinar ID": "Qwe", "Actual Start Time": "Pel", "Actual Duration (minutes)": "Pelix",
        "Unique Viewers": "Q1q", "Total Users": "Q2q", "Max Concurrent Views": "Q3q", "# Registered": "Q4q", "# Cancelled": "Q5q",
        "Enable Registration": "Q6q", "Organization": "Orq", 'Which "partner" do you have?': "Q7q?",
    },
}  # fmt: skip


@dataclass(frozen=True)
class ZoomStyle:
    head: tuple[str, ...]
    meta: tuple[str, ...] = ()
    date: str = "%m/%d/%Y %I:%M:%S %p"
    comma: bool = False
    flat: bool = False
    blank: bool = True


OLD_META = ("Meeting ID", "Topic", "Start Time", "End Time", "User Email", "Duration (Minutes)", "Participants")
OLD = ("Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)", "Guest", "Recording Consent",
       "In Waiting Room")  # fmt: skip
NEW_META = ("Topic", "ID", "Host name", "Host email", "Duration (minutes)", "Start time", "End time", "Participants")
NEW = ("Name (original name)", "Email", "Join time", "Leave time", "Duration (minutes)", "Guest", "Recording disclaimer response",
       "In waiting room")  # fmt: skip
ZOOM: Final = {
    "old": ZoomStyle(OLD, OLD_META, comma=True),
    "old without meeting": ZoomStyle(OLD),
    "old without gap": ZoomStyle(OLD, OLD_META, blank=False),
    "older": ZoomStyle(OLD[:5], OLD_META),
    "new": ZoomStyle(NEW, NEW_META),
    "new without meeting": ZoomStyle(NEW),
    "flat": ZoomStyle(NEW, ("Topic", "Type", "ID", "Host name", "Host email", "Duration (minutes)", "Start time", "End time",
                            "Participants"), flat=True),
    "prefixed": ZoomStyle(OLD, ("Topic", "Meeting ID"), flat=True),
    "day first": ZoomStyle(OLD, OLD_META, "%d/%m/%Y %H:%M:%S"),
    "year first": ZoomStyle(OLD, OLD_META, "%Y/%m/%d %H:%M:%S"),
    "ja": ZoomStyle(("名前 (元の名前)", "ユーザーメール", "参加時刻", "退出時刻", "所要時間（分）"), date="%Y/%m/%d %H:%M:%S"),
    "ko": ZoomStyle(("이름(원래 이름)", "사용자 이메일", "참가 시간", "나간 시간", "기간(분)"), date="%Y/%m/%d %H:%M:%S"),
    "de": ZoomStyle(("Name (ursprünglicher Name)", "E-Mail", "Beitrittszeit", "Austrittszeit", "Dauer (Minuten)", "Gast"),
                    ("Thema", "ID", "Gastgebername", "Gastgeber-E-Mail", "Dauer (Minuten)", "Startzeit", "Endzeit", "Teilnehmer"),
                    "%d.%m.%Y %H:%M:%S"),
    "uk": ZoomStyle(("Ім’я (початкове ім’я)", "Електронна пошта", "Час приєднання", "Час виходу", "Тривалість (хвилин)", "Гість"),
                    ("Тема", "Ідентифікатор", "Ім’я організатора", "Пошта організатора", "Тривалість (хвилин)", "Час початку",
                     "Час завершення", "Учасники"), "%d.%m.%Y %H:%M:%S"),
    "none": ZoomStyle(("Tiv (Tivo)", "Ombo", "Aga", "Oga", "Ixi (ux)", "Gol"), ("Qwe", "Qwo", "Pel", "Gom", "Ombo", "Ixi", "Zubim"),
                      "%d.%m.%Y %H:%M:%S"),
}  # fmt: skip


def zoom_participants(style: ZoomStyle, visits: Sequence[Visit] = VISITS) -> Rows:
    """Sessions, with the meeting above or before each row."""
    moment: Callable[[datetime], str] = lambda when: when.strftime(style.date)  # noqa: E731
    known = {
        "Topic": 'Konferenz, "zweite" Sitzung', "Meeting ID": "94758381041", "ID": "947 5838 1041", "Type": "Meeting",
        "Host name": "Sabine Krause", "Host email": VISITS[0].email, "User Email": VISITS[0].email, "Participants": "7",
        "Start Time": moment(at("09:50:00")), "Start time": moment(at("09:50:00")), "End Time": moment(at("12:04:10")),
        "End time": moment(at("12:04:10")), "Duration (Minutes)": "135", "Duration (minutes)": "135",
    }  # fmt: skip
    order = (*OLD_META, *NEW_META)
    strange = (
        {heading: known[OLD_META[place]] for place, heading in enumerate(style.meta) if heading not in order}
        if len(style.meta) == 7
        else {
            heading: known[NEW_META[place]]
            for place, heading in enumerate(style.meta)
            if heading not in order and place < len(NEW_META)
        }
    )
    meta = [({**known, **strange}).get(heading, "") for heading in style.meta]
    body = [
        [visit.name, visit.email, moment(visit.joined), moment(visit.left), minutes(visit), "Yes", "", "No"][
            : len(style.head)
        ]
        for visit in visits
    ]
    if style.flat:
        return [[*style.meta, *style.head], *([*meta, *row] for row in body)]
    above: Rows = [list(style.meta), meta] if style.meta else []
    if style.comma:
        above = [[*row, ""] for row in above]
    return [*above, *([[]] if above and style.blank else []), list(style.head), *body]


def zoom_unique(visits: Sequence[Visit] = VISITS) -> Rows:
    rows: Rows = [["Name (Original Name)", "User Email", "Total Duration (Minutes)", "Guest"]]
    for group in persons(visits):
        total = sum((visit.length for visit in group), timedelta()).total_seconds() / 60
        rows.append([group[0].name, group[0].email, str(round(total)), "No"])
    return rows


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
