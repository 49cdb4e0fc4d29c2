"""What an administrator types, and what they are told when something is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, text

from conference.cli import main


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str | None]:
    """A development installation of its own, on SQLite."""
    forgotten = dict.fromkeys(("SECRET_KEY", "PUBLIC_URL", "DATABASE_URL", "REDIS_URL", "STORAGE_URL", "SMTP_URL"))
    return forgotten | {"CONFERENCE_MODE": "development", "CONFERENCE_INSTANCE": str(tmp_path)}


def run(environment: dict[str, str | None], *arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env=environment)


def rows(environment: dict[str, str | None], query: str) -> list[tuple[object, ...]]:
    engine = create_engine(f"sqlite:///{environment['CONFERENCE_INSTANCE']}/conference.sqlite")
    with engine.connect() as connection:
        found = [tuple(row) for row in connection.execute(text(query))]
    engine.dispose()
    return found


def test_production_does_not_start_without_a_secret(environment: dict[str, str | None]) -> None:
    result = run(environment | {"CONFERENCE_MODE": None, "PUBLIC_URL": "https://x.example"}, "migrate")
    assert result.exit_code == 1
    assert result.output.startswith("Error: SECRET_KEY is missing or too short")


def test_production_does_not_start_without_https(environment: dict[str, str | None]) -> None:
    changed = {"CONFERENCE_MODE": "production", "SECRET_KEY": "x" * 40, "PUBLIC_URL": "http://conference.example"}
    result = run(environment | changed, "migrate")
    assert result.exit_code == 1
    assert "https://" in result.output


def test_the_first_administrator_is_made_once(environment: dict[str, str | None]) -> None:
    assert run(environment, "migrate").exit_code == 0
    for _time in range(2):
        assert (
            run(environment, "create-admin", "Chief@example.org").output
            == "Chief@example.org is a site administrator.\n"
        )
    assert rows(environment, "SELECT email_key, is_site_administrator FROM account") == [("chief@example.org", 1)]


def test_a_short_password_is_refused(environment: dict[str, str | None]) -> None:
    result = run(environment, "create-admin", "chief@example.org", "--password", "short")
    assert result.exit_code == 1
    assert "12 characters" in result.output


def test_the_demonstration_refuses_production(environment: dict[str, str | None]) -> None:
    changed = {"CONFERENCE_MODE": "production", "SECRET_KEY": "x" * 40, "PUBLIC_URL": "https://conference.example"}
    result = run(environment | changed, "demo")
    assert result.exit_code == 1
    assert "never loaded in production" in result.output


def test_the_demonstration_loads_once_and_whole(environment: dict[str, str | None]) -> None:
    assert run(environment, "migrate").exit_code == 0
    of_the_first = "WHERE event_id = (SELECT id FROM event WHERE slug = 'thamm-2021')"
    questions = {
        "events": "SELECT count(*) FROM event",
        "registrations": f"SELECT count(*) FROM registration {of_the_first}",
        "sessions": f"SELECT count(*) FROM session {of_the_first}",
        "versions": "SELECT count(*) FROM agenda_version",
        "files": "SELECT count(*) FROM revision",
        "days attended": "SELECT count(DISTINCT date(s.starts_at)) FROM attendance JOIN session s ON s.id = session_id",
        "questions": f"SELECT count(*) FROM form_field {of_the_first} AND type NOT IN ('standard', 'consent')",
        "answers": "SELECT count(*) FROM form_answer",
        "waiting mail": "SELECT count(*) FROM outbox_message WHERE recipient <> ''",
    }
    counted = []
    for _time in range(2):
        assert run(environment, "demo").exit_code == 0
        counted.append({name: rows(environment, query)[0][0] for name, query in questions.items()})
    assert counted[0] == {
        "events": 8,
        "registrations": 140,
        "sessions": 15,
        "versions": 8,
        "files": 14,
        "days attended": 2,
        "questions": 6,
        "answers": 346,
        "waiting mail": 7,
    }
    assert counted[1] == counted[0]


def test_the_sweep_keeps_what_rows_name(environment: dict[str, str | None]) -> None:
    assert run(environment, "migrate").exit_code == 0
    assert run(environment, "demo").exit_code == 0
    assert run(environment, "sweep").output == "0 files, 0 uploads and 0 links and sign-ins deleted.\n"
