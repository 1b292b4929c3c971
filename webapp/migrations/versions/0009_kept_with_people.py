"""who attended is not forgotten with a list of registrations that is taken back"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

#: what was deleted or emptied with a registration, and forbids deleting it now
TABLES = {
    "certificate": "CASCADE",
    "connection_person": "CASCADE",
    "join_use": "CASCADE",
    "presence_correction": "CASCADE",
    "reported_person": "SET NULL",
}


def upgrade() -> None:
    for table, before in TABLES.items():
        change_deletion(table, f" ON DELETE {before}", "")


def downgrade() -> None:
    for table, before in TABLES.items():
        change_deletion(table, "", f" ON DELETE {before}")


def change_deletion(table: str, before: str, after: str) -> None:
    """Of the key that leads to the registration; on SQLite in the text of the schema, as 0003 does and says why."""
    connection, name = op.get_bind(), f"fk_{table}_registration_id"
    if connection.dialect.name == "postgresql":
        op.drop_constraint(op.f(name), table, type_="foreignkey")
        deletion = after.removeprefix(" ON DELETE ") or None
        op.create_foreign_key(op.f(name), table, "registration", ["registration_id"], ["id"], ondelete=deletion)
        return
    key = f"CONSTRAINT {name} FOREIGN KEY(registration_id) REFERENCES registration (id)"
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    found = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).scalar_one()
    if f"{key}{before}" not in found:
        raise RuntimeError(f"the key of {table} is not what it was")
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql(
        "UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?",
        (found.replace(f"{key}{before}", f"{key}{after}"), table),
    )
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
