"""questions as cases, and who moderates them"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

ROLES = "'owner', 'organiser', 'partner'"
WITH_MODERATOR = "'owner', 'organiser', 'moderator', 'partner'"


def upgrade() -> None:
    allow_roles(ROLES, WITH_MODERATOR)
    op.create_table(
        "question_board",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("takes_public", sa.Boolean(), nullable=False),
        sa.Column("publishes_at_once", sa.Boolean(), nullable=False),
        sa.Column("takes_votes", sa.Boolean(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("left_language", sa.String(length=2), nullable=False),
        sa.Column("right_language", sa.String(length=2), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_question_board_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_question_board")),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("question", "experience", name="kind", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "registration",
                "link",
                "public",
                "oral",
                "platform",
                "chat",
                name="channel",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "inbox",
                "published",
                "on_screen",
                "answered",
                "follow_up",
                "declined",
                name="state",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column(
            "visibility",
            sa.Enum("shown", "hidden", "unlinked", name="visibility", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("author_name", sa.String(length=160), nullable=False),
        sa.Column("organisation", sa.String(length=160), nullable=False),
        sa.Column("place_key", sa.String(length=19), nullable=True),
        sa.Column(
            "side",
            sa.Enum("nrw", "dnipropetrovsk", "other", name="side", native_enum=False, create_constraint=True),
            nullable=True,
        ),
        sa.Column("slot_id", sa.Integer(), nullable=True),
        sa.Column("speaker_id", sa.Integer(), nullable=True),
        sa.Column("desk", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("decline_reason", sa.String(length=500), nullable=False),
        sa.Column("answered_live", sa.Boolean(), nullable=False),
        sa.Column("answered_by", sa.String(length=160), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("screen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("votes_nrw", sa.Integer(), nullable=False),
        sa.Column("votes_dnipropetrovsk", sa.Integer(), nullable=False),
        sa.Column("votes_other", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "visibility != 'unlinked' OR "
            "(registration_id IS NULL AND author_name = '' AND organisation = '' AND place_key IS NULL)",
            name=op.f("ck_question_unlinked_has_no_author"),
        ),
        sa.CheckConstraint("merged_into_id IS NULL OR merged_into_id != id", name=op.f("ck_question_not_into_itself")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_question_event_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["question.id"], name=op.f("fk_question_merged_into_id")),
        sa.ForeignKeyConstraint(["place_key"], ["place.key"], name=op.f("fk_question_place_key")),
        sa.ForeignKeyConstraint(["registration_id"], ["registration.id"], name=op.f("fk_question_registration_id")),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_question_slot_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speaker.id"], name=op.f("fk_question_speaker_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_question_event_id_number")),
        sa.UniqueConstraint("public_id", name=op.f("uq_question_public_id")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index("ix_question_desk", ["event_id", "state", "number"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_merged_into_id"), ["merged_into_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_question_registration_id"), ["registration_id"], unique=False)

    op.create_table(
        "question_answer",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_question_answer_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", "language", name=op.f("pk_question_answer")),
    )
    op.create_table(
        "question_taken_up",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("question", "experience", name="kind", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("registration_changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_question_taken_up_question_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_question_taken_up_registration_id")
        ),
        sa.PrimaryKeyConstraint("registration_id", "kind", name=op.f("pk_question_taken_up")),
    )
    with op.batch_alter_table("question_taken_up", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_taken_up_question_id"), ["question_id"], unique=False)

    op.create_table(
        "question_translation",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_question_translation_question_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("question_id", "language", name=op.f("pk_question_translation")),
    )
    op.create_table(
        "question_vote",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_question_vote_question_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_question_vote_registration_id")
        ),
        sa.PrimaryKeyConstraint("question_id", "registration_id", name=op.f("pk_question_vote")),
    )
    with op.batch_alter_table("question_vote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_question_vote_registration_id"), ["registration_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("question_vote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_vote_registration_id"))

    op.drop_table("question_vote")
    op.drop_table("question_translation")
    with op.batch_alter_table("question_taken_up", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_taken_up_question_id"))

    op.drop_table("question_taken_up")
    op.drop_table("question_answer")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_registration_id"))
        batch_op.drop_index(batch_op.f("ix_question_merged_into_id"))
        batch_op.drop_index("ix_question_desk")

    op.drop_table("question")
    op.drop_table("question_board")
    op.execute("UPDATE user_account SET role = 'partner' WHERE role = 'moderator'")  # counts only: less, never more
    allow_roles(WITH_MODERATOR, ROLES)


def allow_roles(before: str, after: str) -> None:
    """Change the check of an account's role; on SQLite in the text of the schema, as 0003 does and says why."""
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_user_account_role"), "user_account", type_="check")
        op.create_check_constraint(op.f("ck_user_account_role"), "user_account", f"role IN ({after})")
        return
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    found = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'user_account'").scalar_one()
    if f"role IN ({before})" not in found:
        raise RuntimeError("the check of an account's role is not what it was")
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql(
        "UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = 'user_account'",
        (found.replace(f"role IN ({before})", f"role IN ({after})"),),
    )
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
