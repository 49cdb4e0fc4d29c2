"""Publishing: the draft is frozen as an agenda version, which is what the public reads from then on (design §4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session as Database

from conference.agenda import ics
from conference.agenda.checks import Finding, errors_among, findings_of
from conference.agenda.difference import Change, difference, moved
from conference.agenda.frozen import Data, frozen
from conference.agenda.models import AgendaVersion, Session
from conference.agenda.ports import publication_listeners
from conference.agenda.published import PublishedAgenda
from conference.agenda.queries import latest_version, whole_sessions_of
from conference.audit.service import record
from conference.core.clock import now
from conference.core.translated import Translated
from conference.events.models import Event
from conference.events.service import lock, touch


class NothingToPublish(Exception):
    """The public would see the same as before, or no session has a time yet."""


class HeldBack(Exception):
    """Checks that the event takes for errors found something: the findings."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(", ".join(one.check for one in findings))
        self.findings = findings


def publish_agenda(database: Database, event: Event, *, note: Translated, by: int | None) -> AgendaVersion:
    """Freeze the draft of `event` as its next version, with a note to readers. `by` is an account's id.

    Raises the SEQUENCE of the sessions whose time, place or status changed (RFC 5546 §2.1.4), and tells the
    listeners in the same transaction. Raises NothingToPublish and HeldBack.
    """
    event = lock(database, event.id)
    before = latest_version(database, event.id, with_calendar=True)
    sessions = whole_sessions_of(database, event.id)
    data = frozen(event, sessions)
    changes = difference(before.data if before else None, data)
    if not data["sessions"] or (before is not None and not changes):
        raise NothingToPublish
    errors = errors_among(findings_of(database, event, sessions))
    if errors:
        raise HeldBack(errors)
    by_id = {session.id: session for session in sessions}
    if before is not None:
        _raise_sequences(before.data, data, by_id)
    for one in data["sessions"]:
        by_id[one["id"]].was_published = True
    stamp = now()
    version = AgendaVersion(
        event_id=event.id,
        number=before.number + 1 if before else 1,
        published_at=stamp,
        published_by=by,
        note=note,
        data=data,
        calendar=ics.build(event, PublishedAgenda.read(data), stamp=stamp, before=before.calendar if before else None),
        difference={"changes": changes},
    )
    database.add(version)
    record(
        database,
        "publish agenda",
        version,
        by=by,
        event_id=event.id,
        before={"number": before.number if before else 0},
        after={"number": version.number, "changes": len(changes)},
    )
    touch(database, event.id)
    for tell in publication_listeners.all():
        tell(database, event, version)
    return version


def changes_since_publication(
    event: Event, published: AgendaVersion | None, sessions: Sequence[Session]
) -> list[Change]:
    """What publishing the draft now would change; nothing before the first version."""
    return difference(published.data if published else None, frozen(event, sessions))


def _raise_sequences(before: Data, data: Data, sessions: Mapping[int, Session]) -> None:
    ids = set(moved(before, data))
    for one in data["sessions"]:
        if one["id"] in ids:
            session = sessions[one["id"]]
            session.sequence += 1
            one["sequence"] = session.sequence
