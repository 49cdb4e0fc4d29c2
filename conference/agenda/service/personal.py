"""Readers' own agendas: beginning one, choosing sessions, keeping the link, taking one over, forgetting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, delete, select
from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.agenda.models import ChosenSession, PersonalAgenda
from conference.agenda.ports import taken_over
from conference.agenda.published import PublishedSession
from conference.agenda.queries import MINE, personal_agenda_of
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.tokens import new_secret, sign
from conference.events.models import Event
from conference.outbox.service import enqueue

LINK_KIND = "agenda.mine_link"
KEPT_AFTER_THE_EVENT = timedelta(days=30)


def token_of(personal: PersonalAgenda) -> str:
    """The token of an agenda's link; it is good until `secret` changes."""
    return sign(MINE, personal.secret)


def personal_agenda(database: Database, personal_id: int) -> PersonalAgenda | None:
    """A personal agenda, locked in the transaction that will change it; None where it was deleted meanwhile."""
    query = select(PersonalAgenda).where(PersonalAgenda.id == personal_id).with_for_update()
    return database.scalar(query.execution_options(populate_existing=True))


def begin(database: Database, event_id: int) -> PersonalAgenda:
    """An agenda for somebody without an account: it belongs to whoever has its link."""
    personal = PersonalAgenda(event_id=event_id, secret=new_secret(), created_at=now(), changed_at=now())
    database.add(personal)
    database.flush()
    return personal


def agenda_of_account(database: Database, event_id: int, account_id: int) -> PersonalAgenda:
    """The account's agenda at an event, begun where there is none: one, also when two requests begin it at once."""
    database.execute(select(Account.id).where(Account.id == account_id).with_for_update())
    personal = personal_agenda_of(database, event_id, account_id)
    if personal is None:
        personal = begin(database, event_id)
        personal.account_id = account_id
    return personal


def choose(database: Database, personal: PersonalAgenda, session: PublishedSession) -> None:
    """Put a session into an agenda with its hours of now; one that is there already stays as it is."""
    _lock(database, personal)
    if any(one.session_id == session.id for one in personal.chosen):
        return
    personal.chosen.append(
        ChosenSession(
            session_id=session.id,
            chosen_at=now(),
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            room_id=session.room.id if session.room else None,
        )
    )
    personal.changed_at = now()


def let_go(database: Database, personal: PersonalAgenda, session_id: int) -> None:
    """Take a session out of an agenda; one that is not there stays away."""
    _lock(database, personal)
    personal.chosen = [one for one in personal.chosen if one.session_id != session_id]
    personal.changed_at = now()


def take_over(database: Database, personal: PersonalAgenda, account_id: int) -> PersonalAgenda:
    """Give an account what was chosen without one, added to what it has. The old link opens nothing any more."""
    own = agenda_of_account(database, personal.event_id, account_id)
    _lock(database, own)
    _lock(database, personal)
    _add(own, personal)
    database.flush()
    for tell in taken_over.all():
        tell(database, personal, own)
    database.delete(personal)
    return own


def join(database: Database, personal: PersonalAgenda, other: PersonalAgenda) -> None:
    """Add what was chosen in another agenda to this one. The other one stays with whoever has its link."""
    for one in sorted((personal, other), key=lambda one: one.id):
        _lock(database, one)
    _add(personal, other)


def forget(database: Database, personal: PersonalAgenda) -> None:
    """Delete an agenda with all that was chosen; its link opens nothing any more."""
    database.delete(personal)


def send_link(database: Database, personal: PersonalAgenda, *, email: str, language: Language) -> None:
    """Mail an agenda's link to the address that its owner typed."""
    enqueue(
        database,
        LINK_KIND,
        {"personal_agenda": personal.id, "email": email, "language": language.code},
        recipient=email,
        event_id=personal.event_id,
    )


def events_with_old_agendas(session: Database) -> Sequence[int]:
    """The events that still have what was chosen without an account and is old by now."""
    found = select(PersonalAgenda.event_id).join(Event, Event.id == PersonalAgenda.event_id)
    over = Event.ends_on < (now() - KEPT_AFTER_THE_EVENT).date()
    return session.scalars(found.where(over, _untouched()).distinct()).all()


def forget_old_agendas(session: Database, event_id: int) -> None:
    """Drop what was chosen at an event without an account, unless somebody still uses it."""
    old = delete(PersonalAgenda).where(PersonalAgenda.event_id == event_id, _untouched())
    session.execute(old.execution_options(synchronize_session=False))


def _untouched() -> ColumnElement[bool]:
    """Agendas without an account that nobody has changed for as long as they are kept."""
    return and_(PersonalAgenda.account_id.is_(None), PersonalAgenda.changed_at < now() - KEPT_AFTER_THE_EVENT)


def _lock(database: Database, personal: PersonalAgenda) -> None:
    """Wait for whoever else is changing the agenda, and read again what it holds."""
    database.flush()
    query = select(PersonalAgenda.id).where(PersonalAgenda.id == personal.id).with_for_update()
    database.execute(query)
    database.refresh(personal, ["chosen"])


def _add(own: PersonalAgenda, other: PersonalAgenda) -> None:
    known = {one.session_id for one in own.chosen}
    for one in other.chosen:
        if one.session_id not in known:
            own.chosen.append(
                ChosenSession(
                    session_id=one.session_id,
                    chosen_at=one.chosen_at,
                    starts_at=one.starts_at,
                    ends_at=one.ends_at,
                    room_id=one.room_id,
                )
            )
    own.changed_at = now()
