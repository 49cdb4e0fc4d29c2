"""Taking over a library that came as a whole: all that was shown, in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.agenda.queries import sessions_of
from conference.audit.service import record
from conference.core import file_types
from conference.core.clock import now
from conference.core.storage import Blob
from conference.core.translated import Edit, Translated
from conference.core.uploads import Received
from conference.events.models import Event
from conference.events.sent_files import end, undecided
from conference.events.service import touch
from conference.library.bringing.comparing import STORED, Difference, Outcome, VersionOutcome, WorkOutcome, compare
from conference.library.bringing.manifest import PUBLISHED, TEXTS, WITHDRAWN, Manifest
from conference.library.models import Document, LanguageVersion, LibraryImport
from conference.library.queries.arrivals import documents_whole
from conference.library.searching.entries import enter
from conference.library.service.acting import account_id
from conference.library.service.documents import change_document, create_document
from conference.library.service.versions import add_revision, publish_revision, withdraw_version

_OF_VERSION = ("responsible_name", "responsible_email", "due_on")


class HasProblems(Exception):
    """Something in the manifest cannot be taken over: nothing of it is."""


def begin_library(
    database: Database, event: Event, *, name: str, manifest: Blob, files: Mapping[str, Received], by: Account | None
) -> LibraryImport:
    """Keep a library whose files are stored already until somebody decides about it."""
    found = LibraryImport(
        event_id=event.id,
        name=name[:255],
        file_sha256=manifest.sha256,
        files={
            path: {
                "sha256": one.blob.sha256,
                "size": one.blob.size,
                "ending": one.file_type.ending,
                "pages": one.pages,
            }
            for path, one in files.items()
        },
        uploaded_at=now(),
        uploaded_by=account_id(by),
    )
    database.add(found)
    database.flush()
    return found


def difference_of(database: Database, event: Event, manifest: Manifest, files: Mapping[str, Any]) -> Difference:
    """What taking a manifest over would do now."""
    documents = {one.symbol: one for one in documents_whole(database, event.id)}
    codes = [one.code for one in sessions_of(database, event.id)]
    return compare(manifest, documents, files=files, sessions=codes)


def take_over(
    database: Database, found: LibraryImport, manifest: Manifest, *, replace: bool, by: Account | None
) -> Difference:
    """Take a library over: what is new, and with `replace` also what contradicts the library here.

    Raises AlreadyDecided and HasProblems.
    """
    event = undecided(database, found)
    difference = difference_of(database, event, manifest, found.files)
    if difference.problems:
        raise HasProblems
    documents = {one.symbol: one for one in documents_whole(database, event.id)}
    for work in difference.works:
        taking = _Taking(database, event, found.files, replace=replace, by=by)
        documents[work.found.symbol] = taking.work(work, documents.get(work.found.symbol))
    for work in difference.works:
        if work.outcome == Outcome.NEW or (replace and "belongs_to" in work.differs):
            _attach(database, documents, work, by)
    told = {str(outcome): difference.count(outcome) for outcome in Outcome}
    record(database, "import library", found, by=account_id(by), event_id=event.id, before={}, after=told)
    found.applied_at = now()
    end(found)
    found.files = {}
    touch(database, event.id)
    return difference


def _attach(database: Database, documents: Mapping[str, Document], work: WorkOutcome, by: Account | None) -> None:
    """Say which document a work belongs to, now that all of them are there."""
    base = documents.get(work.found.facts.get("belongs_to", ""))
    document, by_id = documents[work.found.symbol], account_id(by)
    if base is not None and base is not document:
        document.base_id = base.id
        record(database, "change", document, by=by_id, event_id=document.event_id)
        database.flush()


class _Taking:
    """One work on its way into the library."""

    def __init__(
        self, database: Database, event: Event, files: Mapping[str, Any], *, replace: bool, by: Account | None
    ) -> None:
        self.database, self.event, self.files, self.replace, self.by = database, event, files, replace, by

    def work(self, work: WorkOutcome, document: Document | None) -> Document:
        if document is None:
            document = self._created(work)
            facts = {name: value for name, value in work.found.facts.items() if name != "sessions"}
        else:
            facts = {name: work.found.facts[name] for name in work.differs} if self.replace else {}
        values = {STORED.get(name, name): value for name, value in facts.items() if name != "belongs_to"}
        if values:
            change_document(self.database, document, values=values, edits={}, by=self.by)
        for version in work.versions:
            if version.outcome == Outcome.NEW or (self.replace and version.outcome == Outcome.CONFLICT):
                self._version(document, version)
        return document

    def _created(self, work: WorkOutcome) -> Document:
        texts = {
            name: Translated.of(
                self._source_of(work),
                {one.found.language: one.found.facts[name] for one in work.versions if name in one.found.facts},
                by=account_id(self.by),
            )
            for name in TEXTS
        }
        codes = work.found.facts.get("sessions", ())
        document = create_document(
            self.database,
            self.event,
            symbol=work.found.symbol,
            title=texts["title"],
            summary=texts["summary"],
            sessions=[one for one in sessions_of(self.database, self.event.id) if one.code in codes],
            by=self.by,
        )
        if texts["issued_by"]:
            document.issued_by = texts["issued_by"]
            record(self.database, "change", document, by=account_id(self.by), event_id=self.event.id)
            self.database.flush()
        return document

    def _source_of(self, work: WorkOutcome) -> Any:
        """The language that the others are translations of: the event's, else the first that has a title."""
        titled = [one.found.language for one in work.versions if "title" in one.found.facts]
        return self.event.source if self.event.source in titled or not titled else titled[0]

    def _version(self, document: Document, outcome: VersionOutcome) -> None:
        """Texts that are missing or differ, then the file, then how far the version is."""
        language, facts = outcome.found.language, outcome.found.facts
        edits = {
            name: {language: Edit(facts[name], base=getattr(document, name).base(language))}
            for name in TEXTS
            if name in facts and getattr(document, name).text(language) != facts[name]
        }
        if edits:
            change_document(self.database, document, values={}, edits=edits, by=self.by)
        sent = self.files.get(facts.get("file", ""))
        if sent is not None:
            self._file(document, outcome, sent)
        if any(name in facts for name in ("state", *_OF_VERSION)):
            self._standing(document, outcome)

    def _file(self, document: Document, outcome: VersionOutcome, sent: Mapping[str, Any]) -> None:
        version = document.version_in(outcome.found.language)
        if version is not None and any(one.sha256 == sent["sha256"] for one in version.revisions):
            return
        add_revision(
            self.database,
            document,
            language=outcome.found.language,
            blob=Blob(sent["sha256"], sent["size"]),
            file_type=file_types.ALL[sent["ending"]],
            pages=sent["pages"],
            note=outcome.found.facts.get("note", ""),
            by=self.by,
        )

    def _standing(self, document: Document, outcome: VersionOutcome) -> None:
        language, facts = outcome.found.language, outcome.found.facts
        self.database.refresh(document, ["versions"])
        version = document.version_in(language)
        if version is None:
            version = LanguageVersion(document=document, language_code=language.code)
            self.database.add(version)
            self.database.flush()
        for name in _OF_VERSION:
            if name in facts:
                setattr(version, name, facts[name])
        self._brought_to(version, facts.get("state", ""), facts.get("file", ""))
        record(self.database, "change", version, by=account_id(self.by), event_id=self.event.id)
        self.database.flush()
        enter(self.database, document)

    def _brought_to(self, version: LanguageVersion, state: str, file: str) -> None:
        """Bring a version into the state of its row; what is published is the file that the row names, and no other."""
        if state == PUBLISHED:
            sha256 = self.files[file]["sha256"] if file in self.files else None
            named = next((one for one in version.revisions if one.sha256 == sha256), None)
            current = version.current
            if named is not None and named.published_at is None and (current is None or current.number < named.number):
                publish_revision(self.database, named, by=self.by)
        elif state == WITHDRAWN:
            if version.current is not None:
                withdraw_version(self.database, version, by=self.by)
            version.withdrawn_at = version.withdrawn_at or now()
        elif state and version.current is None and version.stage != state:
            version.stage, version.stage_since = state, now()
