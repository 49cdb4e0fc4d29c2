"""What speakers say about themselves, merged with what organisers and translators write meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session as Database

from conference.agenda.models import Speaker
from conference.audit.service import record
from conference.core.languages import Language
from conference.core.translated_fields import Clashes, Edits, merge_into
from conference.events.service import lock as lock_event
from conference.speakers.models import Assistant
from conference.speakers.queries.missing import own_language
from conference.speakers.service.invitations import acted


def change_profile(
    database: Database,
    speaker: Speaker,
    *,
    edits: Mapping[str, Edits],
    values: Mapping[str, str],
    seen: Mapping[str, str],
    assistant: Assistant | None = None,
) -> None:
    """Change a speaker's own profile; readers see it with the next published agenda. Raises Clashes.

    A text that the speaker begins has their language as its source; one that others began keeps its own. `assistant`
    is who writes for the speaker.
    """
    event = lock_event(database, speaker.event_id)
    database.refresh(speaker)
    clashes: dict[str, dict[Language, str]] = {}
    stale: dict[str, Any] = {}
    for name, edit in edits.items():
        source = getattr(speaker, name).source or own_language(speaker, event)
        try:
            merge_into(speaker, {name: edit}, source=source, by=None)
        except Clashes as clash:
            clashes |= clash.fields
    try:
        merge_into(speaker, {}, source=event.source, by=None, values=values, seen=seen)
    except Clashes as clash:
        stale = clash.values
    if clashes or stale:
        raise Clashes(clashes, stale)
    if database.is_modified(speaker):
        record(database, "change own profile", speaker, by=None, event_id=event.id, beside=acted(assistant))
