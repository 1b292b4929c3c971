"""workbooks that come back with corrections"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "returned_book",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            choice("bookstate", "held", "refused", "checked", "running", "applied", "undoing", "undone"),
            nullable=False,
        ),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("problem", sa.JSON(), nullable=True),
        sa.Column("created_by", sa.String(length=40), nullable=False),
        *(sa.Column(f"{name}_at", sa.DateTime(timezone=True), nullable=name != "created")
          for name in ("created", "applied", "undone", "emptied")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_returned_book_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_returned_book")),
        sa.UniqueConstraint("public_id", name=op.f("uq_returned_book_public_id")),
    )  # fmt: skip
    op.create_index("ix_returned_book_event", "returned_book", ["event_id", "created_at"])
    op.create_table(
        "returned_reading",
        sa.Column("book_id", sa.Integer(), nullable=False),
        sa.Column("reader", sa.String(length=22), nullable=False),
        sa.Column("stage", choice("stage", "compared", "kept"), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failed", sa.Boolean(), nullable=False),
        of_book("returned_reading"),
        sa.PrimaryKeyConstraint("book_id", name=op.f("pk_returned_reading")),
    )
    op.create_table(
        "returned_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("book_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("field", choice("field", "attended", "note", "place", "office"), nullable=False),
        sa.Column("before", sa.String(length=500), nullable=False),
        sa.Column("after", sa.String(length=500), nullable=False),
        sa.Column(
            "fate",
            choice("fate", "change", "conflict", "taken", "refused", "entered", "kept", "undone", "stayed"),
            nullable=False,
        ),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        of_book("returned_change"),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_returned_change_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_returned_change")),
        sa.UniqueConstraint(
            "book_id", "registration_id", "field", name=op.f("uq_returned_change_book_id_registration_id_field")
        ),
    )
    op.create_index(op.f("ix_returned_change_registration_id"), "returned_change", ["registration_id"])


def downgrade() -> None:
    for table in ("returned_change", "returned_reading", "returned_book"):
        op.drop_table(table)


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True)


def of_book(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_book_id")
    return sa.ForeignKeyConstraint(["book_id"], ["returned_book.id"], name=name, ondelete="CASCADE")
