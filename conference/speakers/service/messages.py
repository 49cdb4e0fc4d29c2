"""What speakers and organisers write to each other; the other side gets one mail for what is written in one go."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.agenda.models import Speaker
from conference.audit.service import record
from conference.core.clock import now
from conference.events.service import lock as lock_event
from conference.outbox.service import enqueue
from conference.speakers.models import Assistant, SpeakerMessage
from conference.speakers.queries import last_message, last_with_mail, messages_since, unread_messages
from conference.speakers.service.invitations import acted
from conference.speakers.service.telling import tell_organisers

AT_MOST = 10
WITHIN = timedelta(minutes=10)
"""A speaker writes at most so many messages within so long."""
PATIENCE = timedelta(minutes=2)
"""How long a mail waits for what else is written in the same go."""
BURST = timedelta(minutes=10)
"""How long the organisers get no second mail while they have not read what the first was about."""


class TooManyMessages(Exception):
    """The speaker has written AT_MOST messages WITHIN the last minutes."""


def write_to_organisers(database: Database, speaker: Speaker, text: str, *, assistant: Assistant | None = None) -> None:
    """Keep a speaker's message, and tell the organisers by one mail for each burst. Raises TooManyMessages.

    `assistant` is who writes for the speaker.
    """
    lock_event(database, speaker.event_id)
    if len(messages_since(database, speaker.id, now() - WITHIN)) >= AT_MOST:
        raise TooManyMessages(speaker.code)
    told = last_with_mail(database, speaker.id, by_speaker=True)
    message = _keep(database, speaker, text, by_speaker=True, account_id=None)
    if message is None:
        return
    if assistant is not None:
        after = acted(assistant)
        record(database, "write to organisers", speaker, by=None, event_id=speaker.event_id, before={}, after=after)
    is_told = told is not None and told.read_at is None and (told.mail_due_at or now()) > now() - BURST
    if not is_told:
        message.mail_due_at = now() + PATIENCE
        tell_organisers(database, speaker, "speakers.message_to_organisers", {}, due_at=message.mail_due_at)


def write_to_speaker(database: Database, speaker: Speaker, text: str, *, by: Account) -> None:
    """Keep an organiser's answer; a mail brings it in the speaker's language. What they wrote is read now."""
    by_id = by.id
    lock_event(database, speaker.event_id)
    _mark_read(database, speaker)
    told = last_with_mail(database, speaker.id, by_speaker=False)
    message = _keep(database, speaker, text, by_speaker=False, account_id=by_id)
    if message is None:
        return
    record(database, "write to speaker", speaker, by=by_id, event_id=speaker.event_id, before={}, after={})
    is_told = told is not None and (told.mail_due_at or now()) > now()
    if speaker.email and not is_told:
        message.mail_due_at = now() + PATIENCE
        enqueue(
            database,
            "speakers.message_to_speaker",
            {"speaker": speaker.id, "email": speaker.email, "since": message.id},
            recipient=speaker.email,
            event_id=speaker.event_id,
            due_at=message.mail_due_at,
        )


def mark_messages_read(database: Database, speaker: Speaker, *, by: Account) -> None:
    """Say that the organisers have read all that a speaker wrote until now."""
    by_id = by.id
    lock_event(database, speaker.event_id)
    if _mark_read(database, speaker):
        record(database, "read messages", speaker, by=by_id, event_id=speaker.event_id, before={}, after={})


def _mark_read(database: Database, speaker: Speaker) -> bool:
    unread = unread_messages(database, speaker.id)
    for message in unread:
        message.read_at = now()
    return bool(unread)


def _keep(
    database: Database,
    speaker: Speaker,
    text: str,
    *,
    by_speaker: bool,
    account_id: int | None,
) -> SpeakerMessage | None:
    """The message; None where the same words came a moment ago, as a button pressed twice sends them."""
    before = last_message(database, speaker.id, by_speaker=by_speaker)
    twice = before is not None and before.text == text and now() - before.written_at < PATIENCE
    if twice and before is not None and before.account_id == account_id:
        return None
    message = SpeakerMessage(
        speaker_id=speaker.id,
        by_speaker=by_speaker,
        account_id=account_id,
        text=text,
        written_at=now(),
        read_at=None,
        mail_due_at=None,
    )
    database.add(message)
    database.flush()
    return message
