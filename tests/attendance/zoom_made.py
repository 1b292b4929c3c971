"""Reports as Zoom writes them: of webinars in three generations, of participants old and new."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from attendance.visits_made import VISITS, Rows, Visit, at, minutes, persons

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
