"""Invitations to speakers, and the slides that they upload."""

from conference.speakers.models.invitation import Invitation, InvitationState
from conference.speakers.models.slides import Pictures, Slides, SlidesOpening, SlidesPage, SlidesSettings

__all__ = [
    "Invitation",
    "InvitationState",
    "Pictures",
    "Slides",
    "SlidesOpening",
    "SlidesPage",
    "SlidesSettings",
]
