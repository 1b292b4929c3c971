"""Alembic's environment: always on a connection that core/schema.py opened."""

from typing import Any, Literal

from alembic import context

from webapp.core.db import Model, UtcDateTime
from webapp.core.i18n import TranslatedText


def plain_type(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """A migration speaks of plain types, so that it still runs when our own have moved."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return "sa.JSON()" if kind == "type" and isinstance(item, TranslatedText) else False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Model.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    render_item=plain_type,
)
context.run_migrations()
