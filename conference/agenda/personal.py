"""A personal agenda set against the published one: what overlaps, what moved since it was chosen, what is off."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from conference.agenda.models import ChosenSession, PersonalAgenda
from conference.agenda.published import PublishedAgenda, PublishedSession


@dataclass(frozen=True, slots=True)
class Chosen:
    """A chosen session as published, with the other chosen ones that run at the same time.

    `before` is how it was when it was chosen, where its hours or its room have changed since.
    """

    session: PublishedSession
    overlaps: tuple[PublishedSession, ...]
    before: ChosenSession | None

    @property
    def has_other_hours(self) -> bool:
        return self.before is not None and _hours(self.before) != _hours(self.session)

    @property
    def has_another_room(self) -> bool:
        return self.before is not None and self.before.room_id != _room_id(self.session)


def chosen_sessions(agenda: PublishedAgenda, personal: PersonalAgenda) -> Sequence[Chosen]:
    """What somebody chose, in the order of the agenda."""
    rows = {row.session_id: row for row in personal.chosen}
    mine = [session for session in agenda.sessions if session.id in rows]
    return [Chosen(one, overlapping(one, mine), _if_moved(rows[one.id], one)) for one in mine]


def overlapping(session: PublishedSession, others: Collection[PublishedSession]) -> tuple[PublishedSession, ...]:
    """The others that run while a session does; what is cancelled overlaps with nothing."""
    return tuple(
        other
        for other in others
        if other.id != session.id
        and not (other.is_cancelled or session.is_cancelled)
        and session.starts_at < other.ends_at
        and other.starts_at < session.ends_at
    )


def _if_moved(row: ChosenSession, session: PublishedSession) -> ChosenSession | None:
    return row if _hours(row) != _hours(session) or row.room_id != _room_id(session) else None


def _hours(one: ChosenSession | PublishedSession) -> tuple[object, object]:
    return one.starts_at, one.ends_at


def _room_id(session: PublishedSession) -> int | None:
    return session.room.id if session.room else None
