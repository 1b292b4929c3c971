"""Webex’s saved questions and answers: text in which each is headed by name and time and begins with Q: or A:. Pure."""

import re
from typing import Final

from webapp.questions.reading import telling
from webapp.questions.reading.found import LONGEST_EMAIL, LONGEST_NAME, Entry, Found, Platform, Reply

LONGEST_HEAD: Final = 400  # characters
_HEAD: Final = re.compile(
    r"-?\s*(?P<name>[^()]{1,200}?)\s*(?:\((?P<email>[^()\s]+@[^()\s]+)\))?\s+[-–]\s+"
    r"(?P<when>\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\.?)?)",
    re.IGNORECASE,
)
_QUESTION: Final = re.compile(r"[QFВПЗ]\s?:\s*(.*)")
_ANSWER: Final = re.compile(r"[AАОВ]\s?:\s*(.*)")
_PRIORITY: Final = re.compile(r"(?:priority|priorität|пріоритет|приоритет)\s?:.*", re.IGNORECASE)
_RULE: Final = re.compile(r"[_=-]{5,}")


def read(text: str) -> Found | None:
    """The questions, or None where this is no such text."""
    entries: list[Entry] = []
    head: re.Match[str] | None = None
    target: Entry | Reply | None = None
    for number, line in enumerate(text.split("\n"), start=1):
        plain = line.strip()
        begun = _HEAD.fullmatch(plain[:LONGEST_HEAD])
        if begun is not None:
            head, target = begun, None
        elif head is not None and (asked := _QUESTION.match(plain)) and (target is None or not entries):
            target = _entry(number, head, asked[1])
            entries.append(target)
            head = None
        elif head is not None and entries and (said := _ANSWER.match(plain)):
            target = Reply(said[1], head["name"].strip())
            entries[-1].replies.append(target)
            head = None
        elif target is not None and not _PRIORITY.fullmatch(plain) and not _RULE.fullmatch(plain):
            target.text += f"\n{plain}"
    for entry in entries:
        _finish(entry)
    return Found(Platform.WEBEX, entries, asked=True) if entries else None


def _entry(number: int, head: re.Match[str], text: str) -> Entry:
    name = telling.shown(head["name"])[:LONGEST_NAME]
    hidden = telling.is_anonymous(name)
    email = "" if hidden else (head["email"] or "").lower()[:LONGEST_EMAIL]
    return Entry(number, text, "" if hidden else name, email, written=head["when"], anonymous=hidden)


def _finish(entry: Entry) -> None:
    entry.text = telling.shown(entry.text)
    entry.refused = not entry.text
    kept = []
    for reply in entry.replies:
        words, live = telling.without_live(telling.shown(reply.text))
        entry.live |= live
        if words:
            kept.append(Reply(words, telling.shown(reply.by)[:LONGEST_NAME]))
    entry.replies = kept
