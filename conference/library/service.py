"""What is done with documents: created, changed, given files, published, withdrawn."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.agenda.models import Session
from conference.agenda.queries import sessions_of
from conference.audit.service import record
from conference.core.clock import now
from conference.core.file_types import FileType
from conference.core.languages import Language
from conference.core.storage import Blob
from conference.core.translated import Translated
from conference.core.translated_fields import Clashes, Edits, fingerprint, merge_into
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.events.service import touch
from conference.library.models import Document, DocumentCategory, LanguageVersion, Revision, Visibility
from conference.library.queries import last_position, slugs_of, symbol_taken, unread_revisions
from conference.library.searching.entries import enter, enter_all
from conference.outbox.service import enqueue

LONGEST_SLUG = 60
RESERVED_SLUGS = frozenset({"new"})
READ = "library.read"
"""The outbox's kind for reading the text of a file."""
ENTER = "library.enter"
"""The outbox's kind for making an event's documents findable anew."""


class SymbolTaken(Exception):
    """Another document of the event has this symbol."""


class FileKnown(Exception):
    """The language version has this very file already, as revision `number`."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NotPossible(Exception):
    """The revision is published already, or the language version has nothing to withdraw."""


def create_document(
    session: Database,
    event: Event,
    *,
    symbol: str,
    title: Translated,
    summary: Translated,
    category: str = DocumentCategory.OTHER,
    visibility: str = Visibility.PUBLIC,
    sessions: Sequence[Session] = (),
    by: Account | None,
) -> Document:
    """A new document at the end of the list; readers see it once a language is published. Raises SymbolTaken."""
    event, by_id = lock_event(session, event.id), _id(by)
    if symbol_taken(session, event.id, symbol):
        raise SymbolTaken(symbol)
    document = Document(
        event=event,
        symbol=symbol,
        slug=_free_slug(symbol, slugs_of(session, event.id)),
        position=last_position(session, event.id) + 1,
        category=category,
        visibility=visibility,
        title=title,
        summary=summary,
        sessions=list(sessions),
        created_at=now(),
    )
    session.add(document)
    record(session, "create", document, by=by_id, event_id=event.id)
    enter(session, document)
    touch(session, event.id)
    return document


def change_document(
    session: Database,
    document: Document,
    *,
    values: Mapping[str, Any],
    edits: Mapping[str, Edits],
    seen: Mapping[str, str] | None = None,
    by: Account | None,
) -> None:
    """Change a document's facts (symbol, category, visibility, session_codes) and texts; its address stays.

    `seen` is what the form had shown, as for `merge_into`. Raises SymbolTaken and Clashes.
    """
    event, by_id = lock_event(session, document.event_id), _id(by)
    facts = dict(values)
    if "symbol" in facts and symbol_taken(session, event.id, facts["symbol"], but=document.id):
        raise SymbolTaken(facts["symbol"])
    codes = facts.pop("session_codes", None)
    if codes is not None:
        _place(session, document, codes, shown=(seen or {}).get("session_codes"), by=by)
    merge_into(document, edits, source=event.source, by=by_id, values=facts, seen=seen)
    # Before the words are indexed: reading the sessions may flush, and nothing is seen to have changed after that.
    record(session, "change", document, by=by_id, event_id=event.id)
    enter(session, document)
    touch(session, event.id)


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
    version = _version_now(session, document, language)
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
        uploaded_by=_id(by),
    )
    version.revisions.append(revision)
    session.flush()
    record(session, "add", revision, by=_id(by), event_id=document.event_id, after=_facts(revision))
    enqueue(session, READ, {"revision": revision.id}, recipient="")
    return revision


def publish_revision(session: Database, revision: Revision, *, by: Account | None) -> None:
    """Give a revision to readers, who get the newest that is published. Raises NotPossible if it is already."""
    document, by_id = revision.version.document, _id(by)
    lock_event(session, document.event_id)
    session.refresh(revision)
    if revision.published_at is not None:
        raise NotPossible(revision.number)
    revision.published_at = now()
    revision.version.withdrawn_at = None
    record(session, "publish", revision, by=by_id, event_id=document.event_id)
    enter(session, document)
    touch(session, document.event_id)


def withdraw_version(session: Database, version: LanguageVersion, *, by: Account | None) -> None:
    """Take every revision of a language version from readers; the team keeps them. Raises NotPossible."""
    document = version.document
    lock_event(session, document.event_id)
    session.refresh(version, ["revisions"])
    if not version.published:
        raise NotPossible(version.language_code)
    before = {str(one.number): one.published_at.isoformat() for one in version.published if one.published_at}
    for revision in version.revisions:
        revision.published_at = None
    version.withdrawn_at = now()
    record(session, "withdraw", version, by=_id(by), event_id=document.event_id, before=before, after={})
    enter(session, document)
    touch(session, document.event_id)


def _place(
    session: Database, document: Document, codes: Sequence[str], *, shown: str | None, by: Account | None
) -> None:
    """Put a document into the sessions with these codes, unless the form left alone what somebody else changed."""
    stored, wanted = fingerprint(document.session_codes), fingerprint(list(codes))
    if wanted in (stored, shown):
        return
    if shown not in (None, stored):
        raise Clashes({}, {"session_codes": document.session_codes})
    placed = [one for one in sessions_of(session, document.event_id) if one.code in codes]
    before, after = {"sessions": document.session_codes}, {"sessions": [one.code for one in placed]}
    record(session, "place", document, by=_id(by), event_id=document.event_id, before=before, after=after)
    document.sessions[:] = placed


def _version_now(session: Database, document: Document, language: Language) -> LanguageVersion:
    """The language version as it stands under the lock, made if it is missing."""
    session.flush()
    session.refresh(document, ["versions"])
    version = document.version_in(language)
    if version is None:
        version = LanguageVersion(document=document, language_code=language.code)
        session.add(version)
        session.flush()
    session.refresh(version, ["revisions"])
    return version


def enter_later(session: Database, event_id: int) -> None:
    """Let the worker make an event's documents findable by what its newest agenda says."""
    enqueue(session, ENTER, {"event": event_id}, recipient="")


def catch_up(session: Database, event_id: int) -> None:
    """Make findable what is not yet, and have files read that nobody looked at: they were here before search was."""
    lock_event(session, event_id)
    enter_all(session, event_id)
    touch(session, event_id)
    for revision_id in unread_revisions(session, event_id):
        enqueue(session, READ, {"revision": revision_id}, recipient="", deduplication_key=f"{READ}:{revision_id}")


def _free_slug(symbol: str, taken: Iterable[str]) -> str:
    """The symbol as part of an address; a code where nothing of it can be, a number after it where it is taken."""
    decomposed = unicodedata.normalize("NFKD", symbol.casefold())
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in decomposed if unicodedata.category(c) != "Mn")
    base = "-".join(part for part in kept.split("-") if part)[:LONGEST_SLUG].rstrip("-") or "document"
    slug, number, refused = base, 1, RESERVED_SLUGS | set(taken)
    while slug in refused:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _facts(revision: Revision) -> dict[str, object]:
    return {
        "number": revision.number,
        "sha256": revision.sha256,
        "size": revision.size,
        "ending": revision.ending,
        "pages": revision.pages,
        "note": revision.note,
    }


def _id(account: Account | None) -> int | None:
    """Asked for before anything is changed: reading an account may flush, and `record` finds no change after that."""
    return account.id if account is not None else None
