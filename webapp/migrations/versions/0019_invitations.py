"""which municipalities and districts were invited, and the steps that made it so"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invitation",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("place_key", sa.String(length=19), nullable=False),
        sa.Column("invited_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_invitation_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["place_key"], ["place.key"], name=op.f("fk_invitation_place_key")),
        sa.PrimaryKeyConstraint("event_id", "place_key", name=op.f("pk_invitation")),
    )
    op.create_index(op.f("ix_invitation_place_key"), "invitation", ["place_key"])
    op.create_table(
        "invitation_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("took_back", sa.Boolean(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_invitation_step_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_step")),
        sa.UniqueConstraint("public_id", name=op.f("uq_invitation_step_public_id")),
    )
    op.create_index(op.f("ix_invitation_step_event_id"), "invitation_step", ["event_id"])


def downgrade() -> None:
    op.drop_table("invitation_step")
    op.drop_table("invitation")
