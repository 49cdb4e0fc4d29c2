"""What is done with documents: created, changed, put into sessions."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.agenda.models import Presentation, Session
from conference.agenda.queries import sessions_of
from conference.audit.service import record
from conference.core.clock import now
from conference.core.translated import Translated
from conference.core.translated_fields import Clashes, Edits, fingerprint, merge_into
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.events.service import touch
from conference.library.models import Document, DocumentCategory, Visibility
from conference.library.queries import last_position, presentations_of, slugs_of, symbol_taken, symbols_of
from conference.library.searching.entries import enter
from conference.library.service.acting import account_id
from conference.library.service.numbering import next_symbol
from conference.library.service.releasing import publish_what_waits
from conference.library.service.settings import settings_under_lock

LONGEST_SLUG = 60
RESERVED_SLUGS = frozenset({"bring", "categories", "downloads", "imports", "new", "remind", "settings"})


class SymbolTaken(Exception):
    """Another document of the event has this symbol."""


def create_document(
    session: Database,
    event: Event,
    *,
    symbol: str,
    title: Translated,
    summary: Translated,
    issued_by: Translated | None = None,
    issued_on: date | None = None,
    original_code: str = "",
    licence: str = "",
    language_codes: Sequence[str] = (),
    category: str = DocumentCategory.OTHER,
    visibility: str = Visibility.PUBLIC,
    visible_to: Sequence[str] = (),
    embargo_until: datetime | None = None,
    embargo_announced: bool = False,
    sessions: Sequence[Session] = (),
    presentations: Sequence[Presentation] = (),
    by: Account | None,
) -> Document:
    """A new document at the end of the list; readers see it once a language is published. Raises SymbolTaken."""
    event, by_id = lock_event(session, event.id), account_id(by)
    if symbol_taken(session, event.id, symbol):
        raise SymbolTaken(symbol)
    document = Document(
        event=event,
        symbol=symbol,
        slug=_free_slug(symbol, slugs_of(session, event.id)),
        position=last_position(session, event.id) + 1,
        category=category,
        visibility=visibility,
        visible_to=list(visible_to),
        embargo_until=embargo_until,
        embargo_announced=embargo_announced,
        title=title,
        summary=summary,
        issued_by=issued_by or Translated(),
        issued_on=issued_on,
        original_code=original_code,
        licence=licence,
        language_codes=list(language_codes),
        sessions=list(sessions),
        presentations=list(presentations),
        created_at=now(),
    )
    session.add(document)
    record(session, "create", document, by=by_id, event_id=event.id)
    enter(session, document)
    touch(session, event.id)
    return document


def create_numbered(session: Database, event: Event, *, symbol: str, **facts: Any) -> Document:
    """As `create_document`, with the next symbol by the event's pattern: two people at once never get one symbol.

    `symbol` is what was proposed; it is taken where the event has no pattern any more.
    """
    lock_event(session, event.id)
    pattern = settings_under_lock(session, event.id).symbol_pattern
    if pattern:
        symbol = next_symbol(pattern, symbols_of(session, event.id))
    return create_document(session, event, symbol=symbol, **facts)


def change_document(
    session: Database,
    document: Document,
    *,
    values: Mapping[str, Any],
    edits: Mapping[str, Edits],
    seen: Mapping[str, str] | None = None,
    by: Account | None,
) -> None:
    """Change a document's facts (those of the organisers' form, by its names) and texts; its address stays.

    Where languages wait for each other and it is due in fewer of them now, those that waited for nothing else are
    published. `seen` is what the form had shown, as for `merge_into`. Raises SymbolTaken and Clashes.
    """
    event, by_id = lock_event(session, document.event_id), account_id(by)
    facts = dict(values)
    if "symbol" in facts and symbol_taken(session, event.id, facts["symbol"], but=document.id):
        raise SymbolTaken(facts["symbol"])
    for name in ("session_codes", "presentation_keys"):
        wanted = facts.pop(name, None)
        if wanted is not None:
            _place(session, document, name, wanted, shown=(seen or {}).get(name), by=by)
    due_before = document.languages_due
    merge_into(document, edits, source=event.source, by=by_id, values=facts, seen=seen)
    # Before the words are indexed: reading the sessions may flush, and nothing is seen to have changed after that.
    record(session, "change", document, by=by_id, event_id=event.id)
    enter(session, document)
    touch(session, event.id)
    if document.languages_due != due_before and settings_under_lock(session, event.id).publishes_together:
        publish_what_waits(session, document, by=by)


def _place(
    session: Database, document: Document, name: str, wanted: Sequence[str], *, shown: str | None, by: Account | None
) -> None:
    """Put a document into these sessions or presentations, unless the form left alone what somebody else changed."""
    stored, asked = fingerprint(getattr(document, name)), fingerprint(list(wanted))
    if asked in (stored, shown):
        return
    if shown not in (None, stored):
        raise Clashes({}, {name: getattr(document, name)})
    place, found = _PLACES[name]
    kept: list[Any] = getattr(document, place)
    placed = [one for one in found(session, document.event_id) if _place_key(one) in wanted]
    before, after = {place: [_place_key(one) for one in kept]}, {place: [_place_key(one) for one in placed]}
    record(session, "place", document, by=account_id(by), event_id=document.event_id, before=before, after=after)
    kept[:] = placed


_PLACES: Mapping[str, tuple[str, Callable[[Database, int], Sequence[Session | Presentation]]]] = {
    "session_codes": ("sessions", sessions_of),
    "presentation_keys": ("presentations", presentations_of),
}


def _place_key(place: Session | Presentation) -> str:
    return place.code if isinstance(place, Session) else str(place.id)


def _free_slug(symbol: str, taken: Iterable[str]) -> str:
    """The symbol as part of an address; a code where nothing of it can be, a number after it where it is taken."""
    decomposed = unicodedata.normalize("NFKD", symbol.casefold())
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in decomposed if unicodedata.category(c) != "Mn")
    base = "-".join(part for part in kept.split("-") if part)[:LONGEST_SLUG].rstrip("-") or "document"
    slug, number, refused = base, 1, RESERVED_SLUGS | set(taken)
    while slug in refused:
        number += 1
        slug = f"{base}-{number}"
    return slug
