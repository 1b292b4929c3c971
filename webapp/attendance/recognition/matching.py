"""Which reported person is which registration: decided where no doubt is left, offered where a human has to; pure.

Evidence in this order: the personal join link, an address, a confirmed alias, the name in full. A name decides only if
it fits one registration and nobody else in the report, and nothing decides against a name that is clearly another's.
A wrong match is worse than a question: it says of somebody that they were where they were not.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from webapp.attendance.recognition.display_names import Displayed, addresses, alias_key, take_apart, words_of
from webapp.attendance.recognition.given_names import is_given_name
from webapp.attendance.recognition.known_people import Bearers, Certainty, person, places_agree
from webapp.attendance.recognition.likeness import likeness
from webapp.attendance.recognition.matches import Candidate, How, Known, Match, Reason, Reported
from webapp.attendance.recognition.spelling import maybe_alike
from webapp.attendance.recognition.suggesting import Adviser
from webapp.attendance.recognition.whereabouts import Whereabouts
from webapp.attendance.stages import STEP, Stage, Tell, silent

__all__ = ["Candidate", "How", "Known", "Match", "Reason", "Reported", "alias_key", "match"]

T = TypeVar("T")
MOST_SHARING = 40  #: an address that more registered with is a placeholder

_REASONS = {
    How.JOIN_LINK: Reason.JOIN_LINK, How.EMAIL: Reason.EMAIL, How.ALIAS: Reason.ALIAS, How.NAME: Reason.SAME_NAME,
}  # fmt: skip


def match(reported: Sequence[Reported], known: Sequence[Known], tell: Tell = silent) -> list[Match]:
    """One match for each reported person, in the given order."""
    directory = _Directory(known)
    connections = [directory.connection(one) for one in _told(reported, tell, 0)]
    judge = _Judge(directory, connections)
    return [judge.match(one) for one in _told(connections, tell, 1)]


def _told(every: Sequence[T], tell: Tell, half: int) -> Iterator[T]:
    """Tells how many are done: half of the work is to find out what leads to whom, half to judge it."""
    for number, one in enumerate(every):
        if number % STEP == 0:
            tell(Stage.PEOPLE, (number + half * len(every)) // 2, len(every))
        yield one


@dataclass(frozen=True, slots=True)
class _Connection:
    """A reported person with all that leads to registrations, by their numbers."""

    reported: Reported
    shown: tuple[Displayed, ...]  #: the name shown first
    borne: tuple[dict[int, Certainty], ...]  #: for each of these names, who bears it
    bearers: dict[int, Certainty]  #: who bears any of them
    linked: int | None
    mailed: tuple[int, ...]
    own: frozenset[int]  #: of those mailed who registered with the address; of the others it is known from elsewhere
    aliases: tuple[int, ...]
    alias: str
    unknown: tuple[str, ...]  #: addresses that are nobody's
    place: Whereabouts


class _Directory:
    def __init__(self, known: Sequence[Known]) -> None:
        self.people = [person(one) for one in known]
        self.bearers = Bearers(self.people)
        self.by_id = {one.registration: number for number, one in enumerate(known)}
        self._own = [frozenset(map(_address, one.emails)) for one in known]
        owners = _numbered(
            own | set(map(_address, one.further_emails)) for own, one in zip(self._own, known, strict=True)
        )
        self._by_address = {address: numbers for address, numbers in owners.items() if len(numbers) <= MOST_SHARING}
        self._by_alias = _numbered(one.aliases for one in known)
        self._names: dict[str, tuple[Displayed, dict[int, Certainty]]] = {}

    def connection(self, one: Reported) -> _Connection:
        shown, borne = zip(*map(self._read, dict.fromkeys((one.name, *one.other_names))), strict=True)
        told = dict.fromkeys([*map(_address, one.emails), *addresses(one.name)])
        alias = shown[0].key
        return _Connection(
            reported=one,
            shown=shown,
            borne=borne,
            bearers=_surest(borne),
            linked=self.by_id.get(one.link or ""),
            mailed=(mailed := _all(self._by_address.get(address, ()) for address in told)),
            own=frozenset(number for number in mailed if not self._own[number].isdisjoint(told)),
            aliases=_all([self._by_alias.get(alias, ())]),
            alias=alias,
            unknown=tuple(address for address in told if address not in self._by_address),
            place=Whereabouts(words_of(one.place) if one.place else (), one.place_keys),
        )

    def _read(self, name: str) -> tuple[Displayed, dict[int, Certainty]]:
        """The name taken apart, and who bears it; found out once for all who came as “Zoom user”."""
        if (known := self._names.get(name)) is None:
            displayed = take_apart(name)
            known = self._names[name] = displayed, self.bearers.of(displayed)
        return known

    def is_own_mailbox(self, one: Reported, number: int) -> bool:
        """The person's and not the office's: it is called like the person."""
        somebody = self.people[number]
        boxes = [take_apart(_mailbox(address)) for address in map(_address, one.emails) if address in self._by_address]
        return any(maybe_alike(word, name) for box in boxes for word in box.words for name in somebody.family)


def _surest(borne: Iterable[dict[int, Certainty]]) -> dict[int, Certainty]:
    found: dict[int, Certainty] = {}
    for bearers in borne:
        for number, certainty in bearers.items():
            found[number] = max(certainty, found.get(number, certainty))
    return found


def _numbered(keys: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, of_one in enumerate(keys):
        for key in of_one:
            found[key].append(number)
    return dict(found)


def _all(found: Iterable[Iterable[int]]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(number for numbers in found for number in numbers))


def _address(text: str) -> str:
    return text.strip().lower().removeprefix("mailto:")


def _mailbox(address: str) -> str:
    return address.partition("@")[0]


class _Judge:
    """Decides over one report; what fits two of its people decides nothing."""

    def __init__(self, directory: _Directory, connections: Sequence[_Connection]) -> None:
        self._directory = directory
        self._people = directory.people
        self._adviser = Adviser(directory.people)
        self._claims = Counter(number for one in connections for number in one.bearers)
        self._uses = Counter(one.linked for one in connections)
        self._namesakes = Counter(one.alias for one in connections)

    def match(self, one: _Connection) -> Match:
        for how, decide in (
            (How.JOIN_LINK, self._by_link),
            (How.EMAIL, self._by_address),
            (How.ALIAS, self._by_alias),
            (How.NAME, self._by_name),
        ):
            number = decide(one)
            if number is not None:
                registration = self._people[number].known.registration
                return Match(one.reported.number, registration, how, (Candidate(registration, 100, _REASONS[how]),))
        return Match(one.reported.number, None, How.NONE, self._candidates(one))

    def _by_link(self, one: _Connection) -> int | None:
        """Links are passed on: under no person's name it decides only if nobody else came by it."""
        if one.linked is None or (one.mailed and one.linked not in one.mailed):
            return None
        if one.shown[0].nameless:
            return one.linked if self._uses[one.linked] == 1 and self._others_fit(one, one.linked) else None
        return one.linked if self._fits(one, 0, one.linked) and self._others_fit(one, one.linked) else None

    def _by_address(self, one: _Connection) -> int | None:
        if not one.mailed or one.linked not in {None, *one.mailed}:
            return None
        owner = one.mailed[0] if len(one.mailed) == 1 else self._picked(one)
        if owner is None or not self._others_fit(one, owner):
            return None
        if owner not in one.own:  # who sat at that device once, need not be whoever sits there now
            return owner if self._is_named(one, owner) else None
        shown = one.shown[0]
        if shown.nameless or self._fits(one, 0, owner):
            return owner
        says_nobody = shown.is_room or not shown.named
        return owner if says_nobody and self._directory.is_own_mailbox(one.reported, owner) else None

    def _picked(self, one: _Connection) -> int | None:
        """Of those who share an address the one whose name is shown."""
        sure = [number for number in one.mailed if one.borne[0].get(number) is Certainty.SURE]
        fitting = sure or [number for number in one.mailed if self._is_named(one, number)]
        return fitting[0] if len(fitting) == 1 else None

    def _is_named(self, one: _Connection, number: int) -> bool:
        return number in one.borne[0] or likeness(one.shown[0], self._people[number]).picks

    def _by_alias(self, one: _Connection) -> int | None:
        """Only by an alias that tells one person from others: not by a room, a given name, an initial."""
        if one.linked is not None or one.mailed or len(one.aliases) != 1 or self._namesakes[one.alias] > 1:
            return None
        words = one.alias.split()
        if one.shown[0].nameless or one.shown[0].is_room or any(len(word) == 1 for word in words):
            return None
        if all(map(is_given_name, words)) or not one.bearers.keys() <= set(one.aliases):
            return None
        return (
            one.aliases[0] if self._others_fit(one, one.aliases[0]) and self._place_fits(one, one.aliases[0]) else None
        )

    def _by_name(self, one: _Connection) -> int | None:
        if one.linked is not None or one.mailed or len(one.bearers) != 1:
            return None
        ((number, certainty),) = one.bearers.items()
        if certainty is not Certainty.SURE or self._claims[number] > 1 or not set(one.aliases) <= {number}:
            return None
        fits = number in one.borne[0] and self._others_fit(one, number) and self._place_fits(one, number)
        return number if fits else None

    def _fits(self, one: _Connection, shown: int, number: int) -> bool:
        if number in one.borne[shown] or (shown == 0 and number in one.aliases):
            return True
        return likeness(one.shown[shown], self._people[number]).agrees

    def _others_fit(self, one: _Connection, number: int) -> bool:
        """Of the other names shown none is somebody else's; what names nobody does not matter, nor the municipality
        alone, which Zoom tells as a name of its own for “Sabine Krause (Köln)”.
        """
        return all(
            displayed.nameless
            or displayed.is_room
            or not displayed.named
            or self._fits(one, shown, number)
            or (not one.borne[shown] and self._is_own_place(displayed, number))
            for shown, displayed in enumerate(one.shown[1:], start=1)
        )

    def _is_own_place(self, shown: Displayed, number: int) -> bool:
        return places_agree(Whereabouts(shown.words), self._people[number]) is True

    def _place_fits(self, one: _Connection, number: int) -> bool:
        """A municipality alone decides nothing; another one than the person's leaves a doubt."""
        return places_agree(one.place, self._people[number]) is not False

    def _candidates(self, one: _Connection) -> tuple[Candidate, ...]:
        evidence = dict.fromkeys(one.aliases, Reason.ALIAS)
        for number in one.mailed:
            evidence[number] = Reason.EMAIL if number in one.own else Reason.FURTHER_EMAIL
            if len(one.mailed) > 1:
                evidence[number] = Reason.SHARED_EMAIL
        if one.linked is not None:
            evidence[one.linked] = Reason.JOIN_LINK
        mailboxes = [take_apart(_mailbox(address)) for address in one.unknown]
        found = self._adviser.candidates(one.shown, mailboxes, evidence, one.bearers, one.place)
        return tuple(self._doubted(one, candidate) for candidate in found)

    def _doubted(self, one: _Connection, found: Candidate) -> Candidate:
        """Who is called the same, and yet is asked about, is offered with the reason for that."""
        if found.reason is not Reason.SAME_NAME:
            return found
        number = self._directory.by_id[found.registration]
        doubts = (
            (one.linked not in {None, number}, Reason.OTHER_LINK),
            (bool(one.mailed) and number not in one.mailed, Reason.OTHER_EMAIL),
            (bool(one.aliases) and number not in one.aliases, Reason.OTHER_ALIAS),
            (not self._place_fits(one, number), Reason.OTHER_PLACE),
            (len(one.bearers) > 1, Reason.NAMESAKES),
            (one.bearers.get(number) is not Certainty.SURE, Reason.NOT_QUITE),
            (self._claims[number] > 1, Reason.CLAIMED),
        )
        reason = next((reason for holds, reason in doubts if holds), Reason.OTHER_NAME)
        return replace(found, reason=reason)
