"""There is one way to write, and it holds all or nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError, StatementError

from conference.accounts.models import Account
from conference.accounts.service import create_account
from conference.core.clock import now
from conference.core.database import UncheckedRequest, WriteOutsideTransaction, db, write
from conference.core.languages import ENGLISH, FRENCH
from conference.core.translated import Translated
from conference.events.models import Event
from tests.world import World, in_three


class Interrupted(Exception):
    """Something went wrong inside a block."""


def test_a_block_commits_on_leaving(world: World) -> None:
    with world.writing() as session:
        create_account(session, email="a@example.org", language=ENGLISH)
    assert world.count(Account) == 1


def test_an_exception_takes_everything_back(world: World) -> None:
    def interrupted() -> None:
        with world.writing() as session:
            create_account(session, email="a@example.org", language=ENGLISH)
            session.flush()
            raise Interrupted

    with pytest.raises(Interrupted):
        interrupted()
    assert world.count(Account) == 0


def test_after_an_exception_the_next_block_works(app: Flask, world: World) -> None:
    with app.app_context():
        for email in ("a@example.org", "a@example.org"):
            try:
                with write() as session:
                    create_account(session, email=email, language=ENGLISH)
            except IntegrityError:
                pass
        with write() as session:
            create_account(session, email="b@example.org", language=ENGLISH)
    assert world.count(Account) == 2


def test_blocks_do_not_nest(world: World) -> None:
    with pytest.raises(WriteOutsideTransaction, match="nest"), world.writing(), write():
        pass
    with world.writing() as session:
        create_account(session, email="a@example.org", language=ENGLISH)
    assert world.count(Account) == 1


def test_a_flush_outside_a_block_is_refused(app: Flask, world: World) -> None:
    with app.app_context():
        session = db.session()
        session.add(Account(email="a", email_key="a", created_at=now()))
        with pytest.raises(WriteOutsideTransaction):
            session.flush()
        session.rollback()
    assert world.count(Account) == 0


@pytest.mark.parametrize(
    "statement",
    [
        insert(Account).values(email="b", email_key="b", native_name="", latin_name="", created_at=datetime.now(UTC)),
        update(Account).values(email="changed"),
        delete(Account),
    ],
    ids=["insert", "update", "delete"],
)
def test_a_statement_outside_a_block_is_refused(app: Flask, world: World, statement: object) -> None:
    world.account("a@example.org")
    with app.app_context(), pytest.raises(WriteOutsideTransaction):
        db.session.execute(statement)  # type: ignore[call-overload]
    with world.reading() as session:
        assert [account.email for account in session.scalars(select(Account))] == ["a@example.org"]


def test_what_was_changed_before_a_block_is_not_written_by_it(app: Flask, world: World) -> None:
    account = world.account("a@example.org", native_name="Before")
    with app.app_context():
        db.session.get_one(Account, account).native_name = "Smuggled"
        with write():
            pass
        assert db.session.get_one(Account, account).native_name == "Before"


def test_objects_are_read_again_inside_a_block(app: Flask, world: World) -> None:
    account = world.account("a@example.org", native_name="Before")
    with app.app_context():
        mine = db.session.get_one(Account, account)
        assert mine.native_name == "Before"
        with world.app.app_context(), write() as other:
            other.get_one(Account, account).native_name = "After"
        with write():
            assert mine.native_name == "After"


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=5, minutes=30))])
def test_instants_come_back_in_utc(world: World, zone: timezone) -> None:
    instant = datetime(2021, 7, 5, 9, 30, 15, 123456, tzinfo=zone)
    account = world.account(created_at=instant)
    with world.reading() as session:
        stored = session.get_one(Account, account).created_at
    assert (stored, stored.utcoffset()) == (instant, timedelta())


def test_a_naive_instant_is_refused(world: World) -> None:
    with pytest.raises(StatementError, match="naive"):
        world.account(created_at=datetime(2021, 7, 5))


def test_texts_come_back_as_they_went(world: World) -> None:
    title = in_three("A <b>title</b>", "« Un titre »", "عنوان")
    event = world.event(title=title)
    with world.reading() as session:
        stored = session.get_one(Event, event)
        assert stored.title == title
        assert stored.venue == Translated()
        assert stored.title.text(FRENCH) == "« Un titre »"


def test_a_post_whose_token_nobody_looked_at_writes_nothing(app: Flask) -> None:
    with (
        app.test_request_context("/en/", method="POST"),
        pytest.raises(UncheckedRequest),
        write() as session,
    ):
        create_account(session, email="a@example.org", language=ENGLISH)
