"""The labels keep their own rules, so that what they measure means something."""

from __future__ import annotations

from pathlib import Path

import pytest

from conference.core.languages import LANGUAGES
from tests.made.search_corpus import symbols, works
from tests.made.search_labels import Quality, Query, quality, read_queries


def test_there_are_enough_queries_in_every_language_and_half_are_held_out() -> None:
    queries = read_queries()
    for language in LANGUAGES:
        words = [query.words for query in queries if query.language == language]
        assert len(words) >= 13
        assert words == sorted(words)
    held_out = [query for query in queries if query.is_held_out]
    assert abs(2 * len(held_out) - len(queries)) <= len(LANGUAGES)


def test_the_labels_name_works_of_the_corpus(shared_data: Path) -> None:
    known = symbols()
    for query in read_queries():
        assert query.relevant <= known
    made = {work.symbol for work in works(shared_data)}
    assert len(made) == 17 + 31
    assert made < known


def test_every_work_has_its_text_in_every_language(shared_data: Path) -> None:
    for work in works(shared_data):
        for language in LANGUAGES:
            assert work.titles[language]
            assert all(work.pages[language])


EN = LANGUAGES[0]
FOUR = frozenset("abcd")


@pytest.mark.parametrize(
    ("relevant", "found", "expected"),
    [
        (FOUR, "abcd", Quality(1, 1)),
        (FOUR, "ab", Quality(0.5, 1)),
        (FOUR, "abxy", Quality(0.5, 0.5)),
        (FOUR, "", Quality(0, 0)),
        (frozenset("abcdefghijkl"), "abcdefghijkl", Quality(1, 1)),
        (FOUR, "xyzuvwtsrqabcd", Quality(0, 0)),
    ],
)
def test_recall_and_precision_are_counted_up_to_ten(relevant: frozenset[str], found: str, expected: Quality) -> None:
    assert quality({Query(EN, "words", relevant, is_held_out=False): list(found)}) == expected


def test_silence_is_right_where_nothing_answers() -> None:
    asked = Query(EN, "asked", FOUR, is_held_out=False)
    nothing = Query(EN, "nothing", frozenset(), is_held_out=False)
    assert quality({asked: list("abcd"), nothing: []}) == Quality(1, 1)
    assert quality({asked: list("abcd"), nothing: ["x"]}) == Quality(1, 0.5)
