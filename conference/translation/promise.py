"""What readers are promised: that an event stands in all its languages, as long as it does."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session as Database

from conference.events.models import Event
from conference.library.models import Document
from conference.translation.desk import parity
from conference.translation.queries import rules_of, texts_of
from conference.translation.sources import SOURCES


def is_promised(database: Database, event: Event, documents: Iterable[Document]) -> bool:
    """Whether the event wants it said and it is true: of every text, and of the documents that readers have.

    Two queries, or one where the event makes no promise.
    """
    rules = rules_of(database, event.id)
    if not rules.promises or len(event.languages) < 2:
        return False
    for document in documents:
        if not all(document.is_published_in(language) for language in document.languages_due):
            return False
    texts = texts_of(database, event.id, SOURCES)
    return all(one.complete == one.total for one in parity(texts, event.languages, rules))
