"""What is done with documents: created, changed, put into sessions."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.agenda.models import Session
from conference.agenda.queries import sessions_of
from conference.audit.service import record
from conference.core.clock import now
from conference.core.translated import Translated
from conference.core.translated_fields import Clashes, Edits, fingerprint, merge_into
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.events.service import touch
from conference.library.models import Document, DocumentCategory, Visibility
from conference.library.queries import last_position, slugs_of, symbol_taken
from conference.library.searching.entries import enter

LONGEST_SLUG = 60
RESERVED_SLUGS = frozenset({"new"})


class SymbolTaken(Exception):
    """Another document of the event has this symbol."""


def create_document(
    session: Database,
    event: Event,
    *,
    symbol: str,
    title: Translated,
    summary: Translated,
    category: str = DocumentCategory.OTHER,
    visibility: str = Visibility.PUBLIC,
    visible_to: Sequence[str] = (),
    embargo_until: datetime | None = None,
    embargo_announced: bool = False,
    sessions: Sequence[Session] = (),
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
        sessions=list(sessions),
        created_at=now(),
    )
    session.add(document)
    record(session, "create", document, by=by_id, event_id=event.id)
    enter(session, document)
    touch(session, event.id)
    return document


def change_document(
    session: Database,
    document: Document,
    *,
    values: Mapping[str, Any],
    edits: Mapping[str, Edits],
    seen: Mapping[str, str] | None = None,
    by: Account | None,
) -> None:
    """Change a document's facts (symbol, category, session_codes, who may read it) and texts; its address stays.

    `seen` is what the form had shown, as for `merge_into`. Raises SymbolTaken and Clashes.
    """
    event, by_id = lock_event(session, document.event_id), account_id(by)
    facts = dict(values)
    if "symbol" in facts and symbol_taken(session, event.id, facts["symbol"], but=document.id):
        raise SymbolTaken(facts["symbol"])
    codes = facts.pop("session_codes", None)
    if codes is not None:
        _place(session, document, codes, shown=(seen or {}).get("session_codes"), by=by)
    merge_into(document, edits, source=event.source, by=by_id, values=facts, seen=seen)
    # Before the words are indexed: reading the sessions may flush, and nothing is seen to have changed after that.
    record(session, "change", document, by=by_id, event_id=event.id)
    enter(session, document)
    touch(session, event.id)


def _place(
    session: Database, document: Document, codes: Sequence[str], *, shown: str | None, by: Account | None
) -> None:
    """Put a document into the sessions with these codes, unless the form left alone what somebody else changed."""
    stored, wanted = fingerprint(document.session_codes), fingerprint(list(codes))
    if wanted in (stored, shown):
        return
    if shown not in (None, stored):
        raise Clashes({}, {"session_codes": document.session_codes})
    placed = [one for one in sessions_of(session, document.event_id) if one.code in codes]
    before, after = {"sessions": document.session_codes}, {"sessions": [one.code for one in placed]}
    record(session, "place", document, by=account_id(by), event_id=document.event_id, before=before, after=after)
    document.sessions[:] = placed


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


def account_id(account: Account | None) -> int | None:
    """Asked for before anything is changed: reading an account may flush, and `record` finds no change after that."""
    return account.id if account is not None else None
