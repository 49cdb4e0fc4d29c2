"""What is held about people at an event, until when, and who took copies of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from conference.accounts.models import Account
from conference.audit.models import AuditEntry
from conference.core.clock import now
from conference.events.models import Event
from conference.outbox.models import Message
from conference.registration.models import (
    Answer,
    Consent,
    Delegation,
    FormField,
    Registration,
    RegistrationInvitation,
    RegistrationRules,
)

EXPORT = "export registrations"
OWN_MESSAGES = "registration."
TRIED_OUT = "registration.mail_test"


@dataclass(frozen=True, slots=True)
class Purpose:
    """How many people agree to one purpose, and how many took it back without agreeing anew."""

    purpose: str
    standing: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class Wording:
    """A sentence that people agreed to, how many agree to it now, and since when it has been read."""

    purpose: str
    wording: str
    version: str
    language_code: str
    standing: int
    first_at: datetime


@dataclass(frozen=True, slots=True)
class Export:
    """A copy that somebody of the team took, with what was recorded about it."""

    entry: AuditEntry
    account: Account | None


def purposes(session: Session, event_id: int) -> Sequence[Purpose]:
    """The purposes that an event asked for, with how many people agree now."""
    given = case((Consent.withdrawn_at.is_(None), Consent.registration_id))
    query = (
        select(Consent.purpose, func.count(given.distinct()), func.count(Consent.registration_id.distinct()))
        .join(Consent.registration)
        .where(Registration.event_id == event_id, Registration.erased_at.is_(None))
        .group_by(Consent.purpose)
        .order_by(Consent.purpose)
    )
    return [Purpose(purpose, standing, ever - standing) for purpose, standing, ever in session.execute(query)]


def wordings(session: Session, event_id: int) -> Sequence[Wording]:
    """Every wording that people of the event agreed to, those that most agree to now first."""
    standing = func.count(case((Consent.withdrawn_at.is_(None), Consent.id)))
    told = (Consent.purpose, Consent.wording, Consent.version, Consent.language_code)
    query = (
        select(*told, standing, func.min(Consent.given_at))
        .join(Consent.registration)
        .where(Registration.event_id == event_id, Registration.erased_at.is_(None))
        .group_by(*told)
        .order_by(Consent.purpose, standing.desc(), Consent.version, Consent.language_code)
    )
    return [Wording(*row) for row in session.execute(query)]


def exports(session: Session, event_id: int, *, since: datetime | None = None, limit: int) -> Sequence[Export]:
    """The copies of an event's registrations that were taken, the newest first."""
    query = (
        select(AuditEntry, Account)
        .outerjoin(Account, Account.id == AuditEntry.account_id)
        .where(AuditEntry.event_id == event_id, AuditEntry.verb == EXPORT)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(limit)
    )
    if since is not None:
        query = query.where(AuditEntry.at >= since)
    return [Export(entry, account) for entry, account in session.execute(query)]


def entries_about(session: Session, registration_id: int) -> Sequence[AuditEntry]:
    """What the record of changes tells about one registration, in the order in which it happened."""
    query = select(AuditEntry).where(AuditEntry.subject == f"registration:{registration_id}")
    return session.scalars(query.order_by(AuditEntry.at, AuditEntry.id)).all()


def messages_about(event_id: int, ids: Collection[int], address_keys: Collection[str]) -> ColumnElement[bool]:
    """Which messages were written about registrations, or to the addresses that are theirs alone.

    Those of other features are about something else, unless they name the registration (news of the agenda).
    """
    number = Message.payload["registration"].as_integer()
    delegation = Message.payload["delegation"].as_string()
    to_them = and_(func.lower(Message.recipient).in_(address_keys), number.is_(None), delegation.is_(None))
    own = and_(Message.kind.startswith(OWN_MESSAGES), to_them)
    return and_(Message.event_id == event_id, or_(number.in_(ids), own))


def messages_about_anybody(event_id: int) -> ColumnElement[bool]:
    """Which messages were written about registrations at an event, or to the people behind them."""
    number = Message.payload["registration"].as_integer()
    return and_(Message.event_id == event_id, or_(Message.kind.startswith(OWN_MESSAGES), number.is_not(None)))


def messages_to(session: Session, registration: Registration) -> Sequence[Message]:
    """What was written to a person about their registration, in order."""
    keys = [] if registration.shares_address else [registration.email_key]
    about = messages_about(registration.event_id, [registration.id], keys)
    # One that an organiser tried out on these data went to the organiser.
    query = select(Message).where(about, Message.kind != TRIED_OUT)
    return session.scalars(query.order_by(Message.created_at, Message.id)).all()


def invitations_of(event_id: int, address_keys: Collection[str]) -> ColumnElement[bool]:
    """Which invitations to register went to addresses."""
    return and_(RegistrationInvitation.event_id == event_id, RegistrationInvitation.email_key.in_(address_keys))


def sensitive_answers(event_id: int) -> ColumnElement[bool]:
    """Which answers of an event are marked sensitive."""
    sensitive = select(FormField.id).where(FormField.event_id == event_id, FormField.is_sensitive)
    return Answer.field_id.in_(sensitive)


def sensitive_due_on(event: Event, rules: RegistrationRules) -> date:
    """The day, in the event's zone, on which sensitive answers are erased."""
    return event.ends_on + timedelta(days=rules.sensitive_days)


def all_due_on(event: Event, rules: RegistrationRules) -> date | None:
    """The day, in the event's zone, on which all personal data are erased; None where they are kept."""
    return None if rules.retention_days is None else event.ends_on + timedelta(days=rules.retention_days)


def today_at(event: Event) -> date:
    return now().astimezone(event.zone_info).date()


def is_held(session: Session, event_id: int) -> bool:
    """Whether a legal hold forbids to erase anything of an event, as the database says now."""
    query = select(RegistrationRules.legal_hold).where(RegistrationRules.event_id == event_id)
    return bool(session.scalar(query))


def is_over(event: Event) -> bool:
    """Whether the event's last day has passed where it takes place."""
    return today_at(event) > event.ends_on


def _over_without_hold() -> ColumnElement[bool]:
    # A day early, for zones ahead of UTC; the day itself is decided in the event's own zone.
    ended = Event.ends_on <= (now() + timedelta(days=1)).date()
    return and_(ended, or_(RegistrationRules.event_id.is_(None), RegistrationRules.legal_hold.is_(False)))


def events_with_sensitive_due(session: Session, *which: ColumnElement[bool]) -> Sequence[int]:
    """Events (`which`, or any) whose sensitive answers should be gone, the oldest first."""
    due = exists().where(Answer.field_id == FormField.id, FormField.event_id == Event.id, FormField.is_sensitive)
    return _due(session, sensitive_due_on, due, *which)


def events_with_all_due(session: Session, *which: ColumnElement[bool]) -> Sequence[int]:
    """Events (`which`, or any) of which nothing personal should be left, the oldest first."""
    people = exists().where(Registration.event_id == Event.id, Registration.erased_at.is_(None))
    invited = exists().where(RegistrationInvitation.event_id == Event.id)
    focal_points = exists().where(Delegation.event_id == Event.id, Delegation.focal_email_key != "")
    return _due(session, all_due_on, or_(people, invited, focal_points), *which)


def _due(
    session: Session, due_on: Callable[[Event, RegistrationRules], date | None], *which: ColumnElement[bool]
) -> Sequence[int]:
    query = (
        select(Event, RegistrationRules)
        .outerjoin(RegistrationRules, RegistrationRules.event_id == Event.id)
        .where(_over_without_hold(), *which)
        .order_by(Event.ends_on, Event.id)
    )
    found = []
    for event, own in session.execute(query):
        day = due_on(event, own or RegistrationRules.usual(event.id))
        if day is not None and day <= today_at(event):
            found.append(event.id)
    return found


def wishes_to_be_erased(session: Session, *which: ColumnElement[bool]) -> Sequence[Registration]:
    """Who asked to be erased while a legal hold forbade it, now that it is lifted; of events (`which`, or any)."""
    query = (
        select(Registration)
        .join(Registration.event)
        .outerjoin(RegistrationRules, RegistrationRules.event_id == Registration.event_id)
        .where(
            Registration.erasure_asked_at.is_not(None),
            Registration.erased_at.is_(None),
            or_(RegistrationRules.event_id.is_(None), RegistrationRules.legal_hold.is_(False)),
            *which,
        )
        .order_by(Registration.event_id, Registration.id)
    )
    return session.scalars(query).all()


def waiting_wishes_count(session: Session, event_id: int) -> int:
    """How many people of an event wait for their erasure."""
    query = select(func.count()).where(
        Registration.event_id == event_id,
        Registration.erasure_asked_at.is_not(None),
        Registration.erased_at.is_(None),
    )
    return session.scalar(query) or 0


def people_left(session: Session, event_id: int, *, at_most: int) -> Sequence[Registration]:
    """Registrations of an event that hold personal data, by id; the columns of an erasure alone matter."""
    query = select(Registration).where(Registration.event_id == event_id, Registration.erased_at.is_(None))
    return session.scalars(query.order_by(Registration.id).limit(at_most)).all()


def erased_count(session: Session, event_id: int) -> int:
    """How many people of an event are erased."""
    query = select(func.count()).where(Registration.event_id == event_id, Registration.erased_at.is_not(None))
    return session.scalar(query) or 0
