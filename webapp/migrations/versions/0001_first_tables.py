"""first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("thing", sa.String(length=60), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("hash", name=op.f("uq_audit_entry_hash")),
    )
    op.create_table(
        "blocked_address",
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address_hash", name=op.f("pk_blocked_address")),
    )
    op.create_table(
        "consent_wording",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("list", "contact", "recording", "news", name="purpose", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_consent_wording")),
    )
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registration_opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registration_closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("side_capacity", sa.JSON(), nullable=False),
        sa.Column("place_capacity", sa.Integer(), nullable=True),
        sa.Column("seats_taken", sa.Integer(), nullable=False),
        sa.Column("side_seats", sa.JSON(), nullable=False),
        sa.Column("offer_hours", sa.Integer(), nullable=False),
        sa.Column(
            "admission",
            sa.Enum("open", "listed", "closed", name="admission", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("mail_domains", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("capacity IS NULL OR seats_taken <= capacity", name=op.f("ck_event_seats")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_event_ends_after_start")),
        sa.CheckConstraint(
            "registration_closes_at > registration_opens_at", name=op.f("ck_event_closes_after_opening")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
        sa.UniqueConstraint("public_id", name=op.f("uq_event_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_event_slug")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_starts_at"), ["starts_at"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("repeated", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("queued", "running", "done", "failed", name="jobstate", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_due", ["state", "due_at"], unique=False)
        batch_op.create_index(
            "uq_job_repeated",
            ["name"],
            unique=True,
            sqlite_where=sa.text("repeated AND state IN ('queued', 'running')"),
            postgresql_where=sa.text("repeated AND state IN ('queued', 'running')"),
        )

    op.create_table(
        "outgoing_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("recipient_key", sa.String(length=254), nullable=False),
        sa.Column("context", sa.JSON(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "sending",
                "sent",
                "refused",
                "failed",
                name="mailstate",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
        sa.UniqueConstraint("public_id", name=op.f("uq_outgoing_mail_public_id")),
    )
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outgoing_mail_about"), ["about"], unique=False)
        batch_op.create_index("ix_outgoing_mail_due", ["state", "next_attempt_at"], unique=False)
        batch_op.create_index("ix_outgoing_mail_recipient", ["recipient_key", "created_at"], unique=False)

    op.create_table(
        "place",
        sa.Column("key", sa.String(length=19), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "land",
                "regierungsbezirk",
                "kreis",
                "kreisfreie_stadt",
                "stadt",
                "gemeinde",
                "oblast",
                "raion",
                "city_hromada",
                "settlement_hromada",
                "rural_hromada",
                name="placekind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column(
            "region",
            sa.Enum("nrw", "dnipropetrovsk", name="region", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("parent_key", sa.String(length=19), nullable=True),
        sa.Column("name_de", sa.String(length=100), nullable=False),
        sa.Column("name_uk", sa.String(length=100), nullable=True),
        sa.Column("name_en", sa.String(length=100), nullable=True),
        sa.Column("full_name_uk", sa.String(length=100), nullable=True),
        sa.Column("centre_de", sa.String(length=100), nullable=True),
        sa.Column("centre_uk", sa.String(length=100), nullable=True),
        sa.Column("centre_en", sa.String(length=100), nullable=True),
        sa.Column(
            "sort_de",
            sa.String(length=201).with_variant(sa.String(length=201, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "sort_uk",
            sa.String(length=201).with_variant(sa.String(length=201, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "sort_en",
            sa.String(length=201).with_variant(sa.String(length=201, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["parent_key"], ["place.key"], name=op.f("fk_place_parent_key")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_place")),
    )
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_place_parent_key"), ["parent_key"], unique=False)

    op.create_table(
        "user_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column(
            "role",
            sa.Enum("owner", "organiser", "partner", name="role", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("email_key", name=op.f("uq_user_account_email_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_user_account_public_id")),
    )
    op.create_table(
        "login_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_login_session_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("public_id", name=op.f("uq_login_session_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_session_token_hash")),
    )
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "registration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "undecided",
                "declined",
                "waiting",
                "offered",
                "lapsed",
                "confirmed",
                "cancelled",
                "handed_over",
                name="state",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column(
            "origin",
            sa.Enum("form", "hand_over", name="origin", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("mail_held", sa.Boolean(), nullable=False),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("asked_to_replace", sa.String(length=160), nullable=False),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column("given_name", sa.String(length=80), nullable=False),
        sa.Column("family_name", sa.String(length=80), nullable=False),
        sa.Column("patronymic", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=40), nullable=False),
        sa.Column("latin_name", sa.String(length=160), nullable=False),
        sa.Column("name_key", sa.String(length=600), nullable=False),
        sa.Column(
            "sort_key",
            sa.String(length=400).with_variant(sa.String(length=400, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("search_key", sa.String(length=2000), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("registered_by_name", sa.String(length=160), nullable=False),
        sa.Column("registered_by_email", sa.String(length=254), nullable=False),
        sa.Column("mail_key", sa.String(length=254), nullable=False),
        sa.Column("place_key", sa.String(length=19), nullable=True),
        sa.Column("organisation", sa.String(length=160), nullable=False),
        sa.Column(
            "side",
            sa.Enum("nrw", "dnipropetrovsk", "other", name="side", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column(
            "attending_as",
            sa.Enum(
                "representative",
                "guest",
                "press",
                "speaker",
                "organiser",
                "interpreter",
                "technician",
                name="attendingas",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("office", sa.String(length=120), nullable=False),
        sa.Column(
            "partnership",
            sa.Enum(
                "none_interested", "none", "existing", name="partnership", native_enum=False, create_constraint=True
            ),
            nullable=True,
        ),
        sa.Column("partner_place_key", sa.String(length=19), nullable=True),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column(
            "interpretation",
            sa.Enum("de", "uk", "none", name="interpretation", native_enum=False, create_constraint=True),
            nullable=True,
        ),
        sa.Column("experience", sa.String(length=2000), nullable=False),
        sa.Column("question", sa.String(length=1000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(length=1000), nullable=False),
        sa.CheckConstraint(
            "place_key IS NOT NULL OR organisation != ''", name=op.f("ck_registration_place_or_organisation")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_registration_event_id")),
        sa.ForeignKeyConstraint(["partner_place_key"], ["place.key"], name=op.f("fk_registration_partner_place_key")),
        sa.ForeignKeyConstraint(["place_key"], ["place.key"], name=op.f("fk_registration_place_key")),
        sa.ForeignKeyConstraint(["replaces_id"], ["registration.id"], name=op.f("fk_registration_replaces_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("public_id", name=op.f("uq_registration_public_id")),
    )
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.create_index("ix_registration_list", ["event_id", "sort_key"], unique=False)
        batch_op.create_index(
            "ix_registration_mail_held",
            ["mail_key", "created_at"],
            unique=False,
            sqlite_where=sa.text("mail_held"),
            postgresql_where=sa.text("mail_held"),
        )
        batch_op.create_index(batch_op.f("ix_registration_place_key"), ["place_key"], unique=False)
        batch_op.create_index(
            "ix_registration_queue",
            ["event_id", "waiting_since", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.create_index(batch_op.f("ix_registration_replaces_id"), ["replaces_id"], unique=False)
        batch_op.create_index(
            "uq_registration_person",
            ["event_id", "mail_key", "name_key"],
            unique=True,
            sqlite_where=sa.text("state NOT IN ('cancelled', 'handed_over', 'lapsed')"),
            postgresql_where=sa.text("state NOT IN ('cancelled', 'handed_over', 'lapsed')"),
        )

    op.create_table(
        "slot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "greeting",
                "presentation",
                "report",
                "discussion",
                "closing",
                name="slotkind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_slot_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
    )
    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_slot_event_id"), ["event_id"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("list", "contact", "recording", "news", name="purpose", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wording", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_consent_registration_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["wording"], ["consent_wording.sha256"], name=op.f("fk_consent_wording")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_registration_id"), ["registration_id"], unique=False)

    op.create_table(
        "speaker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("function", sa.JSON(), nullable=False),
        sa.Column("speaks_from", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_speaker_slot_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker")),
    )
    with op.batch_alter_table("speaker", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_speaker_slot_id"), ["slot_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("speaker", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_speaker_slot_id"))

    op.drop_table("speaker")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consent_registration_id"))

    op.drop_table("consent")
    with op.batch_alter_table("slot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_slot_event_id"))

    op.drop_table("slot")
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_registration_person",
            sqlite_where=sa.text("state NOT IN ('cancelled', 'handed_over', 'lapsed')"),
            postgresql_where=sa.text("state NOT IN ('cancelled', 'handed_over', 'lapsed')"),
        )
        batch_op.drop_index(batch_op.f("ix_registration_replaces_id"))
        batch_op.drop_index(
            "ix_registration_queue",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index(batch_op.f("ix_registration_place_key"))
        batch_op.drop_index(
            "ix_registration_mail_held", sqlite_where=sa.text("mail_held"), postgresql_where=sa.text("mail_held")
        )
        batch_op.drop_index("ix_registration_list")

    op.drop_table("registration")
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_session_user_id"))

    op.drop_table("login_session")
    op.drop_table("user_account")
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_place_parent_key"))

    op.drop_table("place")
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.drop_index("ix_outgoing_mail_recipient")
        batch_op.drop_index("ix_outgoing_mail_due")
        batch_op.drop_index(batch_op.f("ix_outgoing_mail_about"))

    op.drop_table("outgoing_mail")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_job_repeated",
            sqlite_where=sa.text("repeated AND state IN ('queued', 'running')"),
            postgresql_where=sa.text("repeated AND state IN ('queued', 'running')"),
        )
        batch_op.drop_index("ix_job_due")

    op.drop_table("job")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_starts_at"))

    op.drop_table("event")
    op.drop_table("consent_wording")
    op.drop_table("blocked_address")
    op.drop_table("audit_entry")
