"""how far the reading of an attendance report is"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attendance_reading",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("reader", sa.String(length=22), nullable=False),
        sa.Column(
            "stage",
            sa.Enum("files", "rows", "people", "kept", name="stage", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["attendance_import.id"], name=op.f("fk_attendance_reading_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_attendance_reading")),
    )


def downgrade() -> None:
    op.drop_table("attendance_reading")
