"""Runs migrations on the application's own database, and writes new ones in types that outlive our classes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import JSON, Connection
from sqlalchemy.dialects.postgresql import JSONB

from conference.core.database import Base, Instant, db
from conference.core.translated import TranslatedText

# What a later migration takes away, once no release that still knows it can be running (expand, then contract).
CONTRACTED_LATER = frozenset({("registration", "consents"), ("document", "search_tokens")})

# The index of the library's search is no mapped table: its kind differs by database, and SQLite keeps it in several.
SEARCH_INDEX = re.compile(r"library_index(_(config|content|data|docsize|idx|tokens))?")


class OrphansLeft(Exception):
    """A migration took rows away to which others still point."""


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


def is_ours(item: Any, name: str | None, kind: str, _reflected: bool, _wanted: Any) -> bool:
    """Whether a comparison of models and database should look at it."""
    if kind in ("table", "index") and name and SEARCH_INDEX.fullmatch(name.removeprefix("ix_")):
        return False
    return kind != "column" or (item.table.name, name) not in CONTRACTED_LATER


def run() -> None:
    # SQLite keeps tables inside a transaction too, once we begin it ourselves (`core.database`): all migrations or none.
    ours = {"compare_type": same_type, "transactional_ddl": True, "include_object": is_ours}
    options = current_app.extensions["migrate"].configure_args | ours
    with db.engine.connect() as connection, foreign_keys_at_rest(connection):
        context.configure(connection=connection, target_metadata=Base.metadata, render_item=plain_type, **options)
        with context.begin_transaction():
            context.run_migrations()
            refuse_orphans(connection)
        connection.commit()


@contextmanager
def foreign_keys_at_rest(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by copying it and dropping the old one, which would delete every row that hangs on it.

    The pragma is heard outside a transaction only, so it goes to the driver (sqlite.org/lang_altertable §7).
    """
    driver = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        connection.rollback()
        driver.execute("PRAGMA foreign_keys=ON")


def refuse_orphans(connection: Connection) -> None:
    """What foreign keys would have refused meanwhile. Raises OrphansLeft, and nothing is migrated."""
    if connection.dialect.name == "sqlite":
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if orphans:
            raise OrphansLeft(f"rows of {sorted({row[0] for row in orphans})} name rows that are gone")


run()
