"""Which words of a message are a question, an answer given live, a wish not to be named. Pure."""

import re
from typing import Final

from webapp.core import names

_ADDRESS: Final = re.compile(r"\b(?:https?://|www\.)\S+")
_BEGINS: Final = re.compile(
    r"(?:(?:und|aber|and|but|і|й|та|а|але|и|но)\s+)?"
    r"(?:wer|was|wann|wo|wohin|woher|wie|wieso|weshalb|warum|wozu|welche[rsnm]?|inwiefern|inwieweit|womit|wofür|worauf"
    r"|gibt es|können wir|können sie|könnten (?:sie|wir)|haben sie|ist es möglich|frage|meine frage"
    r"|хто|що|коли|де|куди|звідки|як|чому|навіщо|який|яка|яке|які|якого|якої|яких|яким|якими|скільки|чи|запитання"
    r"|питання|моє запитання|кто|что|когда|где|куда|откуда|как|почему|зачем|какой|какая|какое|какие|сколько|можно ли"
    r"|есть ли|вопрос"
    r"|who|whom|whose|what|when|where|why|how|which|is there|are there|can (?:we|you|i)|could (?:we|you|i)"
    r"|would you|do you|does|will there|is it possible|question|my question)\b",
    re.IGNORECASE,
)
_GREETING: Final = re.compile(
    r"(?:hallo|guten (?:tag|morgen)|sehr geehrte\w*[^,:!.]{0,60}|liebe\w*[^,:!.]{0,60}|vielen dank|danke|eine frage"
    r"|доброго (?:дня|ранку)|добрий день|вітаю|шановн\w+[^,:!.]{0,60}|дякую|добрый день|здравствуйте|спасибо"
    r"|hello|hi|good (?:morning|afternoon)|dear [^,:!.]{0,60}|thank you|thanks)"
    r"(?:\s+(?:all|alle|усім|всім|всем))?[\s,.!:–-]+",
    re.IGNORECASE,
)
_LIVE: Final = re.compile(
    r"\s*(?:this question (?:has been|was|will be) answered live|(?:will )?(?:be )?(?:live answered|answered live)"
    r"|(?:diese frage (?:wurde|wird) )?live beantwortet|mündlich beantwortet|в ефірі надано відповідь"
    r"|(?:надано )?відповідь (?:надано )?(?:наживо|в ефірі|усно)"
    r"|(?:дано )?ответ (?:дан )?(?:вживую|в прямом эфире|устно)|отвечено (?:вживую|в прямом эфире)"
    r"|odpowiedziano na żywo|répondu en direct)[.!]?\s*",
    re.IGNORECASE,
)  # fmt: skip
_ANSWERED_BY: Final = re.compile(
    r"(?:answered by|beantwortet von|antwort von|відповів|відповіла|відповідь надав|відповідь надала|ответил|ответила"
    r"|odpowiedział|répondu par)\s+([^:\n]{1,80}):\s*",
    re.IGNORECASE,
)
_ANONYMOUS: Final = re.compile(
    r"(?:anonym|анонім|аноним|anonim|anónim|anônim|匿名|익명)\w*"
    r"(?:[\s*:/_-]+(?:attendee|participant|user|guest|asker|teilnehm\w*|nutzer\w*|gast|person|benutzer\w*|in|r|innen"
    r"|учасни\w*|користувач\w*|гість|гостя|участни\w*|пользовател\w*|uczestni\w*))*\s*\d*",
    re.IGNORECASE,
)
_LETTERS: Final = 6  # a question has more than “OK?”


def is_question(text: str) -> bool:
    """Whether a message of a chat looks like one: by its mark, or by how it begins, after a greeting."""
    text = _ADDRESS.sub(" ", text)
    if sum(map(str.isalpha, text)) < _LETTERS:
        return False
    if any(mark in text for mark in "?？؟"):
        return True
    begins = _GREETING.sub("", text.strip(), count=2).strip()
    return len(begins.split()) > 2 and bool(_BEGINS.match(begins))  # noqa: PLR2004 - “why not” is none


def is_anonymous(name: str) -> bool:
    return bool(_ANONYMOUS.fullmatch(names.clean(name)))


def without_live(text: str) -> tuple[str, bool]:
    """An answer’s own words, and whether it says that it was given live."""
    rest = _LIVE.sub(" ", text, count=5) if _LIVE.search(text) else text
    if rest == text:
        return text, False
    rest = rest.strip(" ,;|/\n")
    return rest, True


def answerer(text: str) -> list[tuple[str, str]]:
    """(name, answer) of each answer in one cell; a cell without such words is one answer of nobody."""
    heads = list(_ANSWERED_BY.finditer(text))
    if not heads or text[: heads[0].start()].strip():
        return [("", text.strip())]
    ends = [*(head.start() for head in heads[1:]), len(text)]
    return [(head[1].strip(), text[head.end() : end].strip()) for head, end in zip(heads, ends, strict=True)]


def shown(text: str) -> str:
    """Cleaned: no character that hides, turns or piles up others."""
    return names.clean(text, multiline=True)
