"""Reading the text of a file that was uploaded: outside any transaction, then into the rows that search asks."""

from __future__ import annotations

from sqlalchemy import delete

from conference.core.database import db, write
from conference.core.document_text import READ, NotRead, OpensWithPassword, Text, read_text
from conference.core.file_types import FileType
from conference.core.languages import Language
from conference.core.search import words
from conference.core.storage import BlobMissing, opened
from conference.events.service import lock as lock_event
from conference.events.service import touch
from conference.library.models import PageText, Revision, TextState
from conference.library.searching.entries import enter, sequence, tokens_of_text


def read_revision(revision_id: int) -> None:
    """Read a file's text, unless that is done; one that cannot be read says so and is as good as before."""
    revision = db.session.get(Revision, revision_id)
    if revision is None or revision.text_state != TextState.WAITING:
        return
    sha256, file_type, language = revision.sha256, revision.file_type, revision.version.language
    event_id = revision.version.document.event_id
    db.session.rollback()
    text, state = text_of(sha256, file_type)
    pages, tokens = _pages(revision_id, text, language)
    with write() as database:
        lock_event(database, event_id)
        found = database.get(Revision, revision_id)
        if found is None or found.text_state != TextState.WAITING:
            return
        database.execute(delete(PageText).where(PageText.revision_id == revision_id))
        database.add_all(pages)
        found.text_state, found.attachments, found.text_tokens = state, text.attachments, tokens
        found.examined = dict(text.examined)
        if found.version.current is found:
            enter(database, found.version.document)
            touch(database, event_id)


def text_of(sha256: str, file_type: FileType) -> tuple[Text, TextState]:
    """What a stored file says, and what is known of it; read outside any transaction."""
    if file_type not in READ:
        return Text([]), TextState.UNREAD
    try:
        with opened(sha256) as file:
            text = read_text(file, file_type)
    except OpensWithPassword:
        return Text([]), TextState.PROTECTED
    except (NotRead, BlobMissing):
        return Text([]), TextState.FAILED
    return text, TextState.NONE if text.is_empty else TextState.READ


def _pages(revision_id: int, text: Text, language: Language) -> tuple[list[PageText], str]:
    """The rows of the pages that hold words, and what all of them are found by."""
    read = [list(words(page, language)) for page in text.pages]
    rows = [
        PageText(
            revision_id=revision_id,
            number=number,
            text=page,
            tokens=f" {sequence(found)} ",
        )
        for number, (page, found) in enumerate(zip(text.pages, read, strict=True), start=1)
        if found
    ]
    return rows, tokens_of_text(read)
