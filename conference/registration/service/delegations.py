"""Inviting an organisation's focal point, and what organisers do with the delegation. Links stay out of the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.accounts.models import Account, email_key
from conference.audit.service import record
from conference.core.clock import now
from conference.core.file_types import FileType
from conference.core.languages import Language
from conference.core.storage import Blob
from conference.core.tokens import new_secret, sign
from conference.core.translated_fields import merge_into
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.outbox.service import enqueue
from conference.registration.models import Category, Delegation, Organisation
from conference.registration.queries import DELEGATION_LINK, delegation_of_organisation

ILO_RULE = {"government": 2, "employers": 1, "workers": 1}
"""Who a member State sends to the International Labour Conference (ILO Constitution, article 3)."""

OF_INVITATION = ("focal_name", "focal_email", "language_code", "closes_at")
OF_DELEGATION = (*OF_INVITATION, *(f"quota_{category}" for category in Category))


class DelegationKnown(Exception):
    """The organisation sends a delegation already: its id."""

    def __init__(self, delegation_id: int) -> None:
        super().__init__(delegation_id)
        self.delegation_id = delegation_id


class DelegationWithdrawn(Exception):
    """The delegation was withdrawn: only a new link brings it back."""


class DelegationClosed(Exception):
    """Nominations are closed, or the delegation was withdrawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DelegationTerms:
    """Whom an invitation goes to, what the delegation may hold, and until when (an instant, or None)."""

    focal_name: str
    focal_email: str
    language: Language
    quotas: Mapping[str, int]
    closes_at: datetime | None


class DelegationSheet:
    """A delegation as its form shows it: flat, each category's number by itself, by the names in `OF_DELEGATION`.

    So two editors meet only in what both of them changed.
    """

    def __init__(self, delegation: Delegation) -> None:
        for name in OF_INVITATION:
            setattr(self, name, getattr(delegation, name))
        for category in Category:
            setattr(self, f"quota_{category}", delegation.quotas.get(category))

    def apply_to(self, delegation: Delegation) -> None:
        """Set what differs, and nothing else, so that the record tells of no more than was changed."""
        numbers = {category.value: getattr(self, f"quota_{category}") for category in Category}
        values = {name: getattr(self, name) for name in OF_INVITATION}
        values["quotas"] = {category: number for category, number in numbers.items() if number is not None}
        values["focal_email_key"] = email_key(values["focal_email"])
        for name, value in values.items():
            if value != getattr(delegation, name):
                setattr(delegation, name, value)


def is_open(delegation: Delegation) -> bool:
    """Whether the focal point may still change something."""
    return delegation.withdrawn_at is None and (delegation.closes_at is None or now() < delegation.closes_at)


def invite_delegation(
    session: Session, event: Event, organisation: Organisation, invited: DelegationTerms, *, by: Account
) -> Delegation:
    """Invite the focal point of an organisation: a mail brings them their link. Raises DelegationKnown."""
    by_id = by.id
    lock_event(session, event.id)
    known = delegation_of_organisation(session, event.id, organisation.id)
    if known is not None:
        raise DelegationKnown(known.id)
    delegation = Delegation(
        event_id=event.id,
        organisation_id=organisation.id,
        focal_name=invited.focal_name,
        focal_email=invited.focal_email,
        focal_email_key=email_key(invited.focal_email),
        language_code=invited.language.code,
        link_secret=new_secret(),
        quotas=dict(invited.quotas),
        closes_at=invited.closes_at,
        created_at=now(),
    )
    session.add(delegation)
    session.flush()
    after = {"focal_name": invited.focal_name, "email": invited.focal_email, "quotas": dict(invited.quotas)}
    record(session, "invite delegation", delegation, by=by_id, event_id=event.id, before={}, after=after)
    _write_to(session, delegation)
    return delegation


def change_delegation(
    session: Session, delegation: Delegation, *, values: Mapping[str, Any], seen: Mapping[str, str], by: Account
) -> bool:
    """Change whom we write to, the quotas and the closing; True where a new link went to another address.

    `values` by the names of `DelegationSheet`, `seen` as in `merge_into`. The link that went to the old address then
    ends. Raises Clashes where somebody changed the same things meanwhile.
    """
    by_id = by.id
    event = lock_event(session, delegation.event_id)
    held(session, delegation)
    before, sheet = delegation.focal_email_key, DelegationSheet(delegation)
    merge_into(sheet, {}, source=event.source, by=by_id, values=values, seen=seen)
    sheet.apply_to(delegation)
    moved = delegation.focal_email_key != before
    if session.is_modified(delegation):
        record(session, "change delegation", delegation, by=by_id, event_id=event.id)
    if moved and delegation.withdrawn_at is None:
        delegation.link_secret = new_secret()
        _write_to(session, delegation)
    return moved and delegation.withdrawn_at is None


def renew_delegation(session: Session, delegation: Delegation, *, by: Account) -> None:
    """Send the focal point a new link; every older one ends. A delegation that was withdrawn comes back by it.

    Raises DelegationKnown where the organisation was invited anew meanwhile.
    """
    by_id = by.id
    lock_event(session, delegation.event_id)
    held(session, delegation)
    other = delegation_of_organisation(session, delegation.event_id, delegation.organisation_id)
    if other is not None and other.id != delegation.id:
        raise DelegationKnown(other.id)
    delegation.link_secret = new_secret()
    delegation.withdrawn_at = None
    _record(session, "renew link", delegation, by_id)
    _write_to(session, delegation)


def resend_delegation(session: Session, delegation: Delegation, *, by: Account) -> None:
    """Send the same link once more. Raises DelegationWithdrawn."""
    by_id = by.id
    lock_event(session, delegation.event_id)
    held(session, delegation)
    if delegation.withdrawn_at is not None:
        raise DelegationWithdrawn(delegation.id)
    _record(session, "resend link", delegation, by_id)
    _write_to(session, delegation)


def withdraw_delegation(session: Session, delegation: Delegation, *, by: Account) -> None:
    """Take the invitation back: its link ends. People who were nominated stay, for the organisers to decide."""
    by_id = by.id
    lock_event(session, delegation.event_id)
    held(session, delegation)
    if delegation.withdrawn_at is not None:
        return
    delegation.withdrawn_at = now()
    delegation.link_secret = new_secret()
    _record(session, "withdraw delegation", delegation, by_id)


def keep_letter(session: Session, delegation: Delegation, *, name: str, blob: Blob, file_type: FileType) -> None:
    """Keep the note verbale or letter of nomination; one that was there is replaced. Raises DelegationClosed."""
    lock_event(session, delegation.event_id)
    held(session, delegation)
    if not is_open(delegation):
        raise DelegationClosed(delegation.id)
    before = {"name": delegation.letter_name} if delegation.letter_at else {}
    delegation.letter_sha256, delegation.letter_size = blob.sha256, blob.size
    delegation.letter_name, delegation.letter_type = name, file_type.ending
    delegation.letter_at = now()
    after = {"name": name}
    event_id = delegation.event_id
    record(session, "send letter", delegation, by=None, event_id=event_id, before=before, after=after)


def delegation_token(delegation: Delegation) -> str:
    """The token of the focal point's link; it is good until `link_secret` changes."""
    return sign(DELEGATION_LINK, [delegation.id, delegation.link_secret])


def held(session: Session, delegation: Delegation) -> None:
    """Read a delegation again and hold it; the caller holds the event's lock."""
    query = select(Delegation).where(Delegation.id == delegation.id).with_for_update(of=Delegation)
    session.execute(query.execution_options(populate_existing=True)).scalar_one()


def _record(session: Session, verb: str, delegation: Delegation, by: int) -> None:
    record(session, verb, delegation, by=by, event_id=delegation.event_id, before={}, after={})


def _write_to(session: Session, delegation: Delegation) -> None:
    """Enqueue the invitation for the address of now; the link is made when the mail is rendered."""
    delegation.invited_at = now()
    enqueue(
        session,
        "registration.delegation_invited",
        {"delegation": delegation.id, "email": delegation.focal_email},
        recipient=delegation.focal_email,
        event_id=delegation.event_id,
    )
