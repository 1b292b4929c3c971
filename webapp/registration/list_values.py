"""What one cell of an organisers' list means: text, addresses, a choice in the words of several languages. Pure."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Final

from webapp.core import names
from webapp.core.addresses import is_address
from webapp.core.grids import Cell

_ADDRESS: Final = re.compile(r"(?<![^\s@<>,;:()\[\]\"])[^\s@<>,;:()\[\]\"]+@[^\s@<>,;:()\[\]\"]+")

SIDES: Final = {
    "nrw": ("NRW", "Nordrhein-Westfalen", "North Rhine-Westphalia", "Північний Рейн-Вестфалія", "Deutschland",
            "Germany", "земля Північний Рейн-Вестфалія", "Північний Рейн — Вестфалія", "Німеччина", "DE",
            "Северный Рейн-Вестфалия"),
    "dnipropetrovsk": ("Dnipropetrovsk", "Dnipropetrovsk Oblast", "Dnipropetrowsk", "Oblast Dnipropetrowsk", "Dnipro",
                       "Дніпропетровська область", "Дніпропетровщина", "Дніпропетровська", "Ukraine", "Україна", "UA",
                       "Днепропетровская область", "Украина"),
    "other": ("other", "elsewhere", "andere", "Andere Region", "sonstige", "Інший регіон", "інше", "інший", "другой"),
}  # fmt: skip
ROLES: Final = {
    "representative": ("representative", "municipal representative", "Vertreter*in einer Kommune", "Vertreter",
                       "Vertreterin", "Vertretung", "Kommune", "Delegierte", "представник громади",
                       "представник / представниця громади", "представник", "представниця", "представитель"),
    "guest": ("guest", "Gast", "гість", "гостя", "гість / гостя", "гость"),
    "press": ("press", "media", "journalist", "Presse", "Medien", "преса", "ЗМІ", "представник / представниця преси",
              "журналіст", "пресса"),
    "speaker": ("speaker", "Redner*in", "Redner", "Rednerin", "Referent", "Referentin", "Referent*in", "доповідач",
                "доповідачка", "доповідач / доповідачка", "спікер", "спікерка", "докладчик"),
    "organiser": ("organiser", "organizer", "Organisationsteam", "Organisation", "Organisator", "організатор",
                  "організаторка", "організатор / організаторка", "организатор"),
    "interpreter": ("interpreter", "Dolmetscher*in", "Dolmetscher", "Dolmetscherin", "перекладач", "перекладачка",
                    "перекладач / перекладачка", "переводчик"),
    "technician": ("technician", "technical support", "Technik", "Techniker", "технічна підтримка", "технік"),
}  # fmt: skip
LANGUAGES: Final = {
    "de": ("de", "German", "into German", "Yes, into German", "Deutsch", "ins Deutsche", "auf Deutsch",
           "Ja, ins Deutsche", "німецька", "німецькою", "німецькою мовою", "Так, німецькою мовою", "немецкий", "ger"),
    "uk": ("uk", "ua", "Ukrainian", "into Ukrainian", "Yes, into Ukrainian", "Ukrainisch", "ins Ukrainische",
           "auf Ukrainisch", "Ja, ins Ukrainische", "українська", "українською", "українською мовою",
           "Так, українською мовою", "украинский", "ukr"),
    "en": ("en", "English", "Englisch", "англійська", "англійською", "английский", "eng"),
}  # fmt: skip
YES: Final = ("yes", "ja", "так", "да", "x", "true", "1", "ja, bitte", "tak", "oui", "+", "✓", "✔", "erforderlich",
              "потрібен", "потрібно")  # fmt: skip
NO: Final = ("no", "nein", "ні", "нет", "false", "0", "none", "kein", "keine", "nie", "non", "-", "–", "—", "entfällt",
             "No, not needed", "Nein, nicht erforderlich", "Ні, не потрібен", "не потрібен", "не потрібно",
             "nicht erforderlich", "not needed")  # fmt: skip
PARTNERSHIPS: Final = {
    "existing": (*YES, "existing", "We already have a partner municipality", "vorhanden", "besteht", "є",
                 "Wir haben bereits eine Partnerkommune", "Уже маємо громаду-партнера", "маємо"),
    "none": (*NO, "No partnership, and none is planned", "Keine Partnerschaft, und es ist keine geplant",
             "Партнерства немає, і його не заплановано", "немає"),
    "none_interested": ("interested", "none_interested", "interessiert", "Interesse", "gesucht", "Partner gesucht",
                        "No partnership yet, we are looking for a partner", "шукаємо", "зацікавлені",
                        "Noch keine Partnerschaft, wir suchen eine Partnerkommune",
                        "Партнерства ще немає, шукаємо громаду-партнера"),
}  # fmt: skip
TOPICS: Final = {
    "reconstruction": ("reconstruction", "Wiederaufbau", "відбудова", "восстановление"),
    "humanitarian_aid": ("humanitarian aid", "humanitarian_aid", "humanitäre Hilfe", "гуманітарна допомога"),
    "eu_integration": ("European integration", "eu_integration", "EU integration", "EU-Integration", "євроінтеграція",
                       "europäische Integration", "європейська інтеграція"),
    "administration": ("municipal administration and digital services", "administration", "Verwaltung", "управління",
                       "kommunale Verwaltung und digitale Dienste", "Digitalisierung", "цифровізація"),
    "energy": ("energy and climate", "energy", "Energie", "Energie und Klima", "енергетика", "енергія",
               "енергетика та клімат", "енергетика і клімат"),
    "economy": ("economy", "Wirtschaft", "економіка", "экономика"),
    "health": ("health and social affairs", "health", "Gesundheit", "Gesundheit und Soziales", "здоров’я",
               "охорона здоров’я", "охорона здоров’я та соціальна сфера", "медицина"),
    "youth": ("school and youth exchange", "youth", "Jugend", "Schul- und Jugendaustausch", "Schule", "молодь",
              "шкільні та молодіжні обміни", "освіта"),
    "culture": ("culture and sport", "culture", "Kultur", "Kultur und Sport", "культура", "культура і спорт",
                "культура та спорт", "спорт", "Sport"),
}  # fmt: skip


class Words:
    """Codes by the words that mean them, however those are written."""

    def __init__(self, words: Mapping[str, tuple[str, ...]]) -> None:
        self.codes = {_word(word): code for code, spelt in words.items() for word in (code, *spelt)}

    def code(self, text: str) -> str | None:
        if not text:
            return None
        return self.codes.get(_word(text)) or self.codes.get(_word(re.sub(r"\([^()]*\)", " ", text)))


def text_of(cell: Cell) -> str:
    """As somebody would type it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime | date | time):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    return str(cell)


def addresses(text: str) -> list[str]:
    """The valid e-mail addresses in a cell: “mailto:a@example.org”, “Anna <a@example.org>; b@example.org”."""
    found = (hit.strip(".'’<>") for hit in _ADDRESS.findall(text.replace("mailto:", " ")))
    return [address for address in dict.fromkeys(found) if is_address(address)]


def _word(text: str) -> str:
    return names.key(text.replace("*", "")) or text.strip()
