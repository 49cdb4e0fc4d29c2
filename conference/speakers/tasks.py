"""What the outbox's worker does for speakers: mails rendered from what is true at their first delivery."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conference.accounts.models import Account
from conference.agenda.models import Speaker
from conference.core.database import db
from conference.core.languages import Language
from conference.core.localization import absolute_url
from conference.events.models import Event
from conference.outbox.mail import Mail
from conference.speakers import emails
from conference.speakers.models import Invitation, Slides
from conference.speakers.pictures import draw_pages
from conference.speakers.queries import (
    answers_from,
    appearances_of,
    invitation_of,
    organisers_of,
    unread_messages,
)
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


def _organiser(payload: Mapping[str, Any]) -> tuple[Speaker, Event, Account] | None:
    """Whom a message to an organiser is about and whom it goes to; None where one of them is gone or has left."""
    speaker = db.session.get(Speaker, payload["speaker"])
    if speaker is None:
        return None
    team = {one.id: one for one in organisers_of(db.session(), speaker.event_id)}
    account = team.get(payload["account"])
    return (speaker, db.session.get_one(Event, speaker.event_id), account) if account else None


def _managed(speaker: Speaker, event: Event, language: Language, anchor: str) -> str:
    """The organisers' page of a speaker, in a language that the event has pages in."""
    language = language if language in event.languages else event.source
    page = absolute_url("speakers.manage_speaker", code=speaker.code, event=event.slug, language=language)
    return f"{page}#{anchor}"


def message_to_organisers(payload: Mapping[str, Any]) -> Mail | None:
    """Nothing is sent where an organiser has read it all meanwhile."""
    found = _organiser(payload)
    if found is None:
        return None
    speaker, event, account = found
    count = len(unread_messages(db.session(), speaker.id))
    language = Language.of(account.language)
    address = _managed(speaker, event, language, "messages")
    if not count:
        return None
    return emails.written_to_organisers(
        speaker, event, count, recipient=account.email, language=language, address=address
    )


def message_to_speaker(payload: Mapping[str, Any]) -> Mail | None:
    speaker = db.session.get(Speaker, payload["speaker"])
    if speaker is None or speaker.email != payload["email"]:
        return None
    texts = [one.text for one in answers_from(db.session(), speaker.id, payload["since"])]
    if not texts:
        return None
    event = db.session.get_one(Event, speaker.event_id)
    found = invitation_of(db.session(), speaker.id)
    address = f"{_address(found, event)}#messages" if found else None
    return emails.written_to_speaker(speaker, event, texts, recipient=payload["email"], address=address)


def consent_withdrawn(payload: Mapping[str, Any]) -> Mail | None:
    found = _organiser(payload)
    if found is None:
        return None
    speaker, event, account = found
    language = Language.of(account.language)
    return emails.consent_withdrawn(
        speaker,
        event,
        payload["kinds"],
        recipient=account.email,
        language=language,
        address=_managed(speaker, event, language, "consents"),
    )


def draw_slides(payload: Mapping[str, Any]) -> Mail | None:
    """Draw the pages of a file, so that its speaker sees what the room will see; no mail comes of it."""
    draw_pages(payload["slides"])
    return None


HANDLERS = {
    DRAW: draw_slides,
    "speakers.invitation": invitation,
    "speakers.slides_received": slides_received,
    "speakers.message_to_organisers": message_to_organisers,
    "speakers.message_to_speaker": message_to_speaker,
    "speakers.consent_withdrawn": consent_withdrawn,
}
