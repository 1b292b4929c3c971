"""exports that the worker writes, presets, addresses for Excel, and when somebody last proved who they are"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("state", choice("exportstate", "held", "ready"), nullable=False),
        sa.Column("contacts", sa.Boolean(), nullable=False),
        sa.Column("preset_name", sa.String(length=80), nullable=False),
        sa.Column("scheduled", sa.Boolean(), nullable=False),
        sa.Column("file_name", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        *ordered(),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_export_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
        sa.UniqueConstraint("public_id", name=op.f("uq_export_public_id")),
    )
    op.create_index(op.f("ix_export_event_id"), "export", ["event_id"])
    op.create_index(op.f("ix_export_expires_at"), "export", ["expires_at"])
    op.create_table(
        "export_writing",
        sa.Column("export_id", sa.Integer(), nullable=False),
        sa.Column("reader", sa.String(length=22), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.Column("stage", choice("stage", "written"), nullable=False),
        sa.ForeignKeyConstraint(
            ["export_id"], ["export.id"], name=op.f("fk_export_writing_export_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("export_id", name=op.f("pk_export_writing")),
    )
    _presets()
    op.add_column("login_session", sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True))


def _presets() -> None:
    op.create_table(
        "export_preset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=True),
        sa.Column("hour", sa.Integer(), nullable=True),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("next_run_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scheduled_by", sa.String(length=40), nullable=False),
        *ordered(),
        sa.CheckConstraint("hour BETWEEN 0 AND 23", name=op.f("ck_export_preset_hour")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_export_preset_weekday")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_export_preset_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_preset")),
        sa.UniqueConstraint("public_id", name=op.f("uq_export_preset_public_id")),
    )
    op.create_index(op.f("ix_export_preset_next_run_at"), "export_preset", ["next_run_at"])
    op.create_index("uq_export_preset_name", "export_preset", ["event_id", "name"], unique=True)
    op.create_table(
        "export_address",
        sa.Column("preset_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["preset_id"], ["export_preset.id"], name=op.f("fk_export_address_preset_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("preset_id", name=op.f("pk_export_address")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_export_address_token_hash")),
    )


def downgrade() -> None:
    """Files of exports stay where they are; the next upgrade has them removed as belonging to nothing."""
    op.drop_column("login_session", "proven_at")
    for table in ("export_address", "export_preset", "export_writing", "export"):
        op.drop_table(table)


def ordered() -> list[sa.Column]:
    return [
        sa.Column("kind", choice("kind", "attendance", "registrations", "questions"), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("format", choice("format", "xlsx", "csv"), nullable=False),
        sa.Column("narrowed", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
    ]


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True)
