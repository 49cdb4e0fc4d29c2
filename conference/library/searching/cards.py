"""What the list of an event's documents asks about each, kept in the process until the public revision changes.

Filters, counts and order are worked out from these cards; only the documents of the page that is shown are read whole.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app
from sqlalchemy import exists, select
from sqlalchemy.orm import Session as Database

from conference.core.languages import Language
from conference.events.models import Event
from conference.library.models import Document, DocumentSession, LanguageVersion, Revision, Visibility

EXTENSION = "conference.library.cards"
MOST_EVENTS = 8


@dataclass(frozen=True, slots=True)
class Card:
    """A document that has something published: where it stands in the list, and what it is filtered by."""

    id: int
    category: str
    visibility: str
    languages: frozenset[Language]
    sessions: frozenset[int]


class Cards:
    """The cards of the events that were asked for last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, tuple[int, Sequence[Card]]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, database: Database, event: Event) -> Sequence[Card]:
        """The cards of an event in the order of its library. The event was read first: none is older than it."""
        revision = event.public_revision
        with self._lock:
            known = self._kept.get(event.id)
            if known is not None and known[0] == revision:
                self._kept.move_to_end(event.id)
                return known[1]
        made = _read(database, event.id)
        with self._lock:
            self._kept[event.id] = revision, made
            self._kept.move_to_end(event.id)
            while len(self._kept) > MOST_EVENTS:
                self._kept.popitem(last=False)
        return made


def configure(app: Flask) -> None:
    app.extensions[EXTENSION] = Cards()


def readable(database: Database, event: Event, visible: Collection[Visibility]) -> Sequence[Card]:
    """The cards of the documents that somebody may see, in the order of the library; three queries, or none."""
    cards = cast(Cards, current_app.extensions[EXTENSION]).of(database, event)
    return [card for card in cards if card.visibility in visible]


def _read(database: Database, event_id: int) -> Sequence[Card]:
    languages = _languages(database, event_id)
    sessions = defaultdict[int, set[int]](set)
    placed = select(DocumentSession.document_id, DocumentSession.session_id).join(Document)
    for document_id, session_id in database.execute(placed.where(Document.event_id == event_id)):
        sessions[document_id].add(session_id)
    query = select(Document.id, Document.category, Document.visibility).where(Document.event_id == event_id)
    return [
        Card(id_, category, visibility, frozenset(languages[id_]), frozenset(sessions.get(id_, ())))
        for id_, category, visibility in database.execute(query.order_by(Document.position, Document.id))
        if id_ in languages
    ]


def _languages(database: Database, event_id: int) -> Mapping[int, set[Language]]:
    """Per document the languages in which something is published."""
    published = exists().where(Revision.version_id == LanguageVersion.id, Revision.published_at.is_not(None))
    query = select(LanguageVersion.document_id, LanguageVersion.language_code).join(Document)
    found: dict[int, set[Language]] = defaultdict(set)
    for document_id, code in database.execute(query.where(Document.event_id == event_id, published)):
        found[document_id].add(Language.of(code))
    return found
