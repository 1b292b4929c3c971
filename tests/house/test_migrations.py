"""The migrations lead to exactly the models, and back."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from factories import make_event, make_registration
from sqlalchemy import inspect, select, text

from webapp.attendance.models import Decision, ImportRun, Presence, ReportedPerson, SharedConnection
from webapp.attendance.presence import State as Presence_
from webapp.attendance.readers.reports import Role
from webapp.attendance.recognition.matches import How
from webapp.core import schema
from webapp.core.db import Model, engine, session, transaction
from webapp.questions.import_models import ImportedQuestion, ImportState, Outcome, QuestionImport
from webapp.questions.reading.found import Platform
from webapp.registration import consenting, queries
from webapp.registration.models import Purpose

pytestmark = pytest.mark.usefixtures("app")


def tables() -> set[str]:
    return set(inspect(engine()).get_table_names()) - {"alembic_version"}


def differences() -> list[object]:
    with engine().connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), Model.metadata))


def test_there_is_one_head() -> None:
    assert ScriptDirectory.from_config(schema.config()).get_heads() == [schema.head()]


def test_at_head_nothing_is_pending_and_all_is_well() -> None:
    assert not schema.pending()
    assert schema.problems() == []
    assert differences() == []


def test_constraints_are_those_of_the_models() -> None:
    found = {name: _constraints(name) for name in tables()}
    schema.downgrade()
    with engine().connect().execution_options(writing=True) as connection, connection.begin():
        Model.metadata.create_all(connection)
    assert {name: _constraints(name) for name in tables()} == found


def test_down_to_nothing_and_up_again() -> None:
    schema.downgrade()
    assert tables() == set()
    assert schema.pending()
    assert schema.problems() != []
    schema.upgrade()
    assert not schema.pending()
    assert differences() == []


def test_a_second_upgrade_changes_nothing() -> None:
    before = session().scalar(text("SELECT count(*) FROM place"))
    session().rollback()
    schema.upgrade()
    assert session().scalar(text("SELECT count(*) FROM place")) == before


def _constraints(table: str) -> dict[str, object]:
    seen = inspect(engine())
    indexes = [(str(row["name"]), tuple(row["column_names"]), bool(row["unique"])) for row in seen.get_indexes(table)]
    return {
        "checks": sorted((str(row["name"]), row["sqltext"]) for row in seen.get_check_constraints(table)),
        "unique": sorted((str(row["name"]), tuple(row["column_names"])) for row in seen.get_unique_constraints(table)),
        "indexes": sorted(indexes),
        "foreign": sorted((str(row["name"]), str(row["options"])) for row in seen.get_foreign_keys(table)),
    }


def test_people_and_their_consents_survive_going_down_and_up() -> None:
    """SQLite forgets rows that point to a table which is written anew."""
    event = make_event()
    made = make_registration(event)
    with transaction():
        consenting.give(made, {Purpose.LIST}, locale="en", now=made.created_at)
    engine().dispose()
    schema.downgrade("0002")
    schema.upgrade()
    session().rollback()
    assert set(queries.consents(made.id)) == {Purpose.LIST}
    assert schema.problems() == []


def test_presence_that_is_to_be_decided_was_absence_before() -> None:
    event = make_event()
    silent, brief = make_registration(event), make_registration(event, given_name="Ірина", email="iryna@example.org")
    with transaction():
        for one, how in ((silent, How.NONE), (brief, How.EMAIL)):
            session().add(
                Presence(
                    registration_id=one.id, event_id=event.id, state=Presence_.UNDECIDED, how=how, slots=[],
                    certified=False,
                )
            )  # fmt: skip
    engine().dispose()
    schema.downgrade("0005")
    schema.upgrade()
    session().rollback()
    found = select(Presence.registration_id, Presence.state, Presence.named).where(Presence.event_id == event.id)
    assert session().execute(found).all() == [(brief.id, Presence_.ABSENT, 1)]
    assert schema.problems() == []
    assert differences() == []


def test_no_minutes_were_told_of_whom_nobody_has_decided_yet() -> None:
    event = make_event()
    people = [make_registration(event, given_name=name, email=f"{name}@example.org") for name in ("A", "B", "C", "D")]
    undecided, absent = Presence_.UNDECIDED, Presence_.ABSENT
    rows = [(undecided, How.NONE, 0.0), (undecided, How.EMAIL, 3.0), (undecided, How.EMAIL, 0.0)]
    with transaction():
        for one, (state, how, minutes) in zip(people, [*rows, (absent, How.NONE, 0.0)], strict=True):
            told = {"minutes": minutes, "share": minutes / 100, "slots": [f"{minutes:.1f}"], "certified": False}
            session().add(Presence(registration_id=one.id, event_id=event.id, state=state, how=how, **told))
    engine().dispose()
    schema.downgrade("0027")
    schema.upgrade()
    session().rollback()
    found = select(Presence.minutes, Presence.share, Presence.slots).where(Presence.event_id == event.id)
    zero = (0.0, 0.0, ["0.0"])
    assert session().execute(found.order_by(Presence.registration_id)).all() == [
        (None, None, []),
        (3.0, 0.03, ["3.0"]),
        zero,
        zero,
    ]


def test_a_room_is_to_be_decided_where_nothing_is_known_of_rooms() -> None:
    event = make_event()
    with transaction() as writing:
        run = ImportRun(event_id=event.id, timezone="UTC", created_by="program", created_at=event.starts_at)
        writing.add(run)
        writing.flush()
        found = {"run_id": run.id, "role": Role.UNKNOWN, "attended": True, "minutes": None}
        room = ReportedPerson(number=1, name="Rathaus", decision=Decision.CONFIRMED, how=How.CONFIRMED, **found)
        writing.add_all([room, ReportedPerson(number=2, name="Host", decision=Decision.ASIDE, **found)])
        writing.flush()
        writing.add(SharedConnection(person_id=room.id, said=8, place_key=None))
    engine().dispose()
    schema.downgrade("0005")
    schema.upgrade()
    session().rollback()
    kept = select(ReportedPerson.name, ReportedPerson.decision, ReportedPerson.how).where(
        ReportedPerson.run_id == run.id
    )
    assert [tuple(row) for row in session().execute(kept.order_by(ReportedPerson.number))] == [
        ("Rathaus", Decision.OPEN, How.NONE), ("Host", Decision.ASIDE, How.NONE),
    ]  # fmt: skip


def test_a_table_whose_columns_were_just_named_is_asked_about_again_where_no_job_reads_it() -> None:
    event = make_event()
    told = {"event_id": event.id, "platform": Platform.TABLE, "asked": True, "timezone": "UTC", "date_order": ""}
    file = {"file_name": "a.csv", "sha256": "a" * 64, "created_by": "program", "created_at": event.starts_at}
    nothing = dict.fromkeys(("name", "email", "place", "written"), "") | {"anonymous": False, "live": False, "votes": 0}
    with transaction() as writing:
        named, unread = (
            QuestionImport(state=ImportState.HELD, content=content, sheet={}, left_out={}, **told, **file)
            for content in (None, b"a;b")
        )
        writing.add_all([named, unread])
        writing.flush()
        said = {"text": "a", "key": "a", "outcome": Outcome.NEW, "reasons": [], "replies": {}}
        writing.add(ImportedQuestion(import_id=named.id, number=1, **said, **nothing))
    session().close()
    engine().dispose()
    schema.downgrade("0016")
    with engine().connect() as connection:
        assert list(connection.execute(text("SELECT state FROM question_import"))) == [("columns",)]
        assert list(connection.execute(text("SELECT id FROM question_import_row"))) == []
    schema.upgrade()
