"""What speakers tell the organisers that they need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session as Database

from conference.agenda.models import Speaker
from conference.audit.service import record
from conference.core.clock import now
from conference.core.translated_fields import merge_into
from conference.events.service import lock as lock_event
from conference.speakers.models import Assistant
from conference.speakers.queries import needs_of
from conference.speakers.service.invitations import acted


def tell_needs(
    database: Database,
    speaker: Speaker,
    *,
    values: Mapping[str, Any],
    seen: Mapping[str, str],
    assistant: Assistant | None = None,
) -> None:
    """Keep what a speaker needs, merged with what was saved in another tab meanwhile. Raises Clashes.

    `assistant` is who writes for the speaker. The record of changes says that it changed, not to what, for some of it
    is sensitive.
    """
    lock_event(database, speaker.event_id)
    needs = needs_of(database, speaker.id)
    merge_into(needs, {}, source=speaker.language, by=None, values=values, seen=seen)
    needs.told_at = now()
    database.add(needs)
    record(database, "tell needs", speaker, by=None, event_id=speaker.event_id, before={}, after=acted(assistant))
