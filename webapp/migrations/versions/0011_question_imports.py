"""reports of questions and saved chats that organisers bring"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "question_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("state", choice("importstate", "columns", "checked", "applied", "undone"), nullable=False),
        sa.Column("platform", choice("platform", "zoom", "teams", "webex", "table"), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("timezone", sa.String(length=40), nullable=False),
        sa.Column("date_order", sa.String(length=3), nullable=False),
        sa.Column("asks_order", sa.Boolean(), nullable=False),
        sa.Column("sheet", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("emptied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_question_import_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_import")),
        sa.UniqueConstraint("public_id", name=op.f("uq_question_import_public_id")),
    )
    op.create_index("ix_question_import_event", "question_import", ["event_id", "created_at"])
    results = ("new", "merge", "known", "left", "refused", "added", "merged", "removed", "kept")
    op.create_table(
        "question_import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("written", sa.String(length=60), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=True),
        sa.Column("replies", sa.JSON(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("outcome", choice("outcome", *results), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["question_import.id"],
            name=op.f("fk_question_import_row_import_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_question_import_row_registration_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_question_import_row_question_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_import_row")),
        sa.UniqueConstraint("import_id", "number", name=op.f("uq_question_import_row_import_id_number")),
    )
    for column in ("key", "registration_id", "question_id"):
        op.create_index(f"ix_question_import_row_{column}", "question_import_row", [column])


def downgrade() -> None:
    for column in ("question_id", "registration_id", "key"):
        op.drop_index(f"ix_question_import_row_{column}", "question_import_row")
    op.drop_table("question_import_row")
    op.drop_index("ix_question_import_event", "question_import")
    op.drop_table("question_import")


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True)
