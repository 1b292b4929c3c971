"""lists of registrations that organisers bring"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ORIGINS = "'form', 'hand_over'", "'form', 'hand_over', 'imported'"


def upgrade() -> None:
    allow_origins(*ORIGINS)
    op.create_table(
        "column_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=30), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_mapping")),
        sa.UniqueConstraint("purpose", "fingerprint", name=op.f("uq_column_mapping_purpose_fingerprint")),
    )
    op.create_table(
        "list_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("state", choice("liststate", "columns", "checked", "running", "applied", "undone"), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("header", sa.Integer(), nullable=True),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("side", choice("side", "nrw", "dnipropetrovsk", "other"), nullable=True),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("emptied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_list_import_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_import")),
        sa.UniqueConstraint("public_id", name=op.f("uq_list_import_public_id")),
    )
    op.create_index("ix_list_import_event", "list_import", ["event_id", "created_at"])
    op.create_table(
        "list_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("result", choice("rowresult", "fine", "added", "known", "refused", "undone", "kept"), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["list_id"], ["list_import.id"], name=op.f("fk_list_row_list_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_list_row_registration_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_row")),
        sa.UniqueConstraint("list_id", "number", name=op.f("uq_list_row_list_id_number")),
    )
    op.create_index(op.f("ix_list_row_registration_id"), "list_row", ["registration_id"])


def downgrade() -> None:
    for table in ("list_row", "list_import", "column_mapping"):
        op.drop_table(table)
    op.execute("UPDATE registration SET origin = 'form' WHERE origin = 'imported'")
    allow_origins(*reversed(ORIGINS))


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True)


def allow_origins(before: str, after: str) -> None:
    """Change a check. SQLite can do so only in the text of its schema, as its documentation describes; copying the
    table would take its rows away for a moment, and with them the consents that point to them.
    """
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_registration_origin"), "registration", type_="check")
        op.create_check_constraint(op.f("ck_registration_origin"), "registration", f"origin IN ({after})")
        return
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'registration'",
        (f"origin IN ({before})", f"origin IN ({after})"),
    )
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
    found = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'registration'").scalar_one()
    if f"origin IN ({after})" not in found:
        raise RuntimeError("the check of registration.origin is not what it was")
