"""certificates of attendance, and files of many"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "certificate",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=210), nullable=False),
        sa.Column("latin_name", sa.String(length=210), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_certificate_registration_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("code", name=op.f("uq_certificate_code")),
    )
    op.create_table(
        "certificate_bundle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("place_key", sa.String(length=19), nullable=True),
        sa.Column("locale", sa.String(length=2), nullable=False),
        sa.Column(
            "state",
            sa.Enum("making", "ready", name="bundlestate", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=40), nullable=False),
        sa.Column("created_by", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("done <= total", name=op.f("ck_certificate_bundle_done")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_certificate_bundle_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["place_key"], ["place.key"], name=op.f("fk_certificate_bundle_place_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_bundle")),
        sa.UniqueConstraint("public_id", name=op.f("uq_certificate_bundle_public_id")),
    )
    with op.batch_alter_table("certificate_bundle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_bundle_created_at"), ["created_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_bundle_event_id"), ["event_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("certificate_bundle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificate_bundle_event_id"))
        batch_op.drop_index(batch_op.f("ix_certificate_bundle_created_at"))

    op.drop_table("certificate_bundle")
    op.drop_table("certificate")
