"""The registration that a personal link opens, for every page behind it."""

from __future__ import annotations

from flask import abort

from conference.core.database import db
from conference.core.security import private_page
from conference.events.access import current_event
from conference.registration.models import Registration
from conference.registration.queries import registration_by_token


def mine(token: str) -> Registration:
    """Whose link this is. Aborts with 404 for one that was revoked, or belongs to another event."""
    private_page()
    registration = registration_by_token(db.session(), current_event(), token)
    if registration is None:
        abort(404)
    return registration
