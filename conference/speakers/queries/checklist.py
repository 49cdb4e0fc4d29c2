"""What is asked of one speaker, done or not, with its days: `missing_of` as the speaker sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session as Database

from conference.agenda.models import SpeakerInSession
from conference.core.clock import now
from conference.events.models import Event
from conference.registration.queries import is_over
from conference.speakers.models import STANDING, Invitation, SlidesSettings
from conference.speakers.queries.missing import Missing, MissingItem, due_on, missing_of, slides_places
from conference.speakers.queries.slides import Expected


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is asked: until the end of `due_on` in the event's zone, or without a day.

    A step that is closed can be taken no longer, whatever is missing.
    """

    item: MissingItem
    is_done: bool
    due_on: date | None
    is_overdue: bool
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class Checklist:
    """The steps of one speaker; none where nothing is asked, of whoever declined or after the event."""

    steps: Sequence[Step]
    event_is_over: bool

    @property
    def left(self) -> int:
        return sum(not step.is_done and not step.is_closed for step in self.steps)

    @property
    def next(self) -> Missing | None:
        """What is to be done first; None where nothing is left."""
        return next((step.item.what for step in self.steps if not step.is_done and not step.is_closed), None)


def checklist(
    database: Database,
    event: Event,
    invitation: Invitation,
    appearances: Sequence[SpeakerInSession],
    expected: Expected,
) -> Checklist:
    """What is asked of an invited speaker."""
    if invitation.state not in STANDING or is_over(event):
        return Checklist([], is_over(event))
    settings = database.get(SlidesSettings, event.id)
    missing = missing_of(database, event, [invitation.speaker_id])[invitation.speaker_id]
    today = now().astimezone(event.zone_info).date()

    def step(item: MissingItem) -> Step:
        has_day = item.what != Missing.SLIDES or not expected.by_exception
        day, is_done = due_on(settings, item.what) if has_day else None, item not in missing
        is_overdue = not is_done and day is not None and day < today
        is_closed = item.what == Missing.SLIDES and not is_done and not expected.is_open
        return Step(item, is_done, day, is_overdue, is_closed)

    asked = [MissingItem(what) for what in Missing if what != Missing.SLIDES and _is_asked(what, appearances)]
    asked += [MissingItem(Missing.SLIDES, one.session, one.presentation) for one in slides_places(appearances)]
    return Checklist([step(item) for item in asked], event_is_over=False)


def _is_asked(what: Missing, appearances: Sequence[SpeakerInSession]) -> bool:
    """Needs are those of the day: whoever has no session yet is not asked."""
    return what != Missing.NEEDS or bool(appearances)
