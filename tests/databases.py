"""Clean databases for tests, fast: a copied file on SQLite, emptied tables on PostgreSQL, one per worker."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

VARIABLE = "TEST_DATABASE_URL"
VERSION_TABLE = "alembic_version"


class SeededByMigration(Exception):
    """Migrations left rows behind, which the tests on PostgreSQL, where tables are emptied, would not see."""


class Databases(Protocol):
    """Where the tests of one process get their databases."""

    def prepare(self, migrate: Callable[[str], None]) -> None:
        """Make the migrated database that others come from, at the URL that ``migrate`` is given. Once."""

    def fresh(self) -> str:
        """The URL of a database with every table and no rows. The one given before it is gone or the same."""

    def close(self) -> None:
        """Take away everything made here. Connections must have been closed before."""


def databases(purpose: str = "test") -> "SqliteDatabases | PostgresDatabases":
    """Databases where the environment says (``TEST_DATABASE_URL``), else on SQLite.

    Two of them in one process need two purposes, for on PostgreSQL it is part of the database's name.
    """
    url = os.environ.get(VARIABLE)
    if url and make_url(url).get_backend_name() == "postgresql":
        return PostgresDatabases(url, name=f"{purpose}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")
    return SqliteDatabases()


class SqliteDatabases:
    """A migrated file, copied for each test: a copy costs less than emptying tables, and hides nothing."""

    dialect = "sqlite"

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="conference-test-"))
        self._template = self._folder / "template.db"
        self._given = 0

    def prepare(self, migrate: Callable[[str], None]) -> None:
        migrate(f"sqlite:///{self._template}")
        connection = sqlite3.connect(self._template)
        try:
            # What still lies in the write-ahead log is not in the file that is copied.
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            names = connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
                " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
            )
            _refuse_rows(
                [
                    name
                    for (name,) in names.fetchall()
                    if not _is_shadow(name, connection)
                    and connection.execute(f'SELECT EXISTS (SELECT 1 FROM "{name}")').fetchone()[0]
                ]
            )
        finally:
            connection.close()

    def fresh(self) -> str:
        for old in self._folder.glob(f"test-{self._given}.db*"):
            old.unlink()
        self._given += 1
        target = self._folder / f"test-{self._given}.db"
        shutil.copyfile(self._template, target)
        return f"sqlite:///{target}"

    def close(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


class PostgresDatabases:
    """A database of this worker's own beside the one that the URL names, emptied before each test.

    The database of the URL itself is only connected to, never changed.
    """

    dialect = "postgresql"

    def __init__(self, url: str, *, name: str) -> None:
        self._server = make_url(url).set(drivername="postgresql")
        self._name = f"{self._server.database or 'postgres'}_{name}"
        self._prepared = False

    @property
    def url(self) -> str:
        """The URL of the worker's database."""
        return self._server.set(database=self._name).render_as_string(hide_password=False)

    def prepare(self, migrate: Callable[[str], None]) -> None:
        self._on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        self._on_server("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'")
        self._prepared = True
        migrate(self.url)
        with psycopg.connect(self.url, autocommit=True) as connection:
            _refuse_rows([table for _, table in self._used_tables(connection)])

    def fresh(self) -> str:
        with psycopg.connect(self.url, autocommit=True) as connection:
            if tables := self._used_tables(connection):
                # Whoever is still inside a transaction is a connection that an earlier test forgot.
                connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
                )
                names = sql.SQL(", ").join(sql.Identifier(*table) for table in tables)
                connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(names))
        return self.url

    def close(self) -> None:
        if self._prepared:
            self._on_server("DROP DATABASE IF EXISTS {} WITH (FORCE)")

    def _on_server(self, statement: str) -> None:
        server = self._server.render_as_string(hide_password=False)
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(sql.Identifier(self._name)))

    @staticmethod
    def _used_tables(connection: psycopg.Connection) -> list[tuple[str, str]]:
        """The tables with rows, or whose sequence has moved: truncating all of them costs far more."""
        tables = connection.execute(
            "SELECT schemaname, tablename FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND tablename <> %s",
            [VERSION_TABLE],
        ).fetchall()
        if not tables:
            return []
        questions = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {}, {} WHERE EXISTS (SELECT 1 FROM {})").format(
                sql.Literal(schema), sql.Literal(table), sql.Identifier(schema, table)
            )
            for schema, table in tables
        )
        moved = sql.SQL(
            "SELECT n.nspname::text, c.relname::text FROM pg_sequences s"
            " JOIN pg_class q ON q.relname = s.sequencename AND q.relkind = 'S'"
            " JOIN pg_depend d ON d.objid = q.oid AND d.deptype IN ('a', 'i')"
            " AND d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass"
            " JOIN pg_class c ON c.oid = d.refobjid JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE s.last_value IS NOT NULL"
        )
        rows = connection.execute(sql.SQL(" UNION ").join([questions, moved])).fetchall()
        return sorted((schema, table) for schema, table in rows)


def _is_shadow(name: str, connection: sqlite3.Connection) -> bool:
    """Whether ``name`` is one of the tables in which an FTS5 index keeps itself."""
    indexes = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL%'")
    return any(name.startswith(f"{index}_") for (index,) in indexes.fetchall())


def _refuse_rows(tables: list[str]) -> None:
    if tables := [table for table in tables if table != VERSION_TABLE]:
        raise SeededByMigration(
            f"a migration leaves rows in {', '.join(sorted(tables))}: write them where the application "
            "starts, or in a factory, for tests begin with empty tables"
        )
