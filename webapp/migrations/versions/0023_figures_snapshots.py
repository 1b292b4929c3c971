"""figures of conferences that outlive the people they count"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "figures_snapshot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_figures_snapshot_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figures_snapshot")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_figures_snapshot_event_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_figures_snapshot_public_id")),
    )


def downgrade() -> None:
    op.drop_table("figures_snapshot")
