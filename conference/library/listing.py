"""The list of documents as one reader asks for it: what fits, how many fit each filter, which page is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from conference.core.languages import Language
from conference.library.searching.cards import Card, Traits

A_PAGE = 20
FOUND_A_PAGE = 10
"""What was found is shown with a piece of its text, so that fewer are taken in at a glance."""
_Choice = TypeVar("_Choice")


@dataclass(frozen=True, slots=True)
class Filters:
    """The language of a file, a session and a category that documents must have; each may be missing."""

    language: Language | None = None
    session_id: int | None = None
    category: str = ""

    def __bool__(self) -> bool:
        return bool(self.language or self.session_id or self.category)

    def keeps(self, card: Traits, *, but: str = "") -> bool:
        """Whether a document fits, whatever its `but`: the filter that is being counted."""
        return (
            (but == "language" or self.language is None or self.language in card.languages)
            and (but == "session" or self.session_id is None or self.session_id in card.sessions)
            and (but == "category" or not self.category or self.category == card.category)
        )


@dataclass(frozen=True, slots=True)
class Counts:
    """How many documents there would be for each choice of a filter, the others staying as they are."""

    languages: Mapping[Language, int]
    sessions: Mapping[int, int]
    categories: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Listing:
    """What fits, by its ids in order; one page of it; and what the filters say."""

    total: int
    ids: Sequence[int]
    page: int
    pages: int
    counts: Counts


def listed(cards: Sequence[Card], filters: Filters, *, page: int, size: int = A_PAGE) -> Listing:
    """One page of `size`, counted from 1, of these documents in their order. A page beyond the last is empty."""
    traits = Counter(card.traits for card in cards)
    kept = {one for one in traits if filters.keeps(one)}
    fitting = [card.id for card in cards if card.traits in kept]
    start = (page - 1) * size
    counts = Counts(
        _count(traits, filters, "language", lambda one: one.languages),
        _count(traits, filters, "session", lambda one: one.sessions),
        _count(traits, filters, "category", lambda one: (one.category,)),
    )
    pages = max(1, -(-len(fitting) // size))
    return Listing(len(fitting), fitting[start : start + size], page, pages, counts)


def _count(
    traits: Mapping[Traits, int], filters: Filters, of: str, choices: Callable[[Traits], Iterable[_Choice]]
) -> Counter[_Choice]:
    found: Counter[_Choice] = Counter()
    for one, count in traits.items():
        if filters.keeps(one, but=of):
            found.update(dict.fromkeys(choices(one), count))
    return found
