"""The two conferences of the demo. The first took place; its programme, speakers and titles are public.

Source: the organisers' own summary of 20 April 2023. The times within the programme are assumed. The follow-up is fictitious.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from webapp.attendance.meeting.joining import Room
from webapp.attendance.meeting.joining_models import CLOSES, OPENS
from webapp.config import DEMO_MEETING_HOST
from webapp.core.clock import BERLIN
from webapp.core.i18n import Texts, texts
from webapp.events.models import Event, Slot, SlotKind, Speaker

PAST_SLUG = "nrw-dnipropetrowsk-2023"
COMING_SLUG = "nrw-dnipropetrowsk-folgekonferenz"
WEEKS_AHEAD = 6
SATURDAY, SUNDAY = 6, 7
GREETINGS = texts("Grußworte", "Вітальні слова", "Opening remarks")
QUESTIONS = texts(
    "Fragen und Erfahrungen der Kommunen",
    "Запитання та досвід громад",
    "Questions and experience of the municipalities",
)
TITLE_REALLABOR = "Reallabor kommunaler Aufbaupartnerschaften NRW-Ukraine"
SLIDES = "https://www.example.org/konferenz-2023/folien.pdf"  #: leads nowhere
ROOM = Room(
    address=f"https://{DEMO_MEETING_HOST}/konferenz", dial_in="", channel_de="Deutsch", channel_uk="Українська",
    opens_minutes_before=OPENS, closes_minutes_after=CLOSES, notes_use=True, address_in_last_reminder=False,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Slot:
    minutes: int
    kind: SlotKind
    title: Texts
    speakers: tuple[Speaker, ...] = ()


def past_event() -> Event:
    starts = datetime(2023, 4, 20, 10, tzinfo=BERLIN)
    return _event(
        PAST_SLUG,
        starts,
        texts(
            "Virtuelle Konferenz für Kommunen aus Nordrhein-Westfalen und Dnipropetrowsk",
            "Віртуальна конференція для громад землі Північний Рейн-Вестфалія та Дніпропетровської області",
            "Virtual conference for municipalities from North Rhine-Westphalia and Dnipropetrovsk",
        ),
        texts(
            "Im Februar 2023 haben Nordrhein-Westfalen und die Oblast Dnipropetrowsk eine Regionalpartnerschaft begründet. Die "
            "Konferenz richtete sich an Kommunen, die sich für eine Partnerschaft interessieren, und an solche, die bereits "
            "Partner sind. Über 100 Vertreter*innen von Kommunen aus beiden Regionen nahmen teil.",
            "У лютому 2023 року земля Північний Рейн-Вестфалія та Дніпропетровська область започаткували регіональне партнерство. "
            "До участі в конференції запросили громади, які зацікавлені в партнерстві, та громади, які вже мають партнерів. "
            "Участь узяли понад 100 представників і представниць громад з обох регіонів.",
            "In February 2023 North Rhine-Westphalia and Dnipropetrovsk Oblast founded a regional partnership. The conference was "
            "meant for municipalities interested in a partnership and for those that already have one. Over 100 municipal "
            "representatives from both regions took part.",
        ),
        opens=starts - timedelta(weeks=6),
        capacity=500,
        slots=_past_programme(),
    )


def coming_event(now: datetime) -> Event:
    """Six weeks after today, on a working day, with registration open until the evening before."""
    day = (now.astimezone(BERLIN) + timedelta(weeks=WEEKS_AHEAD)).date()
    day += timedelta(days={SATURDAY: 2, SUNDAY: 1}.get(day.isoweekday(), 0))
    starts = datetime.combine(day, time(10), BERLIN)
    return _event(
        COMING_SLUG,
        starts,
        texts(
            "Folgekonferenz für Kommunen aus Nordrhein-Westfalen und Dnipropetrowsk",
            "Наступна конференція для громад землі Північний Рейн-Вестфалія та Дніпропетровської області",
            "Follow-up conference for municipalities from North Rhine-Westphalia and Dnipropetrovsk",
        ),
        texts(
            "Was ist aus den ersten Partnerschaften geworden, und wer sucht noch einen Partner? Kommunen beider Regionen berichten, "
            "fragen und lernen einander kennen. Die Konferenz findet online statt und wird simultan gedolmetscht.",
            "Чого досягли перші партнерства і хто ще шукає партнера? Громади обох регіонів розповідають про свій досвід, ставлять "
            "запитання та знайомляться. Конференція відбудеться онлайн із синхронним перекладом.",
            "What has become of the first partnerships, and who is still looking for a partner? Municipalities from both regions "
            "report, ask questions and meet each other. The conference takes place online, with simultaneous interpretation.",
        ),
        opens=datetime.combine(now.astimezone(BERLIN).date() - timedelta(weeks=1), time(9), BERLIN),
        capacity=500,
        slots=_coming_programme(),
    )


def _past_programme() -> list[_Slot]:
    return [
        _Slot(30, SlotKind.GREETING, GREETINGS, (_liminski(), _orlov(), _shum())),
        _Slot(
            20,
            SlotKind.PRESENTATION,
            texts(
                "Unterstützungsangebote der SKEW für deutsch-ukrainische Kommunalpartnerschaften",
                "Як SKEW підтримує німецько-українські партнерства громад",
                "Support by SKEW for German-Ukrainian municipal partnerships",
            ),
            (_baudach(),),
        ),
        _Slot(
            20,
            SlotKind.PRESENTATION,
            texts(
                f"Projekt „{TITLE_REALLABOR}“ der Auslandsgesellschaft, gefördert von der Landesregierung",
                f"Проєкт «{TITLE_REALLABOR}» організації Auslandsgesellschaft за підтримки уряду землі",
                f"Project “{TITLE_REALLABOR}” of Auslandsgesellschaft, funded by the state government",
            ),
        ),
        _Slot(
            30,
            SlotKind.REPORT,
            texts(
                "Berichte der Städte Köln und Dnipro über ihre Projektpartnerschaft",
                "Міста Кельн і Дніпро про своє проєктне партнерство",
                "Reports from Köln and Dnipro on their project partnership",
            ),
        ),
        _Slot(20, SlotKind.DISCUSSION, QUESTIONS),
    ]


def _coming_programme() -> list[_Slot]:
    return [
        _Slot(15, SlotKind.GREETING, GREETINGS),
        _Slot(
            30,
            SlotKind.REPORT,
            texts(
                "Berichte aus den Kommunen: Was Partnerschaften bewirken",
                "Досвід громад: що дають партнерства",
                "Reports from the municipalities: what partnerships achieve",
            ),
        ),
        _Slot(
            30,
            SlotKind.PRESENTATION,
            texts(
                "Förderung für gemeinsame Vorhaben: Wiederaufbau, Energie, Verwaltung",
                "Фінансування спільних проєктів: відбудова, енергетика, управління",
                "Funding for joint projects: reconstruction, energy, administration",
            ),
        ),
        _Slot(
            30,
            SlotKind.DISCUSSION,
            texts("Kommunen suchen Partner", "Громади шукають партнерів", "Municipalities look for partners"),
        ),
        _Slot(15, SlotKind.DISCUSSION, QUESTIONS),
    ]


def _liminski() -> Speaker:
    return Speaker(
        name=texts("Nathanael Liminski", "Натанаель Лімінські", "Nathanael Liminski"),  # as the oblast writes it
        function=texts(
            "Minister für Bundes- und Europaangelegenheiten, Internationales sowie Medien des Landes Nordrhein-Westfalen "
            "und Chef der Staatskanzlei",
            "міністр федеральних і європейських справ, міжнародних відносин і медіа землі Північний Рейн-Вестфалія, "
            "керівник Державної канцелярії",
            "Minister for Federal and European Affairs, International Affairs and Media of North Rhine-Westphalia "
            "and Head of the State Chancellery",
        ),
        speaks_from=texts("Kyjiw", "Київ", "Kyiv"),
    )


def _orlov() -> Speaker:
    return Speaker(
        name=texts("Volodymyr Orlov", "Володимир Орлов", "Volodymyr Orlov"),
        function=texts(
            "stellvertretender Leiter der Verwaltung der Oblast Dnipropetrowsk",
            "заступник керівника адміністрації Дніпропетровської області",
            "Deputy Head of the Administration of Dnipropetrovsk Oblast",
        ),
    )


def _shum() -> Speaker:
    return Speaker(
        name=texts("Iryna Shum", "Ірина Шум", "Iryna Shum"),
        function=texts(
            "Generalkonsulin der Ukraine in Düsseldorf",
            "генеральна консулка України в Дюссельдорфі",
            "Consul General of Ukraine in Düsseldorf",
        ),
    )


def _baudach() -> Speaker:
    return Speaker(
        name=texts(de="Kurt-Michael Baudach"),
        function=texts(
            "Abteilungsleiter Kommunalpartnerschaften Länder und Regionen bei der Servicestelle Kommunen in der Einen Welt (SKEW) "
            "von Engagement Global",
            "керівник відділу партнерств громад за країнами та регіонами в Servicestelle Kommunen in der Einen Welt (SKEW), "
            "Engagement Global",
            "Head of Department, Municipal Partnerships by Country and Region, Service Agency Communities in One World (SKEW) "
            "of Engagement Global",
        ),
    )


def _event(
    slug: str, starts: datetime, title: Texts, summary: Texts, *, opens: datetime, capacity: int, slots: list[_Slot]
) -> Event:
    made = Event(
        slug=slug,
        title=title,
        summary=summary,
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        registration_opens_at=opens,
        registration_closes_at=starts - timedelta(hours=14),
        capacity=capacity,
        seats_taken=0,
        changed_at=opens,
    )
    begins = starts
    for position, slot in enumerate(slots):
        ends = begins + timedelta(minutes=slot.minutes)
        row = Slot(position=position, kind=slot.kind, title=slot.title, starts_at=begins, ends_at=ends)
        for place, speaker in enumerate(slot.speakers):
            speaker.position = place
            row.speakers.append(speaker)
        made.slots.append(row)
        begins = ends
    return made
