"""What links open for readers: the preview of the draft, and an agenda of their own."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import selectinload

from conference.accounts.models import Account
from conference.agenda.models import (
    ChosenSession,
    PersonalAgenda,
)
from conference.agenda.queries.draft import settings_of
from conference.core.tokens import BadToken, read
from conference.events.models import Event

PREVIEW_LINK = "agenda.preview"

MINE = "agenda.mine"
"""What the token of a personal agenda's link is signed for."""


def choices_with_account(
    database: Database, event_id: int, session_ids: Collection[int], *, without: Sequence[Select[str]]
) -> Sequence[tuple[Account, Collection[int]]]:
    """The accounts whose own agenda holds some of these sessions, each with the ids of those.

    Accounts whose case-folded address one of the selects in `without` finds are left out.
    """
    query = (
        select(Account, ChosenSession.session_id)
        .join(PersonalAgenda, PersonalAgenda.account_id == Account.id)
        .join(ChosenSession, ChosenSession.personal_agenda_id == PersonalAgenda.id)
        .where(
            PersonalAgenda.event_id == event_id,
            ChosenSession.session_id.in_(session_ids),
            *(Account.email_key.not_in(keys) for keys in without),
        )
        .order_by(Account.id)
    )
    found: dict[int, tuple[Account, set[int]]] = {}
    for account, session_id in database.execute(query):
        found.setdefault(account.id, (account, set()))[1].add(session_id)
    return list(found.values())


def opens_preview(database: Database, event: Event, token: str) -> bool:
    """Whether a token is the link of now to the preview of this event's draft."""
    try:
        event_id, secret = read(PREVIEW_LINK, token)
    except (BadToken, ValueError, TypeError):
        return False
    settings = settings_of(database, event.id)
    return event_id == event.id and bool(settings.preview_secret) and settings.preview_secret == secret


def personal_agenda_of(database: Database, event_id: int, account_id: int) -> PersonalAgenda | None:
    """What an account chose at an event."""
    query = select(PersonalAgenda).where(PersonalAgenda.event_id == event_id, PersonalAgenda.account_id == account_id)
    return database.scalar(query.options(selectinload(PersonalAgenda.chosen)))


def personal_agenda_by_secret(database: Database, event_id: int, secret: str) -> PersonalAgenda | None:
    """The personal agenda at an event that has this secret."""
    query = select(PersonalAgenda).where(PersonalAgenda.event_id == event_id, PersonalAgenda.secret == secret)
    return database.scalar(query.options(selectinload(PersonalAgenda.chosen)))


def personal_agenda_by_token(database: Database, event_id: int, token: str) -> PersonalAgenda | None:
    """The personal agenda at an event that a link opens."""
    try:
        secret = read(MINE, token)
    except BadToken:
        return None
    return personal_agenda_by_secret(database, event_id, secret)
