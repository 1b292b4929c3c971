"""Registrations that a reported person may be: found in blocks of names that sound alike, then scored; pure."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain, islice

from webapp.attendance.recognition.display_names import USUAL, Displayed, words_of
from webapp.attendance.recognition.given_names import origins
from webapp.attendance.recognition.known_people import Certainty, Person, Words, is_patronymic, places_agree
from webapp.attendance.recognition.likeness import Likeness, Tie, likeness
from webapp.attendance.recognition.matches import Candidate, Reason
from webapp.attendance.recognition.spelling import GLIDES, KEPT, heard
from webapp.attendance.recognition.whereabouts import Whereabouts

MOST = 3
LOWEST = 40  #: below that nothing is offered
ENOUGH = 5  #: so many are looked at, those in the closest blocks first; of a place or of one name 12
OF_ONE_BLOCK = 12
SHORTEST_MISHEARD, FEWEST_CONSONANTS = 4, 3
_VOWELS = re.compile("[aeiou]")
#: With evidence of its own a registration is offered whatever the name says.
AT_LEAST = {
    Reason.JOIN_LINK: 75, Reason.EMAIL: 75, Reason.FURTHER_EMAIL: 75, Reason.ALIAS: 85, Reason.SHARED_EMAIL: 60,
    Reason.PLACE: 30,
}  # fmt: skip
AT_MOST_BY_MAILBOX = 90
PLACE_BRINGS, AT_MOST_BY_PLACE = 8, 97
OTHER_GIVEN = 15  #: what another given name costs

Code = str | int


@lru_cache(KEPT)
def _codes(word: str) -> tuple[Code, ...]:
    """What a given name is found by: its sound, and the names it may be a form of."""
    return (heard(word), *sorted(origins(word)))


def _initial(word: str) -> Code:
    return f"{heard(word)[:1]}."


def _initials(word: str) -> set[Code]:
    """By which a given name may be shortened: Julia, which sounds as if it began with a vowel, as J. or Y. too."""
    return {_initial(word), *([_initial("j")] if word[0] in GLIDES else [])}


@lru_cache(KEPT)
def _slips(sound: str) -> Words:
    """What is left of a word with one letter less, and of its consonants; two words that share one are near."""
    if len(sound) < SHORTEST_MISHEARD:
        return ()
    consonants = _VOWELS.sub("", sound)
    with_less = dict.fromkeys(sound[:place] + sound[place + 1 :] for place in range(len(sound)))
    return (sound, *with_less, *([f"{sound[0]}-{consonants}"] if len(consonants) >= FEWEST_CONSONANTS else []))


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
        words = (*somebody.given, *latin[:1])
        givens = {code for word in words for code in (*_codes(word), *_initials(word))}
        for family in {heard(word) for word in (*somebody.family, *latin[-1:])}:
            self._families[family].append(number)
            for code in givens:
                self._pairs[family, code].append(number)
            for part in _slips(family):
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
        """Family and given name, also with an error, then family name and initial, then one name alone."""
        split = [(word, words[:place] + words[place + 1 :]) for words in readings for place, word in enumerate(words)]
        exact = [(heard(word), others) for word, others in split if heard(word) in self._families]
        yield from self._pairs_of((family, code) for family, others in exact for one in others for code in _codes(one))
        near = [(family, others) for word, others in split for family in self._misheard_for(word)]
        yield from self._pairs_of((family, code) for family, others in near for one in others for code in _codes(one))
        yield from self._pairs_of((family, _initial(one)) for family, others in (*exact, *near) for one in others)
        yield from (self._families[family] for family, _others in (*exact, *near))
        for words in readings:
            told = {word for word in words if len(word) > 1 and word not in USUAL and not is_patronymic(word)}
            if len(told) == 1:
                yield from (self._givens[code] for code in _codes(told.pop()) if code in self._givens)

    def _pairs_of(self, pairs: Iterator[tuple[str, Code]]) -> Iterator[list[int]]:
        return (self._pairs[pair] for pair in pairs if pair in self._pairs)

    def _misheard_for(self, word: str) -> list[str]:
        """Family names that sound the same but for one letter."""
        family = heard(word)
        near = {name for part in _slips(family) for name in self._misheard.get(part, ())}
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
        place: Whereabouts,
    ) -> tuple[Candidate, ...]:
        """The best three by name, by what a mailbox is called, and by evidence of their own.

        Beside somebody who bears the very name, others are not looked for.
        """
        best: dict[int, Candidate] = {}
        bearing = sorted(bearers, key=lambda number: not places_agree(place, self._people[number]))
        near = () if Certainty.SURE in bearers.values() else map(self._blocks.near, shown)
        for number in {*islice(evidence, OF_ONE_BLOCK), *islice(bearing, OF_ONE_BLOCK), *chain.from_iterable(near)}:
            self._note(best, number, self._by_name(number, shown, evidence.get(number), bearers.get(number)))
        for mailbox in mailboxes:
            for number in self._blocks.near(mailbox):
                self._note(best, number, self._by_mailbox(number, mailbox))
        if not best:
            for number in dict.fromkeys(number for one in shown for number in self._blocks.of_place(one)):
                best[number] = self._candidate(number, AT_LEAST[Reason.PLACE], Reason.PLACE)
        return _best({number: self._placed(number, one, place) for number, one in best.items()})

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

    def _placed(self, number: int, candidate: Candidate, place: Whereabouts) -> Candidate:
        """From the municipality that is told in a column of its own: better than another who is called as much so."""
        if not places_agree(place, self._people[number]):
            return candidate
        score = max(candidate.score, min(candidate.score + PLACE_BRINGS, AT_MOST_BY_PLACE))
        return replace(candidate, score=score, place=True)

    def _candidate(self, number: int, score: int, reason: Reason) -> Candidate:
        return Candidate(self._people[number].known.registration, score, reason)


def _offered(like: Likeness) -> int:
    """Relatives share a family name, strangers a given name: neither says much."""
    if like.family is Tie.OTHER:
        return like.score // 2
    return like.score - OTHER_GIVEN if like.given is Tie.OTHER else like.score


def _best(found: Mapping[int, Candidate]) -> tuple[Candidate, ...]:
    """A given name alone is offered only if few bear it."""
    ranked = sorted(found.items(), key=lambda item: (-item[1].score, not item[1].place, item[0]))
    told = [candidate for _number, candidate in ranked if candidate.reason is not Reason.GIVEN_NAME]
    alone = [candidate for _number, candidate in ranked if candidate.reason is Reason.GIVEN_NAME]
    return tuple((told + (alone if len(alone) <= MOST else []))[:MOST])
