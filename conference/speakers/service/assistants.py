"""Who acts for a speaker: given access by them, with a link that they or an organiser can end."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account, email_key
from conference.audit.service import record, redact, redact_fact
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.tokens import new_secret, sign
from conference.events.service import lock as lock_event
from conference.outbox.models import Message
from conference.outbox.service import enqueue, forget
from conference.speakers.models import Assistant, Invitation
from conference.speakers.queries import (
    ASSISTANTS_LINK,
    assistant_by_address,
    assistants_at,
    assistants_ever,
    nothing_personal_is_kept,
)
from conference.speakers.service.invitations import refresh_standing

MOST = 10
"""How many people a speaker can give access in all: each of them is written to because of what was typed."""


class TooManyAssistants(Exception):
    """The speaker has given access to as many people as can be."""


class OwnAddress(Exception):
    """The address is the speaker's own."""


class AssistsAlready(Exception):
    """Somebody with this address acts for the speaker already."""


class NotAssisting(Exception):
    """The person does not act for the speaker any more."""


def add_assistant(
    database: Database, invitation: Invitation, *, name: str, email: str, language: Language
) -> Assistant:
    """Let somebody act for a speaker: a mail brings them a link of their own to the speaker's page.

    Raises WasWithdrawn, OwnAddress, AssistsAlready and TooManyAssistants.
    """
    speaker = invitation.speaker
    lock_event(database, speaker.event_id)
    refresh_standing(database, invitation)
    key = email_key(email)
    if key == email_key(speaker.email):
        raise OwnAddress(email)
    assistant = assistant_by_address(database, invitation.id, key)
    if assistant is None:
        if assistants_ever(database, invitation.id) >= MOST:
            raise TooManyAssistants(MOST)
        assistant = Assistant(invitation_id=invitation.id, email_key=key)
        database.add(assistant)
    else:
        database.refresh(assistant)
        if assistant.revoked_at is None:
            raise AssistsAlready(email)
    assistant.name, assistant.email, assistant.language_code = name, email, language.code
    assistant.link_secret = new_secret()
    assistant.added_at, assistant.revoked_at = now(), None
    database.flush()
    after = {"speaker": speaker.code, "assistant": name, "email": email}
    record(database, "add assistant", assistant, by=None, event_id=speaker.event_id, before={}, after=after)
    _write_to(database, assistant)
    return assistant


def renew_assistant(database: Database, assistant: Assistant) -> None:
    """Send an assistant a new link; the old one ends. Raises NotAssisting."""
    _lock(database, assistant)
    assistant.link_secret = new_secret()
    database.flush()
    _record(database, "renew link", assistant, by=None)
    _write_to(database, assistant)


def revoke_assistant(database: Database, assistant: Assistant, *, by: Account | None) -> None:
    """End what somebody could do for a speaker; `by` is None for the speaker's own word. Raises NotAssisting."""
    by_id = by.id if by is not None else None
    _lock(database, assistant)
    assistant.revoked_at = now()
    assistant.link_secret = ""
    database.flush()
    _record(database, "revoke assistant", assistant, by=by_id)


def erase_assistants(database: Database, found: Sequence[Assistant]) -> None:
    """Forget who acted for speakers: their access ends, and neither the record nor a mail tells who it was."""
    ids = [one.id for one in found]
    for one in found:
        redact_fact(database, one.invitation.speaker.event_id, "assistant", one.name)
    redact(database, [f"speaker_assistant:{number}" for number in ids])
    forget(database, Message.payload["assistant"].as_integer().in_(ids))
    database.execute(delete(Assistant).where(Assistant.id.in_(ids)).execution_options(synchronize_session=False))


def forget_assistants(database: Database, event_id: int) -> None:
    """Erase the assistants of an event once nothing personal of it is kept: for the hour that is rung."""
    event = lock_event(database, event_id)
    found = assistants_at(database, event_id) if nothing_personal_is_kept(database, event) else []
    if found:
        erase_assistants(database, found)
        told = {"people": len(found)}
        record(database, "erase assistants", event, by=None, event_id=event_id, before={}, after=told)


def assistants_token(assistant: Assistant) -> str:
    """The token of an assistant's link; it is good until `link_secret` changes."""
    return sign(ASSISTANTS_LINK, [assistant.id, assistant.link_secret])


def _lock(database: Database, assistant: Assistant) -> None:
    lock_event(database, assistant.invitation.speaker.event_id)
    database.refresh(assistant)
    if assistant.revoked_at is not None:
        raise NotAssisting(assistant.id)


def _record(database: Database, verb: str, assistant: Assistant, *, by: int | None) -> None:
    speaker = assistant.invitation.speaker
    after = {"speaker": speaker.code, "assistant": assistant.name}
    record(database, verb, assistant, by=by, event_id=speaker.event_id, before={}, after=after)


def _write_to(database: Database, assistant: Assistant) -> None:
    """Enqueue the link of now, which is made when the mail is rendered."""
    enqueue(
        database,
        "speakers.assistant",
        {"assistant": assistant.id, "email": assistant.email},
        recipient=assistant.email,
        event_id=assistant.invitation.speaker.event_id,
    )
