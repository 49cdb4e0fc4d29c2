"""What is done with the files of a document: added, published, withdrawn."""

from __future__ import annotations

from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.audit.service import record
from conference.core.clock import now
from conference.core.file_types import FileType
from conference.core.languages import Language
from conference.core.storage import Blob
from conference.events.service import lock as lock_event
from conference.events.service import touch
from conference.library.models import Document, LanguageVersion, Revision, Stage
from conference.library.searching.entries import enter
from conference.library.service.acting import account_id
from conference.library.service.finding import READ
from conference.library.service.pictures import follow_readers
from conference.outbox.service import enqueue


class FileKnown(Exception):
    """The language version has this very file already, as revision `number`."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NotPossible(Exception):
    """The revision is published already, or the language version has nothing to withdraw."""


class Superseded(NotPossible):
    """Readers have revision `number`, which is newer: an older one never takes its place."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def add_revision(
    session: Database,
    document: Document,
    *,
    language: Language,
    blob: Blob,
    file_type: FileType,
    pages: int | None,
    note: str = "",
    by: Account | None,
) -> Revision:
    """The next revision of a language version, not published yet; the blob is stored already. Raises FileKnown."""
    lock_event(session, document.event_id)
    version = version_for(session, document, language)
    for known in version.revisions:
        if known.sha256 == blob.sha256:
            raise FileKnown(known.number)
    revision = Revision(
        number=version.newest.number + 1 if version.newest else 1,
        sha256=blob.sha256,
        size=blob.size,
        ending=file_type.ending,
        pages=pages,
        note=note,
        uploaded_at=now(),
        uploaded_by=account_id(by),
    )
    for older in version.revisions:
        older.ready_at = None  # there is a newer file: what is ready is looked at anew
    version.revisions.append(revision)
    if version.stage == Stage.AWAITED:
        version.stage, version.stage_since = Stage.DRAFT, revision.uploaded_at
    session.flush()
    record(session, "add", revision, by=account_id(by), event_id=document.event_id, after=_facts(revision))
    enqueue(session, READ, {"revision": revision.id}, recipient="")
    return revision


def publish_revision(session: Database, revision: Revision, *, note: str = "", by: Account | None) -> None:
    """Give a revision to readers, who get the newest that is published: of two people at once, the one who comes
    second with the older file is refused. A `note` replaces the one that the file came with. Raises NotPossible if it
    is published already, and Superseded.
    """
    version, by_id = revision.version, account_id(by)
    document = version.document
    require_publishable(session, revision)
    version.withdrawn_at = None
    session.flush()
    revision.published_at = now()
    revision.note = note or revision.note
    record(session, "publish", revision, by=by_id, event_id=document.event_id)
    enter(session, document)
    follow_readers(session, revision.version)
    touch(session, document.event_id)


def require_publishable(session: Database, revision: Revision) -> None:
    """Lock the event and see whether readers may get a revision. Raises NotPossible and Superseded."""
    version = revision.version
    lock_event(session, version.document.event_id)
    session.refresh(version, ["revisions"])
    for one in version.revisions:
        session.refresh(one)
    if revision.published_at is not None:
        raise NotPossible(revision.number)
    if version.current is not None and version.current.number > revision.number:
        raise Superseded(version.current.number)


def withdraw_version(session: Database, version: LanguageVersion, *, by: Account | None) -> None:
    """Take every revision of a language version from readers; the team keeps them. Raises NotPossible."""
    document = version.document
    lock_event(session, document.event_id)
    session.refresh(version, ["revisions"])
    if not version.published:
        raise NotPossible(version.language_code)
    before = {str(one.number): one.published_at.isoformat() for one in version.published if one.published_at}
    for revision in version.revisions:
        revision.published_at = revision.ready_at = None
    version.withdrawn_at = now()
    record(session, "withdraw", version, by=account_id(by), event_id=document.event_id, before=before, after={})
    enter(session, document)
    follow_readers(session, version)
    touch(session, document.event_id)


def version_for(session: Database, document: Document, language: Language) -> LanguageVersion:
    """The language version as it stands under the event's lock, made if it is missing."""
    session.flush()
    session.refresh(document, ["versions"])
    version = document.version_in(language)
    if version is None:
        version = LanguageVersion(document=document, language_code=language.code)
        session.add(version)
        session.flush()
    session.refresh(version, ["revisions"])
    return version


def _facts(revision: Revision) -> dict[str, object]:
    return {
        "number": revision.number,
        "sha256": revision.sha256,
        "size": revision.size,
        "ending": revision.ending,
        "pages": revision.pages,
        "note": revision.note,
    }
