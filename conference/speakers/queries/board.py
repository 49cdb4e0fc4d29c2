"""The organisers' board: every speaker with what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session as Database

from conference.agenda.models import Speaker, SpeakerInSession
from conference.speakers.models import Invitation, Slides
from conference.speakers.queries.invitations import appearances_of
from conference.speakers.queries.slides import slides_of, with_readers


@dataclass(slots=True)
class Line:
    """One speaker on the organisers' board."""

    speaker: Speaker
    invitation: Invitation | None
    appearances: list[SpeakerInSession] = field(default_factory=list)
    slides: list[tuple[Slides, str]] = field(default_factory=list)

    @property
    def state(self) -> str | None:
        """The invitation's state, or None before it."""
        return self.invitation.state if self.invitation else None

    @property
    def waits_for_publication(self) -> bool:
        """Whether the newest file for one of the speaker's places has not been given to readers."""
        newest: dict[int, str] = {}
        for one, state in self.slides:
            newest.setdefault(one.series, state)
        return "received" in newest.values()


def board(database: Database, event_id: int) -> Sequence[Line]:
    """Every speaker of an event with invitation, appearances and slides, in four queries however many there are."""
    query = (
        select(Speaker, Invitation)
        .outerjoin(Invitation, Invitation.speaker_id == Speaker.id)
        .where(Speaker.event_id == event_id)
        .order_by(Speaker.position, Speaker.id)
    )
    lines = {speaker.id: Line(speaker, invitation) for speaker, invitation in database.execute(query)}
    for appearance in appearances_of(database, lines):
        lines[appearance.speaker_id].appearances.append(appearance)
    listed = slides_of(database, lines)
    given = with_readers(database, listed)
    for one in listed:
        lines[one.speaker_id].slides.append((one, given.state(one)))
    return list(lines.values())
