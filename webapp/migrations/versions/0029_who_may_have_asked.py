"""keep with an entry of a file who may have asked it, since looking for them takes long where many are registered"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("question_import_row", sa.Column("candidates", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("question_import_row", "candidates")
