"""What decides who may read: the embargoes of an event's documents, and the sessions that a reader takes part in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, func, or_, select, union
from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.agenda.models import ChosenSession, PersonalAgenda
from conference.events.models import Event
from conference.events.ports import Standing
from conference.library.models import Document, Visibility
from conference.library.ports import taking_part
from conference.registration.models import Answer, AnswerChoice, FieldChoice


@dataclass(frozen=True, slots=True)
class Gates:
    """The instants at which embargoes of an event end, in order, and whether a document asks who is in its sessions."""

    instants: Sequence[datetime]
    ask_for_sessions: bool

    def opened_before(self, moment: datetime) -> datetime | None:
        """When an embargo ended last, as seen from a moment."""
        return max((one for one in self.instants if one <= moment), default=None)

    def opens_after(self, moment: datetime) -> datetime | None:
        """When the next one ends."""
        return min((one for one in self.instants if one > moment), default=None)


def gates_of(database: Database, event_id: int) -> Gates:
    """What hangs on the time and on sessions among an event's documents, in one query."""
    asks = Document.visibility == Visibility.SESSIONS
    query = select(Document.embargo_until, asks).where(
        Document.event_id == event_id, or_(Document.embargo_until.is_not(None), asks)
    )
    rows = database.execute(query.distinct()).all()
    return Gates(sorted({until for until, _asks in rows if until is not None}), any(asked for _until, asked in rows))


def next_opening(database: Database, at: datetime) -> datetime | None:
    """When the next embargo ends, at whichever event."""
    return database.scalar(select(func.min(Document.embargo_until)).where(Document.embargo_until > at))


def sessions_of_reader(database: Database, event: Event, account: Account, standing: Standing | None) -> frozenset[int]:
    """The sessions that somebody takes part in, in one query: as the features above know, and as a confirmed
    participant chose them.

    Where the registration form offers a session, only whoever has a place in it counts; a star is free for all.
    """
    queries: list[Select[Any]] = [ask(event, account, standing) for ask in taking_part.all()]
    if standing is not None and standing.is_confirmed:
        queries += [_enrolled(standing.registration_id), _starred(event.id, account.id)]
    found = database.scalars(union(*queries)) if queries else ()
    return frozenset(one for one in found if one is not None)


def _enrolled(registration_id: int) -> Select[int | None]:
    return (
        select(FieldChoice.session_id)
        .join(AnswerChoice, AnswerChoice.choice_id == FieldChoice.id)
        .join(Answer, Answer.id == AnswerChoice.answer_id)
        .where(Answer.registration_id == registration_id, FieldChoice.session_id.is_not(None))
    )


def _starred(event_id: int, account_id: int) -> Select[int]:
    is_offered = exists().where(FieldChoice.session_id == ChosenSession.session_id)
    return (
        select(ChosenSession.session_id)
        .join(PersonalAgenda, PersonalAgenda.id == ChosenSession.personal_agenda_id)
        .where(PersonalAgenda.event_id == event_id, PersonalAgenda.account_id == account_id, ~is_offered)
    )
