"""What the registration form refuses, how it says so, and that hostile text stays text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html
from sqlalchemy import select

from conference.core.text import clean
from conference.outbox.models import Message
from conference.registration.models import Registration
from tests.client import Visitor, readable
from tests.made.registration import ANSWERS, add, link, register, registration
from tests.world import World

UTF8 = lxml_html.HTMLParser(encoding="utf-8")
LABELS = {
    "native_name": "Full name",
    "latin_name": "Name in Latin script",
    "organisation": "Organisation",
    "function": "Function",
}
TEXT_FIELDS = tuple(LABELS)
LONG = "x" * 10_000
TOO_LONG = "Shorten this text to 200 characters: it has 10000."
OVERRIDE = "Leila \u202eilA neB"
BIDI = "This text holds invisible characters that turn its direction. Type it again instead of pasting it."
CONTROL = "This text holds characters that cannot be shown. Type it again instead of pasting it."
COMPLETE = "Enter a complete e-mail address, for example name@organisation.org."
LISTED = "Choose one of the options listed."

REFUSED: list[tuple[str, Any, str]] = [
    ("native_name", "", "Enter your full name."),
    ("native_name", "   \t ", "Enter your full name."),
    ("native_name", "\u200b\u2060", "Enter your full name."),
    ("native_name", None, "Enter your full name."),
    ("native_name", "ليلى بن علي", "Enter your name in Latin letters too: lists in English and French need it."),
    ("email", "", "Enter an e-mail address."),
    ("email", None, "Enter an e-mail address."),
    ("email", "Leila Ben Ali <leila@example.org>", COMPLETE),
    ("email", '"Leila" leila@example.org', COMPLETE),
    ("email", "leila@example.org, other@example.org", COMPLETE),
    ("email", "leila@example.org\nBcc: other@example.org", CONTROL),
    ("email", "leila", COMPLETE),
    ("email", "leila@localhost", COMPLETE),
    ("email", "ليلى@example.org", COMPLETE),
    ("email", LONG + "@example.org", "Shorten this text to 254 characters: it has 10012."),
    ("organisation", "", "Enter your organisation."),
    ("country", "", "Choose your country."),
    ("country", None, "Choose your country."),
    ("country", "ZZ", LISTED),
    ("country", "Tunisia", LISTED),
    ("category", "", "Choose the category that fits best."),
    ("category", "spy", LISTED),
    ("title", "king", LISTED),
    ("language_code", "de", LISTED),
    ("language_code", "", LISTED),
    ("language_code", None, LISTED),
    *((name, LONG, TOO_LONG) for name in TEXT_FIELDS),
    *((name, OVERRIDE, BIDI) for name in TEXT_FIELDS),
    *((name, "Leila\x00Ali", CONTROL) for name in TEXT_FIELDS),
    *((name, "Leila\nBen Ali", CONTROL) for name in TEXT_FIELDS),
]


@pytest.mark.parametrize("name", sorted({name for name, _value, _sentence in REFUSED}))
def test_bad_input_is_refused_beside_its_field_and_nothing_typed_is_lost(
    world: World, visitor: Visitor, name: str
) -> None:
    world.event()
    form = visitor.get("/en/thamm-2021/register")
    for value, sentence in [(value, sentence) for one, value, sentence in REFUSED if one == name]:
        page = form.submit(**ANSWERS | {"recording": "y", name: value})
        assert (page.status, page.errors) == (422, [sentence])
        field = "latin_name" if "Latin letters" in sentence else name
        assert page.one(f"#{field}").get("aria-invalid") == "true"
        assert page.texts(".error-summary a") == [sentence]
        assert page.one(".error-summary a").get("href") == f"#{field}"
        typed = ANSWERS | {"language_code": "en", "recording": "y"}
        expected = {one: typed[one] for one in typed if one != name}
        if name in (*TEXT_FIELDS, "email"):
            expected[name] = readable(clean(value or ""))
        kept = page.values()
        assert {one: kept.get(one) for one in expected} == expected
    assert (world.count(Registration), world.count(Message)) == (0, 0)


def test_several_mistakes_are_all_named_in_the_language_of_the_page(world: World, visitor: Visitor) -> None:
    world.event()
    for language in ("en", "fr", "ar"):
        page = register(visitor, language=language, native_name="", email="x", country="", category="")
        assert (page.status, len(page.errors), len(page.texts(".error-summary a"))) == (422, 4, 4)
        assert page.one("html").get("lang") == language


def test_an_expired_page_gives_everything_back(world: World, visitor: Visitor) -> None:
    world.event()
    page = register(visitor, csrf_token="old")
    assert page.status == 422
    assert {name: page.values()[name] for name in ANSWERS} == ANSWERS
    assert world.count(Registration) == 0


def test_a_change_is_refused_in_the_same_way(world: World, visitor: Visitor) -> None:
    event = world.event()
    path = link(world, add(world, event, "leila@example.org"))
    page = visitor.get(f"{path}/change").submit(native_name=OVERRIDE, organisation="", function="Anything")
    assert (page.status, page.errors) == (422, [BIDI, "Enter your organisation."])
    assert (page.values()["native_name"], page.values()["function"]) == (OVERRIDE, "Anything")
    assert registration(world).native_name == ANSWERS["native_name"]
    assert registration(world).function == ANSWERS["function"]


def test_the_address_that_sends_a_link_is_checked_too(world: World, visitor: Visitor) -> None:
    world.event()
    page = visitor.get("/en/thamm-2021/registration").submit(email="Leila <leila@example.org>")
    assert (page.status, page.errors) == (422, [COMPLETE])
    assert page.values()["email"] == "Leila <leila@example.org>"


def test_an_address_at_a_domain_outside_ascii_can_be_written_to(world: World, visitor: Visitor) -> None:
    world.event()
    register(visitor, email="Leila@München.de")
    (mail,) = world.deliver()
    assert mail["To"] == "Leila@xn--mnchen-3ya.de"


def hostile_strings(shared_data: Path) -> list[str]:
    return list(json.loads((shared_data / "hostile" / "blns.json").read_text(encoding="utf-8")))


def send_all(world: World, cases: Iterator[tuple[int, str, str]]) -> dict[str, tuple[str, str]]:
    """Register once per hostile string and field. Returns the field and the string of each that was taken, by address.

    Those that are refused must be so with 422 and come back as they were.
    """
    visitor, taken, refused = Visitor(world.app), {}, 0
    page = visitor.get("/en/thamm-2021/register")
    for number, name, value in cases:
        address = f"person{number}@example.org"
        latin = {"latin_name": "Latin Name"} if name == "native_name" else {}
        answers = page.values() | ANSWERS | latin | {"email": address, name: value}
        origin = {"REMOTE_ADDR": f"127.1.{number // 250}.{number % 250}"}
        done = visitor.post("/en/thamm-2021/register", answers, environ_overrides=origin)
        if done.status == 302:
            taken[address] = (name, clean(value))
        else:
            refused += 1
            assert done.status == 422
            assert len(done.errors) == 1
            assert done.values()[name] == readable(clean(value))
    assert world.count(Registration) == len(taken)
    assert len(taken) > refused, "most of them are harmless as text"
    return taken


def look_everywhere(world: World, event: int, taken: dict[str, tuple[str, str]]) -> None:
    """Each string that was taken stands as itself on the own page, in the organisers' list and in the mail."""
    organiser = world.organiser(event)
    listed: dict[str, str] = {}
    for number in range(1, 1 + -(-len(taken) // 50)):
        page = organiser.get(f"/en/thamm-2021/manage/registrations?page={number}")
        for row, address in zip(page.all("tbody tr"), page.texts("tbody th bdi[dir=ltr]"), strict=True):
            listed[address] = collapsed(row)
    mails = {str(mail["To"]): mail for mail in world.deliver()}
    with world.reading() as session:
        ids = dict(session.execute(select(Registration.email, Registration.id)).all())
    paths = {address: link(world, number) for address, number in ids.items()}
    visitor = Visitor(world.app)
    for address, (name, value) in taken.items():
        shown = " ".join(value.split())
        own = dict(zip(*map(visitor.get(paths[address]).texts, (".facts dt", ".facts dd")), strict=True))
        assert own.get(LABELS[name], "") == ("Ms " + shown if name == "native_name" else shown)
        assert shown in listed[address]
        # A mail in English calls people by their name in Latin script.
        if name != "latin_name":
            continue
        text, html = mails[address].get_body(("plain",)), mails[address].get_body(("html",))
        assert text is not None
        assert html is not None
        assert value in text.get_content().replace("\r\n", "\n")
        assert shown in collapsed(lxml_html.document_fromstring(html.get_content().encode(), parser=UTF8))


def collapsed(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def cases(strings: list[str], step: int) -> Iterator[tuple[int, str, str]]:
    product = [(name, value) for value in strings for name in TEXT_FIELDS]
    for number, (name, value) in enumerate(product[::step]):
        yield number, name, value


def test_hostile_strings_are_refused_or_shown_as_text(world: World, shared_data: Path) -> None:
    event = world.event()
    taken = send_all(world, cases(hostile_strings(shared_data), 31))
    look_everywhere(world, event, taken)


@pytest.mark.exhaustive
@pytest.mark.timeout(1800)
def test_every_hostile_string_in_every_field_is_refused_or_shown_as_text(world: World, shared_data: Path) -> None:
    event = world.event()
    taken = send_all(world, cases(hostile_strings(shared_data), 1))
    look_everywhere(world, event, taken)


@pytest.mark.exhaustive
def test_every_hostile_string_as_an_address_is_refused_or_written_to(world: World, shared_data: Path) -> None:
    world.event()
    visitor = Visitor(world.app)
    page = visitor.get("/en/thamm-2021/register")
    for number, value in enumerate(hostile_strings(shared_data)):
        answers = page.values() | ANSWERS | {"email": value}
        origin = {"REMOTE_ADDR": f"127.1.{number // 250}.{number % 250}"}
        done = visitor.post("/en/thamm-2021/register", answers, environ_overrides=origin)
        assert done.status == 422, value
        assert done.values()["email"] == readable(clean(value))
    assert world.count(Registration) == 0
