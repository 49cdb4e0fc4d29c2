"""What only the overview and the site map ask."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import aliased

from conference.agenda.models import AgendaVersion, Speaker
from conference.events.models import Event, Publication
from conference.speakers.models import Slides


def waiting_slides_count(database: Database, event_id: int) -> int:
    """How many files of slides wait to be published; one that was replaced before does not."""
    newer = aliased(Slides)
    replaced = exists().where(
        newer.first_id == func.coalesce(Slides.first_id, Slides.id),
        newer.id > Slides.id,
    )
    query = (
        select(func.count())
        .select_from(Slides)
        .join(Slides.speaker)
        .where(Speaker.event_id == event_id, Slides.published_at.is_(None), ~replaced)
    )
    return database.scalar(query) or 0


def newest_agendas(database: Database) -> Mapping[int, AgendaVersion]:
    """The newest agenda version of every published event, by the event's id."""
    newest = (
        select(AgendaVersion.event_id, func.max(AgendaVersion.number).label("number"))
        .group_by(AgendaVersion.event_id)
        .subquery()
    )
    query = (
        select(AgendaVersion)
        .join(newest, and_(AgendaVersion.event_id == newest.c.event_id, AgendaVersion.number == newest.c.number))
        .join(Event, Event.id == AgendaVersion.event_id)
        .where(Event.publication == Publication.PUBLISHED)
    )
    return {version.event_id: version for version in database.scalars(query)}
