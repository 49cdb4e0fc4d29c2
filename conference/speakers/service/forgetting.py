"""What speakers told us for the event, and who had its files early: forgotten with all else that is personal in it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete
from sqlalchemy.orm import Session as Database

from conference.audit.service import record
from conference.events.service import lock as lock_event
from conference.outbox.models import Message
from conference.outbox.service import forget
from conference.speakers.models import SpeakerMessage, SpeakerNeeds
from conference.speakers.queries import nothing_personal_is_kept, speakers_who_told
from conference.speakers.queries.early_access import ended_early_accesses
from conference.speakers.service.early_access import erase_early_rows


def erase_told(database: Database, speaker_ids: Collection[int]) -> None:
    """Erase what these speakers need and what they and the organisers wrote, with the mails about it."""
    for table in (SpeakerNeeds, SpeakerMessage):
        database.execute(
            delete(table).where(table.speaker_id.in_(speaker_ids)).execution_options(synchronize_session=False)
        )
    about = Message.payload["speaker"].as_integer().in_(speaker_ids)
    forget(database, Message.kind.startswith("speakers.") & about)


def forget_told(database: Database, event_id: int) -> None:
    """Erase what an event's speakers told, and early readers whose access has ended: for the hour that is rung."""
    event = lock_event(database, event_id)
    if not nothing_personal_is_kept(database, event):
        return
    speaker_ids, readers = speakers_who_told(database, event_id), ended_early_accesses(database, event)
    if not speaker_ids and not readers:
        return
    erase_told(database, speaker_ids)
    erase_early_rows(database, readers)
    told = {"people": len(speaker_ids) + len(readers)}
    record(database, "erase what speakers told", event, by=None, event_id=event_id, before={}, after=told)
