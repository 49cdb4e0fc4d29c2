"""The database: the base of all models, the column types that they share, and the one way to write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from flask import Flask, g, has_request_context, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Engine, MetaData, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Dialect, make_url
from sqlalchemy.inspection import inspect
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session
from sqlalchemy.types import TypeDecorator

from conference.core.translated import Translated, TranslatedText

BUSY_TIMEOUT_MS = 20_000
CONNECTIONS = {"sqlite": 80, "postgresql": 20}
ROWS_AT_ONCE = 500
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_WRITING = "conference_writing"


class Instant(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC; a naive one is refused, because it is a bug."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A naive datetime has no place in the database: give it a zone.")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON().with_variant(JSONB(), "postgresql")


class Base(DeclarativeBase):
    """What every model derives from. Not `db.Model`, which mypy cannot read."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        datetime: Instant,
        Translated: TranslatedText,
        dict[str, Any]: Json,
        list[str]: Json,
    }


db = SQLAlchemy(metadata=Base.metadata, disable_autonaming=True)


class UncheckedRequest(RuntimeError):
    """A request that changes something was about to, and nobody had looked at its CSRF token."""


class WriteOutsideTransaction(RuntimeError):
    """Something tried to change the database outside `with write():`."""


@contextmanager
def write() -> Iterator[Session]:
    """The one way to change the database: end the read, take the write lock, commit on leaving.

    On SQLite the transaction starts with BEGIN IMMEDIATE, so that it waits for another writer instead of failing
    half-way; on PostgreSQL it is a plain BEGIN, and the caller locks the contended row with FOR UPDATE. Objects
    loaded before are expired and read again. An exception rolls everything back. Blocks do not nest. Raises
    UncheckedRequest in a request that posts without its token having been checked.
    """
    if has_request_context() and request.method in UNSAFE and not g.get("token_was_checked"):
        raise UncheckedRequest(request.endpoint)
    session = db.session()
    if session.info.get(_WRITING):
        raise WriteOutsideTransaction("write() blocks do not nest: only a view, a task or a command opens one.")
    session.rollback()
    session.connection(execution_options={_WRITING: True})
    session.info[_WRITING] = True
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info[_WRITING] = False


def insert_unless_known(session: Session, model: type[Base], values: Mapping[str, Any], *, by: tuple[str, ...]) -> bool:
    """Insert a row unless one has its values in the unique columns `by`, and say whether that was done.

    Of two transactions that do so at once one inserts.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    unless_known = insert(model).values(**values).on_conflict_do_nothing(index_elements=by)
    return session.execute(unless_known.returning(*inspect(model).primary_key)).first() is not None


def insert_or_add(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]], *, column: str) -> None:
    """Insert rows, or add their `column` to that of the row that has their primary key. Of two at once both count.

    No two rows have the same key; they are taken in its order, so that no two transactions wait for each other.
    """
    keys = [key.name for key in inspect(model).primary_key]
    ordered = sorted(rows, key=lambda row: tuple(row[key] for key in keys))
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    for first in range(0, len(ordered), ROWS_AT_ONCE):
        new = insert(model).values(ordered[first : first + ROWS_AT_ONCE])
        added = model.__table__.c[column] + new.excluded[column]
        session.execute(new.on_conflict_do_update(index_elements=keys, set_={column: added}))


def configure(app: Flask, url: str) -> None:
    """Connect the application to its database and install the rules of both dialects."""
    backend = make_url(url).get_backend_name()
    options: dict[str, Any] = {"pool_size": CONNECTIONS.get(backend, 20), "max_overflow": 0}
    # An error's text goes to logs and to the outbox's page; what people wrote, and secrets of links, do not.
    options["hide_parameters"] = app.config["IS_PRODUCTION"]
    if backend == "postgresql":
        options["pool_pre_ping"] = True
    app.config.update(SQLALCHEMY_DATABASE_URI=url, SQLALCHEMY_ENGINE_OPTIONS=options)
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            install_sqlite_rules(db.engine)


def install_sqlite_rules(engine: Engine) -> None:
    """Make SQLite keep its word: our own BEGIN, WAL, foreign keys, and patience with another writer (design §8)."""

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_TIMEOUT_MS}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get(_WRITING)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _refuse(session: Session) -> None:
    if not session.info.get(_WRITING):
        raise WriteOutsideTransaction("Change the database inside `with core.database.write():` only.")


@event.listens_for(db.session, "before_flush")
def _refuse_flush(session: Session, _context: Any, _instances: Any) -> None:
    _refuse(session)


@event.listens_for(db.session, "do_orm_execute")
def _refuse_statement(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        _refuse(state.session)
