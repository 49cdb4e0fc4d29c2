"""The side-by-side component: what it shows, what it sends, and how two editors meet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask, g
from werkzeug.datastructures import MultiDict

from conference.core.forms import WholeNumberField
from conference.core.languages import ARABIC, ENGLISH, FRENCH, LANGUAGES
from conference.core.translated import State, Translated, digest
from conference.core.translated_fields import Clashes, SharedForm, TranslatedField, fingerprint, merge_into
from tests.world import in_three


@dataclass
class Thing:
    title: Translated = field(default_factory=lambda: in_three("one", "un", "واحد"))
    note: Translated = field(default_factory=Translated)
    places: int | None = 10
    codes: list[str] = field(default_factory=lambda: ["en", "fr"])


class ThingForm(SharedForm):
    class Meta:
        csrf = False

    plain = ("places",)
    title = TranslatedField("Title", required="Enter a title.", longest=20)
    note = TranslatedField("Note", multiline=True)
    places = WholeNumberField("Places")


@pytest.fixture(autouse=True)
def request_in_english(app: Flask) -> Iterator[None]:
    with app.test_request_context("/en/", method="GET"):
        g.language = ENGLISH
        yield


def shown(thing: Thing) -> dict[str, Any]:
    """What the form of a thing would send as it stands."""
    form = ThingForm(formdata=None, obj=thing, languages=LANGUAGES, source=ENGLISH)
    sent: dict[str, Any] = {"seen": form.seen.data, "places": str(form.places.data or "")}
    for one in form:
        if isinstance(one, TranslatedField):
            for entry in one.entries_by_language:
                sent |= {entry.text.name: entry.text.data, entry.base.name: entry.base.data}
    return sent


def submitted(app: Flask, typed: dict[str, Any]) -> ThingForm:
    form = ThingForm(formdata=MultiDict(typed), languages=LANGUAGES, source=ENGLISH)
    form.validate()
    return form


def saved(thing: Thing, form: ThingForm) -> None:
    merge_into(thing, form.edits(), source=ENGLISH, by=1, values=form.values, seen=form.seen_values)


def test_the_source_comes_first_with_the_state_of_each() -> None:
    form = ThingForm(formdata=None, obj=Thing(), languages=LANGUAGES, source=FRENCH)
    assert [entry.language for entry in form.title.entries_by_language] == [FRENCH, ENGLISH, ARABIC]
    form = ThingForm(formdata=None, obj=Thing(), languages=LANGUAGES, source=ENGLISH)
    assert [entry.state for entry in form.title.entries_by_language] == [
        State.SOURCE,
        State.TRANSLATED,
        State.TRANSLATED,
    ]


def test_of_a_text_that_does_not_exist_nothing_is_missing() -> None:
    form = ThingForm(formdata=None, obj=Thing(), languages=LANGUAGES, source=ENGLISH)
    assert [entry.state for entry in form.note.entries_by_language] == [State.SOURCE, None, None]


def test_each_language_carries_the_mark_of_what_was_shown() -> None:
    sent = shown(Thing())
    assert sent["title-fr-base"] == digest("un")
    assert sent["note-ar-base"] == ""


def test_texts_know_their_language_and_direction() -> None:
    form = ThingForm(formdata=None, obj=Thing(), languages=LANGUAGES, source=ENGLISH)
    html = str(form.title.entries_by_language[2].text())
    assert 'lang="ar"' in html
    assert 'dir="rtl"' in html


def test_only_the_source_is_required(app: Flask) -> None:
    form = submitted(app, shown(Thing()) | {"title-en": "", "title-fr": "", "title-ar": ""})
    entries = form.title.entries_by_language
    assert [[str(error) for error in entry.text.errors] for entry in entries] == [["Enter a title."], [], []]
    assert form.title.flags.required
    assert not form.note.flags.required


def test_every_language_is_checked(app: Flask) -> None:
    form = submitted(app, shown(Thing()) | {"title-ar": "ع" * 21})
    assert [str(error) for error in form.title.errors] == ["Shorten this text to 20 characters: it has 21."]
    assert form.title.entries_by_language[2].text.data == "ع" * 21


def test_an_untouched_form_changes_nothing(app: Flask) -> None:
    thing = Thing()
    title, note = thing.title, thing.note
    saved(thing, submitted(app, shown(thing)))
    assert thing.title is title
    assert thing.note is note


def test_two_who_wrote_in_two_languages_both_keep_their_words(app: Flask) -> None:
    thing = Thing()
    mine, theirs = shown(thing), shown(thing)
    saved(thing, submitted(app, theirs | {"title-ar": "جديد", "places": "20"}))
    saved(thing, submitted(app, mine | {"title-fr": "nouveau"}))
    assert [thing.title.text(language) for language in LANGUAGES] == ["one", "nouveau", "جديد"]
    assert thing.places == 20


def test_a_clash_keeps_all_of_the_stored_and_shows_both(app: Flask) -> None:
    thing = Thing()
    mine, theirs = shown(thing), shown(thing)
    saved(thing, submitted(app, theirs | {"title-fr": "le leur", "places": "20"}))
    form = submitted(app, mine | {"title-fr": "le mien", "title-en": "mine", "places": "30"})
    with pytest.raises(Clashes) as clash:
        saved(thing, form)
    assert (clash.value.fields, clash.value.values) == ({"title": {FRENCH: "le leur"}}, {"places": 20})
    assert (thing.title.text(ENGLISH), thing.places) == ("one", 20)
    form.show_clashes(clash.value)
    (entry,) = [one for one in form.title.entries_by_language if one.language == FRENCH]
    assert (entry.text.data, entry.theirs) == ("le mien", "le leur")
    again = mine | {"title-fr": "le mien", "title-en": "mine", "places": "30"}
    again |= {"title-fr-base": entry.base.data, "seen": form.seen.data}
    saved(thing, submitted(app, again))
    assert (thing.title.text(FRENCH), thing.title.text(ENGLISH), thing.places) == ("le mien", "mine", 30)


@pytest.mark.parametrize("seen", ["", "not json", "[]", '"x"', '{"places": 3}', "{}"])
def test_a_form_without_its_mark_sets_what_it_sends_or_asks(app: Flask, seen: str) -> None:
    thing = Thing()
    form = submitted(app, shown(thing) | {"places": "30", "seen": seen})
    if seen == '{"places": 3}':
        with pytest.raises(Clashes):
            saved(thing, form)
    else:
        saved(thing, form)
        assert thing.places == 30


def test_the_order_of_a_list_is_no_change() -> None:
    assert fingerprint(["fr", "en"]) == fingerprint(["en", "fr"]) != fingerprint(["en"])
    thing = Thing()
    merge_into(thing, {}, source=ENGLISH, by=1, values={"codes": ["fr", "en"]}, seen={})
    assert thing.codes == ["en", "fr"]
    assert json.loads(shown(thing)["seen"]) == {"places": fingerprint(10)}
