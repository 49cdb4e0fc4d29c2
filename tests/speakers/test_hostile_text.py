"""Strings that break things, in the speaker's profile: refused in words, or kept and shown as text."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest
from sqlalchemy import select

from conference.agenda.models import Speaker
from conference.core.languages import ENGLISH
from conference.core.text import clean
from conference.outbox.models import Message
from conference.speakers.models import Invitation
from tests.client import Visitor
from tests.made.agenda import make_speaker
from tests.made.speakers import invited
from tests.world import World

FORM = "form[action$='/profile']"


@pytest.mark.exhaustive
def test_every_naughty_string_is_refused_or_kept_as_it_is(world: World, visitor: Visitor, shared_data: Path) -> None:
    speaker = make_speaker(world, world.event())
    page = visitor.get(invited(world, speaker))
    strings = json.loads((shared_data / "hostile" / "blns.json").read_text(encoding="utf-8"))
    for number, string in enumerate(strings):
        # As many people as strings: one of them may ask only so often.
        visitor.client.environ_base["REMOTE_ADDR"] = f"10.0.{number // 250}.{number % 250}"
        typed = {"native_name": string, "function-en": string, "biography-en": string}
        answer = page.submit(FORM, **typed)
        if answer.status == 422:
            assert answer.errors
            continue
        page = visitor.follow(answer)
        with world.reading() as database:
            stored = database.get_one(Speaker, speaker)
            assert stored.native_name == clean(string)
            assert stored.biography.text(ENGLISH) == clean(string)
            assert stored.function.text(ENGLISH) == clean(string)


@pytest.mark.parametrize(
    "string", ["<script>alert(1)</script>", "{{ 7 * 7 }}", "%(name)s %s", "' OR 1=1 --", "'\"><b>x"]
)
def test_hostile_text_is_shown_as_text_everywhere(world: World, visitor: Visitor, string: str) -> None:
    event = world.event()
    speaker = make_speaker(world, event)
    address = invited(world, speaker)
    visitor.get(address).submit(FORM, **{"native_name": string, "biography-en": string})
    page = visitor.get(address)
    assert page.texts(".page-lead bdi")[0] == string
    assert page.values(FORM)["biography-en"] == string
    assert string in world.organiser(event).get("/ar/thamm-2021/manage/speakers").text
    (mail,) = world.deliver()
    assert string in mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_too_long_a_text_is_refused_beside_its_field(world: World, visitor: Visitor) -> None:
    page = visitor.get(invited(world, make_speaker(world, world.event())))
    for name in ("native_name", "latin_name", "function-en", "organisation-en", "biography-en"):
        refused = page.submit(FORM, **{name: "x" * 10_000})
        assert (refused.status, len(refused.errors)) == (422, 1)
        assert refused.values(FORM)[name] == "x" * 10_000


def test_an_expired_page_keeps_what_was_typed(world: World, visitor: Visitor) -> None:
    page = visitor.get(invited(world, make_speaker(world, world.event())))
    refused = page.submit(FORM, **{"biography-en": "Typed", "csrf_token": "old"})
    assert refused.status == 422
    assert refused.values(FORM)["biography-en"] == "Typed"


def test_two_organisers_who_invite_at_once_send_one_invitation(world: World) -> None:
    event = world.event()
    make_speaker(world, event)
    pages = [
        world.organiser(event, f"{name}@example.org").get("/en/thamm-2021/manage/speakers") for name in ("one", "two")
    ]
    threads = [threading.Thread(target=page.submit, args=("form[action$='/invite']",)) for page in pages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (world.count(Invitation), world.count(Message)) == (1, 1)
    with world.reading() as database:
        assert database.scalars(select(Invitation.state)).all() == ["invited"]
