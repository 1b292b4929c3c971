"""The audit log is a chain: a changed, removed or inserted entry is found."""

import pytest
from sqlalchemy import delete, select, update

from webapp.core import audit
from webapp.core.audit import AuditEntry
from webapp.core.db import session, transaction

pytestmark = pytest.mark.usefixtures("app", "chain")


@pytest.fixture
def chain() -> None:
    with transaction() as writing:
        writing.execute(delete(AuditEntry))
        for number in range(5):
            audit.record(
                "registration.change", f"registration:{number}", actor="attendee", details={"columns": ["office"]}
            )


def ids() -> list[int]:
    return list(session().scalars(select(AuditEntry.id).order_by(AuditEntry.id)))


def test_an_untouched_chain_is_whole() -> None:
    assert audit.verify() is None


def test_many_together_are_chained_in_their_order_or_not_at_all() -> None:
    with transaction(), audit.together():
        for number in range(3):
            audit.record(f"many.{number}", "thing", actor="program")
        assert len(ids()) == 5
    with pytest.raises(ZeroDivisionError):
        fail_in_between()
    with transaction():
        audit.record("alone", "thing", actor="program")
    told = session().scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert told[5:] == ["many.0", "many.1", "many.2", "alone"]
    assert audit.verify() is None


def fail_in_between() -> None:
    with transaction(), audit.together():
        audit.record("lost", "thing", actor="program")
        raise ZeroDivisionError


@pytest.mark.parametrize("column", ["actor", "action", "thing", "details", "hash"])
def test_a_changed_entry_is_found(column: str) -> None:
    third = ids()[2]
    with transaction() as writing:
        writing.execute(update(AuditEntry).where(AuditEntry.id == third).values({column: "other"}))
    assert audit.verify() == third


def test_a_removed_entry_is_found() -> None:
    second, third = ids()[1:3]
    with transaction() as writing:
        writing.execute(delete(AuditEntry).where(AuditEntry.id == second))
    assert audit.verify() == third


def test_two_entries_of_one_transaction_follow_each_other() -> None:
    with transaction():
        audit.record("one", "a:1", actor="program")
        audit.record("two", "a:1", actor="program")
    assert audit.verify() is None
    assert len(set(session().scalars(select(AuditEntry.hash)))) == 7


def test_nothing_is_recorded_when_the_verb_fails() -> None:
    before = ids()

    def fail() -> None:
        with transaction():
            audit.record("one", "a:1", actor="program")
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert ids() == before
