"""What speakers ask of the features above them: ears for whether they come and to where, ways into meetings."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy.orm import Session as Database

from conference.agenda.models import Speaker
from conference.agenda.ports import Addressee, Panel
from conference.core.ports import Port
from conference.events.models import Event


class SpeakerListener(Protocol):
    def __call__(self, database: Database, speaker: Speaker) -> None:
        """Called under the event's lock when a speaker answered, or their invitation was withdrawn.

        In the transaction of what happened: enqueue, never send.
        """


class MoveListener(Protocol):
    def __call__(self, database: Database, speaker: Speaker, *, before: Addressee) -> None:
        """Called under the event's lock when a speaker is written to elsewhere than `before`: enqueue, never send."""


@dataclass(frozen=True, slots=True)
class WayIn:
    """A page of ours through which a speaker joins a session's meeting, from `opens_at` on."""

    url: str
    opens_at: datetime
    is_open: bool


class WaysIn(Protocol):
    def __call__(
        self, database: Database, event: Event, token: str, session_ids: Collection[int]
    ) -> Mapping[int, WayIn]:
        """By id, how the speaker whose link has `token` joins those of these sessions that have a meeting to come."""


class SpeakerPanel(Protocol):
    def __call__(self, database: Database, event: Event, speaker: Speaker, token: str) -> Panel | None:
        """A card beneath a speaker's own page, or None; `token` is the one of the link that opened it."""


own_panels: Port[SpeakerPanel] = Port("speakers.own_panels")
has_answered: Port[SpeakerListener] = Port("speakers.has_answered")
has_moved: Port[MoveListener] = Port("speakers.has_moved")
meetings: Port[WaysIn] = Port("speakers.meetings")
