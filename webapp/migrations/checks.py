"""Changes what a named check of a table allows."""

from alembic import op


def allow(table: str, column: str, kind: str, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """Other values of a choice; `kind` is the name of its StrEnum in small letters.

    SQLite can do so only in the text of its schema, as its documentation describes; copying the table would take its
    rows away for a moment, and with them those that point to them.
    """
    connection, old, new = op.get_bind(), _allowed(column, before), _allowed(column, after)
    if connection.dialect.name == "postgresql":
        name = op.f(f"ck_{table}_{kind}")
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, new)
        return
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    found = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).scalar_one()
    if old not in found:
        raise RuntimeError(f"the check of {table}.{column} is not what it was")
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.exec_driver_sql(
        "UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?", (found.replace(old, new), table)
    )
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")


def _allowed(column: str, values: tuple[str, ...]) -> str:
    quoted = ", ".join(f"'{value}'" for value in values)
    return f"{column} IN ({quoted})"
