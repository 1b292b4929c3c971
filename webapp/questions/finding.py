"""Reading for the desk: what asks the same in these words or in others, and what holds words that are looked for."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from webapp.core import names
from webapp.core.db import session
from webapp.questions import likeness, queries, subjects
from webapp.questions.lifecycle import State
from webapp.questions.likeness import MOST
from webapp.questions.models import Question, Translation

LONGEST_NUMBER = 8  #: digits
Like = tuple[int, int | None]  #: row id, and percent of likeness in words; None of what is only about the same
Texts = Mapping[int, Sequence[str]]  #: of each question in every language, by row id


def similar(question: Question) -> list[tuple[Question, int | None]]:
    """Questions that may ask the same, with percent of likeness in words, best first, then what is about the same."""
    texts = _texts(question.event_id, Question.merged_into_id.is_(None), Question.kind == question.kind)
    found: list[Like] = [*likeness.alike(_keys(texts)[question.id], _keys(texts, without=question.id))]
    there = {key for key, _percent in found}
    about = _about(texts)
    others = {key: said for key, said in about.items() if key != question.id and key not in there}
    same = subjects.nearest(about[question.id], others, subjects.weights(about.values()))
    found += [(key, None) for key, _percent in same][: MOST - len(found)]
    rows = {row.id: row for row in queries.loaded([key for key, _ in found], selectinload(Question.translations))}
    return [(rows[key], percent) for key, percent in found if key in rows]


def suggested(event_id: int, rows: Sequence[Question]) -> dict[int, Like]:
    """Of each of these that nobody has read, what most likely asks the same: in like words, else about the same.

    That is one asked earlier, or one that was read already, so that of two alike the second leads to the first.
    """
    unread = [row for row in rows if row.state is State.INBOX and row.merged_into_id is None]
    if not unread:
        return {}
    texts = _texts(event_id, Question.merged_into_id.is_(None))
    keys, about = _keys(texts), _about(texts)
    rare = subjects.weights(about.values())
    columns = Question.id, Question.kind, Question.number, Question.state
    alone = select(*columns).where(Question.event_id == event_id, Question.merged_into_id.is_(None))
    others = session().execute(alone).all()
    found: dict[int, Like] = {}
    for row in unread:
        before = [
            key
            for key, kind, number, state in others
            if kind is row.kind and (number < row.number or (state is not State.INBOX and key != row.id))
        ]
        if (best := likeness.nearest(keys[row.id], {key: keys[key] for key in before})) is not None:
            found[row.id] = best
        elif same := subjects.nearest(about[row.id], {key: about[key] for key in before}, rare):
            found[row.id] = same[0][0], None
    return found


def matching(question: Question, text: str, limit: int = 10) -> Sequence[Question]:
    """Others that stand for themselves and hold these words, or have this number; as written before as meant."""
    found = select(Question.id).where(
        Question.event_id == question.event_id,
        Question.merged_into_id.is_(None),
        Question.kind == question.kind,
        Question.id != question.id,
    )
    keys = list(session().scalars(found.order_by(Question.number)))
    return queries.loaded(_found(question.event_id, keys, text)[:limit], selectinload(Question.translations))


def containing(event_id: int, ids: Sequence[int], text: str) -> list[int]:
    """Those of these with all the words in any language, in the same order; a number finds the question of it."""
    found = set(_found(event_id, ids, text))
    return [key for key in ids if key in found]


def _found(event_id: int, ids: Sequence[int], text: str) -> list[int]:
    """First with the words as they are written, then with what they mean."""
    bare = text.strip().lstrip("#№").strip()
    if bare.isdecimal() and len(bare) <= LONGEST_NUMBER:
        wanted = set(session().scalars(select(Question.id).filter_by(event_id=event_id, number=int(bare))))
        if wanted & set(ids):
            return [key for key in ids if key in wanted]
    texts = _texts(event_id)
    words = likeness.key(text).split()
    written = {key for key, said in _keys(texts).items() if any(all(word in one for word in words) for one in said)}
    parts = [(likeness.key(word), subjects.of_word(word)) for word in names.clean(text).split()]
    meant = {
        key
        for key, said in _about(texts).items()
        if any(
            all((about and about in one) or word in likeness.key(own) for word, about in parts)
            for one, own in zip(said, texts[key], strict=True)
        )
    }
    return [*(key for key in ids if key in written), *(key for key in ids if key in meant - written)]


def _keys(texts: Texts, *, without: int | None = None) -> dict[int, list[str]]:
    return {key: [likeness.key(one) for one in said] for key, said in texts.items() if key != without}


def _about(texts: Texts) -> dict[int, list[frozenset[str]]]:
    return {key: [subjects.of_text(one) for one in said] for key, said in texts.items()}


def _texts(event_id: int, *narrowed: ColumnElement[bool]) -> dict[int, list[str]]:
    own = select(Question.id, Question.text).where(Question.event_id == event_id, *narrowed)
    others = (
        select(Question.id, Translation.text)
        .join(Translation, Translation.question_id == Question.id)
        .where(Question.event_id == event_id, *narrowed)
    )
    found: dict[int, list[str]] = {}
    for key, text in session().execute(own.union_all(others)):
        found.setdefault(key, []).append(text)
    return found
