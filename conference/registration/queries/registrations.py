"""Finding registrations, for their owners and for organisers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from conference.accounts.models import Account, email_key
from conference.core.languages import Language
from conference.core.text import sought
from conference.core.tokens import BadToken, read
from conference.events.models import Event
from conference.registration.models import Answer, AnswerChoice, FieldChoice, Registration, RegistrationState

LINK = "registration"


def registration_by_token(session: Session, event: Event, token: str) -> Registration | None:
    """The registration that a personal link opens, unless the link was revoked."""
    try:
        registration_id, secret = read(LINK, token)
    except (BadToken, ValueError, TypeError):
        return None
    query = (
        select(Registration)
        .where(Registration.id == registration_id, Registration.event_id == event.id)
        .options(joinedload(Registration.event))
    )
    found = session.scalar(query)
    is_theirs = found is not None and found.link_secret == secret and found.erased_at is None
    return found if is_theirs else None


def was_erased(session: Session, event: Event, token: str) -> bool:
    """Whether a personal link belonged to somebody whose data are erased by now."""
    try:
        registration_id, _secret = read(LINK, token)
    except (BadToken, ValueError, TypeError):
        return False
    query = select(Registration.erased_at).where(Registration.id == registration_id, Registration.event_id == event.id)
    return session.scalar(query) is not None


def locked_by_email_or_code(session: Session, event_id: int, address: str, code: str) -> Sequence[Registration]:
    """The registration of an address, and whoever has a code, held until the end of the transaction: one query.

    Nominees who share their focal point's address are not found by it.
    """
    has_address = and_(Registration.email_key == email_key(address), Registration.shares_address.is_(False))
    query = select(Registration).where(Registration.event_id == event_id, or_(has_address, Registration.code == code))
    return session.scalars(query.with_for_update()).all()


def registrations_at_address(session: Session, event_id: int, address: str) -> Sequence[Registration]:
    """Everybody who gets their mails at an address: the one who registered with it, and nominees who share it."""
    query = select(Registration).where(
        Registration.event_id == event_id,
        Registration.email_key == email_key(address),
        Registration.erased_at.is_(None),
        or_(
            Registration.shares_address.is_(False),
            Registration.state.not_in((RegistrationState.CANCELLED, RegistrationState.DECLINED)),
        ),
    )
    return session.scalars(query.order_by(Registration.sort_name, Registration.id)).all()


def registration_of_account(session: Session, event_id: int, account: Account) -> Registration | None:
    """The registration of the person whose address the account proved."""
    query = select(Registration).where(
        Registration.event_id == event_id,
        or_(Registration.account_id == account.id, Registration.email_key == account.email_key),
        Registration.shares_address.is_(False),
    )
    return session.scalars(query.order_by(Registration.id)).first()


def registrations_of_account(session: Session, account: Account) -> Sequence[Registration]:
    """All registrations of the person whose address the account proved, the latest event first."""
    query = (
        select(Registration)
        .join(Registration.event)
        .where(or_(Registration.account_id == account.id, Registration.email_key == account.email_key))
        .options(contains_eager(Registration.event))
        .order_by(Event.starts_on.desc(), Registration.id)
    )
    return session.scalars(query).all()


def choosers_of_sessions(
    session: Session, event_id: int, session_ids: Collection[int]
) -> Sequence[tuple[Registration, Collection[int]]]:
    """Who chose some of these sessions on their form, each with the ids of those: nobody declined or cancelled."""
    query = (
        select(Registration, FieldChoice.session_id)
        .join(Answer, Answer.registration_id == Registration.id)
        .join(AnswerChoice, AnswerChoice.answer_id == Answer.id)
        .join(FieldChoice, FieldChoice.id == AnswerChoice.choice_id)
        .where(Registration.event_id == event_id, FieldChoice.session_id.in_(session_ids))
        .order_by(Registration.sort_name, Registration.id)
    )
    found: dict[int, tuple[Registration, set[int]]] = {}
    for one, session_id in session.execute(query):
        if session_id is not None and one.is_active and one.erased_at is None:
            found.setdefault(one.id, (one, set()))[1].add(session_id)
    return list(found.values())


def withdrawn_addresses(event_id: int) -> Select[str]:
    """The case-folded addresses that were declined or cancelled, and belong to nobody who still has a place."""
    gone = Registration.state.in_((RegistrationState.CANCELLED, RegistrationState.DECLINED))
    out = or_(gone, Registration.erasure_asked_at.is_not(None))
    at_event = select(Registration.email_key).where(Registration.event_id == event_id)
    return at_event.where(out, Registration.email_key.not_in(at_event.where(not_(out)).correlate(None)))


def confirmed_count(session: Session, event_id: int) -> int:
    """How many places of an event are taken."""
    query = select(func.count()).where(
        Registration.event_id == event_id, Registration.state == RegistrationState.CONFIRMED
    )
    return session.scalar(query) or 0


def active_count(session: Session, event_id: int, language: Language) -> int:
    """How many people who are neither declined nor cancelled get their mails in a language."""
    query = select(func.count()).where(
        Registration.event_id == event_id,
        Registration.language_code == language.code,
        Registration.erased_at.is_(None),
        Registration.state.not_in((RegistrationState.DECLINED, RegistrationState.CANCELLED)),
    )
    return session.scalar(query) or 0


def counts(session: Session, event_id: int) -> dict[str, int]:
    """How many registrations of an event are in each state, without people who are erased."""
    query = select(Registration.state, func.count()).where(
        Registration.event_id == event_id, Registration.erased_at.is_(None)
    )
    return dict(session.execute(query.group_by(Registration.state)).all())


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list of registrations is narrowed to; what is empty narrows nothing.

    Every word of `words` is found in a name, an organisation, an address or the code.
    """

    words: str = ""
    state: str = ""
    category: str = ""
    country: str = ""


def registrations(
    session: Session, event_id: int, wanted: Filter, *, limit: int, offset: int = 0
) -> Sequence[Registration]:
    """One page of an event's registrations: those on the waiting list in its order, others alphabetically."""
    query = select(Registration).where(*_wanted(event_id, wanted))
    if wanted.state == RegistrationState.WAITLISTED:
        query = query.order_by(func.coalesce(Registration.waits_since, Registration.created_at), Registration.id)
    else:
        query = query.order_by(Registration.sort_name, Registration.id)
    return session.scalars(query.limit(limit).offset(offset)).all()


def registration_ids(session: Session, event_id: int, wanted: Filter) -> Sequence[int]:
    """The ids of all registrations that a filter finds."""
    return session.scalars(select(Registration.id).where(*_wanted(event_id, wanted)).order_by(Registration.id)).all()


def registrations_count(session: Session, event_id: int, wanted: Filter) -> int:
    """How many registrations all pages of `registrations` hold together."""
    return session.scalar(select(func.count(Registration.id)).where(*_wanted(event_id, wanted))) or 0


def registrations_by_id(session: Session, event_id: int, ids: Collection[int]) -> Sequence[Registration]:
    """Some registrations of an event, in alphabetical order; other events’ ids and erased people’s find nobody."""
    query = select(Registration).where(
        Registration.event_id == event_id, Registration.id.in_(ids), Registration.erased_at.is_(None)
    )
    return session.scalars(query.order_by(Registration.sort_name, Registration.id)).all()


def countries_registered(session: Session, event_id: int) -> Sequence[str]:
    """The countries that an event's registrations are from."""
    query = select(Registration.country).where(
        Registration.event_id == event_id, Registration.country != "", Registration.erased_at.is_(None)
    )
    return session.scalars(query.distinct()).all()


def _wanted(event_id: int, wanted: Filter) -> list[ColumnElement[bool]]:
    conditions = [Registration.event_id == event_id, Registration.erased_at.is_(None)]
    for name in ("state", "category", "country"):
        if getattr(wanted, name):
            conditions.append(getattr(Registration, name) == getattr(wanted, name))
    columns = (
        Registration.native_name,
        Registration.latin_name,
        Registration.organisation,
        Registration.email,
        Registration.code,
    )
    for word in sought(wanted.words):
        conditions.append(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    return conditions
