"""Invitations to speakers, what they upload, allow and need, and what they and the organisers write to each other."""

from conference.speakers.models.consent import ConsentKind, SpeakerConsent
from conference.speakers.models.invitation import (
    STANDING,
    Assistant,
    Invitation,
    InvitationState,
    Matter,
    SpeakerList,
    SpeakerReminder,
)
from conference.speakers.models.message import SpeakerMessage
from conference.speakers.models.needs import Computer, Presence, SpeakerNeeds
from conference.speakers.models.photograph import SIDES, Photograph, Square
from conference.speakers.models.slides import Slides, SlidesOpening, SlidesPage, SlidesSettings

__all__ = [
    "SIDES",
    "STANDING",
    "Assistant",
    "Computer",
    "ConsentKind",
    "Invitation",
    "InvitationState",
    "Matter",
    "Photograph",
    "Presence",
    "Slides",
    "SlidesOpening",
    "SlidesPage",
    "SlidesSettings",
    "SpeakerConsent",
    "SpeakerList",
    "SpeakerMessage",
    "SpeakerNeeds",
    "SpeakerReminder",
    "Square",
]
