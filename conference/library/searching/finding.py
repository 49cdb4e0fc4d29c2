"""Finding and ranking: one query to the index, one for phrases, and one order, the same on both databases.

Documents that have what is sought in the language of the page come first; then those that have it in the title or the
symbol, in summary or sessions, often in the text, anywhere; then those that have it word upon word; then the order of
the library.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Session as Database

from conference.core.languages import ARABIC, ENGLISH, FRENCH, LANGUAGES, Language
from conference.library.models import PageText, SearchEntry
from conference.library.searching.index import (
    ROOM,
    SIGNS,
    WRITTEN,
    Rank,
    Term,
    Terms,
    entry_id,
    event_token,
    holding,
    of_entry,
    ranked,
)
from conference.library.searching.typed import Sought, understood

LOOKED_AT = 60
"""How many of the best are looked at for words that follow one another."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found, and in which language it is shown: the page's, else the one that fits best."""

    document_id: int
    language: Language
    rank: Rank


@dataclass(frozen=True, slots=True)
class Found:
    """The documents that hold what was typed, the best first; `sought` is what marks it in their texts."""

    hits: Sequence[Hit]
    sought: Mapping[Language, Sought]


def find(
    database: Database,
    event_id: int,
    typed: str,
    *,
    language: Language,
    languages: Sequence[Language],
    order: Sequence[int],
) -> Found:
    """Look for what was typed on a page of `language` in the texts of all `languages`.

    `order` are the ids of the documents that may be found, in the order of the library: no other is. All words must
    stand in one language version; where none has them as they are, the last one counts as the beginning of a word.
    """
    asked = [one for one in (understood(typed, each) for each in dict.fromkeys((language, *languages))) if one]
    if not asked:
        return Found([], {})
    sought = [one.finished for one in asked]
    own = likely(typed, language)
    best = _entries(database, event_id, sought, own=own)
    if not best and any(one.language not in own for one in asked):
        own = frozenset(LANGUAGES)
        best = _entries(database, event_id, sought, own=own)
    if not best and any(one.last for one in asked):
        sought = [one.unfinished for one in asked if one.last]
        best = _entries(database, event_id, sought, own=frozenset(LANGUAGES))
    by_language = {one.language: one for one in sought}
    place = {id_: number for number, id_ in enumerate(order)}
    return Found(_sorted(database, best, by_language, language, place), by_language)


def how_many(
    database: Database, event_id: int, typed: str, *, languages: Sequence[Language], order: Collection[int]
) -> int:
    """How many of some documents hold all these words in one of the languages, none of them unfinished; one query."""
    asked = [one.finished for one in (understood(typed, each) for each in languages) if one]
    best = _entries(database, event_id, asked, own=frozenset(LANGUAGES)) if asked else {}
    return len({of_entry(id_)[0] for id_ in best}.intersection(order))


def likely(typed: str, language: Language) -> frozenset[Language]:
    """The languages in which words were typed on a page of `language`: its own, unless they are in another script."""
    is_arabic = any("\u0600" <= one <= "\u06ff" or "\ufb50" <= one <= "\ufeff" for one in typed)
    if is_arabic:
        return frozenset({ARABIC})
    return frozenset({ENGLISH, FRENCH}) if language == ARABIC else frozenset({language})


def _entries(
    database: Database, event_id: int, asked: Sequence[Sought], *, own: Collection[Language]
) -> Mapping[int, Rank]:
    """The entries that hold what is sought, phrases included; in other languages than `own` just as it is written."""
    ranks = (Rank.ANYWHERE,) if any(one.last for one in asked) else tuple(Rank)
    terms = {rank: [_terms(event_id, one, rank) for one in asked if one.language in own] for rank in ranks}
    terms[Rank.ANYWHERE] += [_as_written(event_id, one) for one in asked if one.language not in own]
    terms = {rank: some for rank, some in terms.items() if some}
    best = ranked(database, list(terms.items()))
    if best and any(one.phrases for one in asked):
        phrases = {one.language: one.phrases for one in asked}
        follow = _following(database, holding(database, terms[Rank.ANYWHERE]), phrases)
        best = {id_: rank for id_, rank in best.items() if id_ in follow}
    return best


def _terms(event_id: int, sought: Sought, rank: Rank) -> Terms:
    terms = [Term(event_token(event_id, sought.language))]
    terms += [Term(SIGNS[rank] + token) for token in sought.tokens]
    if sought.last is not None:
        terms.append(Term(WRITTEN + sought.last.written, is_start=True))
    return terms


def _as_written(event_id: int, sought: Sought) -> Terms:
    return [
        Term(event_token(event_id, sought.language)),
        *(Term(WRITTEN + written) for written in sought.written),
    ]


def _sorted(
    database: Database,
    best: Mapping[int, Rank],
    sought: Mapping[Language, Sought],
    language: Language,
    place: Mapping[int, int],
) -> Sequence[Hit]:
    by_document: dict[int, tuple[bool, Rank, int]] = {}
    for id_, rank in best.items():
        document_id, its_language = of_entry(id_)
        if document_id in place:
            key = its_language != language, rank, LANGUAGES.index(its_language)
            if document_id not in by_document or key < by_document[document_id]:
                by_document[document_id] = key
    hits = [Hit(id_, LANGUAGES[number], rank) for id_, (_other, rank, number) in by_document.items()]
    hits.sort(key=lambda hit: (hit.language != language, hit.rank, place[hit.document_id]))
    if not any(len(one.tokens) > 1 and not one.phrases for one in sought.values()):
        return hits
    first, rest = hits[:LOOKED_AT], hits[LOOKED_AT:]
    ids = select(SearchEntry.id).where(SearchEntry.id.in_([entry_id(hit.document_id, hit.language) for hit in first]))
    follow = _following(database, ids, {k: (v.tokens,) for k, v in sought.items()})
    first.sort(
        key=lambda hit: (
            hit.language != language,
            hit.rank,
            entry_id(hit.document_id, hit.language) not in follow,
            place[hit.document_id],
        )
    )
    return [*first, *rest]


def _following(
    database: Database, ids: Select[Any], phrases: Mapping[Language, Sequence[Sequence[str]]]
) -> frozenset[int]:
    """Those of some entries that hold every phrase of their language word upon word, in one text."""
    conditions = []
    for language, some in phrases.items():
        in_language = SearchEntry.id % ROOM == LANGUAGES.index(language)
        conditions.append(and_(in_language, *(_holds(phrase) for phrase in some)))
    query = select(SearchEntry.id).where(SearchEntry.id.in_(ids), or_(*conditions))
    return frozenset(database.scalars(query))


def _holds(phrase: Sequence[str]) -> ColumnElement[bool]:
    sequence = f" {' '.join(phrase)} "
    on_a_page = exists().where(
        PageText.revision_id == SearchEntry.revision_id, PageText.tokens.contains(sequence, autoescape=True)
    )
    return or_(SearchEntry.head.contains(sequence, autoescape=True), on_a_page)
