"""Settings come from the environment, are checked at once, and are safe when forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from conference.config import Config, ConfigurationError

SECRET = "0123456789abcdef" * 4
PRODUCTION = {"SECRET_KEY": SECRET, "PUBLIC_URL": "https://conference.example.org"}


def read(tmp_path: Path, **environment: str) -> Config:
    return Config.from_environment({"CONFERENCE_INSTANCE": str(tmp_path)} | environment)


@pytest.mark.parametrize("secret", ["", "secret", "changeme", "dev", "x" * 31, "CHANGE-ME"])
def test_production_refuses_a_missing_known_or_short_secret(tmp_path: Path, secret: str) -> None:
    with pytest.raises(ConfigurationError, match="SECRET_KEY"):
        read(tmp_path, **(PRODUCTION | {"SECRET_KEY": secret}))


@pytest.mark.parametrize("url", ["", "http://conference.example.org", "conference.example.org", "ftp://x"])
def test_production_refuses_an_address_without_https(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigurationError, match="PUBLIC_URL"):
        read(tmp_path, **(PRODUCTION | {"PUBLIC_URL": url}))


def test_an_address_without_a_host_is_none(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="PUBLIC_URL"):
        read(tmp_path, **(PRODUCTION | {"PUBLIC_URL": "https://"}))


def test_what_is_not_said_is_production(tmp_path: Path) -> None:
    assert read(tmp_path, **PRODUCTION).is_production
    with pytest.raises(ConfigurationError):
        read(tmp_path)


def test_an_unknown_mode_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="CONFERENCE_MODE"):
        read(tmp_path, CONFERENCE_MODE="debug", **PRODUCTION)


def test_defaults_are_one_folder(tmp_path: Path) -> None:
    config = read(tmp_path, **PRODUCTION)
    assert config.database_url == f"sqlite:///{tmp_path}/conference.sqlite"
    assert config.storage_url == f"file://{tmp_path}/files"
    assert (config.redis_url, config.smtp_url) == (None, None)
    assert config.mail_from == "no-reply@conference.example.org"
    assert (config.is_https, config.trusted_proxies) == (True, 0)


def test_development_keeps_a_secret_of_its_own(tmp_path: Path) -> None:
    first, second = (read(tmp_path, CONFERENCE_MODE="development") for _time in range(2))
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) == 64
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
    assert first.public_url == "http://127.0.0.1:8000"
    assert read(tmp_path, CONFERENCE_MODE="development", PORT="9000").public_url == "http://127.0.0.1:9000"


@pytest.mark.parametrize("name", ["PORT", "MAX_UPLOAD_MB", "WORKER_THREADS", "TRUSTED_PROXIES"])
@pytest.mark.parametrize("value", ["many", "-1", "1.5", "٣"])
def test_numbers_are_numbers(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        read(tmp_path, **PRODUCTION, **{name: value})


def test_the_installation_has_a_name_per_language(tmp_path: Path) -> None:
    config = read(tmp_path, SITE_NAME="THAMM", SITE_NAME_AR="تام", **PRODUCTION)
    assert dict(config.site_names) == {"": "THAMM", "ar": "تام"}


def test_secrets_are_not_printed(tmp_path: Path) -> None:
    secrets = {
        "DATABASE_URL": "postgresql://user:password-one@db/x",
        "REDIS_URL": "redis://:password-two@r",
        "SMTP_URL": "smtp://user:password-three@mail",
    }
    shown = repr(read(tmp_path, **PRODUCTION, **secrets))
    assert SECRET not in shown
    assert "password" not in shown


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ("", None),
        ("unix:/run/clamav/clamd.ctl", Path("/run/clamav/clamd.ctl")),
        ("unix:///run/clamav/clamd.ctl", Path("/run/clamav/clamd.ctl")),
        ("tcp:scanner.example.org:3310", ("scanner.example.org", 3310)),
        ("tcp://[::1]:3310", ("::1", 3310)),
    ],
)
def test_the_scanner_is_a_socket_or_a_port(tmp_path: Path, value: str, place: object) -> None:
    assert read(tmp_path, CLAMD=value, **PRODUCTION).clamd == place


@pytest.mark.parametrize(
    "value",
    ["yes", "/run/clamd.ctl", "unix:clamd.ctl", "unix:", "tcp:scanner", "tcp::3310", "tcp:a:0", "tcp:a:٣", "udp:a:1"],
)
def test_a_scanner_that_cannot_be_is_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(ConfigurationError, match=r"CLAMD is .*: set it to"):
        read(tmp_path, CLAMD=value, **PRODUCTION)
