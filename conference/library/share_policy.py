"""The policy of a document's share link: whoever has its address, while it is good; it opens nothing else."""

from __future__ import annotations

from flask import abort, g, request

from conference.core.access import Access
from conference.core.database import db
from conference.core.security import private_page
from conference.events.access import current_event, visitor
from conference.library.models import ShareLink
from conference.library.queries.share_links import share_link_by_token


def _require_link() -> None:
    """A draft of an event stays closed, as it does to everybody."""
    private_page()
    visitor.check()
    token = (request.view_args or {}).get("token", "")
    g.share_link = share_link_by_token(db.session(), current_event(), token) or abort(404)


def current_share_link() -> ShareLink:
    """The link that opened this request, with its document."""
    found: ShareLink = g.share_link
    return found


share_link_holder = Access("share link", _require_link)
