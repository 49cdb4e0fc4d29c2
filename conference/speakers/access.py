"""The policies of a speaker's page: whoever has the link that was sent, for as long as it was not revoked."""

from __future__ import annotations

from flask import abort, g, request

from conference.core.access import Access
from conference.core.database import db
from conference.core.security import private_page
from conference.events.access import current_event
from conference.speakers.models import Assistant, Invitation
from conference.speakers.queries import opened_by_token


def _require_link() -> None:
    """Open also while the event is a draft: speakers are invited before it is announced."""
    private_page()
    token = (request.view_args or {}).get("token", "")
    found = opened_by_token(db.session(), current_event(), token)
    if found is None:
        abort(404)
    g.speaker_invitation, g.speaker_assistant = found.invitation, found.assistant


def current_invitation() -> Invitation:
    """The invitation whose link opened this request."""
    found: Invitation = g.speaker_invitation
    return found


def current_assistant() -> Assistant | None:
    """Who opened this request for the speaker; None where it was the speaker themself."""
    found: Assistant | None = g.speaker_assistant
    return found


def _require_own_link() -> None:
    """What a speaker does in person: an assistant's link does not open it."""
    _require_link()
    if current_assistant() is not None:
        abort(403)


speaker = Access("speaker", _require_link)
speaker_in_person = Access("speaker in person", _require_own_link)
