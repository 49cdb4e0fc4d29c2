"""Invitations to speakers, and the slides and photographs that they upload."""

from conference.speakers.models.invitation import (
    STANDING,
    Assistant,
    Invitation,
    InvitationState,
    Matter,
    SpeakerList,
    SpeakerReminder,
)
from conference.speakers.models.photograph import Photograph, Square
from conference.speakers.models.slides import Pictures, Slides, SlidesOpening, SlidesPage, SlidesSettings

__all__ = [
    "STANDING",
    "Assistant",
    "Invitation",
    "InvitationState",
    "Matter",
    "Photograph",
    "Pictures",
    "Slides",
    "SlidesOpening",
    "SlidesPage",
    "SlidesSettings",
    "SpeakerList",
    "SpeakerReminder",
    "Square",
]
