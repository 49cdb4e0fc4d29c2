"""What speakers ask of the features above them: ears for whether they come, and where they are written to."""

from __future__ import annotations

from typing import Protocol

from sqlalchemy.orm import Session as Database

from conference.agenda.models import Speaker
from conference.agenda.ports import Addressee
from conference.core.ports import Port


class SpeakerListener(Protocol):
    def __call__(self, database: Database, speaker: Speaker) -> None:
        """Called under the event's lock, in the transaction of what happened: enqueue, never send."""


class MoveListener(Protocol):
    def __call__(self, database: Database, speaker: Speaker, *, before: Addressee) -> None:
        """Called under the event's lock when a speaker is written to elsewhere than `before`: enqueue, never send."""


has_answered: Port[SpeakerListener] = Port("speakers.has_answered")
has_moved: Port[MoveListener] = Port("speakers.has_moved")
