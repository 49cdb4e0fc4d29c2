"""All texts of an event in one query, whatever they belong to; and the files of translations that were sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, Select, String, cast, literal, null, select, type_coerce, union_all
from sqlalchemy.orm import Session as Database

from conference.core.batches import batched
from conference.core.database import Instant
from conference.core.languages import Language
from conference.core.translated import Translated, TranslatedText
from conference.events.models import EventRole
from conference.translation.models import GlossaryTerm, TextComment, TranslationImport, TranslationRules
from conference.translation.sources import BY_KIND, TRANSLATORS, Kind, Source

AT_ONCE = 500
REMEMBERED = 8
"""Events whose translations are suggested: enough for a programme's last years."""


@dataclass(frozen=True, slots=True)
class StoredText:
    """One text as it stands. `row` is the id of what it belongs to; `key` and `parent` find its page.

    `starts_at` is when readers need it, if known.
    """

    kind: Kind
    field: str
    row: int
    key: str
    parent: str
    text: Translated
    starts_at: datetime | None

    @property
    def language(self) -> Language:
        """What it is translated from; where that was taken away, a language that has it."""
        return self.text.source or next(iter(self.text))

    @property
    def id(self) -> str:
        """What files and pages call it, as long as it exists: «session.12.title»."""
        return f"{self.kind}.{self.row}.{self.field}"

    @property
    def place(self) -> tuple[str, dict[str, Any]]:
        """The endpoint and the values of the page where the text is edited."""
        source = BY_KIND[self.kind]
        return source.endpoint, source.address(self.key, self.parent)


def texts_of(database: Database, event_id: int, sources: Iterable[Source]) -> list[StoredText]:
    """The texts of these sources that exist in at least one language, in the order of the sources and of their rows."""
    return _texts(database, [event_id], sources)


def remembered(database: Database, account_id: int, sources: Iterable[Source]) -> list[StoredText]:
    """The texts of these sources in the latest events at which an account organises or translates."""
    query = select(EventRole.event_id).where(EventRole.account_id == account_id, EventRole.role.in_(TRANSLATORS))
    latest = query.distinct().order_by(EventRole.event_id.desc()).limit(REMEMBERED)
    return _texts(database, database.scalars(latest).all(), sources)


def text_of(database: Database, event_id: int, source: Source, row: int, field: str) -> StoredText | None:
    """One text of an event, if it exists in at least one language."""
    if field not in source.columns:
        return None
    model: Any = source.model
    found = _found(database, [_select(source, 0, field, [event_id]).where(model.id == row)])
    return found[0] if found else None


def things(database: Database, wanted: Iterable[tuple[Kind, int]]) -> list[Any]:
    """The rows that texts belong to, by their kinds and ids; a query for each kind and batch."""
    ids: dict[Kind, set[int]] = {}
    for kind, row in wanted:
        ids.setdefault(kind, set()).add(row)
    found: list[Any] = []
    for kind, rows in ids.items():
        model: Any = BY_KIND[kind].model
        for batch in batched(sorted(rows), AT_ONCE):
            found += database.scalars(select(model).where(model.id.in_(batch)))
    return found


def imports_of(database: Database, event_id: int, *, at_most: int) -> Sequence[TranslationImport]:
    """The newest files of translations that were sent."""
    query = select(TranslationImport).where(TranslationImport.event_id == event_id)
    return database.scalars(query.order_by(TranslationImport.id.desc()).limit(at_most)).all()


@dataclass(frozen=True, slots=True)
class Rules:
    """What an event asks of its translations."""

    needs_review: bool = False
    promises: bool = False

    def as_values(self) -> dict[str, bool]:
        return {"needs_review": self.needs_review, "promises": self.promises}


def rules_of(database: Database, event_id: int) -> Rules:
    """The rules of an event; without a row, the usual ones."""
    found = database.get(TranslationRules, event_id)
    return Rules(found.needs_review, found.promises) if found else Rules()


def terms(database: Database) -> Sequence[GlossaryTerm]:
    """The glossary, by languages and in the order of its terms."""
    query = select(GlossaryTerm).order_by(GlossaryTerm.source_code, GlossaryTerm.term, GlossaryTerm.target_code)
    return database.scalars(query).all()


def comments_on(database: Database, event_id: int, kind: Kind, row: int, field: str) -> Sequence[TextComment]:
    """What was said of one text, the oldest first."""
    query = select(TextComment).where(
        TextComment.event_id == event_id, TextComment.kind == kind, TextComment.row == row, TextComment.field == field
    )
    return database.scalars(query.order_by(TextComment.id)).all()


def open_comments(database: Database, event_id: int) -> Mapping[str, int]:
    """How many remarks wait for somebody, by the id of their text."""
    query = select(TextComment).where(TextComment.event_id == event_id, TextComment.settled_at.is_(None))
    return Counter(one.text_id for one in database.scalars(query))


def known_blobs(session: Database) -> set[str]:
    """The SHA-256 of every file of translations that waits to be taken over, for the sweep."""
    return set(session.scalars(select(TranslationImport.file_sha256).where(TranslationImport.file_sha256 != "")))


def _texts(database: Database, event_ids: Sequence[int], sources: Iterable[Source]) -> list[StoredText]:
    return _found(
        database,
        [_select(source, number, name, event_ids) for number, source in enumerate(sources) for name in source.columns],
    )


def _found(database: Database, selects: Sequence[Select[Any]]) -> list[StoredText]:
    if not selects:
        return []
    every = union_all(*selects).subquery()
    found = database.execute(select(every).order_by(every.c.number, every.c.starts_at, every.c.row, every.c.field))
    return [
        StoredText(Kind(row.kind), row.field, row.row, row.key, row.parent or "", row.text, row.starts_at)
        for row in found
        if row.text
    ]


def _select(source: Source, number: int, name: str, event_ids: Sequence[int]) -> Select[Any]:
    model: Any = source.model
    no_instant = cast(null(), DateTime(timezone=True))
    columns = (
        literal(number).label("number"),
        literal(str(source.kind)).label("kind"),
        literal(name).label("field"),
        model.id.label("row"),
        cast(source.key, String).label("key"),
        cast(source.parent if source.parent is not None else null(), String).label("parent"),
        type_coerce(getattr(model, name), TranslatedText).label("text"),
        type_coerce(source.starts_at if source.starts_at is not None else no_instant, Instant).label("starts_at"),
    )
    return source.join(select(*columns)).where(source.event_id.in_(event_ids), *source.only)
