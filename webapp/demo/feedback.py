"""What attendees of the past conference thought of it, without names; the same for the same seed."""

from random import Random
from typing import Final

from sqlalchemy import select

from webapp.attendance.models import Presence
from webapp.attendance.standing import THERE
from webapp.core.db import session
from webapp.events.models import Event
from webapp.feedback import answering
from webapp.feedback.answering import Given
from webapp.feedback.models import Wanted
from webapp.registration.models import Registration

SHARE: Final = 0.45  #: of those who attended
MOST: Final = 80  #: answers, however many attended
SHARE_OF_TEXTS: Final = 0.3
MARKS: Final = {5: 8, 4: 7, 3: 3, 2: 1, 1: 1}  #: how often each is given
TEXTS: Final = {
    "de": (
        "Die Berichte aus Köln und Dnipro waren sehr anschaulich. Davon gern mehr.",
        "Für den Austausch zwischen den Kommunen hätte ich mir mehr Zeit gewünscht.",
        "Die Dolmetschung hat hervorragend funktioniert.",
        "Bitte die Folien künftig schon vor der Konferenz schicken.",
        "Hilfreich wäre eine Liste der Ansprechstellen für Fördermittel.",
    ),
    "uk": (
        "Дякуємо за можливість почути досвід інших громад.",
        "Хотілося б більше часу на знайомство з громадами-партнерами.",
        "Синхронний переклад був дуже якісним.",
        "Корисно було б мати перелік програм фінансування українською мовою.",
        "Наступного разу варто поговорити про енергетику та лікарні.",
    ),
}


def fill(event: Event, *, seed: int) -> None:
    there = select(Registration).join(Presence, Presence.registration_id == Registration.id)
    attended = there.where(Presence.event_id == event.id, Presence.state.in_(THERE)).order_by(Registration.id)
    random = Random(f"{seed} {event.slug} feedback")
    texts = {lang: random.sample(lines, k=len(lines)) for lang, lines in TEXTS.items()}
    for who in session().scalars(attended.limit(int(MOST / SHARE))).all():
        if random.random() < SHARE:
            answering.give(who.public_id, _given(random, texts[who.locale]), locale=who.locale)


def _given(random: Random, texts: list[str]) -> Given:
    """Each text is written once."""
    [useful] = random.choices(list(MARKS), weights=list(MARKS.values()))
    text = texts.pop() if texts and random.random() < SHARE_OF_TEXTS else ""
    return Given(useful=useful, wanted=random.sample(list(Wanted), k=random.randint(1, 3)), text=text)
