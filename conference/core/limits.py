"""How often somebody may ask: narrowly per address typed, generously per IP, because a ministry is one IP."""

from __future__ import annotations

from flask import Flask, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(key_func=get_remote_address)

PER_ADDRESS = "5 per 10 minutes; 20 per day"
PER_IP = "300 per 10 minutes"


def address_typed() -> str:
    """The key of a limit per e-mail address that was typed into the form."""
    return "address:" + request.form.get("email", "").strip().casefold()[:254]


def configure(app: Flask, redis_url: str | None) -> None:
    app.config.update(
        RATELIMIT_STORAGE_URI=redis_url or "memory://",
        RATELIMIT_STRATEGY="moving-window",
        RATELIMIT_HEADERS_ENABLED=False,
        RATELIMIT_KEY_PREFIX="conference",
    )
    limiter.init_app(app)
