"""The policy of the page of somebody with early access: whoever has the link that was sent, while it is good."""

from __future__ import annotations

from flask import abort, g, request

from conference.core.access import Access
from conference.core.database import db
from conference.core.security import private_page
from conference.events.access import current_event
from conference.speakers.models.early_access import EarlyAccess
from conference.speakers.queries.early_access import early_access_by_token


def _require_link() -> None:
    """Open also while the event is a draft: interpreters prepare before it is announced."""
    private_page()
    token = (request.view_args or {}).get("token", "")
    g.early_access = early_access_by_token(db.session(), current_event(), token) or abort(404)


def current_early_access() -> EarlyAccess:
    """The early access whose link opened this request."""
    found: EarlyAccess = g.early_access
    return found


early_reader = Access("early access", _require_link)
