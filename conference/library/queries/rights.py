"""What decides who may read: the embargoes of an event's documents, and the sessions that a reader takes part in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, select, union
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
    """When an embargo ended last and when the next one ends, and whether any document asks who is in its sessions."""

    opened_at: datetime | None
    opens_at: datetime | None
    ask_for_sessions: bool


def gates_of(database: Database, event_id: int, at: datetime) -> Gates:
    """What hangs on the time and on sessions among an event's documents, in one query."""
    asks = func.max(case((Document.visibility == Visibility.SESSIONS, 1), else_=0))
    query = select(*_openings(at), asks).where(Document.event_id == event_id)
    opened_at, opens_at, ask_for_sessions = database.execute(query).one()
    return Gates(opened_at, opens_at, bool(ask_for_sessions))


def next_opening(database: Database, at: datetime) -> datetime | None:
    """When the next embargo ends, at whichever event."""
    return database.scalar(select(_openings(at)[1]))


def _openings(at: datetime) -> tuple[ColumnElement[datetime | None], ColumnElement[datetime | None]]:
    until = Document.embargo_until
    return func.max(case((until <= at, until))), func.min(case((until > at, until)))


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
