"""Counts the queries that a page makes, so that a list never asks once per row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from conference.core.database import db

_NOT_COUNTED = ("BEGIN", "PRAGMA", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
# What the public cache asks once a second by itself: it falls into a block or beside it.
_BY_ITSELF = "SELECT EVENT.SLUG, EVENT.PUBLIC_REVISION"


@contextmanager
def count_statements(app: Flask, *left_out: str) -> Iterator[list[str]]:
    """Within the block the list grows by every statement that the application sends to its database.

    Left out are those that only begin or end a transaction, and those that begin with `left_out`, in capitals.
    """
    with app.app_context():
        engine = db.engine
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith((*_NOT_COUNTED, *left_out)):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def count_queries(app: Flask) -> Iterator[list[str]]:
    """Within the block the list grows by every query that pages make for themselves."""
    with count_statements(app, _BY_ITSELF) as seen:
        yield seen
