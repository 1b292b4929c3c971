"""Registrations that a reported person may be: found in blocks of names that sound alike, then scored; pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice

from webapp.attendance.display_names import USUAL, Displayed, words_of
from webapp.attendance.given_names import origins
from webapp.attendance.known_people import Certainty, Person, Words, is_patronymic
from webapp.attendance.likeness import Likeness, Tie, likeness
from webapp.attendance.matches import Candidate, Reason
from webapp.attendance.spelling import KEPT, heard

MOST = 3
LOWEST = 40  #: below that nothing is offered
ENOUGH = 6  #: so many are looked at, those in the closest blocks first; of a place or of one name 12
OF_ONE_BLOCK = 12
SHORTEST_MISHEARD = 4
#: With evidence of its own a registration is offered whatever the name says.
AT_LEAST = {
    Reason.JOIN_LINK: 75, Reason.EMAIL: 75, Reason.ALIAS: 85, Reason.SHARED_EMAIL: 60, Reason.PLACE: 30,
}  # fmt: skip
AT_MOST_BY_MAILBOX = 90
OTHER_GIVEN = 15  #: what another given name costs

Code = str | int


@lru_cache(KEPT)
def _codes(word: str) -> tuple[Code, ...]:
    """What a given name is found by: its sound, the names it may be a form of, its first letter."""
    sound = heard(word)
    return (sound, *sorted(origins(word)), f"{sound[:1]}.")


@lru_cache(KEPT)
def _with_one_letter_less(sound: str) -> Words:
    if len(sound) < SHORTEST_MISHEARD:
        return ()
    return (sound, *dict.fromkeys(sound[:place] + sound[place + 1 :] for place in range(len(sound))))


class Blocks:
    """People by the sound of their names; only what is in one block with a reported name is looked at."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._pairs: dict[tuple[str, Code], list[int]] = defaultdict(list)
        self._families: dict[str, list[int]] = defaultdict(list)
        self._givens: dict[Code, list[int]] = defaultdict(list)
        self._places: dict[str, list[int]] = defaultdict(list)
        self._misheard: dict[str, set[str]] = defaultdict(set)
        for number, somebody in enumerate(people):
            self._add(number, somebody)

    def _add(self, number: int, somebody: Person) -> None:
        latin = words_of(somebody.known.latin_name)
        givens = {code for word in (*somebody.given, *latin[:1]) for code in _codes(word)}
        for family in {heard(word) for word in (*somebody.family, *latin[-1:])}:
            self._families[family].append(number)
            for code in givens:
                self._pairs[family, code].append(number)
            for part in _with_one_letter_less(family):
                self._misheard[part].add(family)
        for code in givens:
            self._givens[code].append(number)
        for place in {heard(word) for word in somebody.place}:
            self._places[place].append(number)

    def near(self, displayed: Displayed) -> list[int]:
        """At most ENOUGH, those that share most first."""
        found: dict[int, None] = {}
        for block in self._near([reading.words for reading in displayed.whole]):
            found.update(dict.fromkeys(block[:ENOUGH]))
            if len(found) >= ENOUGH:
                break
        return list(islice(found, ENOUGH))

    def of_place(self, displayed: Displayed) -> list[int]:
        """Of the municipality that the display name names, if it sends few."""
        blocks = [self._places.get(heard(word), []) for word in displayed.words if len(word) > 2]  # noqa: PLR2004
        return sorted({number for block in blocks if len(block) <= OF_ONE_BLOCK for number in block})

    def _near(self, readings: list[Words]) -> Iterator[list[int]]:
        """Family and given name, then family and initial, then a family name with an error, then one name alone."""
        split = [
            (word, [code for other in words[:place] + words[place + 1 :] for code in _codes(other)])
            for words in readings
            for place, word in enumerate(words)
        ]
        exact = [(heard(word), codes) for word, codes in split if heard(word) in self._families]
        for family, codes in exact:
            yield from (self._pairs[family, code] for code in codes if (family, code) in self._pairs)
        near = [(family, codes) for word, codes in split for family in self._misheard_for(word)]
        for family, codes in near:
            yield from (self._pairs[family, code] for code in codes if (family, code) in self._pairs)
        yield from (self._families[family] for family, _codes in (*exact, *near))
        for words in readings:
            told = {word for word in words if len(word) > 1 and word not in USUAL and not is_patronymic(word)}
            if len(told) == 1:
                yield from (self._givens[code] for code in _codes(told.pop())[:-1] if code in self._givens)

    def _misheard_for(self, word: str) -> list[str]:
        """Family names that sound the same but for one letter."""
        family = heard(word)
        near = {name for part in _with_one_letter_less(family) for name in self._misheard.get(part, ())}
        return sorted(near - {family})


class Adviser:
    def __init__(self, people: Sequence[Person]) -> None:
        self._people = people
        self._blocks = Blocks(people)

    def candidates(
        self,
        shown: Sequence[Displayed],
        mailboxes: Sequence[Displayed],
        evidence: Mapping[int, Reason],
        bearers: Mapping[int, Certainty],
    ) -> tuple[Candidate, ...]:
        """The best three by name, by what a mailbox is called, and by evidence of their own."""
        best: dict[int, Candidate] = {}
        namesakes = islice(bearers, OF_ONE_BLOCK)
        for number in {*evidence, *namesakes, *(near for one in shown for near in self._blocks.near(one))}:
            self._note(best, number, self._by_name(number, shown, evidence.get(number), bearers.get(number)))
        for mailbox in mailboxes:
            for number in self._blocks.near(mailbox):
                self._note(best, number, self._by_mailbox(number, mailbox))
        if not best:
            for number in dict.fromkeys(number for one in shown for number in self._blocks.of_place(one)):
                best[number] = self._candidate(number, AT_LEAST[Reason.PLACE], Reason.PLACE)
        return _best(best)

    def _note(self, best: dict[int, Candidate], number: int, candidate: Candidate) -> None:
        if candidate.score >= LOWEST and (number not in best or candidate.score > best[number].score):
            best[number] = candidate

    def _by_name(
        self, number: int, shown: Sequence[Displayed], evidence: Reason | None, certainty: Certainty | None
    ) -> Candidate:
        if certainty is Certainty.SURE:
            return self._candidate(number, 100, evidence or Reason.SAME_NAME)
        like = max((likeness(one, self._people[number]) for one in shown), key=lambda one: one.score)
        if evidence:
            return self._candidate(number, max(like.score, AT_LEAST[evidence]), evidence)
        return self._candidate(number, _offered(like), like.reason)

    def _by_mailbox(self, number: int, mailbox: Displayed) -> Candidate:
        score = _offered(likeness(mailbox, self._people[number]))
        return self._candidate(number, min(score, AT_MOST_BY_MAILBOX), Reason.MAILBOX)

    def _candidate(self, number: int, score: int, reason: Reason) -> Candidate:
        return Candidate(self._people[number].known.registration, score, reason)


def _offered(like: Likeness) -> int:
    """Relatives share a family name, strangers a given name: neither says much."""
    if like.family is Tie.OTHER:
        return like.score // 2
    return like.score - OTHER_GIVEN if like.given is Tie.OTHER else like.score


def _best(found: Mapping[int, Candidate]) -> tuple[Candidate, ...]:
    """A given name alone is offered only if few bear it."""
    ranked = sorted(found.items(), key=lambda item: (-item[1].score, item[0]))
    told = [candidate for _number, candidate in ranked if candidate.reason is not Reason.GIVEN_NAME]
    alone = [candidate for _number, candidate in ranked if candidate.reason is Reason.GIVEN_NAME]
    return tuple((told + (alone if len(alone) <= MOST else []))[:MOST])
