"""the history of one thing is found without reading the whole audit log"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_audit_entry_thing"), "audit_entry", ["thing"])


def downgrade() -> None:
    op.drop_index(op.f("ix_audit_entry_thing"), "audit_entry")
