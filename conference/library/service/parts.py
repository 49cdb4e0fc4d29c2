"""What continues a document: a revision, an addendum or a corrigendum with a symbol of its own."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.core.languages import Language
from conference.events.service import lock as lock_event
from conference.library.models import Document, Part
from conference.library.queries import symbols_of
from conference.library.service.documents import create_document
from conference.library.service.numbering import part_symbol

LONGEST_SYMBOL = 80


class SymbolTooLong(Exception):
    """What continues a symbol would not fit its column."""


def add_part(
    session: Database, base: Document, part: Part, *, languages: Sequence[Language] = (), by: Account | None
) -> Document:
    """A document that replaces, adds to or corrects `base`, with its facts and texts, after it and what continues it.

    It is numbered among its kind in the database, and due in `languages`, or where those of `base` are.
    Raises SymbolTooLong.
    """
    event = lock_event(session, base.event_id)
    number = max((one.part_number or 0 for one in _parts(session, base) if one.part == part), default=0) + 1
    taken = symbols_of(session, event.id)
    while part_symbol(base.symbol, part, number) in taken:
        number += 1
    if len(part_symbol(base.symbol, part, number)) > LONGEST_SYMBOL:
        raise SymbolTooLong(base.symbol)
    codes = [language.code for language in languages] or base.language_codes
    after = max(one.position for one in (base, *_parts(session, base)))
    made = create_document(
        session,
        event,
        symbol=part_symbol(base.symbol, part, number),
        title=base.title,
        summary=base.summary,
        issued_by=base.issued_by,
        original_code=base.original_code,
        licence=base.licence,
        language_codes=codes,
        category=base.category,
        visibility=base.visibility,
        visible_to=base.visible_to,
        embargo_until=base.embargo_until,
        embargo_announced=base.embargo_announced,
        sessions=base.sessions,
        presentations=base.presentations,
        by=by,
    )
    made.base, made.part, made.part_number = base, part, number
    session.flush()
    later = update(Document).where(Document.event_id == event.id, Document.position > after, Document.id != made.id)
    session.execute(later.values(position=Document.position + 1).execution_options(synchronize_session=False))
    made.position = after + 1
    session.flush()
    return made


def _parts(session: Database, base: Document) -> Sequence[Document]:
    query = select(Document).where(Document.base_id == base.id)
    return session.scalars(query.execution_options(populate_existing=True)).all()
