"""What the outbox's worker does for speakers: mails rendered from what is true at their first delivery."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conference.accounts.models import Account
from conference.core.database import db
from conference.core.languages import Language
from conference.core.localization import absolute_url
from conference.events.models import Event
from conference.outbox.mail import Mail
from conference.speakers import emails
from conference.speakers.models import Invitation, Slides
from conference.speakers.pictures import draw_pages
from conference.speakers.queries import appearances_of, invitation_of
from conference.speakers.service import DRAW, own_language, token_of


def _address(invitation: Invitation, event: Event) -> str:
    return absolute_url(
        "speakers.speak",
        token=token_of(invitation),
        event=event.slug,
        language=own_language(invitation.speaker, event),
    )


def invitation(payload: Mapping[str, Any]) -> Mail | None:
    """The link of now, and only to the address of now: a link never follows a speaker to one they have left."""
    found = db.session.get(Invitation, payload["invitation"])
    if found is None or found.speaker.email != payload["email"]:
        return None
    speaker = found.speaker
    event = db.session.get_one(Event, speaker.event_id)
    appearances = appearances_of(db.session(), [speaker.id])
    return emails.invitation(speaker, event, appearances, recipient=payload["email"], address=_address(found, event))


def slides_received(payload: Mapping[str, Any]) -> Mail | None:
    slides = db.session.get(Slides, payload["slides"])
    if slides is None or slides.speaker.email != payload["email"]:
        return None
    event = db.session.get_one(Event, slides.speaker.event_id)
    found = invitation_of(db.session(), slides.speaker_id)
    by = db.session.get(Account, slides.sent_by) if slides.sent_by else None
    return emails.slides_received(
        slides,
        event,
        recipient=payload["email"],
        language=Language.of(payload["language"]),
        address=_address(found, event) if found else None,
        sent_by=by,
    )


def draw_slides(payload: Mapping[str, Any]) -> Mail | None:
    """Draw the pages of a file, so that its speaker sees what the room will see; no mail comes of it."""
    draw_pages(payload["slides"])
    return None


HANDLERS = {
    DRAW: draw_slides,
    "speakers.invitation": invitation,
    "speakers.slides_received": slides_received,
}
