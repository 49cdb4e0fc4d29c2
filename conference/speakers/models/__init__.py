"""Invitations to speakers, and the slides and photographs that they upload."""

from conference.speakers.models.invitation import Invitation, InvitationState
from conference.speakers.models.photograph import Photograph, Square
from conference.speakers.models.slides import Pictures, Slides, SlidesOpening, SlidesPage, SlidesSettings

__all__ = [
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
