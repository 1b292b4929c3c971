"""mails about certificates of attendance, and minutes that were entered by hand"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "certificate_notice",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_certificate_notice_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_certificate_notice")),
    )
    with op.batch_alter_table("certificate_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_notice_sent_at"), ["sent_at"], unique=False)
    with op.batch_alter_table("presence_correction", schema=None) as batch_op:
        batch_op.add_column(sa.Column("minutes", sa.Integer(), nullable=True))
        batch_op.create_check_constraint(batch_op.f("ck_presence_correction_minutes"), "minutes > 0")


def downgrade() -> None:
    with op.batch_alter_table("presence_correction", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_presence_correction_minutes"), type_="check")
        batch_op.drop_column("minutes")
    with op.batch_alter_table("certificate_notice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificate_notice_sent_at"))

    op.drop_table("certificate_notice")
