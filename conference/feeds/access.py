"""The policy of the page about one's own calendar: whoever has the link to what it is made of."""

from __future__ import annotations

from flask import abort, g, request

from conference.agenda.views.own import behind
from conference.core.access import Access
from conference.core.database import db
from conference.core.security import private_page
from conference.events.access import current_event, visitor
from conference.feeds.queries import Owner
from conference.registration.queries import registration_by_token
from conference.speakers.queries import invitation_by_token


def _require_owner() -> None:
    private_page()
    given = request.view_args or {}
    owner = _OWNERS[given["kind"]](given["token"])
    g.calendar_owner = owner or abort(404)


def _registrant(token: str) -> Owner | None:
    visitor.check()
    found = registration_by_token(db.session(), current_event(), token)
    return Owner(registration_id=found.id) if found else None


def _speaker(token: str) -> Owner | None:
    """Open also while the event is a draft, as the speaker's page is."""
    found = invitation_by_token(db.session(), current_event(), token)
    return Owner(speaker_id=found.speaker_id) if found else None


def _reader(token: str) -> Owner:
    visitor.check()
    return Owner(personal_agenda_id=behind(token).id)


_OWNERS = {"registration": _registrant, "speaker": _speaker, "agenda": _reader}


def current_owner() -> Owner:
    """Whose calendar this request is about."""
    found: Owner = g.calendar_owner
    return found


owner = Access("owner", _require_owner)
