"""What a text is found by: the same token for what readers take for the same word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.core.languages import ARABIC, ENGLISH, FRENCH, LANGUAGES, Language
from conference.core.search import form_of, tokens, words

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
    (ENGLISH, "children", "child"),
    (ENGLISH, "nationalities", "nationality"),
    (ENGLISH, "managing", "managed"),
    (FRENCH, "nationalités", "nationalite"),
    (FRENCH, "nationaux", "nationale"),
    (ARABIC, "مشاريع", "مشروع"),
    (ARABIC, "مشاريعها", "المشروع"),
    (ARABIC, "عمليات", "عملية"),
    (ARABIC, "دوليين", "الدولية"),
]

APART = [
    (ENGLISH, "nationality", "national"),
    (ENGLISH, "university", "universal"),
    (ENGLISH, "employers", "employment"),
    (FRENCH, "nationalité", "national"),
    (FRENCH, "pêche", "pêcheur"),
    (ARABIC, "دولي", "دولة"),
    (ARABIC, "قانوني", "قانون"),
]


@pytest.mark.parametrize(("language", "one", "other"), ALIKE)
def test_a_word_is_found_by_its_other_forms(language: Language, one: str, other: str) -> None:
    assert tokens(one, language) == tokens(other, language)
    assert tokens(one, language) != []


@pytest.mark.parametrize(("language", "one", "other"), APART)
def test_a_word_made_from_another_is_another_word(language: Language, one: str, other: str) -> None:
    assert tokens(one, language) != tokens(other, language)


@pytest.mark.parametrize(("written", "meant"), [("وحقوق", "حقوق"), ("بحقوق", "حقوق"), ("وبالعمال", "العمال")])
def test_a_word_is_found_behind_the_particle_that_it_is_written_with(written: str, meant: str) -> None:
    assert form_of(written, ARABIC).other == form_of(meant, ARABIC).token


def test_a_word_that_begins_like_a_particle_is_found_as_it_is() -> None:
    assert form_of("وثيقة", ARABIC).token == form_of("الوثائق", ARABIC).token


def test_words_are_told_by_where_they_stand_in_the_text() -> None:
    text = "L’emploi, Pythonمن: ٱلْهِجْرَة"
    found = [text[word.start : word.end] for word in words(text, FRENCH)]
    assert found == ["L’emploi", "Python", "من", "ٱلْهِجْرَة"]


def test_marks_of_direction_part_nothing() -> None:
    assert tokens("\u2067THAMM\u2069/\u200f2021\u200e/3", ARABIC) == ["thamm", "2021", "3"]


def test_different_words_stay_apart() -> None:
    different = ["هجرة", "عمل", "وثيقة", "وزارة", "حماية", "تدريب", "مهارات", "أجور"]
    assert len({tuple(tokens(word, ARABIC)) for word in different}) == len(different)


def test_arabic_in_a_french_text_is_still_arabic() -> None:
    assert tokens("Rapport : الهجرة", FRENCH) == ["rapport", *tokens("هجرة", ARABIC)]


def test_a_symbol_is_its_parts() -> None:
    assert tokens("THAMM/2021/INF.12", ENGLISH) == ["thamm", "2021", "inf", "12"]


@given(st.text(), st.sampled_from(LANGUAGES))
def test_tokens_hold_nothing_that_a_pattern_or_a_separator_could_mean(text: str, language: Language) -> None:
    for token in tokens(text, language):
        assert token.strip()
        assert not set(token) & set(" %_\\=:\0")
