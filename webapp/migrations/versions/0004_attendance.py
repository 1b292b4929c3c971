"""imported attendance reports, the people in them, and presence"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attendance_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "held",
                "asking",
                "refused",
                "read",
                "applied",
                "undone",
                name="runstate",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("timezone", sa.String(length=40), nullable=False),
        sa.Column("date_order", sa.String(length=3), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column(
            "platform",
            sa.Enum(
                "zoom",
                "teams",
                "webex",
                "bigbluebutton",
                "meet",
                "gotowebinar",
                "table",
                name="platform",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("meeting_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meeting_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("covers_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("covers_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("not_read", sa.JSON(), nullable=False),
        sa.Column("problem", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_attendance_import_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_import")),
        sa.UniqueConstraint("public_id", name=op.f("uq_attendance_import_public_id")),
    )
    with op.batch_alter_table("attendance_import", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_import_event_id"), ["event_id"], unique=False)

    op.create_table(
        "interruption",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "side",
            sa.Enum("nrw", "dnipropetrovsk", "other", name="side", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_interruption_ends_after_start")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_interruption_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interruption")),
    )
    with op.batch_alter_table("interruption", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interruption_event_id"), ["event_id"], unique=False)

    op.create_table(
        "presence_rules",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("minutes_to_count", sa.Integer(), nullable=False),
        sa.Column("minutes_for_all", sa.Integer(), nullable=False),
        sa.Column("percent_for_all", sa.Integer(), nullable=False),
        sa.Column("certificate_minutes", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_presence_rules_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_presence_rules_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_presence_rules")),
    )
    op.create_table(
        "attendance_alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("name_key", sa.String(length=600), nullable=False),
        sa.Column("alias", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["attendance_import.id"], name=op.f("fk_attendance_alias_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_alias")),
        sa.UniqueConstraint(
            "email_key", "name_key", "alias", name=op.f("uq_attendance_alias_email_key_name_key_alias")
        ),
    )
    with op.batch_alter_table("attendance_alias", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_alias_run_id"), ["run_id"], unique=False)

    op.create_table(
        "attendance_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("layout", sa.String(length=60), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"], ["attendance_import.id"], name=op.f("fk_attendance_file_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance_file")),
    )
    with op.batch_alter_table("attendance_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_file_run_id"), ["run_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_file_sha256"), ["sha256"], unique=False)

    op.create_table(
        "presence",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "attended",
                "in_part",
                "absent",
                "excused",
                "not_recorded",
                name="state",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column(
            "how",
            sa.Enum(
                "join_link",
                "email",
                "alias",
                "name",
                "confirmed",
                "none",
                name="how",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Double(), nullable=True),
        sa.Column("share", sa.Double(), nullable=True),
        sa.Column("slots", sa.JSON(), nullable=False),
        sa.Column("first_joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("certified", sa.Boolean(), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.CheckConstraint("heads >= 1", name=op.f("ck_presence_heads")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_presence_event_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_presence_registration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_presence")),
    )
    with op.batch_alter_table("presence", schema=None) as batch_op:
        batch_op.create_index("ix_presence_state", ["event_id", "state"], unique=False)

    op.create_table(
        "presence_correction",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "attended",
                "in_part",
                "absent",
                "excused",
                "not_recorded",
                name="state",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("corrected_by", sa.String(length=40), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_presence_correction_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_presence_correction")),
    )
    op.create_table(
        "reported_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("other_names", sa.JSON(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("other_emails", sa.JSON(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "bot",
                "interpreter",
                "host",
                "panelist",
                "phone",
                "attendee",
                "unknown",
                name="role",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("attended", sa.Boolean(), nullable=False),
        sa.Column("intervals", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Double(), nullable=True),
        sa.Column(
            "how",
            sa.Enum(
                "join_link",
                "email",
                "alias",
                "name",
                "confirmed",
                "none",
                name="how",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column(
            "decision",
            sa.Enum("open", "sure", "confirmed", "aside", name="decision", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column(
            "aside",
            sa.Enum(
                "host", "interpreter", "technician", "other", name="aside", native_enum=False, create_constraint=True
            ),
            nullable=True,
        ),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_reported_person_registration_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["attendance_import.id"], name=op.f("fk_reported_person_run_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reported_person")),
        sa.UniqueConstraint("run_id", "number", name=op.f("uq_reported_person_run_id_number")),
    )
    with op.batch_alter_table("reported_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reported_person_registration_id"), ["registration_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("reported_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reported_person_registration_id"))

    op.drop_table("reported_person")
    op.drop_table("presence_correction")
    with op.batch_alter_table("presence", schema=None) as batch_op:
        batch_op.drop_index("ix_presence_state")

    op.drop_table("presence")
    with op.batch_alter_table("attendance_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_file_sha256"))
        batch_op.drop_index(batch_op.f("ix_attendance_file_run_id"))

    op.drop_table("attendance_file")
    with op.batch_alter_table("attendance_alias", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_alias_run_id"))

    op.drop_table("attendance_alias")
    op.drop_table("presence_rules")
    with op.batch_alter_table("interruption", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interruption_event_id"))

    op.drop_table("interruption")
    with op.batch_alter_table("attendance_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attendance_import_event_id"))

    op.drop_table("attendance_import")
