"""Sign-ins under two hands at once, and when the database is away."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, event, select, update

from conference.accounts import access, service
from conference.accounts.models import Account, SignIn, SignInLink
from conference.core.clock import at, now
from conference.core.database import db, write
from conference.core.languages import ENGLISH
from conference.outbox.models import Message
from tests.client import Visitor
from tests.queries import count_queries
from tests.world import World


def secrets_of(world: World) -> list[str]:
    with world.reading() as session:
        return [str(message.payload["secret"]) for message in session.scalars(select(Message).order_by(Message.id))]


def ask_for_links(world: World, count: int) -> list[str]:
    with world.writing() as session:
        for _link in range(count):
            service.request_link(session, email="leila@example.org", language=ENGLISH)
    return secrets_of(world)


def test_two_links_used_at_once_make_one_account(app: Flask, world: World) -> None:
    secrets = ask_for_links(world, 8)
    failures: list[BaseException] = []
    together = threading.Barrier(len(secrets))

    def use(secret: str) -> None:
        try:
            together.wait()
            with app.app_context(), write() as session:
                service.use_link(session, secret=secret, device="test")
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=use, args=(secret,)) for secret in secrets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert (world.count(Account), world.count(SignIn)) == (1, 8)


def test_a_link_that_is_too_old_shows_no_button(world: World, visitor: Visitor) -> None:
    (secret,) = ask_for_links(world, 1)
    with at(now() + service.LINK_LIVES + timedelta(seconds=1)):
        page = visitor.get(f"/en/sign-in/{secret}")
    assert (page.status, page.all("main form")) == (404, [])
    assert visitor.get(f"/en/sign-in/{secret}").status == 200


def test_a_sign_in_that_ends_while_its_use_is_noted_leads_to_signing_in(
    app: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = world.signed_in(world.account())
    with world.writing() as session:
        session.execute(update(SignIn).values(last_used_at=now() - timedelta(hours=1)))

    @contextmanager
    def ended_just_before() -> Iterator[object]:
        db.session.rollback()
        ending = threading.Thread(target=end_all)
        ending.start()
        ending.join()
        with write() as session:
            yield session

    def end_all() -> None:
        with app.app_context(), write() as session:
            session.execute(delete(SignIn))

    monkeypatch.setattr(access, "write", ended_just_before)
    assert visitor.get("/en/account").location == "/en/sign-in?next=/en/account"


def test_use_is_noted_once_in_a_while(world: World) -> None:
    visitor = world.signed_in(world.account())
    with world.writing() as session:
        session.execute(update(SignIn).values(last_used_at=now() - timedelta(hours=1)))
    assert visitor.get("/en/account").status == 200
    with world.reading() as session:
        assert session.scalars(select(SignIn)).one().last_used_at > now() - timedelta(minutes=1)


def test_static_files_and_health_ask_for_nobody(app: Flask, world: World) -> None:
    visitor = world.signed_in(world.account())
    with app.test_request_context():
        from conference.core.assets import static_url

        sheet = static_url("css/tokens.css")
    with count_queries(app) as queries:
        assert (visitor.get(sheet).status, visitor.get("/healthz").status) == (200, 200)
    assert queries == []


def test_whoever_is_signed_in_gets_a_page_while_the_database_is_away(app: Flask, world: World) -> None:
    visitor = world.signed_in(world.account())
    app.testing = False
    with app.app_context():
        engine = db.engine

    def away(*_arguments: object) -> None:
        raise ConnectionError("away")

    event.listen(engine, "before_cursor_execute", away)
    try:
        page = visitor.get("/en/account")
    finally:
        event.remove(engine, "before_cursor_execute", away)
    assert (page.status, page.h1) == (500, "Something went wrong on our side")


def test_an_unused_link_stays_what_it_is(world: World, visitor: Visitor) -> None:
    (secret,) = ask_for_links(world, 1)
    assert visitor.get(f"/en/sign-in/{secret}").status == 200
    with world.reading() as session:
        assert session.scalars(select(SignInLink)).one().used_at is None
