"""which decisions about reported people stem from an import of the same files that was undone"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    flag = sa.Column("decided_before", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("reported_person", flag)
    number = sa.Column("decided_before", sa.Integer(), server_default=sa.text("0"), nullable=False)
    op.add_column("attendance_import", number)


def downgrade() -> None:
    op.drop_column("attendance_import", "decided_before")
    op.drop_column("reported_person", "decided_before")
