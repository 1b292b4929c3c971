"""Reads places, and words what is shown of one: its name, its kind, what it lies in."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.interfaces import ORMOption

from webapp.core.db import session
from webapp.core.i18n import Shown, texts
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy_gettext as _l
from webapp.places.levels import district_of
from webapp.places.models import CHOOSABLE, Place, PlaceKind, Region
from webapp.places.search import Match, find

KIND_WORDS = {
    PlaceKind.LAND: _l("federal state"),
    PlaceKind.REGIERUNGSBEZIRK: _l("administrative district"),
    PlaceKind.KREIS: _l("district"),
    PlaceKind.KREISFREIE_STADT: _l("city outside any district"),
    PlaceKind.STADT: _l("town"),
    PlaceKind.GEMEINDE: _l("municipality (Gemeinde)"),
    PlaceKind.OBLAST: _l("oblast"),
    PlaceKind.RAION: _l("raion"),
    PlaceKind.CITY_HROMADA: _l("urban hromada"),
    PlaceKind.SETTLEMENT_HROMADA: _l("settlement hromada"),
    PlaceKind.RURAL_HROMADA: _l("rural hromada"),
}


@dataclass(frozen=True, slots=True)
class Option:
    key: str
    label: Shown


@dataclass(frozen=True, slots=True)
class OptionGroup:
    """A Regierungsbezirk or raion, as `<optgroup>`."""

    label: str
    region: Region
    options: Sequence[Option]


def with_parents() -> ORMOption:
    """Loads what a place lies in; three levels are the deepest there are."""
    return joinedload(Place.parent).joinedload(Place.parent).joinedload(Place.parent)


def place(key: str) -> Place | None:
    return session().scalar(select(Place).where(Place.key == key).options(with_parents()))


def is_loaded() -> bool:
    return session().scalar(select(Place.key).limit(1)) is not None


def choosable() -> tuple[Place, ...]:
    """With what they lie in; of no session, and the same objects until the table tells something else.

    As models of the session they would take ten times as long, and nothing could be kept that is worked out of them.
    """
    return _made(tuple(map(tuple, session().execute(select(*Place.__table__.columns)))))


@lru_cache(maxsize=2)
def _made(rows: tuple[tuple[Any, ...], ...]) -> tuple[Place, ...]:
    names = [column.name for column in Place.__table__.columns]
    by_key = {one.key: one for one in (Place(**dict(zip(names, row, strict=True))) for row in rows)}
    for one in by_key.values():
        set_committed_value(one, "parent", by_key.get(one.parent_key or ""))
    return tuple(one for one in by_key.values() if one.kind in CHOOSABLE)


def sure(text: str) -> str | None:
    """Key of the one place that this text can only mean, for those who typed and did not choose."""
    hits = find(text, 2)
    if not hits or hits[0].match > Match.HEARD or (len(hits) > 1 and hits[1].match == hits[0].match):
        return None
    return hits[0].key


def only(text: str) -> str | None:
    """Key of the one place that is found by this text without an error in it: enough where somebody looks it over."""
    hits = find(text, 2)
    return hits[0].key if len(hits) == 1 and hits[0].match < Match.TYPO else sure(text)


def search(text: str, limit: int = 10) -> list[Place]:
    """What somebody may mean by this text, best first; empty also while the directory is not loaded."""
    keys = [hit.key for hit in find(text, limit)]
    found = {
        one.key: one for one in session().scalars(select(Place).where(Place.key.in_(keys)).options(with_parents()))
    }
    return [found[key] for key in keys if key in found]


def label(place: Place, lang: str) -> Shown:
    """Its name, unmistakable among all places, in this language or the next best one."""
    return texts(de=place.name_de, uk=place.name_uk or "", en=place.name_en or "").pick(lang)


def labels(keys: Iterable[str], lang: str) -> dict[str, Shown]:
    return {one.key: label(one, lang) for one in session().scalars(select(Place).where(Place.key.in_(list(keys))))}


def description(place: Place, lang: str) -> list[Shown]:
    """Kind and what it lies in, nearest first, each in its language; `lang` is the page's."""
    parents = (label(parent, lang) for parent in place.parents if parent.kind is not PlaceKind.LAND)
    return [Shown(str(KIND_WORDS[place.kind]), lang), *parents]


def summary(place: Place, lang: str) -> dict[str, Any]:
    """As data, for the command line: `kind` and `region` are their codes, `parents` names, nearest first."""
    return {
        "key": place.key,
        "name": label(place, lang).text,
        "kind": place.kind.value,
        "parents": [part.text for part in description(place, lang)[1:]],
        "region": place.region.value,
    }


def suggestion(place: Place, lang: str) -> dict[str, Any]:
    """As data, for the search field: like summary(), but `kind` in words; `label` is the text of its `<option>`."""
    shown = label(place, lang)
    return summary(place, lang) | {"kind": str(KIND_WORDS[place.kind]), "label": shown.text, "lang": shown.lang}


def in_words(parts: Iterable[Shown]) -> str:
    return ", ".join(part.text for part in parts)


def sorted_by(place: Place, lang: str) -> str:
    """Its place in the alphabet of this language; in SQL the columns sort_de, sort_uk, sort_en."""
    return {"de": place.sort_de, "uk": place.sort_uk, "en": place.sort_en}[lang]


def options(lang: str) -> list[OptionGroup]:
    """All choosable places in alphabetical groups, those of the reader's own side first."""
    groups: dict[str, list[Place]] = defaultdict(list)
    heads: dict[str, Place] = {}
    for one in choosable():
        head = district_of(one)
        heads[head.key] = head
        groups[head.key].append(one)
    first = Region.DNIPROPETROVSK if lang == "uk" else Region.NRW
    order = sorted(heads.values(), key=lambda head: (head.region != first, sorted_by(head, lang)))
    return [_option_group(head, groups[head.key], lang) for head in order]


def _option_group(head: Place, members: Iterable[Place], lang: str) -> OptionGroup:
    top = label(head.parents[-1], lang)
    return OptionGroup(
        label=_("%(region)s: %(district)s", region=top.text, district=label(head, lang).text),
        region=head.region,
        options=[Option(one.key, label(one, lang)) for one in sorted(members, key=lambda one: sorted_by(one, lang))],
    )
