"""The labelled queries of the library's search, and how well an engine answers them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from conference.core.languages import LANGUAGES, Language

FILE = Path(__file__).parent.parent / "library" / "search_labels.toml"
MOST = 10


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody types on a page of `language`, and the symbols of the works that answer it."""

    language: Language
    words: str
    relevant: frozenset[str]
    is_held_out: bool


def read_queries() -> Sequence[Query]:
    """All labelled queries in the order of the file: of each language every second one is held out from tuning."""
    labels = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return [
        Query(language, words, frozenset(relevant), is_held_out=number % 2 == 1)
        for language in LANGUAGES
        for number, (words, relevant) in enumerate(labels[language.code].items())
    ]


@dataclass(frozen=True, slots=True)
class Quality:
    """The means over queries of recall@10 over min(10, relevant) and of precision over what was returned up to ten.

    Where nothing is right to answer, recall is not asked, and precision is 1 for silence, else 0; silence where there
    was something to answer is 0 for both.
    """

    recall: float
    precision: float


def quality(answers: Mapping[Query, Sequence[str]]) -> Quality:
    """How good these answers are: per query the symbols found, the best first."""
    recalls = [_right(query, found) / min(MOST, len(query.relevant)) for query, found in _asked(answers)]
    return Quality(fmean(recalls), fmean(_precision(query, found) for query, found in answers.items()))


def _asked(answers: Mapping[Query, Sequence[str]]) -> Iterable[tuple[Query, Sequence[str]]]:
    return [(query, found) for query, found in answers.items() if query.relevant]


def _right(query: Query, found: Sequence[str]) -> int:
    return len(query.relevant.intersection(found[:MOST]))


def _precision(query: Query, found: Sequence[str]) -> float:
    if not found:
        return 0.0 if query.relevant else 1.0
    return _right(query, found) / len(found[:MOST])
