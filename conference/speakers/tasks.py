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
from conference.registration.queries import is_over
from conference.speakers import emails
from conference.speakers.models import STANDING, Assistant, Invitation, Matter, Slides
from conference.speakers.pictures import draw_pages
from conference.speakers.queries import (
    Missing,
    answers_from,
    appearances_of,
    asked_now_of,
    asked_of_speakers,
    invitation_of,
    organisers_of,
    unread_messages,
)
from conference.speakers.service import DRAW, assistants_token, own_language, token_of
from conference.speakers.service.reminders import KINDS


def _address(invitation: Invitation, event: Event) -> str:
    return absolute_url(
        "speakers.speak",
        token=token_of(invitation),
        event=event.slug,
        language=own_language(invitation.speaker, event),
    )


def _assistants_address(assistant: Assistant, event: Event) -> str:
    return absolute_url(
        "speakers.speak",
        token=assistants_token(assistant),
        event=event.slug,
        language=assistant.language if assistant.language in event.languages else event.source,
    )


def invitation(payload: Mapping[str, Any]) -> Mail | None:
    """The link of now, and only to the address of now: a link never follows a speaker to one they have left."""
    found = db.session.get(Invitation, payload["invitation"])
    if found is None or found.is_withdrawn or found.speaker.email != payload["email"]:
        return None
    # Mails that waited when this was introduced tell no instant.
    if payload.get("sent_at", found.sent_at.isoformat()) != found.sent_at.isoformat():
        return None
    speaker = found.speaker
    event = db.session.get_one(Event, speaker.event_id)
    appearances = appearances_of(db.session(), [speaker.id])
    return emails.invitation(speaker, event, appearances, recipient=payload["email"], address=_address(found, event))


def reminder(payload: Mapping[str, Any]) -> Mail | None:
    """What is missing now; nobody is reminded of what came meanwhile, or after the event."""
    found = db.session.get(Invitation, payload["invitation"])
    if found is None or found.state not in STANDING or found.speaker.email != payload["email"]:
        return None
    speaker, matter = found.speaker, Matter(payload["matter"])
    event = db.session.get_one(Event, speaker.event_id)
    told, about = _REMINDED[matter]
    missing = asked_now_of(db.session(), event, [speaker.id]).get(speaker.id, [])
    if is_over(event) or not any(item.what in about for item in missing):
        return None
    return emails.reminder(
        speaker,
        event,
        [item for item in missing if item.what in told],
        appearances_of(db.session(), [speaker.id]),
        matter=matter,
        settings=asked_of_speakers(db.session(), event.id),
        recipient=payload["email"],
        address=_address(found, event),
    )


# What a reminder tells, and what of it must still be missing for it to go.
_REMINDED: Mapping[Matter, tuple[frozenset[Missing], frozenset[Missing]]] = {
    Matter.ANSWER: (frozenset({Missing.ANSWER}), frozenset({Missing.ANSWER})),
    Matter.SLIDES: (frozenset({Missing.ANSWER, Missing.SLIDES}), frozenset({Missing.SLIDES})),
    Matter.BY_HAND: (frozenset(Missing), frozenset(Missing)),
}


def assistant(payload: Mapping[str, Any]) -> Mail | None:
    found = _assistant(payload)
    if found is None:
        return None
    event = db.session.get_one(Event, found.invitation.speaker.event_id)
    return emails.assistant(found, event, recipient=payload["email"], address=_assistants_address(found, event))


def _assistant(payload: Mapping[str, Any]) -> Assistant | None:
    """Whoever acts for a speaker still, at the address that the mail was meant for."""
    found = db.session.get(Assistant, payload["assistant"])
    if found is None or found.revoked_at is not None or found.email != payload["email"]:
        return None
    return found


def slides_received(payload: Mapping[str, Any]) -> Mail | None:
    """The receipt for the speaker, or for the assistant who sent the file."""
    slides = db.session.get(Slides, payload["slides"])
    if slides is None:
        return None
    event = db.session.get_one(Event, slides.speaker.event_id)
    by = db.session.get(Account, slides.sent_by) if slides.sent_by else None
    if "assistant" in payload:
        sender = _assistant(payload)
        if sender is None:
            return None
        address: str | None = _assistants_address(sender, event)
    elif slides.speaker.email == payload["email"]:
        found = invitation_of(db.session(), slides.speaker_id)
        address = _address(found, event) if found is not None and not found.is_withdrawn else None
    else:
        return None
    return emails.slides_received(
        slides,
        event,
        recipient=payload["email"],
        language=Language.of(payload["language"]),
        address=address,
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
    address = f"{_address(found, event)}#messages" if found is not None and not found.is_withdrawn else None
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
    **dict.fromkeys(KINDS.values(), reminder),
    "speakers.assistant": assistant,
    "speakers.invitation": invitation,
    "speakers.slides_received": slides_received,
    "speakers.message_to_organisers": message_to_organisers,
    "speakers.message_to_speaker": message_to_speaker,
    "speakers.consent_withdrawn": consent_withdrawn,
}
