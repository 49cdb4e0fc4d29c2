"""Signing in by link and by password, as the person at the browser sees it."""

from __future__ import annotations

import re

from sqlalchemy import select

from conference.accounts.models import Account, SignIn, SignInLink
from conference.accounts.passwords import hash_password
from conference.outbox.models import Message
from tests.client import Visitor
from tests.world import World


def link_in(text: str) -> str:
    found = re.search(r"http://localhost(/\S+)", text)
    assert found
    return found[1]


def test_a_link_proves_the_address_and_signs_in_once(world: World, visitor: Visitor) -> None:
    sent = visitor.get("/fr/sign-in").submit(email="Leila@Example.org")
    assert sent.status == 200
    (mail,) = world.deliver()
    assert mail["To"] == "Leila@example.org"
    body = mail.get_body(("plain",))
    assert body is not None
    page = visitor.get(link_in(body.get_content()))
    assert page.status == 200
    assert page.response.headers["Cache-Control"] == "no-store"
    assert world.count(SignIn) == 0, "looking at the link changes nothing"
    done = page.submit("main form")
    assert done.status == 302
    assert visitor.follow(done).texts(".page-lead") == ["Leila@example.org"]
    assert world.count(Account) == 1
    again = visitor.get(link_in(body.get_content()))
    assert again.status == 404


def test_known_and_unknown_addresses_get_the_same_answer(world: World, visitor: Visitor) -> None:
    world.account("known@example.org")
    pages = [visitor.get("/en/sign-in").submit(email=f"{name}@example.org") for name in ("known", "nobody")]
    assert pages[0].source.replace("known@", "x@") == pages[1].source.replace("nobody@", "x@")
    assert world.count(SignInLink) == 2


def test_a_password_signs_in_and_a_wrong_one_does_not(world: World, visitor: Visitor) -> None:
    world.account("organiser@example.org", password_hash=hash_password("demonstration"))
    form = "form[action$=password]"
    wrong = visitor.get("/en/sign-in").submit(form, email="organiser@example.org", password="guess")
    unknown = visitor.get("/en/sign-in").submit(form, email="nobody@example.org", password="demonstration")
    assert (wrong.status, unknown.status) == (422, 422)
    assert wrong.errors == unknown.errors
    assert wrong.values(form)["email"] == "organiser@example.org"
    right = visitor.get("/en/sign-in").submit(form, email="organiser@example.org", password="demonstration")
    assert right.location == "/en/account"


def test_a_mailbox_is_not_flooded_and_the_page_does_not_say_so(world: World, visitor: Visitor) -> None:
    page = visitor.get("/ar/sign-in")
    assert [page.submit(email="leila@example.org").status for _attempt in range(7)] == [200] * 7
    assert world.count(SignInLink) == 5
    page.submit(email="other@example.org")
    assert world.count(SignInLink) == 6


def test_guessing_is_refused_and_locks_nobody_out_elsewhere(world: World, visitor: Visitor) -> None:
    world.account("organiser@example.org", password_hash=hash_password("demonstration"))
    form = "form[action$=password]"
    page = visitor.get("/ar/sign-in")
    guesses = [page.submit(form, email="organiser@example.org", password="guess") for _attempt in range(6)]
    assert [guess.status for guess in guesses] == [422] * 5 + [429]
    assert guesses[-1].root is not None
    assert guesses[-1].root.get("lang") == "ar"
    owner = Visitor(visitor.app)
    owner.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    right = owner.get("/en/sign-in").submit(form, email="organiser@example.org", password="demonstration")
    assert right.status == 302


def test_the_secret_of_a_link_is_forgotten_once_it_is_sent(world: World, visitor: Visitor) -> None:
    visitor.get("/en/sign-in").submit(email="leila@example.org")
    assert len(world.deliver()) == 1
    with world.reading() as session:
        (message,) = session.scalars(select(Message))
        assert (message.state, message.payload, message.mime) == ("sent", {}, None)


def test_signing_in_starts_a_new_session(world: World, visitor: Visitor) -> None:
    world.account("organiser@example.org", password_hash=hash_password("demonstration"))
    page = visitor.get("/en/sign-in")
    before = page.values()["csrf_token"]
    page.submit("form[action$=password]", email="organiser@example.org", password="demonstration")
    assert visitor.post("/en/sign-out", {"csrf_token": before}).status == 400


def test_a_foreign_next_is_not_followed(world: World, visitor: Visitor) -> None:
    world.account("organiser@example.org", password_hash=hash_password("demonstration"))
    form = "form[action*=password]"
    for path in ("//evil.example", "https://evil.example", "/\\evil.example", "/en/\nx"):
        page = visitor.get("/en/sign-in", query_string={"next": path})
        done = page.submit(form, email="organiser@example.org", password="demonstration")
        assert done.location == "/en/account"
        visitor = Visitor(visitor.app)


def test_an_expired_page_gives_back_what_was_typed(world: World, visitor: Visitor) -> None:
    page = visitor.get("/en/sign-in").submit(email="leila@example.org", csrf_token="old")
    assert page.status == 422
    assert page.values()["email"] == "leila@example.org"
    assert world.count(SignInLink) == 0


def test_signing_out_ends_the_row(world: World) -> None:
    visitor = world.signed_in(world.account("leila@example.org"))
    assert world.count(SignIn) == 1
    visitor.get("/en/account").submit("form[action$=sign-out]")
    assert world.count(SignIn) == 0
    assert visitor.get("/en/account").location.startswith("/en/sign-in")
