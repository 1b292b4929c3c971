"""Questions and experiences of both conferences: asked, voted for, merged, answered, the same for the same seed."""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.orm import selectinload

from webapp.core import audit
from webapp.core.db import session
from webapp.core.i18n import LANGUAGES
from webapp.demo.programme import PAST_SLUG
from webapp.events.models import Event, Slot
from webapp.questions import asking, keeping
from webapp.questions.asking import COLUMN, Asked
from webapp.questions.lifecycle import State
from webapp.questions.models import Answer, Channel, Kind, Question, TakenUp, Translation, Visibility, Vote
from webapp.registration.models import Registration, Side
from webapp.registration.models import State as RegistrationState

AUDIENCE: Final = 300  #: those who ask and vote, however many are registered
WITH_SIDES: Final = (Side.NRW, Side.DNIPROPETROVSK)
IN_THE_ROOM: Final = (Channel.ORAL, Channel.PLATFORM, Channel.CHAT)
DISCUSSION: Final = timedelta(minutes=100)  #: after the start, when the demo's questions are answered live


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One of questions.toml."""

    language: str
    channel: Channel
    texts: Mapping[str, str]
    key: str = ""  #: what others name in `into`
    into: str = ""
    kind: Kind = Kind.QUESTION
    side: Side | None = None
    visibility: Visibility = Visibility.SHOWN
    name: str = ""
    organisation: str = ""
    slot: int | None = None
    speaker: int | None = None
    state: State = State.INBOX
    live: bool = False
    by: str = ""
    answer: Mapping[str, str] = field(default_factory=dict)
    desk: str = ""
    due: int = 0  #: days after the conference
    reason: str = ""
    voters: Sequence[float] = (0.0, 0.0)


def entries(conference: str) -> list[Entry]:
    """Those of the “past” or the “coming” one."""
    rows = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))[conference]
    return [_entry(row) for row in rows]


def fill(event: Event, *, seed: int, now: datetime) -> None:
    """Inside a transaction, once the event has its registrations."""
    random, past = Random(f"{seed} {event.slug} questions"), event.slug == PAST_SLUG
    people, board = _people(event), keeping.board(event.id, now)  # held here, else each question would read it again
    authors = {side: [one for one in people if one.side is side] for side in WITH_SIDES}
    for of_side in authors.values():
        random.shuffle(of_side)
    planned: list[tuple[datetime, Entry, Registration | None]] = []
    for entry in entries("past" if past else "coming"):
        known = authors.get(entry.side) if entry.side and not entry.name else None
        author = known.pop() if known else None
        planned.append((_asked_at(entry, author, event, min(now, event.ends_at), random), entry, author))
    planned.sort(key=lambda one: one[0])
    slots = _programme(event)
    asked = [(_ask(event, slots, entry, author, when), entry) for when, entry, author in planned]
    by_key = {entry.key: question for question, entry in asked if entry.key}
    for question, entry in asked:
        _moderate(question, entry, event, by_key.get(entry.into), random)
    _vote(asked, people, random)
    board.takes_public, board.takes_votes = not past, not past


def _entry(row: dict[str, Any]) -> Entry:
    texts = {lang: row.pop(lang) for lang in LANGUAGES if lang in row}
    kinds = {"channel": Channel, "kind": Kind, "side": Side, "visibility": Visibility, "state": State}
    coded: dict[str, Any] = {name: kinds[name](value) for name, value in row.items() if name in kinds}
    return Entry(texts=texts, **(row | coded))


def _people(event: Event) -> Sequence[Registration]:
    confirmed = Registration.event_id == event.id, Registration.state == RegistrationState.CONFIRMED
    found = select(Registration).where(*confirmed).order_by(Registration.id).limit(AUDIENCE)
    return session().scalars(found).all()


def _asked_at(entry: Entry, author: Registration | None, event: Event, until: datetime, random: Random) -> datetime:
    """With the registration, in the days before, or in the discussion."""
    if entry.channel is Channel.REGISTRATION and author is not None:
        return author.created_at
    if entry.channel in IN_THE_ROOM:
        return event.starts_at + timedelta(minutes=random.randint(20, 99))
    since = event.registration_opens_at + (until - event.registration_opens_at) * random.uniform(0.5, 0.95)
    return since.replace(microsecond=0)


def _programme(event: Event) -> Sequence[Slot]:
    found = select(Slot).where(Slot.event_id == event.id).order_by(Slot.position)
    return session().scalars(found.options(selectinload(Slot.speakers))).all()


def _ask(event: Event, slots: Sequence[Slot], entry: Entry, author: Registration | None, when: datetime) -> Question:
    slot = None if entry.slot is None else slots[entry.slot]
    speaker = None if slot is None or entry.speaker is None else slot.speakers[entry.speaker]
    linked = entry.channel in {Channel.REGISTRATION, Channel.LINK}
    asked = Asked(
        text=entry.texts[entry.language],
        language=entry.language,
        channel=Channel.ORAL if linked and author is None and entry.side else entry.channel,
        kind=entry.kind,
        visibility=entry.visibility,
        registration=author,
        author_name=entry.name,
        organisation=entry.organisation,
        side=entry.side,
        slot_id=slot.id if slot else None,
        speaker_id=speaker.id if speaker else None,
    )
    question = asking.ask(event.id, asked, actor=audit.PROGRAM, now=when)
    if question.channel is Channel.REGISTRATION and author is not None:
        setattr(author, COLUMN[entry.kind], entry.texts[entry.language])
        session().add(
            TakenUp(
                registration_id=author.id,
                kind=entry.kind,
                question_id=question.id,
                registration_changed_at=author.changed_at,
            )
        )
    return question


def _vote(asked: Sequence[tuple[Question, Entry]], people: Sequence[Registration], random: Random) -> None:
    """All at once, counted as keeping.count_votes() counts: one by one it would be hundreds of statements."""
    voters: dict[int, set[Registration]] = {}
    rows = []
    for question, entry in asked:
        share = dict(zip(WITH_SIDES, entry.voters, strict=True))
        mine = [one for one in people if one.id != question.registration_id and random.random() < share[one.side]]
        rows += [{"question_id": question.id, "registration_id": one.id, "at": question.asked_at} for one in mine]
        voters[question.id] = set(mine)
    if rows:
        session().execute(insert(Vote), rows)
    for question, _entry_of in asked:
        family = (voters[one.id] for one, _entry_of in asked if question.id in {one.id, one.merged_into_id})
        counted = Counter(person.side for person in set[Registration]().union(*family))
        for side in WITH_SIDES:
            setattr(question, f"votes_{side.value}", counted[side])


def _moderate(question: Question, entry: Entry, event: Event, into: Question | None, random: Random) -> None:
    """What moderators did, with the audit entries that their steps leave."""
    read = question.asked_at + timedelta(minutes=random.randint(2, 600))
    before = question.state
    question.desk, question.decline_reason, question.answered_by = entry.desk, entry.reason, entry.by
    question.due_on = (event.ends_at + timedelta(days=entry.due)).date() if entry.due else None
    question.state, question.answered_live = entry.state, entry.live
    if entry.state is State.ANSWERED:
        written = event.ends_at + timedelta(days=random.randint(2, 12))
        question.answered_at = event.starts_at + DISCUSSION if entry.live else written
    for lang, text in entry.texts.items():
        if lang != entry.language:
            session().add(Translation(question_id=question.id, language=lang, text=text, by=audit.PROGRAM, at=read))
    for lang, text in entry.answer.items():
        at = event.ends_at + timedelta(days=2)
        session().add(Answer(question_id=question.id, language=lang, text=text, by=audit.PROGRAM, at=at))
    if question.state is not before:
        step = {"from": before.value, "to": question.state.value, "live": False, "at": None}
        audit.record("question.move", question.thing, actor=audit.PROGRAM, details=step)
    if into is not None:
        question.merged_into_id = into.id
        details: dict[str, Any] = {"into": into.public_id, "brought": []}
        audit.record("question.merge", question.thing, actor=audit.PROGRAM, details=details)
    if entry.state is not State.INBOX or into is not None:
        keeping.changed(question, read)
