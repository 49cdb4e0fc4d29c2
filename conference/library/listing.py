"""The list of documents as one reader asks for it: what fits, how many fit each filter, which page is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from conference.core.languages import Language
from conference.library.searching.cards import Card

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

    def keeps(self, card: Card, *, but: str = "") -> bool:
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
    fitting = [card.id for card in cards if filters.keeps(card)]
    start = (page - 1) * size
    counts = Counts(
        _count(cards, filters, "language", lambda card: card.languages),
        _count(cards, filters, "session", lambda card: card.sessions),
        _count(cards, filters, "category", lambda card: (card.category,)),
    )
    pages = max(1, -(-len(fitting) // size))
    return Listing(len(fitting), fitting[start : start + size], page, pages, counts)


def _count(
    cards: Sequence[Card], filters: Filters, of: str, choices: Callable[[Card], Iterable[_Choice]]
) -> Counter[_Choice]:
    return Counter(choice for card in cards if filters.keeps(card, but=of) for choice in choices(card))
