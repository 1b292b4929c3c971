"""written answers to what was answered live that nobody has published yet"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("question", sa.Column("draft", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    """They count as not answered again: without the column what is written would be public at once."""
    op.execute("UPDATE question SET state = 'published' WHERE draft")
    op.drop_column("question", "draft")
