"""Texts in several languages: what readers get, what is out of date, and that nobody's words vanish."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.core.languages import ARABIC, ENGLISH, FRENCH, LANGUAGES, Language
from conference.core.translated import (
    Clash,
    Edit,
    Resolved,
    State,
    Translated,
    digest,
    fallback_shown,
)

NOON = datetime(2021, 7, 5, 12, tzinfo=UTC)
WORDS = st.sampled_from(["", "a", "b", "c", "d"])
TEXTS = st.fixed_dictionaries(dict.fromkeys(LANGUAGES, WORDS))
SOURCES = st.sampled_from(LANGUAGES)


def made(texts: dict[Language, str], source: Language = ENGLISH) -> Translated:
    return Translated.of(source, texts)


def edited(shown: Translated, texts: dict[Language, str]) -> dict[Language, Edit]:
    """What a form sends that was opened on `shown` and in which `texts` were typed."""
    return {language: Edit(text, shown.base(language)) for language, text in texts.items()}


def texts_of(value: Translated) -> dict[Language, str]:
    return {language: value.text(language) for language in LANGUAGES}


@given(stored=TEXTS, mine=TEXTS, theirs=TEXTS, source=SOURCES)
def test_two_editors_of_one_text_clash_only_where_both_wrote_and_lose_nothing(
    stored: dict[Language, str], mine: dict[Language, str], theirs: dict[Language, str], source: Language
) -> None:
    before = made(stored, source)
    after_theirs = before.merge(edited(before, theirs), source=source, at=NOON)
    assert texts_of(after_theirs) == theirs
    both = {
        language: theirs[language]
        for language in LANGUAGES
        if stored[language] != mine[language] != theirs[language] != stored[language]
    }
    if both:
        with pytest.raises(Clash) as clash:
            after_theirs.merge(edited(before, mine), source=source, at=NOON)
        assert clash.value.theirs == both
        return
    result = after_theirs.merge(edited(before, mine), source=source, at=NOON)
    for language in LANGUAGES:
        changed_by_me = mine[language] != stored[language]
        assert result.text(language) == (mine[language] if changed_by_me else theirs[language])


@given(stored=TEXTS, mine=TEXTS, theirs=TEXTS)
def test_after_a_clash_sending_again_keeps_what_the_second_decided(
    stored: dict[Language, str], mine: dict[Language, str], theirs: dict[Language, str]
) -> None:
    before = made(stored)
    now = before.merge(edited(before, theirs), source=ENGLISH, at=NOON)
    try:
        now.merge(edited(before, mine), source=ENGLISH, at=NOON)
    except Clash:
        again = now.merge(edited(now, mine), source=ENGLISH, at=NOON)
        assert texts_of(again) == mine


@given(stored=TEXTS, typed=TEXTS, source=SOURCES, new_source=SOURCES)
def test_there_is_never_more_than_one_source(
    stored: dict[Language, str], typed: dict[Language, str], source: Language, new_source: Language
) -> None:
    before = made(stored, source)
    after = before.merge(edited(before, typed), source=new_source, at=NOON)
    states = [after.state(language) for language in LANGUAGES]
    assert states.count(State.SOURCE) <= 1
    assert texts_of(after) == typed
    if typed[new_source]:
        assert after.source == new_source


@given(texts=TEXTS, source=SOURCES)
def test_a_form_sent_back_untouched_changes_nothing(texts: dict[Language, str], source: Language) -> None:
    before = made(texts, source)
    assert before.merge(edited(before, texts), source=source, at=NOON) == before


@given(texts=TEXTS, source=SOURCES)
def test_what_is_stored_is_read_back(texts: dict[Language, str], source: Language) -> None:
    value = made(texts, source)
    assert Translated.from_json(value.to_json()) == value


@given(texts=TEXTS, source=SOURCES, language=SOURCES)
def test_readers_get_their_language_else_the_source_else_any(
    texts: dict[Language, str], source: Language, language: Language
) -> None:
    resolved = made(texts, source).resolve(language)
    order = [language, source, *LANGUAGES]
    expected = next((one for one in order if texts[one]), language)
    assert resolved == Resolved(texts[expected], expected, expected != language)


def test_when_the_source_changes_translations_are_out_of_date() -> None:
    before = made({ENGLISH: "one", FRENCH: "un", ARABIC: "واحد"})
    after = before.merge({ENGLISH: Edit("two", before.base(ENGLISH))}, source=ENGLISH, at=NOON)
    assert [after.state(language) for language in LANGUAGES] == [
        State.SOURCE,
        State.OUT_OF_DATE,
        State.OUT_OF_DATE,
    ]
    edits = {
        FRENCH: Edit("deux", after.base(FRENCH)),
        ARABIC: Edit("واحد", after.base(ARABIC), still_right=True),
    }
    done = after.merge(edits, source=ENGLISH, by=7, at=NOON)
    assert [done.state(language) for language in LANGUAGES] == [
        State.SOURCE,
        State.TRANSLATED,
        State.TRANSLATED,
    ]
    assert done.to_json()["fr"] == {
        "text": "deux",
        "state": "translated",
        "of": digest("two"),
        "by": 7,
        "at": "2021-07-05T12:00:00+00:00",
    }


def test_a_translation_made_while_the_source_changed_is_out_of_date() -> None:
    before = made({ENGLISH: "one", FRENCH: "un"})
    now = before.merge({ENGLISH: Edit("two", before.base(ENGLISH))}, source=ENGLISH, at=NOON)
    seen = {ENGLISH: Edit("one", before.base(ENGLISH)), FRENCH: Edit("un, mieux dit", before.base(FRENCH))}
    after = now.merge(seen, source=ENGLISH, at=NOON)
    assert (after.text(ENGLISH), after.text(FRENCH)) == ("two", "un, mieux dit")
    assert after.state(FRENCH) == State.OUT_OF_DATE


def test_a_new_source_that_was_up_to_date_makes_the_old_one_its_translation() -> None:
    before = made({ENGLISH: "one", FRENCH: "un", ARABIC: "واحد"})
    after = before.merge({ARABIC: Edit("واحد.", before.base(ARABIC))}, source=FRENCH, at=NOON)
    states = {language: after.state(language) for language in LANGUAGES}
    assert states == {ENGLISH: State.TRANSLATED, FRENCH: State.SOURCE, ARABIC: State.TRANSLATED}


def test_a_new_source_that_was_out_of_date_differs_from_the_old_one() -> None:
    first = made({ENGLISH: "one", FRENCH: "un", ARABIC: "واحد"})
    before = first.merge({ENGLISH: Edit("two", first.base(ENGLISH))}, source=ENGLISH, at=NOON)
    after = before.merge({}, source=FRENCH, at=NOON)
    states = {language: after.state(language) for language in LANGUAGES}
    assert states == {ENGLISH: State.OUT_OF_DATE, FRENCH: State.SOURCE, ARABIC: State.OUT_OF_DATE}


def test_the_empty_text_is_nothing() -> None:
    value = made({ENGLISH: "", FRENCH: ""})
    assert not value
    assert value.state(ENGLISH) == State.MISSING
    assert value.resolve(FRENCH) == Resolved("", FRENCH, False)


def test_a_fallback_is_told() -> None:
    seen: list[Resolved] = []

    def note(_sender: object, resolved: Resolved) -> None:
        seen.append(resolved)

    value = made({ENGLISH: "one"})
    with fallback_shown.connected_to(note):
        value.resolve(ENGLISH)
        value.resolve(ARABIC)
    assert seen == [Resolved("one", ENGLISH, True)]


def test_it_has_no_language_of_its_own() -> None:
    with pytest.raises(TypeError):
        str(made({ENGLISH: "one"}))
