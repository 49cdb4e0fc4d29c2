"""What somebody takes home: of some documents one file each, in the language that comes first in the reader's order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from flask import g
from flask_babel import gettext as _

from conference.agenda.published import PublishedSession
from conference.core.archive import member_name
from conference.core.files import readable_name
from conference.core.languages import Language
from conference.library.queries.files import Paper, PublishedFile
from conference.library.searching.cards import Card

LONGEST_SYMBOL = 40
Order = tuple[Language, ...]
"""The languages in which a document is taken: the first that it has. One alone takes nothing else instead."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What an order takes of some documents: these in their order with a file each, and what it finds no file of."""

    order: Order
    taken: Sequence[tuple[Paper, PublishedFile]]
    missing: Sequence[Paper]

    @property
    def size(self) -> int:
        """In bytes, without what the ZIP says about its files."""
        return sum(file.size for _paper, file in self.taken)

    @property
    def instead(self) -> int:
        """How many of the files are in another language than the first."""
        return sum(file.language != self.order[0] for _paper, file in self.taken)


def packed(papers: Sequence[Paper], order: Order) -> Parcel:
    taken, missing = [], []
    for paper in papers:
        file = next((paper.files[language] for language in order if language in paper.files), None)
        if file is None:
            missing.append(paper)
        else:
            taken.append((paper, file))
    return Parcel(order, taken, missing)


def orders(languages: Sequence[Language], first: Language) -> list[Order]:
    """Every order that begins with a language, the shortest first."""
    others = [language for language in languages if language != first]
    return [(first, *rest) for count in range(len(others) + 1) for rest in permutations(others, count)]


def choices(papers: Sequence[Paper], languages: Sequence[Language], first: Language) -> list[Parcel]:
    """What each order that begins with a language takes, the shortest first; one that changes nothing is no choice."""
    found: dict[tuple[tuple[int, Language], ...], Parcel] = {}
    for order in orders(languages, first):
        parcel = packed(papers, order)
        found.setdefault(tuple((paper.id, file.language) for paper, file in parcel.taken), parcel)
    return list(found.values())


def order_words(order: Order) -> str:
    """«French, else English»: the order as a reader is told it."""
    names = [language.name_in(g.language) for language in order]
    if len(names) == 1:
        return _("Only %(language)s", language=names[0])
    words = names[-1]
    for name in reversed(names[:-1]):
        words = _("%(first)s, else %(second)s", first=name, second=words)
    return words


def in_agenda_order(cards: Sequence[Card], sessions: Sequence[PublishedSession]) -> list[int]:
    """The ids of documents: those of no session that people know first, then by the hour of their first one."""
    place = {one.id: number for number, one in enumerate(sorted(sessions, key=lambda one: one.starts_at))}
    first = {card.id: min((place[one] for one in card.traits.sessions if one in place), default=-1) for card in cards}
    return [card.id for card in sorted(cards, key=lambda card: first[card.id])]


def names(parcel: Parcel, page_language: Language) -> dict[int, str]:
    """What each document's file is called: «01 THAMM-2021-3 Fair recruitment (fr).pdf». No two have the same name.

    The title is in the file's language, else in the page's.
    """
    width = max(2, len(str(len(parcel.taken))))
    found = {}
    for number, (paper, file) in enumerate(parcel.taken, start=1):
        before = f"{number:0{width}} {readable_name(paper.symbol, longest=LONGEST_SYMBOL)}".strip()
        title = paper.title.text(file.language) or paper.title.resolve(page_language).text
        found[paper.id] = member_name(before, title, f" ({file.language.code})", ending=file.ending)
    return found
