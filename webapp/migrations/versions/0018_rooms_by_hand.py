"""rooms that stand in no report, entered by hand"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    by_hand = sa.Column("by_hand", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column("attendance_import", by_hand)


def downgrade() -> None:
    """Rooms go: without the column each would be a report of the whole conference in which everybody else is absent."""
    op.execute("DELETE FROM attendance_import WHERE by_hand")
    op.drop_column("attendance_import", "by_hand")
