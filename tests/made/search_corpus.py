"""The works that the labelled queries are asked of: goals and articles; the demonstration adds its documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from lxml import html

from conference.core.languages import LANGUAGES, Language
from conference.demonstration.library import read_documents

EVENT = "thamm-2021"
GOALS = range(1, 18)
ARTICLES = range(31)


@dataclass(frozen=True, slots=True)
class Work:
    """A work as its texts say it: a title and, perhaps, a summary per language; the pages of each file."""

    symbol: str
    titles: Mapping[Language, str]
    summaries: Mapping[Language, str] = field(default_factory=dict)
    pages: Mapping[Language, Sequence[str]] = field(default_factory=dict)


def works(shared_data: Path) -> Iterator[Work]:
    """The goals, each with a page per target, and the articles; the demonstration brings its documents itself."""
    folder = shared_data / "trilingual"
    yield from _goals(folder)
    yield from _articles(folder)


def symbols() -> frozenset[str]:
    """The symbols of the whole corpus, which the labels may name."""
    goals = {f"SDG/{number}" for number in GOALS}
    articles = {f"UDHR/{number}" for number in ARTICLES}
    return frozenset(goals | articles | {str(one.symbol) for one in read_documents(EVENT)})


def _goals(folder: Path) -> Iterator[Work]:
    goals = {one: _texts(folder / f"sdg_global_goals.{one}.yml") for one in LANGUAGES}
    targets = {one: _texts(folder / f"sdg_global_targets.{one}.yml") for one in LANGUAGES}
    for number in GOALS:
        yield Work(
            f"SDG/{number}",
            {one: goals[one][f"{number}-short"] for one in LANGUAGES},
            {one: goals[one][f"{number}-title"] for one in LANGUAGES},
            {one: list(_of_goal(targets[one], number)) for one in LANGUAGES},
        )


def _of_goal(targets: Mapping[str, str], number: int) -> Iterator[str]:
    """The titles of a goal's targets in their order: 8-1, 8-2, … 8-10, then 8-a."""
    for key in sorted(targets, key=lambda key: [part.rjust(2, "0") for part in key.split("-")]):
        if re.fullmatch(rf"{number}-\w+-title", key):
            yield targets[key]


def _texts(path: Path) -> dict[str, str]:
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {str(key): " ".join(str(text).split()) for key, text in read.items()}


def _articles(folder: Path) -> Iterator[Work]:
    read = {one: list(_of_declaration(folder / f"udhr.{one}.html")) for one in LANGUAGES}
    for number in ARTICLES:
        yield Work(
            f"UDHR/{number}",
            {one: read[one][number][0] for one in LANGUAGES},
            pages={one: [read[one][number][1]] for one in LANGUAGES},
        )


def _of_declaration(path: Path) -> Iterator[tuple[str, str]]:
    """The heading and the text of the preamble and of every article."""
    for heading in html.fromstring(path.read_bytes().decode("utf-8")).iter("h2", "h3"):
        following = [one.text_content() for one in heading.itersiblings() if one.tag not in ("h2", "h3")]
        yield heading.text_content().strip(), "\n".join(" ".join(text.split()) for text in following)
