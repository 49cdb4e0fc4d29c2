"""Speakers who have done what is asked of them, but for what a test is about."""

from __future__ import annotations

from conference.core.clock import now
from conference.speakers.models import ConsentKind, SpeakerConsent, SpeakerNeeds
from tests.made.photographs import give_photograph
from tests.world import World


def has_told(world: World, speaker_id: int) -> None:
    """Their photograph is here, what we may publish and record is answered, and what they need is told."""
    give_photograph(world, speaker_id)
    with world.writing() as database:
        database.add_all(
            SpeakerConsent(speaker_id=speaker_id, kind=kind, is_given=True, answered_at=now()) for kind in ConsentKind
        )
        database.add(SpeakerNeeds(speaker_id=speaker_id, told_at=now()))
