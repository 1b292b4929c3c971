"""no minutes are told of whom nobody has decided yet, where 0 stood"""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """As presence is made from now on; of these no report tells anything, so that there is nothing to count anew."""
    op.execute(
        "UPDATE presence SET minutes = NULL, share = NULL, slots = '[]' "
        "WHERE state = 'undecided' AND how = 'none' AND minutes = 0"
    )


def downgrade() -> None:
    """Minutes that nobody knows stay so: they were allowed before."""
