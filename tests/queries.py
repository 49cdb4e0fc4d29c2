"""Counts the queries that a page makes, so that a list never asks once per row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from conference.core.database import db

# What the public cache asks once a second by itself falls into a block or beside it.
_REVISIONS = "SELECT event.slug, event.public_revision"
_NOT_COUNTED = (_REVISIONS.upper(), "BEGIN", "PRAGMA", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@contextmanager
def count_queries(app: Flask) -> Iterator[list[str]]:
    """Within the block the list grows by every statement that the application sends to its database."""
    with app.app_context():
        engine = db.engine
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith(_NOT_COUNTED):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)
