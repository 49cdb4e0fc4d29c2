"""What an installation can set: read once from environment variables, checked, then never changed."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
MEBIBYTE = 1024 * 1024
SHORTEST_SECRET = 32
MOST_SIGNED_MINUTES = 24 * 60


class ConfigurationError(Exception):
    """The environment asks for something unsafe or unreadable; the message says what to set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """One installation's settings. `docs/operations.md` documents the variable behind each field."""

    mode: str
    instance: Path
    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    redis_url: str | None = field(repr=False)
    storage_url: str
    smtp_url: str | None = field(repr=False)
    mail_from: str
    public_url: str
    site_names: Mapping[str, str]
    max_upload: int
    worker_threads: int
    trusted_proxies: int
    clamd: Path | tuple[str, int] | None = None
    signed_minutes: int = 0
    storage_secret: str = field(default="", repr=False)

    @property
    def is_production(self) -> bool:
        return self.mode == "production"

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read and check the environment.

        Production is the default, so that a forgotten variable never opens an installation: it wants a
        `SECRET_KEY` of its own and a `PUBLIC_URL` over https. Development makes both by itself.

        Raises ConfigurationError with a sentence that names the variable.
        """
        mode = environment.get("CONFERENCE_MODE", "production")
        if mode not in ("production", "development"):
            raise ConfigurationError(f"CONFERENCE_MODE is {mode!r}: set it to production or development.")
        instance = Path(environment.get("CONFERENCE_INSTANCE") or ROOT / "instance").resolve()
        port = _integer(environment, "PORT", default=8000)
        public_url = environment.get("PUBLIC_URL", "").rstrip("/")
        if mode == "production":
            secret = _production_secret(environment)
            if not public_url.startswith("https://"):
                raise ConfigurationError(
                    "PUBLIC_URL must be this installation's https:// address in production: "
                    "links in mails and the safety of cookies depend on it."
                )
        else:
            secret = environment.get("SECRET_KEY") or _kept_secret(instance)
            public_url = public_url or f"http://127.0.0.1:{port}"
        if not urlsplit(public_url).hostname:
            raise ConfigurationError("PUBLIC_URL must be a whole address, such as https://conference.example.org.")
        return cls(
            mode=mode,
            instance=instance,
            secret_key=secret,
            database_url=environment.get("DATABASE_URL") or f"sqlite:///{instance / 'conference.sqlite'}",
            redis_url=environment.get("REDIS_URL") or None,
            storage_url=environment.get("STORAGE_URL") or (instance / "files").as_uri(),
            smtp_url=environment.get("SMTP_URL") or None,
            mail_from=environment.get("MAIL_FROM") or f"no-reply@{urlsplit(public_url).hostname}",
            public_url=public_url,
            site_names=_site_names(environment),
            max_upload=_integer(environment, "MAX_UPLOAD_MB", default=200) * MEBIBYTE,
            worker_threads=_integer(environment, "WORKER_THREADS", default=1),
            trusted_proxies=_integer(environment, "TRUSTED_PROXIES", default=0),
            clamd=_scanner(environment.get("CLAMD", "")),
            signed_minutes=_signed_minutes(environment),
            storage_secret=environment.get("AWS_SECRET_ACCESS_KEY", ""),
        )


def _production_secret(environment: Mapping[str, str]) -> str:
    secret = environment.get("SECRET_KEY", "")
    if len(secret) < SHORTEST_SECRET:
        raise ConfigurationError(
            "SECRET_KEY is missing or too short to be a secret: production needs one of at least "
            f"{SHORTEST_SECRET} characters. Make one with: python3 -c 'import secrets; print(secrets.token_hex())'"
        )
    return secret


def _site_names(environment: Mapping[str, str]) -> Mapping[str, str]:
    """The installation's name per language: `SITE_NAME`, and `SITE_NAME_FR` and so on where it differs."""
    everywhere = environment.get("SITE_NAME") or "Conferences"
    translated = {
        name.removeprefix("SITE_NAME_").lower(): value
        for name, value in environment.items()
        if name.startswith("SITE_NAME_") and value
    }
    return {"": everywhere} | translated


def _scanner(raw: str) -> Path | tuple[str, int] | None:
    """Where the virus scanner listens: a socket's path, a host and a port, or nowhere."""
    if not raw:
        return None
    kind, _colon, place = raw.partition(":")
    host, _colon, port = place.removeprefix("//").rpartition(":")
    if kind == "unix" and place.removeprefix("//").startswith("/"):
        return Path(place.removeprefix("//"))
    if kind == "tcp" and host and port.isascii() and port.isdigit() and 0 < int(port) < 65536:
        return host.removeprefix("[").removesuffix("]"), int(port)
    raise ConfigurationError(
        f"CLAMD is {raw!r}: set it to ClamAV's socket, unix:/run/clamav/clamd.ctl or tcp:scanner.example.org:3310."
    )


def _signed_minutes(environment: Mapping[str, str]) -> int:
    """For how many minutes readers may fetch a file from S3 itself; nought where every file goes through us."""
    minutes = _integer(environment, "SIGNED_MINUTES", default=0)
    if minutes > MOST_SIGNED_MINUTES:
        raise ConfigurationError(f"SIGNED_MINUTES is {minutes}: an address is good for a day at most, 1440.")
    if minutes and not environment.get("STORAGE_URL", "").startswith("s3://"):
        raise ConfigurationError("SIGNED_MINUTES needs a STORAGE_URL in S3: no other store signs addresses.")
    if minutes and not (environment.get("AWS_ACCESS_KEY_ID") and environment.get("AWS_SECRET_ACCESS_KEY")):
        raise ConfigurationError(
            "SIGNED_MINUTES needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: addresses are signed with a key of the "
            "installation's own."
        )
    return minutes


def _kept_secret(instance: Path) -> str:
    """The secret that development makes on its first start and keeps, so that sign-ins outlive a restart."""
    path = instance / "secret_key"
    if not path.exists():
        instance.mkdir(parents=True, exist_ok=True)
        handle, whole = tempfile.mkstemp(dir=instance)
        os.write(handle, secrets.token_hex().encode("ascii"))
        os.close(handle)
        with contextlib.suppress(FileExistsError):
            os.link(whole, path)  # the first process decides, and nobody reads half a secret
        os.unlink(whole)
    return path.read_text(encoding="ascii")


def _integer(environment: Mapping[str, str], name: str, *, default: int) -> int:
    raw = environment.get(name) or str(default)
    if not raw.isascii() or not raw.isdigit():
        raise ConfigurationError(f"{name} is {raw!r}: it must be a whole number.")
    return int(raw)
