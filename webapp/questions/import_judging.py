"""Judges the entries of a report or chat: which would become questions, who asked, and what is there already."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from webapp.core import names
from webapp.questions import alike, import_queries
from webapp.questions.askers import People
from webapp.questions.import_models import Outcome, Reason
from webapp.questions.import_queries import There
from webapp.questions.models import LONGEST_TEXT
from webapp.questions.reading import telling
from webapp.questions.reading.found import Entry, Found

Telling = Callable[[Sequence[Entry]], Iterable[Entry]]  #: goes through entries, and tells somebody how far it is


@dataclass(slots=True)
class Judged:
    entry: Entry
    text: str
    outcome: Outcome
    key: str = ""
    reasons: list[str] = field(default_factory=list)
    candidates: list[str] = field(default_factory=list)  #: public ids of those who may have asked, best first
    registration_id: int | None = None
    question_id: int | None = None


@dataclass(slots=True)
class Asked:
    """What is there already, by the words, and what came earlier in the same file."""

    by_words: dict[str, list[There]]
    sorted_words: dict[int, str]
    roots: dict[int, int]
    before: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  #: words → who asked

    @classmethod
    def at(cls, event_id: int) -> "Asked":
        found = cls(defaultdict(list), {}, {})
        for one in import_queries.questions(event_id):
            words = alike.key(one.text)
            found.by_words[words].append(one)
            found.sorted_words[one.id] = alike.sorted_words(words)
            found.roots[one.id] = one.root
        return found

    def same(self, words: str, registration_id: int | None) -> tuple[Outcome, int] | None:
        """Known, if it is this person’s or nobody knows whose; else one to be merged into."""
        there = self.by_words.get(words, ())
        for one in there:
            if registration_id is None or one.registration_id in {None, registration_id}:
                return Outcome.KNOWN, one.id
        return (Outcome.MERGE, there[0].root) if there else None


def judge(event_id: int, found: Found, telling: Telling = iter) -> list[Judged]:
    """In the order of the file; reads, and changes nothing."""
    people, asked = import_queries.people(event_id), Asked.at(event_id)
    return [_judged(entry, found, people, asked) for entry in telling(found.entries)]


def suggested(texts: Iterable[str], event_id: int) -> dict[str, Sequence[int]]:
    """Row ids of questions that nearly say the same, by the text."""
    asked = Asked.at(event_id)
    near = {text: alike.similar(alike.key(text), asked.sorted_words) for text in set(texts)}
    return {text: list(dict.fromkeys(asked.roots[key] for key in keys)) for text, keys in near.items()}


def _judged(entry: Entry, found: Found, people: People, asked: Asked) -> Judged:
    reasons: list[str] = []
    if len(entry.text) > LONGEST_TEXT:
        reasons.append(Reason.SHORTENED)
    one = Judged(entry, entry.text[: LONGEST_TEXT - 1] + "…" if reasons else entry.text, Outcome.NEW, "", reasons)
    if entry.refused:
        one.outcome, one.reasons = Outcome.REFUSED, [Reason.EMPTY]
        return one
    candidates: Sequence[int] = ()
    if not entry.anonymous and (entry.name or entry.email):
        one.registration_id, candidates = people.found(entry.name, entry.email)
        one.candidates = [people.public_ids[key] for key in candidates]
    author = str(one.registration_id or names.key(entry.name) or entry.email)
    words = alike.key(one.text)
    one.key = sha256(f"{author}\n{words}".encode()).hexdigest()
    _compare(one, words, author, asked, picked=found.asked or telling.is_question(one.text))
    if candidates and one.outcome in {Outcome.NEW, Outcome.MERGE}:
        one.reasons.append(Reason.SEVERAL)
    return one


def _compare(one: Judged, words: str, author: str, asked: Asked, *, picked: bool) -> None:
    """With what is there, and with what came before in the same file."""
    if same := asked.same(words, one.registration_id):
        one.outcome, one.question_id = same
        one.reasons.append(Reason.SAME)
    elif not picked:
        one.outcome, one.reasons = Outcome.LEFT, [Reason.NO_QUESTION]
        return
    elif words in asked.before:
        before = asked.before[words]
        one.outcome = Outcome.KNOWN if author in before or not author or "" in before else Outcome.MERGE
        one.reasons.append(Reason.TWICE)
    elif alike.similar(words, asked.sorted_words):
        one.reasons.append(Reason.SIMILAR)
    asked.before[words].add(author)
