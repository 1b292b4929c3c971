"""what organisers did about one registration, so that they can take it back"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

DEEDS = ("withdraw", "accept", "decline", "correct")


def upgrade() -> None:
    deed = sa.Enum(*DEEDS, name="deed", native_enum=False, create_constraint=True, length=8)
    op.create_table(
        "registration_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(22), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("deed", deed, nullable=False),
        sa.Column("by", sa.String(40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_registration_revision_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_revision")),
        sa.UniqueConstraint("public_id", name=op.f("uq_registration_revision_public_id")),
    )
    op.create_index(op.f("ix_registration_revision_registration_id"), "registration_revision", ["registration_id"])


def downgrade() -> None:
    op.drop_table("registration_revision")
