"""Which language a visitor gets, and what languages are called."""

from __future__ import annotations

import pytest

from conference.core.languages import ARABIC, ENGLISH, FRENCH, LANGUAGES, Language, UnknownLanguage, negotiate


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("fr-MA,en;q=0.5", FRENCH),
        ("ar-TN,fr;q=0.9,en;q=0.8", ARABIC),
        ("de-DE,de;q=0.9,fr;q=0.2,en;q=0.1", FRENCH),
        ("en;q=0.4,fr;q=0.6,ar;q=0.5", FRENCH),
        ("en-GB", ENGLISH),
        ("AR_eg", ARABIC),
        ("fr;q=0, en", ENGLISH),
        ("fr;q=0", None),
        ("de, es;q=0.5", None),
        ("*", None),
        ("", None),
        ("fr;q=high,en;q=0.1", ENGLISH),
        ("en;q=5,fr", ENGLISH),
        (" fr ; q=0.3 , ar ; q=0.4 ", ARABIC),
        (";;,,;q=1", None),
        ("x" * 10_000, None),
    ],
)
def test_the_best_liked_language_is_found(header: str, expected: Language | None) -> None:
    assert negotiate(header) == expected


def test_equal_wishes_are_taken_in_their_order() -> None:
    assert [negotiate(header) for header in ("ar,fr", "fr,ar")] == [ARABIC, FRENCH]


def test_only_what_is_offered_is_chosen() -> None:
    assert negotiate("ar,fr;q=0.5", offered=(ENGLISH, FRENCH)) == FRENCH


def test_directions_and_names() -> None:
    assert [language.direction for language in LANGUAGES] == ["ltr", "ltr", "rtl"]
    assert [language.native_name for language in LANGUAGES] == ["English", "Français", "العربية"]
    assert [language.name_in(FRENCH) for language in LANGUAGES] == ["anglais", "français", "arabe"]


@pytest.mark.parametrize("code", ["de", "EN", "", "../", "fr-MA"])
def test_other_codes_name_no_language(code: str) -> None:
    with pytest.raises(UnknownLanguage):
        Language.of(code)
