"""The policy of a delegation's page: whoever has the link that was sent, for as long as it was not revoked."""

from __future__ import annotations

from flask import abort, g, request

from conference.core.access import Access
from conference.core.database import db
from conference.core.security import private_page
from conference.events.access import current_event, visitor
from conference.registration.models import Delegation
from conference.registration.queries import delegation_by_token


def _require_link() -> None:
    """A draft stays closed: the people who are nominated could not open their own pages either."""
    private_page()
    visitor.check()
    token = (request.view_args or {}).get("token", "")
    found = delegation_by_token(db.session(), current_event(), token)
    if found is None:
        abort(404)
    g.delegation = found


def current_delegation() -> Delegation:
    """The delegation whose link opened this request."""
    found: Delegation = g.delegation
    return found


focal_point = Access("focal point", _require_link)
