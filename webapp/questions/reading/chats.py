"""Saved chats of Zoom, Teams and Webex: text in which each message begins with who and when. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from webapp.questions.reading import telling
from webapp.questions.reading.found import LONGEST_NAME, Entry, Flaw, Found, Left, Platform, Unusable

MOST: Final = 20_000  #: messages
LONGEST_HEAD: Final = 400  # characters
NEAR: Final = 15  # lines in which the first message must begin
_CLOCK: Final = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?"
_DATE: Final = r"(?:\d{1,4}[-./]\s?\d{1,2}[-./]\s?\d{2,4}|[^\W\d_]+ \d{1,2}, \d{4}|\d{1,2}\. [^\W\d_]+ \d{4})"
_WHEN: Final = rf"(?:{_DATE}(?:,|\s+at|\s+um|\s+о)?\s+)?{_CLOCK}"
_FROM: Final = r"(?:from|von|від|от|de|od|da|van)"
_TO: Final = r"(?:to|an|до|кому|для|к|à|do|para|a|aan)"
_ALL: Final = re.compile(
    r"(?:everyone|everybody|all|all (?:attendees|participants|panelists)|alle[nr]?|jeder(?:mann)?|alle teilnehm\w*"
    r"|усі[мх]?|всі[мх]?|усі учасники|всі учасники|кожн\w+|все[мх]?|всем участникам|wszys\w+|tout le monde|tous|todos"
    r"|(?:waiting room participants|wartende)"
    r"|(?:the )?hosts?(?: (?:and|&) (?:all )?panell?ists?)?|(?:all )?panell?ists?(?: and (?:attendees|hosts?))?"
    r"|hosts? und (?:diskussionsteilnehm\w+|podiumsteilnehm\w+)|(?:alle )?(?:diskussions|podiums)teilnehm\w+"
    r"|організатор\w*(?: (?:та|і|й) (?:доповідач\w*|учасник\w* дискусії|панеліст\w*))?)",
    re.IGNORECASE,
)
_DIRECT: Final = re.compile(
    r"\((?:direct message|privately|private|direktnachricht|privat|приватно|пряме повідомлення|особисте повідомлення"
    r"|прямое сообщение|личное сообщение|лично|wiadomość bezpośrednia|message privé|privé)\)",
    re.IGNORECASE,
)
# “10:23:45 From Name to Everyone:” and, before 2021, “10:23:45 From  Name : text”
_ZOOM: Final = re.compile(rf"(?P<when>{_WHEN})[\s\t]+{_FROM}\s+(?P<name>.+?)\s*:(?:\s+(?P<text>.*)|)$", re.IGNORECASE)
_CLOUD: Final = re.compile(r"(?P<offset>\d{2}:\d{2}:\d{2})\t(?P<name>[^\t]{1,200}?):?\t(?P<text>.+)$")
_WEBEX: Final = re.compile(
    rf"{_FROM}\s+(?P<name>.+?)\s+{_TO}\s+(?P<to>[^:]+?)\s*:\s+(?P<when>{_CLOCK})(?:\s+(?P<text>.+))?$", re.IGNORECASE
)
_TEAMS: Final = re.compile(
    rf"\[(?P<when>(?:[^\W\d_]+,? )?{_WHEN})\]\s*(?P<name>[^:\[\]]{{1,200}}?)\s*(?::\s*(?P<text>.*))?$", re.IGNORECASE
)
_TIME_ALONE: Final = re.compile(rf"(?:[^\W\d_]+,? )?{_WHEN}$", re.IGNORECASE)
_RECIPIENT: Final = re.compile(rf"(?P<name>.+?)\s+{_TO}\s+(?P<to>.+)$", re.IGNORECASE)
_REACTION: Final = re.compile(
    r"(?:reacted to|removed an? .{1,20} reaction from|hat auf .* reagiert|reagierte auf|reaktion .* entfernt"
    r"|відреагува\w+ на|реакція на|отреагировал\w* на|zareagowa\w+ na)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_REPLY: Final = re.compile(
    r"(?:replying to|antwort(?:ete)? auf|відповідь на|в ответ на|ответ на|odpowiedź na)\s+[\"“„«'].*", re.IGNORECASE
)


@dataclass(slots=True)
class _Message:
    line: int
    name: str
    when: str
    lines: list[str]
    to: str = ""


_HeadOf = Callable[[int, str, str], _Message | None]


def read(text: str) -> Found | None:
    """The chat, or None where this is none. Raises Unusable where nothing of it may be read."""
    lines = text.split("\n")
    for platform, messages in (
        (Platform.ZOOM, list(_headed(lines, _zoom))),
        (Platform.WEBEX, list(_headed(lines, _webex))),
        (Platform.TEAMS, list(_headed(lines, _teams))),
        (Platform.TEAMS, list(_under_names(lines))),
    ):
        if messages and sum(bool(line.strip()) for line in lines[: messages[0].line - 1]) < NEAR:
            return _found(platform, messages)
    return None


def _headed(lines: Sequence[str], head_of: _HeadOf) -> Iterator[_Message]:
    """Messages whose first line this understands, with the lines up to the next one."""
    current: _Message | None = None
    for number, line in enumerate(lines, start=1):
        begun = head_of(number, line[:LONGEST_HEAD].strip(), line.strip())
        if begun is not None:
            if current is not None:
                yield current
            current = begun
        elif current is not None:
            current.lines.append(line.strip())
    if current is not None:
        yield current


def _zoom(number: int, head: str, line: str) -> _Message | None:
    if found := _CLOUD.match(head):  # counted from the recording’s beginning: no time of day
        return _Message(number, found["name"], "", [line[found.start("text") :]])
    found = _ZOOM.match(head)
    if found is None:
        return None
    said = line[found.start("text") :] if found["text"] is not None else ""
    name, to = _sender(found["name"].strip())
    return _Message(number, name, found["when"], [said], to)


def _sender(told: str) -> tuple[str, str]:
    """“Name to Everyone”; a name may itself hold a word that means “to”."""
    direct = bool(_DIRECT.search(told))
    told = _DIRECT.sub("", told).strip()
    parts = [found for found in re.finditer(rf"\s+{_TO}\s+", told, re.IGNORECASE) if found.start() > 0]
    for found in parts:
        if _ALL.fullmatch(told[found.end() :].strip()):
            return told[: found.start()].strip(), "direct" if direct else ""
    if not parts:
        return told, "direct" if direct else ""
    return told[: parts[-1].start()].strip(), "direct"


def _webex(number: int, head: str, line: str) -> _Message | None:
    found = _WEBEX.match(head)
    if found is None:
        return None
    to = "" if _ALL.fullmatch(_DIRECT.sub("", found["to"]).strip()) and not _DIRECT.search(head) else "direct"
    return _Message(number, found["name"], found["when"], [line[found.start("text") :] if found["text"] else ""], to)


def _teams(number: int, head: str, line: str) -> _Message | None:
    found = _TEAMS.match(head)
    if found is None:
        return None
    return _Message(number, found["name"], found["when"], [line[found.start("text") :] if found["text"] else ""])


def _under_names(lines: Sequence[str]) -> Iterator[_Message]:
    """Copied from Teams: a line with the name, a line with the time, then the message."""
    plain = [line.strip() for line in lines]
    heads = [
        number
        for number, line in enumerate(plain[:-1])
        if line and len(line) <= LONGEST_NAME and _TIME_ALONE.match(plain[number + 1][:LONGEST_HEAD])
        and not _TIME_ALONE.match(line)
    ]  # fmt: skip
    for number, until in zip(heads, [*heads[1:], len(plain)], strict=False):
        yield _Message(number + 1, plain[number], plain[number + 1], plain[number + 2 : until])


def _found(platform: Platform, messages: Sequence[_Message]) -> Found:
    if len(messages) > MOST:
        raise Unusable(Flaw.TOO_MANY)
    left: Counter[Left] = Counter()
    entries = []
    for message in messages:
        said = telling.shown("\n".join(_without_quote(message.lines)))
        if message.to == "direct":
            left[Left.DIRECT] += 1
        elif not said:
            left[Left.EMPTY] += 1
        elif _REACTION.fullmatch(said):
            left[Left.REACTION] += 1
        else:
            name = telling.shown(message.name)[:LONGEST_NAME]
            hidden = telling.is_anonymous(name)
            entries.append(Entry(message.line, said, "" if hidden else name, written=message.when, anonymous=hidden))
    if not entries:
        raise Unusable(Flaw.ONLY_DIRECT if left[Left.DIRECT] else Flaw.NO_QUESTIONS)
    return Found(platform, entries, asked=False, left=dict(left))


def _without_quote(lines: Sequence[str]) -> Sequence[str]:
    """Without the first line of a reply, which repeats what it replies to."""
    first = next((number for number, line in enumerate(lines) if line), 0)
    return lines[first + 1 :] if lines and _REPLY.fullmatch(lines[first]) else lines
