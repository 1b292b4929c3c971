"""A list page: sort and page a select() by the query string, and the same address with something changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from flask import request
from sqlalchemy import ColumnElement, Select, func, select

from webapp.core.db import session
from webapp.core.i18n import address_to_get

T = TypeVar("T")
PER_PAGE = 50
Sorts = Mapping[str, Sequence[ColumnElement[Any] | Any]]


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    rows: Sequence[T]
    number: int
    pages: int
    total: int
    sort: str

    def url(self, number: int) -> str:
        return changed_url(page=number)

    def sort_url(self, sort: str) -> str:
        """The same list sorted by this; a second click turns the order round."""
        return changed_url(sort=f"-{sort}" if self.sort == sort else sort, page=None)

    def order(self, sort: str) -> str:
        """Value of aria-sort."""
        return {sort: "ascending", f"-{sort}": "descending"}.get(self.sort, "none")


def read(statement: Select[T], sorts: Sorts, default: str, per_page: int = PER_PAGE) -> Page[T]:
    """The page that the query string asks for; what it asks wrongly is answered by the nearest that exists."""
    total = session().scalar(select(func.count()).select_from(statement.order_by(None).subquery())) or 0
    number, pages = _asked(total, per_page)
    sort = request.args.get("sort", default)
    if sort.removeprefix("-") not in sorts:
        sort = default
    columns = sorts[sort.removeprefix("-")]
    turned = sort.startswith("-")
    # What is missing is the least; the databases do not agree about it
    order = (column.desc().nulls_last() if turned else column.asc().nulls_first() for column in columns)
    ordered = statement.order_by(*order)
    rows = session().scalars(ordered.limit(per_page).offset((number - 1) * per_page)).all()
    return Page(rows, number, pages, total, sort)


def part_of(rows: Sequence[T], per_page: int = PER_PAGE) -> Page[T]:
    """As read(), of rows that are there already."""
    number, pages = _asked(len(rows), per_page)
    return Page(rows[(number - 1) * per_page : number * per_page], number, pages, len(rows), "")


def _asked(total: int, per_page: int) -> tuple[int, int]:
    pages = max(1, -(-total // per_page))
    return min(max(request.args.get("page", 1, type=int), 1), pages), pages


def changed_url(**changes: object) -> str:
    """This page's address with some parameters set, or taken away by None; also after a form it can be opened."""
    kept = [(key, value) for key, value in request.args.items(multi=True) if key not in changes]
    new = [(key, str(value)) for key, value in changes.items() if value is not None]
    query = urlencode([*kept, *new])
    path = address_to_get()
    return f"{path}?{query}" if query else path
