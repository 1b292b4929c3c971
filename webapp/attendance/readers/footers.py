"""What stands below a list kept by hand and is nobody's name: sums, dates, remarks, places to sign. Pure."""

import re
from typing import Final

from webapp.core import dates

MOST_WORDS: Final = 6  #: of a name with titles, offices and towns
_SUM: Final = re.compile(
    r"(?:(?:ins)?gesamt|zusammen|summe|gesamtzahl|anzahl|total|sum|number|count|усього|всього|разом|загалом|кількість|"
    r"итого|всего|razem|łącznie|suma)\b"
    r"(?:\s*[:=].*|\s*\d.*|\s+(?:der |of |the |von |осіб|teilnehm|anwesend|person|people|particip|attend|учасн|"
    r"присутн|osób).*|\s*$)",
    re.IGNORECASE,
)
_REMARK: Final = re.compile(
    r"(?:stand|datum|ort, datum|erstellt|unterschrift|gezeichnet|gez\.|quelle|hinweis\w*|anmerkung\w*|bemerkung\w*|"
    r"protokoll\w*|seite|blatt|as of|date|created|signature|signed|source|notes?|remarks?|page|sheet|станом|дата|"
    r"складено|склала?|підпис\w*|джерело|примітк\w*|сторінка|стор|аркуш)\b\.?(?:\s*[:\d].*|\s+(?:am|vom|von|durch|on|by|на|від)\b.*"
    r"|\s*_*\s*$)",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"\d{1,4}")  #: longer ones are telephones


def is_footer(name: str, *, alone: bool) -> bool:
    """`alone` is a row with nothing beside the name: only there much more than a sum is recognised."""
    if _SUM.match(name):
        return True
    if not alone:
        return False
    stamp = dates.read(name)
    says_when = stamp is not None and stamp.has_date
    is_sentence = len(name.split()) > MOST_WORDS or (name.endswith((".", "!")) and len(name.split()) >= MOST_WORDS)
    return says_when or is_sentence or bool(_REMARK.match(name) or _NUMBER.fullmatch(name))
