"""the municipality that a list kept by hand says of somebody"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reported_person", sa.Column("place", sa.String(160), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    op.drop_column("reported_person", "place")
