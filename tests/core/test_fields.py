"""Fields refuse what a database, a link or a clock would later stumble over."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from flask import Flask, g
from werkzeug.datastructures import MultiDict

from conference.core.forms import Form, TimeField, WholeNumberField
from conference.core.languages import ENGLISH
from conference.core.limits import address_typed
from conference.core.text_fields import EmailField, WebAddressField


class Everything(Form):
    number = WholeNumberField("Number", most=1000)
    address = WebAddressField("Address")
    hour = TimeField("Hour")
    email = EmailField("E-mail", required=None)


def typed(app: Flask, **values: str) -> tuple[Any, list[Any]]:
    """What one field makes of what was typed: its value and its sentences."""
    ((name, value),) = values.items()
    with app.test_request_context("/en/"):
        g.language = ENGLISH
        form = Everything(formdata=MultiDict({name: value}), meta={"csrf": False})
        form.validate()
        return form[name].data, list(form[name].errors)


@pytest.mark.parametrize("number", ["0000000000009999999999", "9" * 5000, "1001", "-1", "1_0"])
def test_a_number_out_of_bounds_is_refused_however_it_is_written(app: Flask, number: str) -> None:
    assert typed(app, number=number) == (None, ["Enter a whole number from 0 to 1000."])


def test_arabic_digits_and_leading_zeros_are_welcome(app: Flask) -> None:
    assert typed(app, number="٠٠٩") == (9, [])


@pytest.mark.parametrize(
    "address", ["https://[.", "https://.", "https://a.b\u00a0c", "https://a.b:99999/", "http://a.b", "https:a.b"]
)
def test_an_address_that_no_browser_opens_is_refused(app: Flask, address: str) -> None:
    assert typed(app, address=address)[1] == ["Enter a complete address that begins with https://."]


def test_a_meeting_s_address_is_taken(app: Flask) -> None:
    assert typed(app, address="https://zoom.example.org:8443/j/123?pwd=x#y")[1] == []


def test_an_hour_brings_no_zone_of_its_own(app: Flask) -> None:
    assert typed(app, hour="09:30+05:00")[1] == ["Enter an hour between 00:00 and 23:59, for example 09:30."]
    assert typed(app, hour="٠٩:٣٠") == (time(9, 30), [])


@pytest.mark.parametrize("written", ["a@ｅxample.org", "a@example。org", "A@Example.ORG", "  a@example.org "])
def test_one_address_has_one_limit_however_it_is_written(app: Flask, written: str) -> None:
    assert typed(app, email=written)[1] == []
    with app.test_request_context("/en/", method="POST", data={"email": written}):
        assert address_typed() == "address:a@example.org"
