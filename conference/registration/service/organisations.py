"""Keeping the event's registry of organisations: adding, changing, retiring and deleting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.accounts.models import Account
from conference.audit.service import record
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.translated import Translated
from conference.core.translated_fields import Edits, merge_into
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.registration.models import Organisation
from conference.registration.queries import same_name, uses_of


class OrganisationKnown(Exception):
    """The registry holds an organisation of this name or acronym already."""

    def __init__(self, organisation: Organisation) -> None:
        super().__init__(organisation.id)
        self.is_retired = organisation.retired_at is not None


class OrganisationUsed(Exception):
    """Somebody names the organisation, so that it can be retired but not deleted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOrganisation:
    """An organisation as somebody wrote it down in one line."""

    name: str
    acronym: str = ""


def add_organisation(
    session: Session,
    event: Event,
    *,
    name: Mapping[Language, str],
    acronym: Mapping[Language, str],
    country: str,
    category: str,
    by: Account,
) -> Organisation:
    """Add one to the registry. Raises OrganisationKnown where one of its names is there already."""
    by_id = by.id
    lock_event(session, event.id)
    known = _all(session, event.id)
    for text in name.values():
        if text and (other := same_name(known, text)):
            raise OrganisationKnown(other)
    organisation = Organisation(
        event_id=event.id,
        name=Translated.of(event.source, name, by=by_id),
        acronym=Translated.of(event.source, acronym, by=by_id),
        country=country,
        category=category,
    )
    session.add(organisation)
    record(session, "add organisation", organisation, by=by_id, event_id=event.id)
    return organisation


def named_organisation(session: Session, event: Event, name: str, *, language: Language, by: Account) -> Organisation:
    """The organisation of this name, taken into the registry if it was not there; a retired one is offered again."""
    by_id = by.id
    lock_event(session, event.id)
    known = same_name(_all(session, event.id), name)
    if known is None:
        return add_organisation(session, event, name={language: name}, acronym={}, country="", category="", by=by)
    if known.retired_at is not None:
        known.retired_at = None
        record(session, "restore organisation", known, by=by_id, event_id=event.id)
    return known


def add_organisations(
    session: Session,
    event: Event,
    lines: Sequence[NewOrganisation],
    *,
    language: Language,
    country: str,
    category: str,
    by: Account,
) -> int:
    """Add many at once, named in `language`; those that the registry knows are left as they are. Returns how many."""
    lock_event(session, event.id)
    known, added = _all(session, event.id), 0
    for line in lines:
        if same_name(known, line.name) is not None:
            continue
        organisation = add_organisation(
            session,
            event,
            name={language: line.name},
            acronym={language: line.acronym},
            country=country,
            category=category,
            by=by,
        )
        known.append(organisation)
        added += 1
    return added


def change_organisation(
    session: Session,
    event: Event,
    organisation: Organisation,
    *,
    edits: Mapping[str, Edits],
    values: Mapping[str, Any],
    seen: Mapping[str, str],
    by: Account,
) -> None:
    """Change an organisation. Raises Clashes where somebody changed the same things meanwhile."""
    by_id = by.id
    lock_event(session, event.id)
    session.refresh(organisation)
    merge_into(organisation, edits, source=event.source, by=by_id, values=values, seen=seen)
    if session.is_modified(organisation):
        record(session, "change organisation", organisation, by=by_id, event_id=event.id)


def retire_organisation(session: Session, organisation: Organisation, *, by: Account) -> None:
    """Offer an organisation no longer; whoever named it keeps it."""
    by_id = by.id
    lock_event(session, organisation.event_id)
    session.refresh(organisation)
    if organisation.retired_at is None:
        organisation.retired_at = now()
        record(session, "retire organisation", organisation, by=by_id, event_id=organisation.event_id)


def restore_organisation(session: Session, organisation: Organisation, *, by: Account) -> None:
    """Offer a retired organisation again."""
    by_id = by.id
    lock_event(session, organisation.event_id)
    session.refresh(organisation)
    if organisation.retired_at is not None:
        organisation.retired_at = None
        record(session, "restore organisation", organisation, by=by_id, event_id=organisation.event_id)


def delete_organisation(session: Session, organisation: Organisation, *, by: Account) -> None:
    """Delete an organisation that nobody names. Raises OrganisationUsed."""
    by_id = by.id
    lock_event(session, organisation.event_id)
    session.refresh(organisation)
    if uses_of(session, organisation.event_id).get(organisation.id):
        raise OrganisationUsed(organisation.id)
    before = {"name": organisation.name.to_json(), "acronym": organisation.acronym.to_json()}
    event_id = organisation.event_id
    record(session, "delete organisation", organisation, by=by_id, event_id=event_id, before=before, after={})
    session.delete(organisation)


def _all(session: Session, event_id: int) -> list[Organisation]:
    query = select(Organisation).where(Organisation.event_id == event_id).order_by(Organisation.id)
    return list(session.scalars(query))
