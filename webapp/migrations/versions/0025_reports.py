"""texts of reports, finished reports, and offers of the briefing"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_text",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=True),
        sa.Column("summary", sa.String(length=5000), nullable=True),
        sa.Column("outlook", sa.String(length=5000), nullable=True),
        sa.Column("draft_hash", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_by", sa.String(length=40), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_report_text_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", "language", name=op.f("pk_report_text")),
    )
    op.create_table(
        "finished_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("papers", sa.JSON(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_by", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_finished_report_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["snapshot_id"], ["figures_snapshot.id"], name=op.f("fk_finished_report_snapshot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finished_report")),
        sa.UniqueConstraint("event_id", "edition", name=op.f("uq_finished_report_event_id_edition")),
        sa.UniqueConstraint("public_id", name=op.f("uq_finished_report_public_id")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_finished_report_year_number")),
    )
    op.create_table(
        "briefing_offer",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_briefing_offer_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_briefing_offer")),
    )


def downgrade() -> None:
    op.drop_table("briefing_offer")
    op.drop_table("finished_report")
    op.drop_table("report_text")
