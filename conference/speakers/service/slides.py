"""Slides on their way: received from a speaker, published into the library, withdrawn from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.agenda.models import Session, Speaker, SpeakerInSession
from conference.audit.service import record
from conference.core import file_types
from conference.core.clock import now
from conference.core.file_types import FileType
from conference.core.languages import Language
from conference.core.page_pictures import Pictures
from conference.core.storage import Blob
from conference.core.translated import Translated
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.library import service as library
from conference.library.models import Document, DocumentCategory, Revision
from conference.library.queries import symbol_taken
from conference.outbox.service import enqueue
from conference.speakers.models import Assistant, Slides
from conference.speakers.queries import document_for, slides_expected
from conference.speakers.service.consents import require_slides_consent
from conference.speakers.service.invitations import acted


class NotTheirs(Exception):
    """The speaker has no part in this session or presentation."""


class NotExpected(Exception):
    """The day until which slides could be sent is over, and nobody opened it again for this speaker."""


class AlreadyPublished(Exception):
    """Readers have this file already."""


class NotPublished(Exception):
    """Readers do not have this file."""


DRAW = "speakers.draw_slides"
"""The outbox's kind for drawing the pages of a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A file that arrived whole and is stored. `name` is the speaker's own, at most 300 characters.

    `upload_code` is the upload that it came by, or empty; `assistant` is who sent it for the speaker.
    """

    name: str
    blob: Blob
    file_type: FileType
    pages: int | None
    language: Language
    has_macros: bool = False
    upload_code: str = ""
    assistant: Assistant | None = None


def receive_slides(
    database: Database, speaker: Speaker, sent: Sent, *, session_id: int, presentation_id: int | None
) -> Slides:
    """Keep a speaker's file for one of their places and write them a receipt. Raises NotTheirs and NotExpected."""
    _require_open(database, speaker)
    _require_theirs(database, speaker, session_id=session_id, presentation_id=presentation_id)
    return _keep(database, speaker, sent, session_id=session_id, presentation_id=presentation_id)


def receive_slides_for(
    database: Database, speaker: Speaker, sent: Sent, *, session_id: int, presentation_id: int | None, by: Account
) -> Slides:
    """Keep a file that an organiser sends for a speaker, also after the deadline. Raises NotTheirs."""
    by_id = by.id
    _require_theirs(database, speaker, session_id=session_id, presentation_id=presentation_id)
    return _keep(database, speaker, sent, session_id=session_id, presentation_id=presentation_id, by=by_id)


def _require_theirs(database: Database, speaker: Speaker, *, session_id: int, presentation_id: int | None) -> None:
    theirs = select(SpeakerInSession.id).where(
        SpeakerInSession.speaker_id == speaker.id,
        SpeakerInSession.session_id == session_id,
        SpeakerInSession.presentation_id == presentation_id
        if presentation_id is not None
        else SpeakerInSession.presentation_id.is_(None),
    )
    if database.scalars(theirs.limit(1)).first() is None:
        raise NotTheirs(speaker.code)


def replace_slides(database: Database, replaced: Slides, sent: Sent) -> Slides:
    """Keep a newer file in the place of an older one, which stays as its earlier revision. Raises NotExpected."""
    _require_open(database, replaced.speaker)
    return _replace(database, replaced, sent, by=None)


def replace_slides_for(database: Database, replaced: Slides, sent: Sent, *, by: Account) -> Slides:
    """Keep a newer file that an organiser sends for a speaker, also after the deadline."""
    return _replace(database, replaced, sent, by=by.id)


def _replace(database: Database, replaced: Slides, sent: Sent, *, by: int | None) -> Slides:
    return _keep(
        database,
        replaced.speaker,
        sent,
        session_id=replaced.session_id,
        presentation_id=replaced.presentation_id,
        replaced=replaced,
        by=by,
    )


def _require_open(database: Database, speaker: Speaker) -> None:
    event = database.get_one(Event, speaker.event_id)
    if not slides_expected(database, event, speaker.id).is_open:
        raise NotExpected(speaker.code)


def _keep(
    database: Database,
    speaker: Speaker,
    sent: Sent,
    *,
    session_id: int,
    presentation_id: int | None,
    replaced: Slides | None = None,
    by: int | None = None,
) -> Slides:
    """The row of a file that arrived, with the receipt to the speaker. `by` is the account of who sent it for them."""
    slides = Slides(
        speaker_id=speaker.id,
        session_id=session_id,
        presentation_id=presentation_id,
        document_id=None,
        first_id=replaced.series if replaced is not None else None,
        language_code=sent.language.code,
        name=sent.name,
        sha256=sent.blob.sha256,
        size=sent.blob.size,
        ending=sent.file_type.ending,
        pages=sent.pages,
        has_macros=sent.has_macros,
        pictures=Pictures.WAITING,
        upload_code=sent.upload_code or None,
        received_at=now(),
        published_at=None,
        approved_at=None,
        sent_by=by,
    )
    database.add(slides)
    database.flush()
    after = {"speaker": speaker.code, "name": sent.name, "sha256": sent.blob.sha256, **acted(sent.assistant)}
    verb = "send slides" if by is None else "send slides for speaker"
    record(database, verb, slides, by=by, event_id=speaker.event_id, before={}, after=after)
    enqueue(database, DRAW, {"slides": slides.id}, recipient="")
    if speaker.email:
        _write_receipt(database, slides, speaker, about={})
    if sent.assistant is not None:
        _write_receipt(database, slides, sent.assistant, about={"assistant": sent.assistant.id})
    return slides


def _write_receipt(
    database: Database, slides: Slides, reader: Speaker | Assistant, *, about: Mapping[str, int]
) -> None:
    """Enqueue the receipt for whoever sent a file, or for whom it was sent."""
    enqueue(
        database,
        "speakers.slides_received",
        {"slides": slides.id, "email": reader.email, "language": reader.language_code, **about},
        recipient=reader.email,
        event_id=slides.speaker.event_id,
    )


def publish_slides(database: Database, slides: Slides, *, by: Account | None) -> Document:
    """Give a speaker's file to readers: as the library's document for its place, or a new revision of that.

    The document is made once per presentation, or per speaker of a session, and each language of slides is a language
    version of it; a second file in a language has a document of its own. Raises AlreadyPublished, ConsentRefused and
    ConsentUnknown.
    """
    event = lock_event(database, slides.speaker.event_id)
    database.refresh(slides)
    require_slides_consent(database, slides.speaker_id)
    document = _document(database, event, slides, by=by)
    slides.document_id = document.id
    try:
        revision = library.add_revision(
            database,
            document,
            language=Language.of(slides.language_code),
            blob=Blob(slides.sha256, slides.size),
            file_type=file_types.ALL[slides.ending],
            pages=slides.pages,
            by=by,
        )
    except library.FileKnown as known:
        revision = _revision(document, slides, known.number)
    try:
        library.publish_revision(database, revision, by=by)
    except library.NotPossible:
        raise AlreadyPublished(slides.id) from None
    slides.published_at = now()
    slides.approved_at = slides.approved_at or slides.published_at
    after = {"document": document.symbol, "revision": revision.number}
    record(database, "publish slides", slides, by=_id(by), event_id=event.id, before={}, after=after)
    return document


def withdraw_slides(database: Database, slides: Slides, *, by: Account | None) -> None:
    """Take slides from readers, in their language, with the older revisions; none of them stays approved.

    Raises NotPublished.
    """
    event = lock_event(database, slides.speaker.event_id)
    database.refresh(slides)
    version = slides.document.version_in(Language.of(slides.language_code)) if slides.document else None
    same = (Slides.document_id == slides.document_id, Slides.language_code == slides.language_code)
    newest = database.scalar(select(func.max(Slides.published_at)).where(*same))
    if version is None or slides.published_at is None or slides.published_at != newest:
        raise NotPublished(slides.id)
    try:
        library.withdraw_version(database, version, by=by)
    except library.NotPossible:
        raise NotPublished(slides.id) from None
    for one in database.scalars(select(Slides).where(*same)):
        one.published_at = None
        one.approved_at = None
    record(database, "withdraw slides", slides, by=_id(by), event_id=event.id, before={}, after={})


def _document(database: Database, event: Event, slides: Slides, *, by: Account | None) -> Document:
    """The document of the slides' place, made where there is none yet."""
    if slides.document is not None:
        return slides.document
    known = document_for(database, slides)
    if known is not None:
        return known
    session = slides.session
    document = library.create_document(
        database,
        event,
        symbol=_free_symbol(database, event, session),
        title=slides.title,
        summary=_name(slides.speaker, event),
        category=DocumentCategory.PRESENTATION,
        sessions=[session],
        by=by,
    )
    database.flush()
    return document


def _free_symbol(database: Database, event: Event, session: Session) -> str:
    number = 1
    while symbol_taken(database, event.id, symbol := f"SLIDES/{session.code}/{number}"):
        number += 1
    return symbol


def _name(speaker: Speaker, event: Event) -> Translated:
    """Who speaks, in the script that readers of each language read; empty for a role without a person."""
    return Translated.of(event.source, {language: speaker.name_in(language) for language in event.languages})


def _revision(document: Document, slides: Slides, number: int) -> Revision:
    version = document.version_in(Language.of(slides.language_code))
    assert version is not None
    return next(revision for revision in version.revisions if revision.number == number)


def _id(account: Account | None) -> int | None:
    return account.id if account is not None else None
