"""Fields clean what was typed and say in words what to do about it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
import wtforms
from flask import Flask, g
from werkzeug.datastructures import MultiDict

from conference.core.forms import (
    ChoiceField,
    ChoicesField,
    DateField,
    Form,
    TickField,
    TimeField,
    WholeNumberField,
    choices_of_countries,
)
from conference.core.languages import FRENCH, LANGUAGES
from conference.core.text_fields import CodeField, EmailField, TextAreaField, TextField, WebAddressField
from tests.client import Visitor
from tests.world import World


class Sample(Form):
    """One field of each kind, all optional."""

    class Meta:
        csrf = False

    text = TextField("Text")
    area = TextAreaField("Area", longest=100)
    email = EmailField("E-mail", required=None)
    code = CodeField("Code")
    link = WebAddressField("Link")
    day = DateField("Day")
    hour = TimeField("Hour")
    number = WholeNumberField("Number", least=1, most=99)
    choice = ChoiceField("Choice", choices=[("a", "A"), ("b", "B")], blank="None")
    choices = ChoicesField("Choices", choices=[("a", "A"), ("b", "B")])
    tick = TickField("Tick")


@pytest.fixture(autouse=True)
def request_in_english(app: Flask) -> Iterator[None]:
    with app.test_request_context("/en/"):
        g.language = LANGUAGES[0]
        yield


def sent(**typed: Any) -> Sample:
    form = Sample(formdata=MultiDict(typed))
    form.validate()
    return form


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("text", "  Lei\u0308la ", "Leïla"),
        ("text", "<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("text", "👩‍🚀 ليلى", "👩‍🚀 ليلى"),
        ("text", "x" * 200, "x" * 200),
        ("area", "one\r\n\r\ntwo", "one\n\ntwo"),
        ("email", "Leila.BenAli@EXAMPLE.org ", "Leila.BenAli@example.org"),
        ("code", "D1-03", "D1-03"),
        ("link", "https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("day", "2021-07-05", date(2021, 7, 5)),
        ("day", " ٢٠٢١-٠٧-٠٥ ", date(2021, 7, 5)),
        ("day", "", None),
        ("hour", "9:30".zfill(5), time(9, 30)),
        ("hour", "٠٩:٣٠", time(9, 30)),
        ("number", "42", 42),
        ("number", "٤٢", 42),
        ("number", "", None),
        ("choice", "b", "b"),
        ("choice", "", ""),
        ("choices", ["a", "b"], ["a", "b"]),
        ("tick", "y", True),
    ],
)
def test_what_was_typed_is_understood(name: str, typed: Any, kept: Any) -> None:
    field = sent(**{name: typed})[name]
    assert (field.data, list(field.errors)) == (kept, [])


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("text", "x" * 201, "Shorten this text to 200 characters: it has 201."),
        ("text", "x" * 10_000, "Shorten this text to 200 characters: it has 10000."),
        ("text", "a\nb", "This text holds characters that cannot be shown. Type it again instead of pasting it."),
        ("text", "a\x00b", "This text holds characters that cannot be shown. Type it again instead of pasting it."),
        (
            "text",
            "gro.elpmaxe\u202e",
            "This text holds invisible characters that turn its direction. Type it again instead of pasting it.",
        ),
        ("area", "y" * 101, "Shorten this text to 100 characters: it has 101."),
        ("email", "leila", "Enter a complete e-mail address, for example name@organisation.org."),
        ("email", "Leila <l@example.org>", "Enter a complete e-mail address, for example name@organisation.org."),
        ("email", "a@b@example.org", "Enter a complete e-mail address, for example name@organisation.org."),
        ("email", "ليلى@example.org", "Enter a complete e-mail address, for example name@organisation.org."),
        ("code", "D1 03", "Use Latin letters, digits and hyphens only, for example D1-03."),
        ("code", "-03", "Use Latin letters, digits and hyphens only, for example D1-03."),
        ("code", "جلسة", "Use Latin letters, digits and hyphens only, for example D1-03."),
        ("link", "http://example.org", "Enter a complete address that begins with https://."),
        ("link", "javascript:alert(1)", "Enter a complete address that begins with https://."),
        ("day", "5 July 2021", "Enter a day as year-month-day, for example 2021-07-05."),
        ("day", "2021-02-30", "Enter a day as year-month-day, for example 2021-07-05."),
        ("hour", "24:00", "Enter an hour between 00:00 and 23:59, for example 09:30."),
        ("number", "0", "Enter a whole number from 1 to 99."),
        ("number", "1e1", "Enter a whole number from 1 to 99."),
        ("number", "-5", "Enter a whole number from 1 to 99."),
        ("number", "9" * 5000, "Enter a whole number from 1 to 99."),
        ("choice", "c", "Choose one of the options listed."),
        ("choices", ["a", "c"], "Choose one of the options listed."),
    ],
)
def test_what_is_not_is_told_in_one_sentence(name: str, typed: Any, sentence: str) -> None:
    assert [str(error) for error in sent(**{name: typed})[name].errors] == [sentence]


def test_only_what_may_be_empty_is_optional() -> None:
    form = sent()
    assert not form.errors
    optional = {field.name for field in form if not field.flags.required}
    assert optional == {field.name for field in form}
    always = ChoiceField("Always", choices=[("a", "A")]).bind(form, "always")
    assert always.flags.required


def test_one_rule_of_the_service_stands_beside_its_field() -> None:
    form = sent()
    form.refuse(form.code, "Another session has this code.")
    assert form.errors == {"code": ["Another session has this code."]}


def test_countries_are_offered_in_the_pages_language() -> None:
    g.language = FRENCH
    assert dict(choices_of_countries())["DE"] == "Allemagne"


def test_a_fields_marks_tell_the_browser() -> None:
    html = str(Sample(formdata=None).email())
    assert 'type="email"' in html
    assert 'dir="ltr"' in html
    assert 'dir="auto"' in str(Sample(formdata=None).text())
    assert isinstance(Sample.text, wtforms.fields.core.UnboundField)


def test_hostile_strings_are_refused_or_kept_as_they_are(app: Flask, shared_data: Any) -> None:
    strings = json.loads((shared_data / "hostile" / "blns.json").read_text(encoding="utf-8"))
    assert len(strings) > 400
    for string in strings:
        for name in ("text", "area"):
            field = sent(**{name: string})[name]
            if not field.errors:
                assert field.data.strip() == field.data
                assert "\x00" not in field.data


def test_an_expired_page_says_that_nothing_is_lost(world: World) -> None:
    organiser: Visitor = world.organiser(world.event())
    page = organiser.get("/en/thamm-2021/manage/event").submit(csrf_token="old", places="77")
    assert page.status == 422
    assert page.values()["places"] == "77"
