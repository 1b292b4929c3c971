"""Rows become persons: by address or account; else by exactly the same name, unless at the same time. Pure."""

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

from webapp.attendance.readers.reports import Details, Interval, Notice, NotRead, Person, Reason, Role, Segment

Key = tuple[str, str]
Found = tuple[Notice, int, int, Details]  #: code, file, row, details
NEVER: Final = datetime.max.replace(tzinfo=UTC)
RANK: Final = {role: rank for rank, role in enumerate(Role)}


def persons(segments: Sequence[Segment]) -> tuple[list[Person], list[Found]]:
    """Everybody once, by time of joining, then name; whatever order rows and files came in."""
    found: list[Found] = []
    groups = _by_key([one for one in segments if _keys(one)])
    nameless: dict[str, list[Segment]] = {}
    for one in segments:
        if not _keys(one):
            nameless.setdefault(one.name, []).append(one)
    for name, alike in nameless.items():
        groups += _of_one_name(name, alike, found)
    people = [_person(group) for group in groups]
    return sorted(people, key=_order), found


def union(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Merged and sorted; those that touch are one."""
    merged: list[Interval] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def length(intervals: Iterable[Interval]) -> float:
    """Minutes."""
    return sum(((end - start) for start, end in intervals), timedelta()).total_seconds() / 60


def content(segments: Iterable[Segment]) -> frozenset[object]:
    """Equal for two files that tell the same, but for seconds, which spreadsheets lose."""
    told = Counter(
        (one.name, one.email, one.attended, _minute(one.joined), _minute(one.left), one.minutes) for one in segments
    )
    return frozenset(told.items())


def repeated(segments: Sequence[Segment]) -> tuple[list[Segment], list[NotRead]]:
    """Without rows that another file has too: no address, the same name, from and to the same minute."""
    best: dict[tuple[str, int, int], tuple[bool, int]] = {}
    for one in segments:
        if (key := _visit(one)) and ((rank := (not _keys(one), one.file)) < best.get(key, (True, one.file + 1))):
            best[key] = rank
    kept, twice = [], []
    for one in segments:
        key = _visit(one)
        if key and not _keys(one) and best[key] != (True, one.file) and best[key][1] != one.file:
            twice.append(NotRead(Reason.REPEATED, one.file, one.row, {"name": one.name}))
        else:
            kept.append(one)
    return kept, twice


def _visit(one: Segment) -> tuple[str, int, int] | None:
    """Who, and from and to which minute: spreadsheets lose the seconds."""
    if not one.joined or not one.left:
        return None
    return one.name, _minute(one.joined), _minute(one.left)


def _minute(moment: datetime | None) -> int:
    return int(moment.timestamp() // 60) if moment else 0


def _keys(one: Segment) -> list[Key]:
    addresses = [("email", address) for address in (one.email, *one.other_emails) if address and address != one.account]
    if one.email and one.email == one.account:
        addresses.append(("email", one.email))
    return [*addresses, ("account", one.account)] if one.account else addresses


def _by_key(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Rows that share an address or an account, directly or through other rows."""
    parents: dict[Key, Key] = {}

    def root(key: Key) -> Key:
        while parents.setdefault(key, key) != key:
            parents[key] = parents[parents[key]]
            key = parents[key]
        return key

    for one in segments:
        first, *others = _keys(one)
        for key in others:
            parents[root(key)] = root(first)
    groups: dict[Key, list[Segment]] = {}
    for one in segments:
        groups.setdefault(root(_keys(one)[0]), []).append(one)
    return list(groups.values())


def _units(segments: Iterable[Segment]) -> list[list[Segment]]:
    """One row may hold several stays: they are one person's."""
    rows: dict[tuple[int, int], list[Segment]] = {}
    for one in segments:
        rows.setdefault((one.file, one.row), []).append(one)
    return sorted(rows.values(), key=lambda unit: min(map(_time, unit)))


def _of_one_name(name: str, alike: Sequence[Segment], found: list[Found]) -> list[list[Segment]]:
    """Who is of two municipalities is two people; a row that says none is anybody's only where there is one."""
    places: dict[str, list[Segment]] = {}
    for one in alike:
        places.setdefault(one.place.casefold(), []).append(one)
    if len(places.keys() - {""}) < 2:  # noqa: PLR2004
        return _apart(name, alike, found)
    groups = [group for of_place in places.values() for group in _apart(name, of_place, [])]
    first = min((one.file, one.row) for one in alike)
    found.append((Notice.SAME_NAME_SEVERAL, *first, {"name": name, "people": len(groups)}))
    return groups


def _apart(name: str, alike: Sequence[Segment], found: list[Found]) -> list[list[Segment]]:
    """Rows of one name, without address: each is the person's who left last before it; nobody is at two places."""
    groups: list[list[Segment]] = []
    ends: list[tuple[datetime, int]] = []  # sorted; of each group with times
    units = _units(alike)
    for unit in units:
        starts = [one.joined for one in unit if one.joined]
        if starts:
            place = bisect_right(ends, (min(starts), len(groups))) - 1
            number = ends.pop(place)[1] if place >= 0 else len(groups)
            insort(ends, (max(one.left for one in unit if one.left), number))
        else:  # says nothing against anybody, unless it states minutes: then it is a person's only row
            number = len(groups) if any(one.minutes is not None for one in unit) else 0
        if number == len(groups):
            groups.append([])
        groups[number] += unit
    first = min((one.file, one.row) for one in alike)
    if len(groups) > 1:
        found.append((Notice.SAME_NAME_SEVERAL, *first, {"name": name, "people": len(groups)}))
    if len(units) > len(groups):
        found.append((Notice.SAME_NAME_ONE, *first, {"name": name, "rows": len(units)}))
    return groups


def _time(one: Segment) -> tuple[datetime, datetime, float, bool, int, int]:
    """In time; those without times last."""
    return one.joined or NEVER, one.left or NEVER, one.minutes or 0, not one.attended, one.file, one.row


def _person(group: Sequence[Segment]) -> Person:
    present = [one for one in group if one.attended]
    intervals = union((one.joined, one.left) for one in present if one.joined and one.left)
    stated = [one.minutes for one in present if one.minutes is not None]
    names = _most_common(one.name for one in group)
    emails = _most_common(one.email for one in group)
    others = {name for one in group for name in one.other_names} | set(names)
    aliases = {address for one in group for address in one.other_emails} | set(emails)
    return Person(
        name=names[0] if names else "",
        other_names=tuple(sorted(others - set(names[:1]))),
        email=emails[0] if emails else "",
        other_emails=tuple(sorted(aliases - set(emails[:1]))),
        role=min((one.role for one in group), key=RANK.__getitem__),
        attended=bool(present),
        intervals=intervals,
        minutes=length(intervals) if intervals else sum(stated) if stated else None,
        rows=tuple(sorted({(one.file, one.row) for one in group})),
        place=next(iter(_most_common(one.place for one in group)), ""),
    )


def _most_common(values: Iterable[str]) -> list[str]:
    """The most frequent first; of equally frequent ones the longest, then by alphabet."""
    found = [value for value in values if value]
    if len(set(found)) < 2:  # noqa: PLR2004
        return found[:1]
    counts = Counter(found)
    return sorted(counts, key=lambda value: (-counts[value], -len(value), value))


def _order(person: Person) -> tuple[datetime, str, str, str, tuple[Interval, ...], float, tuple[tuple[int, int], ...]]:
    """The rows come last, since they tell in which order the files came."""
    start, minutes = person.intervals[0][0] if person.intervals else NEVER, person.minutes or 0
    return start, person.name, person.email, person.place, person.intervals, minutes, person.rows


def gaps(intervals: Iterable[Interval], longest: timedelta) -> Iterator[Interval]:
    """Times without anybody that are longer than this."""
    merged = union(intervals)
    for (_start, end), (start, _end) in pairwise(merged):
        if start - end > longest:
            yield end, start
