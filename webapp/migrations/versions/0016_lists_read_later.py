"""lists of registrations that are read by a job"""

import sqlalchemy as sa
from alembic import op

from webapp.migrations import checks

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

BEFORE = ("columns", "checked", "running", "applied", "undone")
AFTER = ("held", "refused", *BEFORE)


def upgrade() -> None:
    checks.allow("list_import", "state", "liststate", BEFORE, AFTER)
    op.add_column("list_import", sa.Column("content", sa.LargeBinary(), nullable=True))
    op.add_column("list_import", sa.Column("problem", sa.JSON(), nullable=True))
    op.create_table(
        "list_reading",
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("reader", sa.String(length=22), nullable=False),
        sa.Column(
            "stage", sa.Enum("judged", "kept", name="stage", native_enum=False, create_constraint=True), nullable=False
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["list_import.id"], name=op.f("fk_list_reading_list_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("list_id", name=op.f("pk_list_reading")),
    )


def downgrade() -> None:
    op.drop_table("list_reading")
    op.execute("UPDATE list_import SET state = 'columns' WHERE state = 'held' AND content IS NULL")  # just named
    op.execute("DELETE FROM list_import WHERE state IN ('held', 'refused')")
    op.drop_column("list_import", "problem")
    op.drop_column("list_import", "content")
    checks.allow("list_import", "state", "liststate", AFTER, BEFORE)
