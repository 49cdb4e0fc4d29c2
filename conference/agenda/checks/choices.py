"""What people were promised when they chose sessions in the registration form, and what the draft makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from conference.agenda.checks.findings import Check, Finding, SessionNamed
from conference.agenda.models import Session, SessionStatus
from conference.agenda.ports import SessionChoice


def outside_their_choice(sessions: Sequence[Session], choices: Sequence[SessionChoice]) -> Iterator[Finding]:
    """Sessions that no longer fit the choice in which people take them.

    One that is offered and is cancelled or has no hours; one that runs at another time than all the others of a
    choice of which a person takes one; and two that the same people chose, which are now at the same time.
    """
    known = {session.id: session for session in sessions}
    for choice in choices:
        offered = [known[session_id] for session_id in choice.session_ids if session_id in known]
        running = [session for session in offered if _reason(session) is None]
        for session in offered:
            reason = _reason(session)
            if reason:
                yield _finding(choice, (session,), reason=reason)
        if choice.takes_one and len(running) > 1:
            yield from _not_parallel(choice, running)
        yield from _chosen_together(choice, {session.id: session for session in running})


def _reason(session: Session) -> str | None:
    if session.status == SessionStatus.CANCELLED:
        return "cancelled"
    return "unplaced" if session.starts_at is None or session.ends_at is None else None


def _not_parallel(choice: SessionChoice, running: Sequence[Session]) -> Iterator[Finding]:
    for session in running:
        if not any(_overlap(session, other) for other in running if other is not session):
            yield _finding(choice, (session,), reason="not_parallel")


def _chosen_together(choice: SessionChoice, running: Mapping[int, Session]) -> Iterator[Finding]:
    for (first, second), count in choice.together.items():
        if first in running and second in running and _overlap(running[first], running[second]):
            yield _finding(choice, (running[first], running[second]), reason="together", people=count)


def _finding(choice: SessionChoice, sessions: tuple[Session, ...], **told: object) -> Finding:
    named = tuple(SessionNamed.of(session) for session in sessions)
    return Finding(Check.SESSION_CHOICE, named, told={"choice": choice.name, **told})


def _overlap(first: Session, second: Session) -> bool:
    assert first.starts_at is not None
    assert first.ends_at is not None
    assert second.starts_at is not None
    assert second.ends_at is not None
    return first.starts_at < second.ends_at and second.starts_at < first.ends_at
