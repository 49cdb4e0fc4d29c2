"""Runs migrations on the application's own database, and writes new ones in types that outlive our classes."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import JSON
from sqlalchemy.dialects.postgresql import JSONB

from conference.core.database import Base, Instant, db
from conference.core.translated import TranslatedText


def plain_type(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """A migration names SQLAlchemy's types, not ours, which may change or go."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, (TranslatedText, JSON)):
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


def same_type(_context: Any, _inspected: Any, _metadata: Any, found: Any, wanted: Any) -> bool | None:
    """JSONB on PostgreSQL and JSON on SQLite are what TranslatedText is."""
    return False if isinstance(wanted, (TranslatedText, JSON)) or isinstance(found, JSONB) else None


def run() -> None:
    options = current_app.extensions["migrate"].configure_args | {"compare_type": same_type}
    with db.engine.connect() as connection:
        context.configure(connection=connection, target_metadata=Base.metadata, render_item=plain_type, **options)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
