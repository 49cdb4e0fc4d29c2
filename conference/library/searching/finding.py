"""Finding and ranking: one query to the index, one for phrases, and one order, the same on both databases.

Documents that have what is sought in the language of the page come first; then those that have it in the title or the
symbol, in summary or sessions, often in the text, anywhere; then those that have it word upon word; then the order of
the library.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, as ids of entries, the best first; `sought` is what marks it in their texts."""

    entries: Sequence[int]
    sought: Mapping[Language, Sought]

    @property
    def documents(self) -> Sequence[int]:
        """The ids of the documents, the best first."""
        return [id_ // ROOM for id_ in self.entries]

    def hits(self, documents: Collection[int]) -> Mapping[int, Hit]:
        """How some of the documents were found, by their ids."""
        wanted = set(documents)
        return {id_ // ROOM: Hit(*of_entry(id_)) for id_ in self.entries if id_ // ROOM in wanted}


def find(
    database: Database,
    event_id: int,
    typed: str,
    *,
    language: Language,
    languages: Sequence[Language],
    place: Mapping[int, int],
) -> Found:
    """Look for what was typed on a page of `language` in the texts of all `languages`.

    `place` says where in the library the documents stand that may be found: no other is. All words must stand in one
    language version; where none has them as they are, the last one counts as the beginning of a word.
    """
    asked = [one for one in (understood(typed, each) for each in dict.fromkeys((language, *languages))) if one]
    if not asked:
        return Found((), {})
    sought = [one.finished for one in asked]
    own = likely(typed, language)
    best = _entries(database, event_id, sought, own=own, place=place)
    if not best and any(one.language not in own for one in asked):
        best = _entries(database, event_id, sought, own=frozenset(LANGUAGES), place=place)
    if not best and any(one.last for one in asked):
        sought = [one.unfinished for one in asked if one.last]
        best = _entries(database, event_id, sought, own=frozenset(LANGUAGES), place=place)
    by_language = {one.language: one for one in sought}
    return Found(_sorted(database, best, by_language, language, place), by_language)


def how_many(
    database: Database, event_id: int, typed: str, *, languages: Sequence[Language], place: Mapping[int, int]
) -> int:
    """How many of some documents hold all these words in one of the languages, none of them unfinished; one query."""
    asked = [one.finished for one in (understood(typed, each) for each in languages) if one]
    best = _entries(database, event_id, asked, own=frozenset(LANGUAGES), place=place) if asked else {}
    return len({id_ // ROOM for ids in best.values() for id_ in ids})


def likely(typed: str, language: Language) -> frozenset[Language]:
    """The languages in which words were typed on a page of `language`: its own, unless they are in another script."""
    is_arabic = any("\u0600" <= one <= "\u06ff" or "\ufb50" <= one <= "\ufeff" for one in typed)
    if is_arabic:
        return frozenset({ARABIC})
    return frozenset({ENGLISH, FRENCH}) if language == ARABIC else frozenset({language})


def _entries(
    database: Database,
    event_id: int,
    asked: Sequence[Sought],
    *,
    own: Collection[Language],
    place: Mapping[int, int],
) -> Mapping[Rank, Sequence[int]]:
    """The entries that hold what is sought, phrases included; in other languages than `own` just as it is written.

    An entry stands in every rank that it reaches. What may not be found is left out here, so that it decides nothing.
    """
    ranks = (Rank.ANYWHERE,) if any(one.last for one in asked) else tuple(Rank)
    terms = {rank: [_terms(event_id, one, rank) for one in asked if one.language in own] for rank in ranks}
    terms[Rank.ANYWHERE] += [_as_written(event_id, one) for one in asked if one.language not in own]
    terms = {rank: some for rank, some in terms.items() if some}
    best = ranked(database, list(terms.items()))
    if best and any(one.phrases for one in asked):
        phrases = {one.language: one.phrases for one in asked}
        follow = _following(database, holding(database, terms[Rank.ANYWHERE]), phrases)
        best = {rank: [id_ for id_ in ids if id_ in follow] for rank, ids in best.items()}
    allowed = {rank: [id_ for id_ in ids if id_ // ROOM in place] for rank, ids in best.items()}
    return {rank: ids for rank, ids in allowed.items() if ids}


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
    best: Mapping[Rank, Sequence[int]],
    sought: Mapping[Language, Sought],
    language: Language,
    place: Mapping[int, int],
) -> Sequence[int]:
    """One entry of each document, the best first."""
    groups = list(_groups(best, language, place))
    if not any(len(one.tokens) > 1 and not one.phrases for one in sought.values()):
        return [id_ for group in groups for id_ in group]
    first = [id_ for group in groups for id_ in group][:LOOKED_AT]
    ids = select(SearchEntry.id).where(SearchEntry.id.in_(first))
    follow = _following(database, ids, {language: (one.tokens,) for language, one in sought.items()})
    looked_at, result = set(first), list[int]()
    for group in groups:
        seen = [id_ for id_ in group if id_ in looked_at]
        result += [id_ for id_ in seen if id_ in follow]
        result += [id_ for id_ in seen if id_ not in follow]
        result += group[len(seen) :]
    return result


def _groups(
    best: Mapping[Rank, Sequence[int]], language: Language, place: Mapping[int, int]
) -> Iterator[Sequence[int]]:
    """The entries of one language and rank after the other, each in the order of the library, no document twice."""
    own, taken = LANGUAGES.index(language), set[int]()
    for is_own in (True, False):
        for rank in sorted(best):
            # Of other languages the first stands for its document, whichever the database named first.
            ids = sorted((id_ for id_ in best[rank] if (id_ % ROOM == own) == is_own), reverse=True)
            group = {id_ // ROOM: id_ for id_ in ids if id_ // ROOM not in taken}
            taken.update(group)
            yield [group[one] for one in sorted(group, key=place.__getitem__)]


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
