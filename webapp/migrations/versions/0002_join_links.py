"""join links, meeting rooms, reminders"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meeting_room",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=1000), nullable=False),
        sa.Column("dial_in", sa.String(length=1000), nullable=False),
        sa.Column("channel_de", sa.String(length=60), nullable=False),
        sa.Column("channel_uk", sa.String(length=60), nullable=False),
        sa.Column("opens_minutes_before", sa.Integer(), nullable=False),
        sa.Column("closes_minutes_after", sa.Integer(), nullable=False),
        sa.Column("notes_use", sa.Boolean(), nullable=False),
        sa.Column("address_in_last_reminder", sa.Boolean(), nullable=False),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "opens_minutes_before >= 0 AND closes_minutes_after >= 0", name=op.f("ck_meeting_room_minutes")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_meeting_room_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_meeting_room")),
    )
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("day", "hour", name="kind", native_enum=False, create_constraint=True), nullable=False
        ),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_reminder_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("event_id", "kind", "edition", name="uq_reminder_once"),
    )
    op.create_table(
        "join_link",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_join_link_registration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_join_link")),
    )
    op.create_table(
        "join_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum("self", "substitute", "several", name="way", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("substitute", sa.String(length=160), nullable=False),
        sa.Column("display_names", sa.JSON(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("people >= 1", name=op.f("ck_join_use_people")),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_join_use_registration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_join_use")),
    )
    with op.batch_alter_table("join_use", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_join_use_registration_id"), ["registration_id"], unique=False)

    op.create_table(
        "reminder_sent",
        sa.Column("reminder_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_reminder_sent_registration_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reminder_id"], ["reminder.id"], name=op.f("fk_reminder_sent_reminder_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("reminder_id", "registration_id", name=op.f("pk_reminder_sent")),
    )
    with op.batch_alter_table("reminder_sent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminder_sent_registration_id"), ["registration_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("reminder_sent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reminder_sent_registration_id"))

    op.drop_table("reminder_sent")
    with op.batch_alter_table("join_use", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_join_use_registration_id"))

    op.drop_table("join_use")
    op.drop_table("join_link")
    op.drop_table("reminder")
    op.drop_table("meeting_room")
