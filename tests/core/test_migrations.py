"""A migration that changes a table keeps every row that hangs on it, on SQLite too."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from conference.app import MIGRATIONS
from conference.core.database import db
from conference.events.models import Body, Event
from tests.world import World

CHANGES_A_TABLE = '''"""A later migration."""

import sqlalchemy as sa
from alembic import op

revision = "later"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("event", recreate="auto") as batch:
        batch.alter_column("slug", existing_type=sa.String(60), type_=sa.String(80), existing_nullable=False)
    {more}
'''


def head(app: Flask) -> str:
    with app.app_context():
        return str(db.session.scalar(text("SELECT version_num FROM alembic_version")))


def migrate_further(app: Flask, folder: Path, *, more: str = "") -> None:
    """Runs one more migration; at the end the database forgets it, for it lives longer than this test."""
    shutil.copytree(MIGRATIONS, folder)
    before = head(app)
    (folder / "versions" / "later.py").write_text(CHANGES_A_TABLE.format(head=before, more=more), encoding="utf-8")
    with app.app_context():
        try:
            upgrade(directory=str(folder))
        finally:
            db.session.rollback()
            with db.engine.begin() as connection:
                connection.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": before})


def test_a_table_that_changes_keeps_what_hangs_on_it(app: Flask, world: World, tmp_path: Path) -> None:
    world.event()
    migrate_further(app, tmp_path / "migrations")
    assert (world.count(Event), world.count(Body)) == (1, 1)


def test_foreign_keys_hold_again_afterwards(app: Flask, world: World, tmp_path: Path) -> None:
    event = world.event()
    migrate_further(app, tmp_path / "migrations")
    with world.writing() as session:
        session.execute(text("DELETE FROM event WHERE id = :id"), {"id": event})
    assert world.count(Body) == 0


def test_a_migration_that_leaves_orphans_is_refused(app: Flask, world: World, tmp_path: Path) -> None:
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        return  # its foreign keys never rest
    world.event()
    with pytest.raises(Exception, match=r"event_body.*name rows that are gone"):
        migrate_further(app, tmp_path / "migrations", more='op.execute("DELETE FROM event")')
    assert (world.count(Event), world.count(Body)) == (1, 1)
