"""What is done with files that were brought: kept until somebody says what they are, put in their place, dropped."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.core.clock import now
from conference.core.languages import Language
from conference.core.translated import Edit, Translated
from conference.core.uploads import Received
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.library.models import Arrival, Revision, TextState
from conference.library.models.arrivals import LONGEST_NAME
from conference.library.queries.arrivals import arrival_by_id, documents_by_symbol, unexamined_revisions
from conference.library.service.acting import account_id
from conference.library.service.documents import change_document, create_document
from conference.library.service.finding import READ
from conference.library.service.versions import add_revision
from conference.outbox.service import enqueue

ARRIVED = "library.arrived"
"""The outbox's kind for reading what a file that was brought says of itself."""
KEPT = timedelta(days=14)
"""How long a file waits for somebody to say what it is."""


class ArrivalGone(Exception):
    """Somebody put the file in its place or dropped it, or its time was over."""


class TitleMissing(Exception):
    """A new document needs a title."""


def bring(database: Database, event: Event, received: Received, *, code: str = "", by: Account | None) -> Arrival:
    """A file that is stored already waits from now on; the worker reads what it says of itself.

    `code` is that of the upload in pieces that it came by.
    """
    arrival = Arrival(
        event_id=event.id,
        name=received.name.replace("\\", "/").rpartition("/")[2][:LONGEST_NAME],
        sha256=received.blob.sha256,
        size=received.blob.size,
        ending=received.file_type.ending,
        pages=received.pages,
        has_macros=received.has_macros,
        arrived_at=now(),
        arrived_by=account_id(by),
        upload_code=code or None,
    )
    database.add(arrival)
    database.flush()
    enqueue(database, ARRIVED, {"arrival": arrival.id}, recipient="")
    return arrival


def place(
    database: Database,
    event: Event,
    arrival_id: int,
    *,
    language: Language,
    symbol: str,
    title: str,
    category: str,
    by: Account | None,
) -> Revision:
    """Make a file the next revision of the document with this symbol, or of a new one; readers do not see it yet.

    A document that has no title in the file's language is given this one. Raises ArrivalGone, TitleMissing, FileKnown.
    """
    event = lock_event(database, event.id)
    arrival = arrival_by_id(database, event.id, arrival_id)
    if arrival is None:
        raise ArrivalGone(arrival_id)
    blob, file_type, pages, by_id = arrival.blob, arrival.file_type, arrival.pages, account_id(by)
    document = documents_by_symbol(database, event.id, [symbol]).get(symbol)
    if document is None:
        if not title:
            raise TitleMissing(symbol)
        named = Translated.of(language, {language: title}, by=by_id)
        document = create_document(
            database, event, symbol=symbol, title=named, summary=Translated(), category=category, by=by
        )
    elif title and not document.title.text(language):
        change_document(database, document, values={}, edits={"title": {language: Edit(title, base="")}}, by=by)
    revision = add_revision(database, document, language=language, blob=blob, file_type=file_type, pages=pages, by=by)
    database.execute(delete(Arrival).where(Arrival.id == arrival_id).execution_options(synchronize_session=False))
    return revision


def drop_arrivals(database: Database, event: Event, ids: list[int]) -> int:
    """Let go of files that nobody wants, and say how many; what they were is swept from the store."""
    dropped = database.execute(
        delete(Arrival)
        .where(Arrival.event_id == event.id, Arrival.id.in_(ids))
        .returning(Arrival.id)
        .execution_options(synchronize_session=False)
    )
    return len(dropped.all())


def forget_arrivals(database: Database, event_id: int) -> None:
    """Let go of an event's files whose time is over."""
    old = delete(Arrival).where(Arrival.event_id == event_id, Arrival.arrived_at < now() - KEPT)
    database.execute(old.execution_options(synchronize_session=False))


def examine_later(database: Database, event_id: int) -> None:
    """Have PDFs read once more that nobody has examined; what was read of them is found meanwhile."""
    lock_event(database, event_id)
    for revision in unexamined_revisions(database, event_id):
        revision.text_state = TextState.WAITING
        enqueue(database, READ, {"revision": revision.id}, recipient="")
