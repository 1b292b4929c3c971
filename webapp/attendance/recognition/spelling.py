"""Whether two words of a name are spellings of one name, in Latin or Cyrillic letters; pure, and strict on purpose.

Two words in one script are alike if their letters are the same, but for ä, ae and a. A Cyrillic and a Latin word are
alike if one of the usual transcriptions (Ukrainian passport, BGN, German, Polish, Russian passport, or what people make
of them) turns one into the other. Given names of one origin, as Олена and Elena, are not alike: see given_names.py.
"""

import re
import unicodedata
from functools import lru_cache
from html import unescape

from anyascii import anyascii

from webapp.core import names

END_OF_LATIN = 0x250
KEPT = 65_536  #: words remembered; a report of 100,000 people has fewer different ones
# What stands for an apostrophe between two letters: Лук”яненко, Лук*яненко.
_ODD_APOSTROPHE = re.compile(r"(?<=\w)[\"“”*](?=\w)")
_APOSTROPHES = dict.fromkeys(map(ord, names.APOSTROPHES))
_ONE_APOSTROPHE = dict.fromkeys(map(ord, names.APOSTROPHES), "'")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_TWICE = re.compile(r"(\w)\1+")

# One letter of the other script inside a word: "Oлена" with a Latin O, "Кoval".
_LOOKALIKES = dict(zip("aceiopxyABCEHIKMOPTXY", "асеіорхуАВСЕНІКМОРТХУ", strict=True))
_TO_CYRILLIC = str.maketrans(_LOOKALIKES)
_TO_LATIN = str.maketrans({cyrillic: latin for latin, cyrillic in _LOOKALIKES.items()})

# A letter with a mark is typed with two letters or without the mark.
_TWO_LETTERS = {
    "ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "æ": "ae", "œ": "oe", "å": "aa", "ß": "ss", "š": "sh", "ş": "sh",
    "ș": "sh", "č": "ch", "ç": "ch", "ć": "ch", "ž": "zh", "ż": "zh", "đ": "dj", "þ": "th",
}  # fmt: skip
_NO_MARK = {"ı": "i", "ł": "l", "đ": "d", "ð": "d", "ø": "o", "æ": "a", "œ": "o", "ß": "ss", "þ": "th", "ħ": "h"}
_TWO = str.maketrans(_TWO_LETTERS)
_ONE = str.maketrans(_NO_MARK)

# How each Cyrillic letter, or pair, is written in Latin letters.
_WRITTEN: dict[str, tuple[str, ...]] = {
    "ий": ("yi", "yy", "y", "yj", "ij", "iy", "i", "ii"), "ій": ("ii", "iy", "ij", "i", "y", "yi"),
    "ия": ("iia", "iya", "ija", "ia", "ya"), "ія": ("iia", "iya", "ija", "ia", "ya", "ja"),
    "зг": ("zgh", "zg", "sg"), "кс": ("ks", "x"), "кт": ("kt", "ct"),
    "дж": ("dzh", "dsch", "dz"), "йо": ("io", "yo", "jo"), "ьо": ("io", "yo", "jo"),
    "люд": ("liud", "lyud", "ljud", "lud"), "любо": ("liubo", "lyubo", "ljubo", "lubo"),
    "а": ("a",), "б": ("b",), "в": ("v", "w"), "г": ("h", "g", "gh"), "ґ": ("g",), "д": ("d",), "е": ("e",),
    "ё": ("e", "yo", "io", "jo"), "є": ("ie", "ye", "je", "e"), "ж": ("zh", "sch", "sh"), "з": ("z", "s"),
    "и": ("y", "i"), "і": ("i",), "ї": ("i", "yi", "ji"), "й": ("i", "y", "j"), "к": ("k",), "л": ("l",),
    "м": ("m",), "н": ("n",), "о": ("o",), "п": ("p",), "р": ("r",), "с": ("s",), "т": ("t", "th"), "у": ("u",),
    "ў": ("u", "w", "v"), "ф": ("f", "ph"), "х": ("kh", "ch"), "ц": ("ts", "tz", "z"),
    "ч": ("ch", "tsch", "cz", "tch"), "ш": ("sh", "sch", "sz"), "щ": ("shch", "schtsch", "szcz", "sch"),
    "ь": ("",), "ъ": ("",), "ы": ("y", "i"), "э": ("e",), "ю": ("iu", "yu", "ju"),
    "я": ("ia", "ya", "ja"),
}  # fmt: skip
# What somebody may have meant as well; enough to doubt, not enough to decide: Homenko is Гоменко, or Хоменко.
_DOUBTFUL: dict[str, tuple[str, ...]] = {
    "ґ": ("h",), "ж": ("z",), "і": ("y",), "ц": ("s",), "ч": ("c",), "ш": ("s",), "щ": ("sh",), "х": ("h",),
    "я": ("a",), "е": ("ye", "je"), "зг": ("zh", "sh"), "ю": ("u", "ue"),
    "ьо": ("o",),
}  # fmt: skip
_UNITS = re.compile("|".join((*sorted(_WRITTEN, key=len, reverse=True), ".")))
# Blocks of words that may be alike, on top of names.sound(): х, г and ґ, щ and ш, зг and ж fall together.
_COARSE = str.maketrans({"x": "g", "k": "g"})
_HEARD = str.maketrans({letter: two for letter, two in _TWO_LETTERS.items() if letter not in "äöü"} | {"x": "ks"})


@lru_cache(KEPT)
def folded(word: str) -> str:
    """The word as it is compared: small, without apostrophes, in one script as far as letters only look alike."""
    return unicodedata.normalize("NFC", _of_one_script(word).translate(_APOSTROPHES).casefold()).replace("i\u0307", "i")


def readable(text: str) -> str:
    """Clean, in NFKC, with entities resolved and odd apostrophes dropped."""
    text = names.clean(unescape(text)).translate(_ONE_APOSTROPHE)  # before NFKC, which makes a space of some
    return _ODD_APOSTROPHE.sub("", unicodedata.normalize("NFKC", text))


def _of_one_script(word: str) -> str:
    if word.isascii():
        return word
    cyrillic = sum(is_cyrillic(letter) for letter in word)
    if not cyrillic or cyrillic == len(word):
        return word
    if all(is_cyrillic(letter) or not letter.isalpha() for letter in word.translate(_TO_CYRILLIC)):
        return word.translate(_TO_CYRILLIC)
    latin = word.translate(_TO_LATIN)
    return word if any(is_cyrillic(letter) for letter in latin) else latin


def is_cyrillic(text: str) -> bool:
    return not text.isascii() and _CYRILLIC.search(text) is not None


@lru_cache(KEPT)
def latin_forms(word: str) -> frozenset[str]:
    """A folded Latin word without its marks: Müller is mueller and muller, but Mueller is not Muller."""
    return frozenset({_unmarked(word.translate(_TWO)), _unmarked(word)})


def _unmarked(word: str) -> str:
    apart = unicodedata.normalize("NFKD", word.translate(_ONE))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


GLIDES = frozenset("jyйюяєї")  #: letters of one beginning: Юрій is Yurii and Jurij, and shortened to any of them


@lru_cache(KEPT)
def heard(word: str) -> str:
    """The block of a folded word: whatever is alike, even doubtfully, has the same, but for rare clusters with г."""
    if is_cyrillic(word):
        word = "".join(_WRITTEN.get(unit, (unit,))[0] for unit in _units(word))
    elif _is_other_script(word):
        word = anyascii(word).lower()
    else:
        word = word.translate(_HEARD)
    return names.sound(word).replace(" ", "").replace("sx", "s").replace("sg", "s").translate(_COARSE)


def alike(one: str, other: str) -> bool:
    """Whether two folded words are surely spellings of one name."""
    return one == other or (heard(one) == heard(other) and _alike(one, other, doubtful=False))


def maybe_alike(one: str, other: str) -> bool:
    """Whether they could be; true wherever alike() is."""
    return one == other or (heard(one) == heard(other) and _alike(one, other, doubtful=True))


@lru_cache(KEPT)
def _alike(one: str, other: str, *, doubtful: bool) -> bool:
    if is_cyrillic(one) and is_cyrillic(other):
        return one.replace("ё", "е") == other.replace("ё", "е")
    if is_cyrillic(one):
        return any(_is_written(one, form, doubtful=doubtful) for form in latin_forms(other))
    if is_cyrillic(other):
        return any(_is_written(other, form, doubtful=doubtful) for form in latin_forms(one))
    if _is_other_script(one) != _is_other_script(other):
        one, other = folded(anyascii(one)), folded(anyascii(other))
    return not latin_forms(one).isdisjoint(latin_forms(other))


def _is_other_script(word: str) -> bool:
    return not word.isascii() and any(ord(letter) >= END_OF_LATIN for letter in word)


def _is_written(cyrillic: str, latin: str, *, doubtful: bool) -> bool:
    """Whether the Latin word is the Cyrillic one, letter by letter, all ways of writing tried side by side.

    In doubt double letters count once: Hoffmann may be Гофман.
    """
    if doubtful and _is_written(cyrillic, latin, doubtful=False):
        return True
    if doubtful:
        latin, cyrillic = _TWICE.sub(r"\1", latin), _TWICE.sub(r"\1", cyrillic)
    reached = {0}
    for unit in _units(cyrillic):
        ways = _WRITTEN.get(unit, (unit,)) + (_DOUBTFUL.get(unit, ()) if doubtful else ())
        reached = {place + len(way) for place in reached for way in ways if latin.startswith(way, place)}
        if not reached:
            return False
    return len(latin) in reached


@lru_cache(KEPT)
def _units(cyrillic: str) -> tuple[str, ...]:
    return tuple(_UNITS.findall(cyrillic))
