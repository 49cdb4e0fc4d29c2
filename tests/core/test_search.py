"""What a text is found by: the same token for what readers take for the same word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.core.languages import ARABIC, ENGLISH, FRENCH, LANGUAGES, Language
from conference.core.search import tokens

ALIKE = [
    (ARABIC, "الهجرة", "هجرة"),
    (ARABIC, "والهجرة", "هجرة"),
    (ARABIC, "للهجرة", "هجرة"),
    (ARABIC, "وثائق", "وثيقة"),
    (ARABIC, "الوثائق", "وثيقة"),
    (ARABIC, "ٱلْهِجْرَةُ", "هجره"),
    (ARABIC, "هـــجـــرة", "هجرة"),
    (ARABIC, "ﻫﺠﺮﺓ", "هجرة"),
    (ARABIC, "إقليمي", "اقليمى"),
    (ARABIC, "مهاجرون", "مهاجرين"),
    (ARABIC, "العمال", "عامل"),
    (ARABIC, "مسؤول", "مسوول"),
    (ARABIC, "قوانين", "قانون"),
    (ARABIC, "٢٠٢١", "2021"),
    (FRENCH, "l’emploi", "emplois"),
    (FRENCH, "l'emploi", "emploi"),
    (FRENCH, "qu’intégrées", "integree"),
    (FRENCH, "régionaux", "regional"),
    (FRENCH, "accès", "acces"),
    (FRENCH, "main-d’œuvre", "Main d'oeuvre"),
    (FRENCH, "MIGRATIONS", "migration"),
    (FRENCH, "aujourd’hui", "aujourd'hui"),
    (ENGLISH, "worker’s", "workers"),
    (ENGLISH, "migration", "Migrations"),
    (ENGLISH, "soft\u00adhyphen", "softhyphen"),
    (ENGLISH, "ﬁnancing", "financing"),
    (ENGLISH, "résumé", "resume"),
]


@pytest.mark.parametrize(("language", "one", "other"), ALIKE)
def test_a_word_is_found_by_its_other_forms(language: Language, one: str, other: str) -> None:
    assert tokens(one, language) == tokens(other, language)
    assert tokens(one, language) != []


def test_marks_of_direction_part_nothing() -> None:
    assert tokens("\u2067THAMM\u2069/\u200f2021\u200e/3", ARABIC) == ["thamm", "2021", "3"]


def test_different_words_stay_apart() -> None:
    words = ["هجرة", "عمل", "وثيقة", "وزارة", "حماية", "تدريب", "مهارات", "أجور"]
    assert len({tuple(tokens(word, ARABIC)) for word in words}) == len(words)


def test_arabic_in_a_french_text_is_still_arabic() -> None:
    assert tokens("Rapport : الهجرة", FRENCH) == ["rapport", *tokens("هجرة", ARABIC)]


def test_a_symbol_is_its_parts() -> None:
    assert tokens("THAMM/2021/INF.12", ENGLISH) == ["thamm", "2021", "inf", "12"]


@given(st.text(), st.sampled_from(LANGUAGES))
def test_tokens_hold_nothing_that_a_pattern_or_a_separator_could_mean(text: str, language: Language) -> None:
    for token in tokens(text, language):
        assert token.strip()
        assert not set(token) & set(" %_\\=:\0")
