"""reports of questions and chats that are read by a job"""

import sqlalchemy as sa
from alembic import op

from webapp.migrations import checks

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BEFORE = ("columns", "checked", "applied", "undone")
AFTER = ("held", "refused", *BEFORE)


def upgrade() -> None:
    checks.allow("question_import", "state", "importstate", BEFORE, AFTER)
    op.add_column("question_import", sa.Column("content", sa.LargeBinary(), nullable=True))
    op.add_column("question_import", sa.Column("problem", sa.JSON(), nullable=True))
    op.create_table(
        "question_import_reading",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("reader", sa.String(length=22), nullable=False),
        sa.Column(
            "stage", sa.Enum("judged", "kept", name="stage", native_enum=False, create_constraint=True), nullable=False
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["question_import.id"], name=op.f("fk_question_import_reading_import_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_question_import_reading")),
    )


def downgrade() -> None:
    op.drop_table("question_import_reading")
    named = "state = 'held' AND content IS NULL"  # its columns were just named
    begun = f"SELECT id FROM question_import WHERE {named}"  # noqa: S608
    op.execute(f"DELETE FROM question_import_row WHERE import_id IN ({begun})")  # noqa: S608
    op.execute(f"UPDATE question_import SET state = 'columns' WHERE {named}")  # noqa: S608
    op.execute("DELETE FROM question_import WHERE state IN ('held', 'refused')")
    op.drop_column("question_import", "problem")
    op.drop_column("question_import", "content")
    checks.allow("question_import", "state", "importstate", AFTER, BEFORE)
