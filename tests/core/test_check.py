"""konferenz db check: one clear line for whatever is wrong."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import make_url, text, update

from webapp.core import audit, schema, sqlite
from webapp.core.audit import AuditEntry
from webapp.core.commands import db
from webapp.core.db import transaction


def check() -> tuple[int, str]:
    result = CliRunner().invoke(db, ["check"])
    return result.exit_code, result.output


@pytest.mark.usefixtures("app")
def test_all_is_well() -> None:
    assert check() == (0, "The database is fine.\n")


@pytest.mark.usefixtures("app")
def test_pending_migrations() -> None:
    schema.downgrade()
    assert check() == (1, "Error: migrations are pending: run “konferenz db upgrade”\n")


@pytest.mark.usefixtures("app")
def test_a_changed_audit_entry() -> None:
    with transaction() as writing:
        audit.record("one", "a:1", actor="program")
        audit.record("two", "a:1", actor="program")
        writing.execute(update(AuditEntry).where(AuditEntry.action == "one").values(actor="nobody"))
    code, output = check()
    assert code == 1
    assert output.startswith("Error: the chain of audit entries breaks at entry ")
    assert output.count("\n") == 1


def test_a_damaged_file(tmp_path: Path) -> None:
    engine = sqlite.make_engine(make_url(f"sqlite:///{tmp_path / 'damaged.sqlite'}"))
    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(text("CREATE TABLE one (id INTEGER PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE two (one_id INTEGER REFERENCES one (id))"))
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
    with engine.connect() as connection:
        assert sqlite.problems(connection) == []
    raw = engine.raw_connection()
    raw.cursor().execute("PRAGMA query_only = OFF")
    raw.cursor().execute("PRAGMA foreign_keys = OFF")
    raw.cursor().execute("INSERT INTO two VALUES (7)")
    raw.close()
    with engine.connect() as connection:
        assert sqlite.problems(connection) == ["1 rows point to rows that are not there"]
    engine.dispose()
