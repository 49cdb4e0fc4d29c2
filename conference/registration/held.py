"""How an instant stands in what is held about a person: in the file that they take home, and on their page."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import g
from markupsafe import Markup

from conference.core import formatting
from conference.core.rendering import month_style
from conference.registration.models import Registration


def instant_stored(instant: datetime) -> str:
    """In UTC, to the second (ISO 8601), as JSON can hold it."""
    return instant.astimezone(UTC).isoformat(timespec="seconds")


def instant_shown(registration: Registration, instant: datetime) -> Markup:
    """In the event's zone and the page's language, kept together."""
    words = formatting.format_instant(instant, registration.event.zone, g.language, month_style())
    return Markup("<bdi>{}</bdi>").format(words)
