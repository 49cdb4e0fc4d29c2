"""Invitations to speakers, and the slides and photographs that they upload."""

from conference.speakers.models.invitation import Invitation, InvitationState
from conference.speakers.models.photograph import SIDES, Photograph, Square
from conference.speakers.models.slides import Pictures, Slides, SlidesOpening, SlidesPage, SlidesSettings

__all__ = [
    "SIDES",
    "Invitation",
    "InvitationState",
    "Photograph",
    "Pictures",
    "Slides",
    "SlidesOpening",
    "SlidesPage",
    "SlidesSettings",
    "Square",
]
