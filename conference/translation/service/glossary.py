"""Keeping the glossary of the installation."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Database

from conference.accounts.models import Account
from conference.audit.service import record
from conference.core.languages import Language
from conference.translation.models import GlossaryTerm


class TermKnown(Exception):
    """The term is in the glossary already, for these two languages."""


def keep_term(
    database: Database,
    term: GlossaryTerm | None,
    *,
    of: Language,
    into: Language,
    words: str,
    preferred: str,
    forbidden: Sequence[str],
    note: str,
    by: Account,
) -> GlossaryTerm:
    """Write a term, new or known. Raises TermKnown."""
    by_id, is_new = by.id, term is None
    if term is None:
        term = GlossaryTerm(source_code=of.code, target_code=into.code, term=words, preferred=preferred)
        database.add(term)
    term.source_code, term.target_code, term.term = of.code, into.code, words
    term.preferred, term.forbidden, term.note = preferred, list(forbidden), note
    same = select(GlossaryTerm.id).where(
        GlossaryTerm.source_code == of.code, GlossaryTerm.target_code == into.code, GlossaryTerm.term == words
    )
    with database.no_autoflush:
        others = [one for one in database.scalars(same) if one != term.id]
    if others:
        raise TermKnown(words)
    record(database, "add term" if is_new else "change term", term, by=by_id, event_id=None)
    try:
        database.flush()
    except IntegrityError:
        raise TermKnown(words) from None
    return term


def remove_term(database: Database, term: GlossaryTerm, *, by: Account) -> None:
    before = {"term": term.term, "preferred": term.preferred}
    record(database, "remove term", term, by=by.id, event_id=None, before=before, after={})
    database.delete(term)
