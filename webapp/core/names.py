"""Names in any script: cleaned, compared across spellings, sorted by their alphabet, written in Latin letters."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import chain

from anyascii import anyascii
from translitua import UkrainianKMU, translit

MARKS_PER_LETTER = 4
APOSTROPHES = "'’‘‛ʼʻʹˈ`´′＇"

_DASHES = "-‐‑‒–—―"
_PUNCTUATION = '_.,;:()/"„“”«»'
_COMBINING = range(0x300, 0x370)

# Ukrainian order; the letters only Russian and Belarusian have stand beside their nearest kin.
_CYRILLIC_ORDER = "абвгґдеёєжзиіїйклмнопрстуўфхцчшщъыьэюя"
# Letters that Unicode does not take apart.
_LATIN_KIN = {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŋ": "n"}
# Ukrainian and Russian letters as one ear hears them; и, і, ї, й and ы are one sound, so are г and ґ.
_HEARD = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "ie", "ж": "zh", "з": "z",
    "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
}  # fmt: skip
# German and English transcriptions of one Cyrillic letter fall together: Tschumaky, Chumaky.
_TRANSCRIBED = {
    "sch": "s", "sh": "s", "zh": "s", "tsch": "x", "tch": "x", "ch": "x", "kh": "x", "ck": "k", "gh": "g", "ph": "f",
    "th": "t", "tz": "s", "ts": "s", "cz": "x", "qu": "k", "q": "k", "c": "k", "w": "v", "j": "i", "y": "i",
    "h": "g", "z": "s",
}  # fmt: skip
_TRANSCRIPTION = re.compile("|".join(sorted(_TRANSCRIBED, key=len, reverse=True)))
_NEITHER_WORD_NOR_ASCII = re.compile(r"[^\w\s!-~]")


def _codes(*letters: Iterable[str | int]) -> Iterable[int]:
    return (letter if isinstance(letter, int) else ord(letter) for letter in chain(*letters))


def _without_marks(letter: str) -> str:
    base = "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part)).casefold()
    return _LATIN_KIN.get(base, base)


_LATIN = {code: _without_marks(chr(code)) for code in chain(range(0xC0, 0x250), range(0x1E00, 0x1F00))}

# What nobody types into a name on purpose and what breaks logs, spreadsheets or the direction of a page.
_DROPPED = dict.fromkeys(
    _codes(
        (code for code in chain(range(0x20), range(0x7F, 0xA0)) if not chr(code).isspace()),
        "\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff",
        range(0x202A, 0x202F),
        range(0x2066, 0x206A),
        range(0xD800, 0xE000),
        range(0xFDD0, 0xFDF0),
        (plane + last for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF)),
    )
)
_NO_APOSTROPHES = dict.fromkeys(_codes(APOSTROPHES))
_ONE_APOSTROPHE = dict.fromkeys(_codes(APOSTROPHES), "'")
_KEY = _LATIN | dict.fromkeys(_codes(_COMBINING)) | dict.fromkeys(_codes(_DASHES, _PUNCTUATION), " ") | {ord("ё"): "е"}
_SORT = (
    _LATIN
    | dict.fromkeys(_codes(_COMBINING, APOSTROPHES, _DASHES))
    | {ord(letter): chr(ord("а") + place) for place, letter in enumerate(_CYRILLIC_ORDER)}
)
_SOUND = str.maketrans(_HEARD)


def clean(text: str, *, multiline: bool = False) -> str:
    """What was typed, in NFC, without invisible, direction-changing and unwritable characters; case stays."""
    text = unicodedata.normalize("NFC", text.translate(_DROPPED))
    text = _cap_marks(text)
    if not multiline:
        return " ".join(text.split())
    lines = "\n".join(" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def without_invisible(text: str) -> str:
    """As it was typed, but for what clean() drops too; spaces and lines stay."""
    return text.translate(_DROPPED)


def _cap_marks(text: str) -> str:
    if not _NEITHER_WORD_NOR_ASCII.search(text):  # the usual name: nothing that could be a mark
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        if marks <= MARKS_PER_LETTER:
            kept.append(character)
    return "".join(kept)


def key(text: str) -> str:
    """Equal for spellings that mean the same name in one script: Müller, Mueller, MULLER; Кам'янське, Кам’янське."""
    text = unicodedata.normalize("NFKC", clean(text).translate(_NO_APOSTROPHES)).casefold()
    text = unicodedata.normalize("NFC", text).translate(_KEY)
    return " ".join(re.sub(r"([aou])e+", r"\1", text).split())


def sound(text: str) -> str:
    """Nearly equal for one name in Ukrainian, Russian and any transcription; for finding, never for deciding.

    Кривий Ріг, Kryvyi Rih, Krywyj Rih: `krivi rig`. Дніпро and Днепр stay apart: those are two names.
    """
    text = _TRANSCRIPTION.sub(lambda found: _TRANSCRIBED[found[0]], key(text).translate(_SOUND))
    text = re.sub(r"(\w)\1+", r"\1", text)
    return " ".join(re.sub(r"i([aeou])", r"\1", text).split())  # of a lone soft sign nothing is heard


def person_key(given: str, family: str) -> str:
    """Identity of a name as typed: only case, space and the form of the apostrophe are indifferent."""
    return "\n".join(
        unicodedata.normalize("NFC", clean(part).translate(_ONE_APOSTROPHE).casefold()) for part in (given, family)
    )


def sort_key(text: str) -> str:
    """Sorts by plain code points (collation "C") as alphabets do: Latin, then Cyrillic; Ä as A, Ґ after Г, Ї after І.

    Case, apostrophes and hyphens do not count; accents only between names that are otherwise equal.
    """
    typed = unicodedata.normalize("NFC", clean(text).casefold())
    return f"{typed.translate(_SORT)}\x1f{typed}"


def latin(text: str) -> str:
    """The name in Latin letters by the Ukrainian national table (resolution 55 of 2010); Latin stays as typed."""
    return re.sub(r"[^\s\-‐‑–]+", lambda word: _latin_word(word[0]), clean(text))


def _latin_word(word: str) -> str:
    if not any(_is_foreign(letter) for letter in word):
        return word
    plain = re.sub(r"([Ѐ-ԯ])[\u0300-\u036f]+", r"\1", word).translate(_ONE_APOSTROPHE)
    written = "".join(_ascii(letter) for letter in translit(plain, UkrainianKMU))
    if not word.isupper():
        return written
    return written.upper() if sum(letter.isalpha() for letter in plain) > 1 else written.capitalize()


def _is_foreign(letter: str) -> bool:
    return letter.isalpha() and ord(letter) >= 0x250 and ord(letter) not in _LATIN  # noqa: PLR2004 (end of Latin)


def _ascii(letter: str) -> str:
    if not _is_foreign(letter):
        return letter
    return anyascii(letter).replace("'", "") or ("" if letter in "ъЪ" else letter)
