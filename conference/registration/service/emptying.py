"""What is taken out of the database with a person, in sets of rows; what stays tells of nobody."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import String, cast, delete, func, literal, select, update
from sqlalchemy.orm import Session

from conference.audit.service import redact
from conference.core.clock import now
from conference.events.models import Event
from conference.outbox.service import forget
from conference.registration.models import (
    Answer,
    Consent,
    Delegation,
    ImportState,
    ParticipantImport,
    Registration,
    RegistrationInvitation,
    RegistrationState,
)
from conference.registration.ports import personal_data
from conference.registration.queries import invitations_of, is_over, messages_about, messages_about_anybody
from conference.registration.service.importing import end_import

FINISHED = (ImportState.DONE, ImportState.WITHDRAWN)


def empty(session: Session, event: Event, people: Sequence[Registration]) -> None:
    """Take everything personal out of registrations and of what hangs on them; the caller holds the event's lock.

    Country, category, language and the instant of registering stay for statistics; the words and the instants of
    consents stay as evidence that they were asked for. The state stays a fact once the event is over.
    """
    session.flush()
    ids = [one.id for one in people]
    # An address that several nominees share belongs to their focal point.
    keys = {one.email_key for one in people if not one.shares_address}
    for feature in personal_data.all():
        feature.erase(session, ids)
    forget(session, messages_about(event.id, ids, keys))
    invitations = session.scalars(select(RegistrationInvitation.id).where(invitations_of(event.id, keys))).all()
    redact(
        session,
        [f"registration:{one}" for one in ids] + [f"registration_invitation:{one}" for one in invitations],
    )
    quietly = {"synchronize_session": False}
    session.execute(
        delete(RegistrationInvitation).where(RegistrationInvitation.id.in_(invitations)).execution_options(**quietly)
    )
    session.execute(delete(Answer).where(Answer.registration_id.in_(ids)).execution_options(**quietly))
    session.execute(
        update(Consent)
        .where(Consent.registration_id.in_(ids), Consent.withdrawn_at.is_(None))
        .values(withdrawn_at=now())
        .execution_options(**quietly)
    )
    if not is_over(event):
        active = [one.id for one in people if one.is_active]
        session.execute(
            update(Registration)
            .where(Registration.id.in_(active))
            .values(state=RegistrationState.CANCELLED)
            .execution_options(**quietly)
        )
    number = cast(Registration.id, String)
    session.execute(
        update(Registration)
        .where(Registration.id.in_(ids))
        .values(
            account_id=None,
            code=literal("-") + number,
            link_secret="",
            title="",
            native_name="",
            latin_name="",
            sort_name="",
            email="",
            email_key=literal("erased-") + number,
            shares_address=False,
            organisation="",
            organisation_id=None,
            function="",
            sex="",
            delegation_id=None,
            is_head=False,
            awaits_person=False,
            waits_since=None,
            offer_ends_at=None,
            offers_missed=0,
            correction="",
            corrected_at=None,
            changed_at=now(),
            erasure_asked_at=None,
            erased_at=now(),
        )
        .execution_options(**quietly)
    )
    _empty_imports(session, event.id)
    session.expire_all()


def _empty_imports(session: Session, event_id: int) -> None:
    """Lists of people name those who are erased, and would bring them back: the counts of their reports alone stay."""
    query = select(ParticipantImport).where(ParticipantImport.event_id == event_id).with_for_update()
    for one in session.scalars(query.execution_options(populate_existing=True)):
        if one.state not in FINISHED:
            end_import(one, ImportState.WITHDRAWN)
        one.file_sha256 = one.staged_sha256 = one.file_name = one.error = ""
        one.report = {name: value for name, value in one.report.items() if isinstance(value, int)}
    session.flush()


def empty_what_names_others(session: Session, event_id: int) -> None:
    """Focal points, people who were invited and never came, files of imports, and every mail about any of it."""
    focal = {"focal_name": "", "focal_email": "", "focal_email_key": "", "link_secret": ""}
    letter = {"letter_sha256": "", "letter_name": "", "letter_size": 0, "letter_type": "", "letter_at": None}
    delegations = session.execute(
        update(Delegation)
        .where(Delegation.event_id == event_id)
        .values(**focal, **letter, withdrawn_at=func.coalesce(Delegation.withdrawn_at, now()))
        .returning(Delegation.id)
        .execution_options(synchronize_session=False)
    ).all()
    invited = session.execute(
        delete(RegistrationInvitation)
        .where(RegistrationInvitation.event_id == event_id)
        .returning(RegistrationInvitation.id)
        .execution_options(synchronize_session=False)
    ).all()
    _empty_imports(session, event_id)
    subjects = [f"delegation:{one.id}" for one in delegations]
    subjects += [f"registration_invitation:{one.id}" for one in invited]
    redact(session, subjects)
    forget(session, messages_about_anybody(event_id))
    session.flush()
