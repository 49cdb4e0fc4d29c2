"""Who may read a document: one rule, asked of what is kept in the process and, as a condition, of the database.

Whoever shows, counts, packs, finds or feeds documents asks `Rights`; nothing else decides who sees one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Text, and_, cast, exists, or_, true
from sqlalchemy.orm import aliased

from conference.library.models import Document, DocumentSession, Visibility


@dataclass(frozen=True, slots=True)
class Limits:
    """What a document says of who may read it, and from when; documents that say the same share theirs.

    `sessions` is empty where they decide nothing.
    """

    visibility: str
    categories: frozenset[str]
    sessions: frozenset[int]
    embargo_until: datetime | None

    @classmethod
    def of(cls, document: Document) -> Limits:
        """Those of a document, by its sessions as they are now."""
        sessions = [one.id for one in document.sessions]
        return cls.told(document.visibility, document.visible_to, sessions, document.embargo_until)

    @classmethod
    def told(
        cls, visibility: str, categories: Iterable[str], sessions: Iterable[int], embargo_until: datetime | None
    ) -> Limits:
        """The same from what the database says of a document."""
        return cls(
            visibility,
            frozenset(categories if visibility == Visibility.CATEGORY else ()),
            frozenset(sessions if visibility == Visibility.SESSIONS else ()),
            embargo_until,
        )


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may read of one event's documents.

    `is_registered`: they have a registration that is neither declined nor cancelled. `category` is that of a confirmed
    participant, `sessions` are those that they take part in. The two halves of each rule stand beside each other:
    tests/library/test_rights.py holds them against each other.
    """

    is_team: bool = False
    is_registered: bool = False
    is_confirmed: bool = False
    category: str = ""
    sessions: frozenset[int] = frozenset()

    def may_read(self, limits: Limits, at: datetime) -> bool:
        """Whether a document with these limits may be read at an instant."""
        return self._is_meant(limits) and (self.is_team or limits.embargo_until is None or limits.embargo_until <= at)

    def readable(self, at: datetime) -> ColumnElement[bool]:
        """The same as a condition on Document."""
        if self.is_team:
            return true()
        return and_(self._meant(), or_(Document.embargo_until.is_(None), Document.embargo_until <= at))

    def announced(self, at: datetime) -> ColumnElement[bool]:
        """As a condition: what they may read later and are told of now, because the organisers chose so."""
        waits = and_(Document.embargo_announced, Document.embargo_until > at)
        return and_(self._meant(), waits) if not self.is_team else ~true()

    def _is_meant(self, limits: Limits) -> bool:
        return (
            self.is_team
            or limits.visibility in self._open
            or (limits.visibility == Visibility.CATEGORY and self.category in limits.categories)
            or (limits.visibility == Visibility.SESSIONS and not self.sessions.isdisjoint(limits.sessions))
        )

    def _meant(self) -> ColumnElement[bool]:
        doors: list[ColumnElement[bool]] = [Document.visibility.in_(self._open)]
        if self.category:
            # A list of codes is a text of JSON on both databases, in which each stands between quotation marks.
            listed = cast(Document.visible_to, Text).contains(f'"{self.category}"', autoescape=True)
            doors.append(and_(Document.visibility == Visibility.CATEGORY, listed))
        if self.sessions:
            # A name of its own: the query around it may count by sessions too.
            placed = aliased(DocumentSession)
            theirs = exists().where(placed.document_id == Document.id, placed.session_id.in_(sorted(self.sessions)))
            doors.append(and_(Document.visibility == Visibility.SESSIONS, theirs))
        return or_(*doors)

    @property
    def _open(self) -> list[Visibility]:
        """What is open to them whatever else a document says."""
        found = [Visibility.PUBLIC]
        if self.is_registered or self.is_confirmed:
            found.append(Visibility.REGISTERED)
        if self.is_confirmed:
            found.append(Visibility.CONFIRMED)
        return found


EVERYBODY = Rights()
"""What is stored and given to all."""
TEAM = Rights(is_team=True)


def meant_for_readers() -> ColumnElement[bool]:
    """A condition: documents that somebody beside the team will have one day, whatever day and whoever it is."""
    return Document.visibility != Visibility.ORGANISERS
