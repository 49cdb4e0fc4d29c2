"""How often somebody may ask: narrowly per address typed, generously per IP, because a ministry is one IP."""

from __future__ import annotations

import time

from flask import Flask, Response, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import parse

from conference.core.text import email_address

limiter = Limiter(key_func=get_remote_address)

PER_ADDRESS = "5 per 10 minutes"
PER_IP = "300 per 10 minutes"
GUESSES_HERE = "5 per 10 minutes"
GUESSES_EVERYWHERE = "100 per day"


def address_typed() -> str:
    """The key of a limit per e-mail address that was typed into the form: one for all the ways of writing it."""
    typed = request.form.get("email", "")[:1000]
    return "address:" + (email_address(typed) or typed.strip())[:254].casefold()


def address_typed_here() -> str:
    """The key of a limit per address typed and per IP: nobody elsewhere can use up what is left to the owner."""
    return f"{address_typed()} from {get_remote_address()}"


def may_write_to(address: str) -> bool:
    """Count one message that a stranger asks us to send to an address; whether that is still within measure.

    Past it the page answers as always and nothing is sent: the messages sent before still work, and the answer
    tells nobody that somebody else asked.
    """
    return limiter.limiter.hit(parse(PER_ADDRESS), "message", (email_address(address) or address).casefold())


def may_send_form(address: str) -> bool:
    """Count one form that is about to be taken for an address; whether that is still within measure.

    For forms that hold files, which must not be read before the view says how much of them.
    """
    return limiter.limiter.hit(parse(PER_ADDRESS), "form", (email_address(address) or address).casefold())


def may_guess(what: str, whose: str) -> bool:
    """Count one guess at a secret on behalf of one person; whether that is still within measure."""
    return limiter.limiter.hit(parse(GUESSES_HERE), what, whose)


def was_refused(answer: Response) -> bool:
    """For limits that count only wrong guesses."""
    return answer.status_code == 422


def seconds_to_wait() -> int:
    """For an answer 429: in how many seconds the limit that was passed takes another request."""
    passed = limiter.current_limit
    return max(1, int(passed.reset_at - time.time())) if passed else 1


def configure(app: Flask, redis_url: str | None) -> None:
    app.config.update(
        RATELIMIT_STORAGE_URI=redis_url or "memory://",
        RATELIMIT_STRATEGY="moving-window",
        RATELIMIT_HEADERS_ENABLED=False,
        # Each process counts for itself while Redis is away: better than nobody signing in.
        RATELIMIT_IN_MEMORY_FALLBACK_ENABLED=redis_url is not None,
        RATELIMIT_KEY_PREFIX="conference",
    )
    limiter.init_app(app)
