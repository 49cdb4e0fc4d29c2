"""Giving languages to readers by the event's rule: each when it is ready, or all together once the last one is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.audit.service import record
from conference.core.clock import now
from conference.core.languages import Language
from conference.library.models import Document, Revision
from conference.library.service.acting import account_id
from conference.library.service.settings import settings_under_lock
from conference.library.service.versions import NotPossible, publish_revision, require_publishable


class NoteMissing(Exception):
    """What readers have is replaced only with a note that tells them what changed."""


@dataclass(frozen=True, slots=True)
class Released:
    """What readers got, and the languages that what is ready still waits for."""

    published: Sequence[Revision]
    waits_for: Sequence[Language]


def release(session: Database, revision: Revision, *, note: str = "", by: Account | None) -> Released:
    """Give a revision to readers by the event's rule. `note` replaces the one that the file came with.

    Where languages are published together it is ready, and published in the transaction in which the last one that is
    due is ready too. Raises NotPossible, Superseded and NoteMissing.
    """
    _require_told(session, revision, note)
    document = revision.version.document
    if not settings_under_lock(session, document.event_id).publishes_together:
        publish_revision(session, revision, note=note, by=by)
        return Released([revision], ())
    by_id = account_id(by)
    revision.ready_at = now()
    revision.note = note or revision.note
    record(session, "mark ready", revision, by=by_id, event_id=document.event_id)
    return publish_what_waits(session, document, by=by)


def release_alone(session: Database, revision: Revision, *, note: str = "", by: Account | None) -> None:
    """Give a revision to readers though others that are due are not ready. Raises as `release`."""
    _require_told(session, revision, note)
    waits_for = [language.code for language in lacking(revision.version.document)]
    event_id = revision.version.document.event_id
    publish_revision(session, revision, note=note, by=by)
    after = {"number": revision.number, "waited_for": waits_for}
    record(session, "publish alone", revision, by=account_id(by), event_id=event_id, before={}, after=after)


def not_ready(session: Database, revision: Revision, *, by: Account | None) -> None:
    """Take back that a revision is ready. Raises NotPossible where it is published, or was not."""
    require_publishable(session, revision)
    if revision.ready_at is None:
        raise NotPossible(revision.number)
    by_id = account_id(by)
    revision.ready_at = None
    record(session, "mark not ready", revision, by=by_id, event_id=revision.version.document.event_id)


def publish_what_waits(session: Database, document: Document, *, by: Account | None) -> Released:
    """Publish what is ready of a document, unless a language that is due has nothing for readers. Under the lock."""
    waits_for = lacking(document)
    if waits_for:
        return Released((), waits_for)
    ready = [version.ready for version in document.versions if version.ready is not None]
    for revision in ready:
        publish_revision(session, revision, by=by)
    return Released(ready, ())


def lacking(document: Document) -> list[Language]:
    """The languages that are due and have nothing ready or published."""
    there = {version.language for version in document.versions if version.ready or version.current}
    return [language for language in document.languages_due if language not in there]


def _require_told(session: Database, revision: Revision, note: str) -> None:
    require_publishable(session, revision)
    if revision.version.current is not None and not (note or revision.note):
        raise NoteMissing(revision.number)
