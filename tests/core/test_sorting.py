"""Lists stand in the order that readers expect."""

from __future__ import annotations

from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.core.sorting import sort_key, stored_sort_key


def ordered(words: list[str], language: object = FRENCH) -> list[str]:
    return sorted(words, key=lambda word: sort_key(word, language))  # type: ignore[arg-type]


def test_accents_come_after_letters() -> None:
    assert ordered(["Zoé", "Égypte", "Espagne", "eau", "Été"]) == ["eau", "Égypte", "Espagne", "Été", "Zoé"]


def test_case_does_not_part_what_belongs_together() -> None:
    assert ordered(["b", "A", "a", "B"], ENGLISH)[:2] in (["A", "a"], ["a", "A"])


def test_the_arabic_article_does_not_count() -> None:
    assert ordered(["مصر", "المغرب", "تونس", "الجزائر"], ARABIC) == ["تونس", "الجزائر", "مصر", "المغرب"]


def test_a_short_word_that_begins_like_the_article_keeps_its_letters() -> None:
    assert sort_key("الله", ARABIC) != sort_key("له", ARABIC)


def test_what_is_stored_sorts_the_same_way() -> None:
    names = ["Leïla", "leila", "Ahmed", "Éric", "زهرة", "أمينة", "Zoë", "", "o’Brien"]
    stored = sorted(names, key=lambda name: (stored_sort_key(name, ENGLISH, longest=4000), name))
    assert stored == sorted(names, key=lambda name: (sort_key(name, ENGLISH), name))


def test_what_is_stored_is_short_and_plain() -> None:
    key = stored_sort_key("ليلى " * 100, ARABIC)
    assert len(key) == 200
    assert key.isascii()
