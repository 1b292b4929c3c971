"""Every column says whether it is personal, every text how long it may be, every rule of the database has a name."""

import pytest
from sqlalchemy import JSON, CheckConstraint, Column, String, Text, UniqueConstraint

from webapp.core.db import Model
from webapp.core.i18n import TranslatedText

pytestmark = pytest.mark.usefixtures("app")


def columns() -> list[Column[object]]:
    return [column for table in Model.metadata.tables.values() for column in table.columns]


def holds_text(column: Column[object]) -> bool:
    return isinstance(column.type, String | Text | JSON | TranslatedText) and not hasattr(column.type, "enums")


def test_every_text_says_whether_it_is_personal() -> None:
    assert [str(column) for column in columns() if holds_text(column) and "personal" not in column.info] == []


def test_every_string_has_a_length() -> None:
    strings = [column for column in columns() if isinstance(column.type, String) and not isinstance(column.type, Text)]
    assert [str(column) for column in strings if not column.type.length] == []  # type: ignore[attr-defined]


def test_every_constraint_and_index_has_a_name() -> None:
    for table in Model.metadata.tables.values():
        for constraint in table.constraints:
            assert constraint.name, f"{table.name}: {constraint}"
            if isinstance(constraint, CheckConstraint | UniqueConstraint):
                assert str(constraint.name).split("_", 1)[0] in {"ck", "uq"}
        assert all(index.name for index in table.indexes)


def test_public_ids_are_unique() -> None:
    public = [column for column in columns() if column.name == "public_id"]
    assert public
    assert all(column.unique for column in public)


def test_lists_of_other_rows_are_never_loaded_by_accident() -> None:
    lists = [item for mapper in Model.registry.mappers for item in mapper.relationships if item.uselist]
    assert [str(item) for item in lists if item.lazy not in {"raise", "raise_on_sql", "write_only"}] == []
