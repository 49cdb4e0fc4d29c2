"""What the list of an event's documents asks about each, kept in the process until the public revision changes.

Filters, counts and order are worked out from these cards; only the documents of the page that is shown are read whole.
"""

from __future__ import annotations

import threading
from array import array
from collections import OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app
from sqlalchemy import exists, select
from sqlalchemy.orm import Session as Database

from conference.core.clock import now
from conference.core.languages import Language
from conference.events.models import Event
from conference.library.access import Limits, Rights
from conference.library.models import Document, DocumentSession, LanguageVersion, Revision
from conference.library.queries.settings import Category, categories_of
from conference.library.searching.finding import Found, find

EXTENSION = "conference.library.cards"
MOST_EVENTS = 8
MOST_SHELVES = 32
MOST_SEARCHES = 200


@dataclass(frozen=True, slots=True)
class Traits:
    """What a document is filtered by. Many documents share theirs, which are counted once for all of them."""

    category: str
    languages: frozenset[Language]
    sessions: frozenset[int]


@dataclass(frozen=True, slots=True)
class Card:
    """A document that has something published."""

    id: int
    limits: Limits
    traits: Traits


class Shelf:
    """The cards that some readers may see, in the order of the library, and where each stands in it.

    `known_categories` are all that the event has, `categories` the codes of those that these documents are of.
    What was found for them lately is kept here: it goes with the shelf when anything changes.
    """

    def __init__(self, cards: Sequence[Card], known_categories: Sequence[Category]) -> None:
        self.cards = cards
        self.known_categories = known_categories
        self.by_id = {card.id: card for card in cards}
        self.place = {card.id: number for number, card in enumerate(cards)}
        self.sessions = frozenset(session for card in cards for session in card.traits.sessions)
        self.categories = frozenset(card.traits.category for card in cards)
        self._found: OrderedDict[tuple[str, Language], Found] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, database: Database, event: Event, typed: str, language: Language) -> Found:
        """What was typed on a page of `language`, sought among these documents."""
        with self._lock:
            known = self._found.get((typed, language))
        if known is not None:
            return known
        found = find(database, event.id, typed, language=language, languages=event.languages, place=self.place)
        kept = Found(array("q", found.entries), found.sought)
        with self._lock:
            self._found[typed, language] = kept
            while len(self._found) > MOST_SEARCHES:
                self._found.popitem(last=False)
        return kept


class _OfEvent:
    """The cards of an event as they were at a public revision, and the shelves made of them; held by one lock."""

    def __init__(self, revision: int, cards: Sequence[Card], categories: Sequence[Category]) -> None:
        self.revision = revision
        self._categories = categories
        self.limits = frozenset(card.limits for card in cards)
        self._cards = cards
        self._shelves: OrderedDict[frozenset[Limits], Shelf] = OrderedDict()

    def shelf(self, opened: frozenset[Limits]) -> Shelf:
        """The documents with one of these limits."""
        if opened not in self._shelves:
            self._shelves[opened] = Shelf([card for card in self._cards if card.limits in opened], self._categories)
            while len(self._shelves) > MOST_SHELVES:
                self._shelves.popitem(last=False)
        self._shelves.move_to_end(opened)
        return self._shelves[opened]


class Shelves:
    """The shelves of the events that were asked for last, by the limits that are no hindrance to their readers.

    Readers with other rights share a shelf where these make no difference; one whose embargo has ended is another.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[int, _OfEvent] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, database: Database, event: Event, visible: Rights) -> Shelf:
        """What these readers may see of an event. The event was read first: no shelf is older than it."""
        revision = event.public_revision
        with self._lock:
            known = self._kept.get(event.id)
        if known is None or known.revision != revision:
            known = _OfEvent(revision, _read(database, event.id), categories_of(database, event.id))
        moment = now()
        opened = frozenset(one for one in known.limits if visible.may_read(one, moment))
        with self._lock:
            self._kept[event.id] = known
            self._kept.move_to_end(event.id)
            while len(self._kept) > MOST_EVENTS:
                self._kept.popitem(last=False)
            return known.shelf(opened)


def configure(app: Flask) -> None:
    app.extensions[EXTENSION] = Shelves()


def shelf(database: Database, event: Event, visible: Rights) -> Shelf:
    """What somebody may see of an event's documents; four queries, or none."""
    return cast(Shelves, current_app.extensions[EXTENSION]).of(database, event, visible)


def _read(database: Database, event_id: int) -> Sequence[Card]:
    languages = _languages(database, event_id)
    sessions = defaultdict[int, set[int]](set)
    placed = select(DocumentSession.document_id, DocumentSession.session_id).join(Document)
    for document_id, session_id in database.execute(placed.where(Document.event_id == event_id)):
        sessions[document_id].add(session_id)
    columns = Document.id, Document.category, Document.visibility, Document.visible_to, Document.embargo_until
    query = select(*columns).where(Document.event_id == event_id).order_by(Document.position, Document.id)
    known: dict[Traits, Traits] = {}
    known_limits: dict[Limits, Limits] = {}
    cards = []
    for id_, category, visibility, visible_to, embargo in database.execute(query):
        if id_ in languages:
            placed_in = sessions.get(id_, ())
            traits = Traits(category, frozenset(languages[id_]), frozenset(placed_in))
            limits = Limits.told(visibility, visible_to, placed_in, embargo)
            cards.append(Card(id_, known_limits.setdefault(limits, limits), known.setdefault(traits, traits)))
    return cards


def _languages(database: Database, event_id: int) -> Mapping[int, set[Language]]:
    """Per document the languages in which something is published."""
    published = exists().where(Revision.version_id == LanguageVersion.id, Revision.published_at.is_not(None))
    query = select(LanguageVersion.document_id, LanguageVersion.language_code).join(Document)
    found: dict[int, set[Language]] = defaultdict(set)
    for document_id, code in database.execute(query.where(Document.event_id == event_id, published)):
        found[document_id].add(Language.of(code))
    return found
