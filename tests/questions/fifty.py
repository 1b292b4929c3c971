"""Fifty questions as they wait on the desk of a busy conference, and what a moderator makes of each."""

from dataclasses import dataclass
from typing import Any, Final

from factories import DNIPRO, KOELN, make_question, make_registration

from webapp.events.models import Event
from webapp.questions.models import Visibility
from webapp.registration.models import Side

OFF_TOPIC, RUDE, ADVERTISING, UNCLEAR = "1", "2", "4", "5"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A key of the desk; with `m`, into which number it is merged; with `d`, the key of the reason."""

    key: str
    language: str
    text: str
    into: int = 0
    reason: str = ""
    visibility: Visibility = Visibility.SHOWN


_HIDDEN, _UNLINKED = Visibility.HIDDEN, Visibility.UNLINKED
FIFTY: Final = (
    Waiting("p", "de", "Wie finden wir eine Partnerkommune, die zu unserer Größe passt?"),
    Waiting("p", "uk", "Чи може сільська громада без досвіду міжнародних проєктів стати партнером німецького міста?"),
    Waiting("p", "en", "Who pays for the interpreters when delegations meet?"),
    Waiting("m", "de", "Wie findet man eine Partnerkommune, die zur eigenen Größe passt?", into=1),
    Waiting("s", "uk", "Хто у вас відповідає за співпрацю: міський голова, рада чи окремий відділ?"),
    Waiting("d", "de", "Was soll dieser Unsinn eigentlich? Ihr seid doch alle unfähig!!!", reason=RUDE),
    Waiting("p", "de", "Gibt es Fördermittel des Landes für die erste Reise?"),
    Waiting("m", "uk", "Чи може сільська громада без досвіду проєктів бути партнером німецького міста?", into=2),
    Waiting("f", "uk", "Які документи потрібні, щоб передати нам пожежний автомобіль, і хто оформлює митницю?"),
    Waiting("p", "de", "Können auch Kreise eine Partnerschaft eingehen oder nur Städte und Gemeinden?"),
    Waiting("d", "en", "Buy followers cheap, best prices, ask me how", reason=ADVERTISING, visibility=_UNLINKED),
    Waiting(
        "p",
        "uk",
        "Наша громада прийняла понад чотири тисячі внутрішньо переміщених осіб, а власного житла майже немає. "
        "Школи працюють у дві зміни, дитячі садки переповнені, лікарня обслуговує вдвічі більше людей, ніж до війни. "
        "Ми не просимо грошей, нам потрібен досвід: як німецькі міста за кілька місяців створили житло для великої "
        "кількості людей, як вирішували питання землі, дозволів, утримання будинків, і що вони сьогодні зробили б "
        "інакше? Чи можна поспілкуватися безпосередньо з фахівцями, які цим займалися?",
    ),
    Waiting("p", "de", "Wie lange dauert es vom ersten Gespräch bis zum Vertrag?"),
    Waiting("m", "en", "Who is paying for interpreters when the delegations meet?", into=3),
    Waiting("p", "uk", "Чи потрібне рішення ради для підписання меморандуму?", visibility=_HIDDEN),
    Waiting("p", "de", "Welche Versicherung gilt, wenn unser Bauhof Fahrzeuge in die Oblast Dnipropetrovsk bringt?"),
    Waiting("d", "de", "Wann wird die Umgehungsstraße in unserem Ort endlich gebaut?", reason=OFF_TOPIC),
    Waiting("p", "uk", "Як організувати літній відпочинок для дітей із прифронтових громад?"),
    Waiting("p", "en", "Can schools take part, for example with online lessons?"),
    Waiting("s", "de", "Was brauchen die ukrainischen Kommunen im nächsten Winter am dringendsten?"),
    Waiting("m", "de", "Gibt es vom Land Fördermittel für die erste Reise?", into=7),
    Waiting("p", "uk", "Чи допомагаєте ви з перекладом технічної документації?"),
    Waiting("p", "de", "Dürfen Ratsmitglieder trotz der Reisewarnung dienstlich in die Ukraine reisen?"),
    Waiting(
        "f", "de", "Bitte senden Sie uns die Folien und ein Muster für einen Partnerschaftsvertrag.", visibility=_HIDDEN
    ),
    Waiting("p", "uk", "Хто з німецького боку може проконсультувати щодо очищення води після підриву дамби?"),
    Waiting("p", "de", "Ist eine Dreierpartnerschaft mit unserer polnischen Partnerstadt möglich?"),
    Waiting("d", "uk", "Ви всі брехуни, досить уже цих розмов", reason=RUDE, visibility=_UNLINKED),
    Waiting("p", "en", "How do you measure whether a partnership is a success?"),
    Waiting("p", "uk", "Чи є приклади співпраці між лікарнями?"),
    Waiting("m", "uk", "Як організувати відпочинок влітку для дітей з прифронтових громад?", into=18),
    Waiting("p", "de", "Wie halten wir Kontakt, wenn bei Ihnen der Strom ausfällt?"),
    Waiting(
        "p",
        "de",
        "Wir sind eine Gemeinde mit 9.000 Einwohnerinnen und Einwohnern und haben im Rathaus für internationale Arbeit "
        "keine einzige Stelle. Unser Partnerschaftsverein besteht aus Ehrenamtlichen, die meisten über 65. Wir würden "
        "gern etwas beginnen, fürchten aber, nach dem ersten Besuch nicht durchzuhalten. Gibt es kleine Formate, die "
        "mit wenigen Stunden im Monat auskommen, und wer hilft uns bei Anträgen und Abrechnung?",
    ),
    Waiting("p", "uk", "Чи можна передати вживані меблі для шкіл?"),
    Waiting("p", "de", "Welche Rolle spielt die Bezirksregierung?"),
    Waiting("f", "en", "Is there a list of contact persons in all municipalities of the oblast?"),
    Waiting("p", "uk", "Як залучити молодь до обмінів, якщо хлопцям від 18 років виїзд обмежено?"),
    Waiting("d", "de", "Test test 123", reason=UNCLEAR),
    Waiting("p", "de", "Können wir Feuerwehrfahrzeuge spenden, die bei uns ausgemustert werden?"),
    Waiting("m", "de", "Können auch Landkreise eine Partnerschaft eingehen, oder nur Städte und Gemeinden?", into=10),
    Waiting("p", "uk", "Чи навчаєте ви фахівців із цифрових послуг?"),
    Waiting("p", "en", "What should a first letter to a possible partner contain?"),
    Waiting("s", "uk", "Як німецькі громади ухвалюють бюджет участі?"),
    Waiting("p", "de", "Wie gehen wir mit Datenschutz um, wenn wir Listen von Gastfamilien austauschen?"),
    Waiting("p", "uk", "Чи планується зустріч наживо, і де саме?", visibility=_HIDDEN),
    Waiting("m", "en", "What should the first letter to a possible partner contain?", into=41),
    Waiting("p", "de", "Gibt es einen Ansprechpartner beim Ministerium für kommunale Partnerschaften?"),
    Waiting("p", "uk", "Які теми найкраще підходять для початку співпраці?"),
    Waiting("d", "uk", "Продам генератор 5 кВт, майже новий, пишіть у приватні", reason=ADVERTISING),
    Waiting("p", "de", "Wer haftet, wenn eine Delegation unterwegs in Gefahr gerät?"),
    Waiting("p", "uk", "Дякуємо за конференцію! Коли буде наступна?"),
)


def make_fifty(event: Event) -> None:
    """In the inbox, numbered from 1: by people of both regions, five questions each."""
    askers: list[Any] = []
    for place in range(10):
        german: dict[str, Any] = {"place_key": KOELN, "side": Side.NRW, "given_name": "Renate", "family_name": "Becker"}
        ukrainian: dict[str, Any] = {"place_key": DNIPRO, "family_name": "Шевчук"}
        about = german if place % 2 else ukrainian
        askers.append(make_registration(event, email=f"asks{place}@example.org", **about))
    for place, one in enumerate(FIFTY):
        told: dict[str, Any] = {"text": one.text, "language": one.language, "visibility": one.visibility}
        make_question(event, registration=askers[place % len(askers)], **told)
