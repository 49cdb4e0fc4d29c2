"""The policy of a speaker's page: whoever has the link that was sent, for as long as it was not revoked."""

from __future__ import annotations

from flask import abort, g, request

from conference.core.access import Access
from conference.core.database import db
from conference.core.security import private_page
from conference.events.access import current_event
from conference.speakers.models import Invitation
from conference.speakers.queries import invitation_by_token


def _require_link() -> None:
    """Open also while the event is a draft: speakers are invited before it is announced."""
    private_page()
    token = (request.view_args or {}).get("token", "")
    found = invitation_by_token(db.session(), current_event(), token)
    if found is None:
        abort(404)
    g.speaker_invitation = found


def current_invitation() -> Invitation:
    """The invitation whose link opened this request."""
    found: Invitation = g.speaker_invitation
    return found


speaker = Access("speaker", _require_link)
