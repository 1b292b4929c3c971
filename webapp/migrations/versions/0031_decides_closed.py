"""a conference that was closed remembers that its organisers decided on who registers"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of those that are closed already nobody knows what they were: they stay as they are."""
    op.add_column("event", sa.Column("decides_closed", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("event", "decides_closed")
