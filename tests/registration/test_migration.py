"""Consents that were given before they were rows of their own are evidence still, in the words that people read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from conference.app import create_app
from conference.core.database import db
from tests.conftest import configuration
from tests.databases import databases

EVENT = """
INSERT INTO event (id, slug, kind, format, publication, is_rehearsal, starts_on, ends_on, zone, language_codes,
    source_code, month_style, title, short_title, summary, venue, agenda_note, donor_line, disclaimer,
    registration_open, join_minutes, public_revision, row_version)
VALUES (1, 'thamm-2021', 'conference', 'online', 'published', false, '2021-07-05', '2021-07-07', 'Africa/Tunis',
    '["en"]', 'en', 'maghreb', '{}', '{}', '{}', '{}', '{}', '{}', '{}', true, 15, 1, 1)
"""
REGISTRATION = """
INSERT INTO registration (id, event_id, code, link_secret, state, title, native_name, latin_name, sort_name, email,
    email_key, organisation, function, country, category, language_code, consents, created_at, changed_at)
VALUES (1, 1, 'ABCDEFGH', 'secret', 'confirmed', '', 'ليلى', 'Leila', '', 'leila@example.org', 'leila@example.org',
    'Ministry', '', 'TN', 'government', 'ar', '{"recording": "2021-06-01T10:00:00+02:00"}',
    '2021-06-01 08:00:00', '2021-06-01 08:00:00')
"""


def app_at(url: str, folder: Path, revision: str) -> Flask:
    app = create_app(configuration(url, folder))
    with app.app_context():
        upgrade(revision=revision)
        db.engine.dispose()
    return app


@pytest.fixture
def before(tmp_path: Path) -> Iterator[str]:
    """A database as the release before left it."""
    chosen = databases("before")
    chosen.prepare(lambda url: app_at(url, tmp_path / "preparing", "0001"))
    yield chosen.fresh()
    chosen.close()


def test_consents_become_rows_with_the_sentence_that_was_read(before: str, tmp_path: Path) -> None:
    app = create_app(configuration(before, tmp_path / "instance"))
    with app.app_context():
        with db.engine.begin() as connection:
            connection.execute(text(EVENT))
            connection.execute(text(REGISTRATION))
        upgrade(revision="0002")
        with db.engine.connect() as connection:
            query = (
                "SELECT registration_id, key, purpose, language_code, wording, withdrawn_at FROM registration_consent"
            )
            rows = connection.execute(text(query)).all()
            given_at = str(connection.scalar(text("SELECT given_at FROM registration_consent")))
            kept = connection.execute(text("SELECT email, shares_address, sex FROM registration")).one()
        db.engine.dispose()
    wording = "أوافق على نشر الصور والتسجيلات التي أظهر فيها."
    assert [tuple(row) for row in rows] == [(1, "recording", "recording", "ar", wording, None)]
    assert given_at.startswith("2021-06-01 08:00:00")
    assert tuple(kept) == ("leila@example.org", False, "")


DELEGATION = """
INSERT INTO organisation (id, event_id, name, acronym, country, category, row_version)
VALUES (1, 1, '{}', '{}', 'TN', '', 1);
INSERT INTO delegation (id, event_id, organisation_id, focal_name, focal_email, focal_email_key, language_code,
    link_secret, quotas, letter_sha256, letter_name, letter_size, letter_type, created_at, row_version)
VALUES (1, 1, 1, '', '', '', 'en', '', '{}', '', '', 0, '', '2021-06-01 08:00:00', 1)
"""
NOMINEE = """
INSERT INTO registration (id, event_id, code, link_secret, state, title, native_name, latin_name, sort_name, email,
    email_key, organisation, function, country, category, language_code, delegation_id, is_head, created_at, changed_at)
VALUES (:id, 1, :code, '', :state, '', 'Leila', '', '', :code, :code, '', '', 'TN', 'government', 'ar', 1, true,
    '2021-06-01 08:00:00', '2021-06-01 08:00:00')
"""


def test_of_several_heads_the_one_who_comes_remains(before: str, tmp_path: Path) -> None:
    app = create_app(configuration(before, tmp_path / "instance"))
    with app.app_context():
        upgrade(revision="0002")
        with db.engine.begin() as connection:
            for statement in (EVENT, *DELEGATION.split(";")):
                connection.execute(text(statement))
            for number, state in enumerate(("cancelled", "confirmed", "pending"), start=1):
                connection.execute(text(NOMINEE), {"id": number, "code": str(number), "state": state})
        upgrade(revision="0003")
        with db.engine.connect() as connection:
            marks = connection.execute(text("SELECT id, is_head FROM registration ORDER BY id")).all()
        db.engine.dispose()
    assert [(number, bool(is_head)) for number, is_head in marks] == [(1, False), (2, True), (3, False)]
