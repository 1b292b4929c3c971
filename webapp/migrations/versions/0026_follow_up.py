"""mails after a conference, where its slides are, and feedback without names"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

AUDIENCES = ("answered", "attended", "missed")
SIDES = ("nrw", "dnipropetrovsk", "other")


def upgrade() -> None:
    for name in ("slides_url", "recording_url"):
        op.add_column("event", sa.Column(name, sa.String(500), server_default=sa.text("''"), nullable=False))
    op.create_table(
        "follow_up",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("audience", _audience(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_follow_up_registration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_follow_up")),
    )
    op.create_index(op.f("ix_follow_up_sent_at"), "follow_up", ["sent_at"])
    op.create_table(
        "follow_up_text",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("audience", _audience(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("text", sa.String(1500), nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_follow_up_text_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "audience", "language", name=op.f("pk_follow_up_text")),
    )
    _feedback()


def _feedback() -> None:
    side = sa.Enum(*SIDES, name="side", native_enum=False, create_constraint=True, length=14)
    op.create_table(
        "feedback",
        sa.Column("id", sa.String(22), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("side", side, nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("useful", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.String(160), nullable=False),
        sa.Column("text", sa.String(1000), nullable=False),
        sa.CheckConstraint("useful BETWEEN 1 AND 5", name=op.f("ck_feedback_useful")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_feedback_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sqlite_with_rowid=False,  # SQLite would number the rows as they come
    )
    op.create_index(op.f("ix_feedback_event_id"), "feedback", ["event_id"])
    op.create_table(
        "feedback_given",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_feedback_given_registration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_feedback_given")),
    )


def downgrade() -> None:
    for name in ("feedback_given", "feedback", "follow_up_text", "follow_up"):
        op.drop_table(name)
    for name in ("recording_url", "slides_url"):
        op.drop_column("event", name)


def _audience() -> sa.Enum:
    return sa.Enum(*AUDIENCES, name="audience", native_enum=False, create_constraint=True, length=8)
