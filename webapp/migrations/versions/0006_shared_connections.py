"""several people at one connection, and presence that is still to be decided"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STATES = "'attended', 'in_part', 'absent', 'excused', 'not_recorded'"
TABLES = ("presence", "presence_correction")


def upgrade() -> None:
    allow_states(STATES, f"{STATES}, 'undecided'")
    op.add_column("presence", sa.Column("named", sa.Integer(), server_default="1", nullable=False))
    op.create_table(
        "shared_connection",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.Integer(), nullable=False),
        sa.Column("place_key", sa.String(length=19), nullable=True),
        sa.CheckConstraint("said >= 1", name=op.f("ck_shared_connection_said")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["reported_person.id"], name=op.f("fk_shared_connection_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["place_key"], ["place.key"], name=op.f("fk_shared_connection_place_key")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_shared_connection")),
    )
    op.create_table(
        "connection_person",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["reported_person.id"], name=op.f("fk_connection_person_person_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_connection_person_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("person_id", "registration_id", name=op.f("pk_connection_person")),
    )
    with op.batch_alter_table("connection_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_connection_person_registration_id"), ["registration_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("connection_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_connection_person_registration_id"))

    op.drop_table("connection_person")
    op.drop_table("shared_connection")
    op.drop_column("presence", "named")
    # a room of nobody's registration is to be decided; else nobody would be asked about it
    op.execute(
        "UPDATE reported_person SET decision = 'open', how = 'none' "
        "WHERE decision = 'confirmed' AND registration_id IS NULL"
    )
    op.execute("DELETE FROM presence WHERE state = 'undecided' AND how = 'none'")
    op.execute("UPDATE presence SET state = 'absent' WHERE state = 'undecided'")
    allow_states(f"{STATES}, 'undecided'", STATES)


def allow_states(before: str, after: str) -> None:
    """Change a check of two tables; on SQLite in the text of the schema, as 0003 does and says why."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        for table in TABLES:
            op.drop_constraint(op.f(f"ck_{table}_state"), table, type_="check")
            op.create_check_constraint(op.f(f"ck_{table}_state"), table, f"state IN ({after})")
        return
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    for table in TABLES:
        connection.exec_driver_sql(
            "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ?",
            (f"state IN ({before})", f"state IN ({after})", table),
        )
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
    for table in TABLES:
        found = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).scalar_one()
        if f"state IN ({after})" not in found:
            raise RuntimeError(f"the check of {table}.state is not what it was")
