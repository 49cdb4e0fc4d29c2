"""What a document is found by in each language: made anew when it, its files or the published agenda change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session as Database
from sqlalchemy.orm import selectinload, undefer

from conference.agenda.published import PublishedAgenda, PublishedSession
from conference.agenda.queries import latest_version
from conference.core.languages import LANGUAGES, Language
from conference.core.search import Word, words
from conference.library.models import Document, LanguageVersion, Revision, SearchEntry
from conference.library.searching.index import (
    HEAD,
    OFTEN,
    TITLE,
    WRITTEN,
    entry_id,
    event_token,
    remove,
    store,
)

OFTEN_IS = 3
BREAK = "|"
"""Stands between texts that do not follow one another, so that no phrase goes from one into the next."""


def tokens_of_text(pages: Iterable[Sequence[Word]]) -> str:
    """What the text of a file is found by, between spaces, for `Revision.text_tokens`."""
    counts: Counter[str] = Counter()
    written: dict[str, None] = {}
    for page in pages:
        counts.update(token for word in page for token in {word.form.token, word.form.other})
        written |= dict.fromkeys(WRITTEN + word.form.written for word in page)
    often = [OFTEN + token for token, count in counts.items() if count >= OFTEN_IS]
    return " ".join([*counts, *often, *written])


def sequence(page: Sequence[Word]) -> str:
    """The tokens of words in their order, between spaces; where some can be read in two ways, once for each."""
    first, other = [word.form.token for word in page], [word.form.other for word in page]
    return " ".join(first if first == other else [*first, BREAK, *other])


def enter(database: Database, document: Document) -> None:
    """Make a document findable as it stands now, in the transaction that changes it."""
    database.flush()
    enter_all(database, document.event_id, only=[document.id])


def enter_all(database: Database, event_id: int, *, only: Sequence[int] | None = None) -> None:
    """Make the documents of an event findable as they stand and as its agenda is published."""
    query = select(Document).where(Document.event_id == event_id).execution_options(populate_existing=True)
    if only is not None:
        query = query.where(Document.id.in_(only))
    revisions = selectinload(Document.versions).selectinload(LanguageVersion.revisions)
    read = revisions.options(undefer(Revision.text_tokens))
    documents = database.scalars(query.options(read, selectinload(Document.sessions))).all()
    sessions = _published_sessions(database, event_id) if any(one.sessions for one in documents) else {}
    for document in documents:
        database.execute(delete(SearchEntry).where(SearchEntry.document_id == document.id))
        remove(database, [entry_id(document.id, language) for language in LANGUAGES])
        placed = [sessions[one.id] for one in document.sessions if one.id in sessions]
        for language in LANGUAGES:
            _enter_in(database, document, language, placed)


def _enter_in(database: Database, document: Document, language: Language, sessions: Sequence[PublishedSession]) -> None:
    version = document.version_in(language)
    revision = version.current if version else None
    title, summary = document.title.text(language), document.summary.text(language)
    if not (title or summary or revision):
        return
    in_title = [list(words(text, language)) for text in (title, document.symbol) if text]
    in_rest = [list(words(text, language)) for text in [summary, *_of_sessions(sessions, language)] if text]
    tokens = {event_token(document.event_id, language)}
    for word in _all(in_title):
        for token in (word.form.token, word.form.other):
            tokens |= {token, HEAD + token, TITLE + token}
        tokens.add(WRITTEN + word.form.written)
    for word in _all(in_rest):
        tokens |= {token for one in (word.form.token, word.form.other) for token in (one, HEAD + one)}
        tokens.add(WRITTEN + word.form.written)
    if revision is not None:
        tokens.update(revision.text_tokens.split())
    id_ = entry_id(document.id, language)
    head = f" {BREAK} ".join(sequence(part) for part in [*in_title, *in_rest])
    values = {"id": id_, "document_id": document.id, "revision_id": revision.id if revision else None}
    database.execute(insert(SearchEntry).values(**values, head=f" {head} "))
    store(database, id_, tokens)


def _all(parts: Iterable[Sequence[Word]]) -> Iterable[Word]:
    return (word for part in parts for word in part)


def _published_sessions(database: Database, event_id: int) -> Mapping[int, PublishedSession]:
    """What everybody knows: the draft's sessions and speakers are found by nobody."""
    version = latest_version(database, event_id)
    return {one.id: one for one in PublishedAgenda.of(version).sessions} if version else {}


def _of_sessions(sessions: Sequence[PublishedSession], language: Language) -> Iterable[str]:
    """The codes and titles of sessions, and who speaks there; without a name, in which function."""
    for session in sessions:
        yield session.code
        yield session.title.text(language)
        for one in session.everybody:
            person = one.person
            yield from (person.native_name, person.latin_name)
            if not person.name:
                yield person.function.text(language)
