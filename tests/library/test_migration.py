"""«registered» was the word for confirmed participants: under the new words nobody reads more or less than before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from conference.app import create_app
from conference.core.database import db
from tests.conftest import configuration
from tests.databases import databases
from tests.registration.test_migration import EVENT, app_at

BEFORE = "0015"
"""The migration before the one that is tried here."""
DOCUMENT = """
INSERT INTO document (id, event_id, slug, symbol, position, category, visibility, title, summary, created_at,
    row_version)
VALUES (:id, 1, :slug, :slug, 0, 'report', :visibility, '{}', '{}', '2021-06-01 08:00:00', 1)
"""
TOLD = """
INSERT INTO audit_entry (id, at, event_id, verb, subject, before, after)
VALUES (1, '2021-06-01 08:00:00', 1, 'change', 'document:1', '{"visibility": "public"}',
    '{"visibility": "registered", "symbol": "A"}'),
    (2, '2021-06-01 08:00:00', 1, 'change', 'session:1', '{}', '{"visibility": "registered"}')
"""


@pytest.fixture
def before(tmp_path: Path) -> Iterator[str]:
    """A database as the release before left it."""
    chosen = databases("before")
    chosen.prepare(lambda url: app_at(url, tmp_path / "preparing", BEFORE))
    yield chosen.fresh()
    chosen.close()


def test_nobody_gains_or_loses_a_right_on_the_way_and_nobody_gains_one_on_the_way_back(
    before: str, tmp_path: Path
) -> None:
    app = create_app(configuration(before, tmp_path / "instance"))
    with app.app_context():
        with db.engine.begin() as connection:
            connection.execute(text(EVENT))
            for number, visibility in enumerate(("public", "registered", "organisers"), start=1):
                values = {"id": number, "slug": f"a-{number}", "visibility": visibility}
                connection.execute(text(DOCUMENT), values)
            connection.execute(text(TOLD))
        upgrade(revision="0023")
        assert visibilities() == ["public", "confirmed", "organisers"]
        assert told() == ["confirmed", "registered"]
        with db.engine.begin() as connection:
            for number, visibility in enumerate(("registered", "category", "sessions"), start=4):
                values = {"id": number, "slug": f"a-{number}", "visibility": visibility}
                connection.execute(text(DOCUMENT), values)
        downgrade(revision=BEFORE)
        assert visibilities() == ["public", "registered", "organisers", "organisers", "organisers", "organisers"]
        assert told() == ["registered", "registered"]
        db.engine.dispose()


def visibilities() -> list[str]:
    with db.engine.connect() as connection:
        return [row[0] for row in connection.execute(text("SELECT visibility FROM document ORDER BY id"))]


def told() -> list[str]:
    """What the record of changes says of visibility, of a document and of something else."""
    with db.engine.connect() as connection:
        rows = connection.execute(text("SELECT after FROM audit_entry ORDER BY id")).scalars().all()
    return [(json.loads(row) if isinstance(row, str) else row)["visibility"] for row in rows]
