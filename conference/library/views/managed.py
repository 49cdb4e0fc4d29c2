"""What the organisers' views have in common: a document of this event, its versions, who may change more than texts."""

from __future__ import annotations

from flask import abort
from sqlalchemy.orm import Session as Database

from conference.events.access import current_event, viewer
from conference.events.models import Role
from conference.events.service import lock as lock_event
from conference.library.access import TEAM
from conference.library.models import Document, LanguageVersion, Revision
from conference.library.queries import document_by_slug
from conference.library.views.blueprint import event_language


def may_write() -> bool:
    return viewer().has(Role.ORGANISER)


def managed_document(session: Database, slug: str) -> Document:
    """The document at an address, whoever may read it. Aborts with 404."""
    found = document_by_slug(session, current_event().id, slug, visible=TEAM)
    return found or abort(404)


def locked_document(session: Database, slug: str) -> Document:
    """As `managed_document`, for changing it: the event first, as everywhere, so that no two locks wait crosswise."""
    lock_event(session, current_event().id)
    return managed_document(session, slug)


def locked_version(session: Database, slug: str, code: str) -> LanguageVersion:
    return locked_document(session, slug).version_in(event_language(code)) or abort(404)


def locked_revision(session: Database, slug: str, code: str, number: int) -> Revision:
    version = locked_version(session, slug, code)
    return next((one for one in version.revisions if one.number == number), None) or abort(404)
