"""The work on language versions: who is responsible, whom a reminder would be written to, what belongs together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import joinedload, selectinload

from conference.agenda.models import Presentation, Session
from conference.core.clock import now
from conference.events.models import Event
from conference.library.models import Document, LanguageVersion
from conference.library.models.standing import ASKED_FOR, Stands, is_overdue, standing_in


class LeftOut(StrEnum):
    """Why nobody is reminded of a version, the first reason that holds."""

    DONE = "done"
    NOBODY = "nobody"
    RECENTLY = "recently"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One language version that somebody could be reminded of; `left_out` is None where somebody is."""

    version: LanguageVersion
    stands: Stands
    is_overdue: bool
    left_out: LeftOut | None

    @property
    def document(self) -> Document:
        return self.version.document


def candidates(
    database: Database, event: Event, version_ids: Collection[int], *, quiet: timedelta
) -> Sequence[Candidate]:
    """These versions as `service.remind` would treat them now, in the order of the library; four queries.

    What was asked for within `quiet` is left out. Ids of other events are passed over.
    """
    query = _versions(event.id).where(LanguageVersion.id.in_(list(version_ids)))
    return [candidate(event, one, quiet=quiet) for one in database.scalars(query)]


def candidate(event: Event, version: LanguageVersion, *, quiet: timedelta) -> Candidate:
    stands = standing_in(event, version.document, version.language)
    is_due = version.language in version.document.languages_due
    reasons = {
        LeftOut.DONE: stands.standing not in ASKED_FOR or not is_due,
        LeftOut.NOBODY: not version.responsible_email,
        LeftOut.RECENTLY: _asked_since(version, now() - quiet),
    }
    left_out = next((one for one, holds in reasons.items() if holds), None)
    return Candidate(version, stands, is_overdue(event, version, stands), left_out)


def _asked_since(version: LanguageVersion, instant: datetime) -> bool:
    return version.reminded_at is not None and version.reminded_at > instant


def versions_with_a_day(database: Database, event_id: int) -> Sequence[LanguageVersion]:
    """The versions of an event that are due on a day and that somebody is responsible for."""
    query = _versions(event_id).where(LanguageVersion.due_on.is_not(None), LanguageVersion.responsible_email != "")
    return database.scalars(query).all()


def versions_by_id(database: Database, ids: Collection[int]) -> Sequence[LanguageVersion]:
    """These versions with their documents, in the order of the library."""
    query = select(LanguageVersion).join(LanguageVersion.document).where(LanguageVersion.id.in_(ids))
    whole = query.options(joinedload(LanguageVersion.document)).order_by(Document.position, LanguageVersion.id)
    return database.scalars(whole).all()


def _versions(event_id: int) -> Select[LanguageVersion]:
    whole = joinedload(LanguageVersion.document).selectinload(Document.versions)
    return (
        select(LanguageVersion)
        .join(LanguageVersion.document)
        .where(Document.event_id == event_id)
        .options(selectinload(LanguageVersion.revisions), whole.selectinload(LanguageVersion.revisions))
        .order_by(Document.position, Document.id, LanguageVersion.language_code)
        .execution_options(populate_existing=True)
    )


def related_ids(database: Database, document: Document) -> Sequence[int]:
    """The ids of the document that this one belongs to, and of those that belong to it."""
    belongs = or_(Document.base_id == document.id, Document.id == document.base_id)
    return database.scalars(select(Document.id).where(belongs)).all()


def presentations_of(database: Database, event_id: int) -> Sequence[Presentation]:
    """The presentations of an event's draft with their sessions, in the order of the agenda."""
    query = select(Presentation).join(Presentation.session).where(Session.event_id == event_id)
    ordered = query.order_by(Session.starts_at.nulls_last(), Session.id, Presentation.position, Presentation.id)
    return database.scalars(ordered.options(joinedload(Presentation.session))).all()
