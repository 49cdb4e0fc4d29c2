"""The page of a speaker among the own places of an account whose owner opened its link."""

from __future__ import annotations

from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.audit.service import record
from conference.events.service import lock as lock_event
from conference.speakers.models import Invitation
from conference.speakers.service.invitations import refresh_standing


class ClaimedByAnother(Exception):
    """Another account has this page among its places."""


def claim(database: Database, invitation: Invitation, account: Account) -> None:
    """Add the page to an account's places. Raises ClaimedByAnother and WasWithdrawn."""
    account_id, event_id = account.id, invitation.speaker.event_id
    lock_event(database, event_id)
    refresh_standing(database, invitation)
    if invitation.account_id not in (None, account_id):
        raise ClaimedByAnother(invitation.id)
    if invitation.account_id is None:
        invitation.account_id = account_id
        _record(database, "claim page", invitation, account_id)


def release(database: Database, invitation: Invitation, account: Account) -> None:
    """Take the page from an account's places. Raises ClaimedByAnother and WasWithdrawn."""
    account_id, event_id = account.id, invitation.speaker.event_id
    lock_event(database, event_id)
    refresh_standing(database, invitation)
    if invitation.account_id not in (None, account_id):
        raise ClaimedByAnother(invitation.id)
    if invitation.account_id is not None:
        invitation.account_id = None
        _record(database, "release page", invitation, account_id)


def _record(database: Database, verb: str, invitation: Invitation, account_id: int) -> None:
    database.flush()
    speaker = invitation.speaker
    after = {"speaker": speaker.code}
    record(database, verb, invitation, by=account_id, event_id=speaker.event_id, before={}, after=after)
