"""The stored public pages: given to everybody without a session, never to others, and new when something changed."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from conference.core import public_cache
from conference.core.public_cache import PublicCache
from conference.events.models import Event, Publication
from conference.events.service import touch
from tests.client import Page, Visitor
from tests.made.agenda import let_a_second_pass
from tests.queries import count_statements
from tests.world import World, in_three

HOME = "/en/thamm-2021/"
REVISIONS = "SELECT event.slug, event.public_revision"
"""Read once a second, by whoever asks then: on a slow machine that is anybody."""


@pytest.fixture
def event(world: World) -> int:
    return world.event()


@pytest.fixture
def visitor(event: int, visitor: Visitor) -> Visitor:
    return visitor


def asks(visitor: Visitor, path: str = HOME, **options: Any) -> tuple[Page, int]:
    """An answer, and how many queries it took."""
    with count_statements(visitor.app) as queries:
        page = visitor.get(path, **options)
    return page, len(queries)


def rename(world: World, event: int, title: str) -> None:
    with world.writing() as session:
        session.get_one(Event, event).title = in_three(title)
        touch(session, event)


def test_the_second_visitor_is_answered_without_the_application(visitor: Visitor) -> None:
    first, asked = asks(visitor)
    again, not_asked = asks(visitor)
    assert asked > 0
    assert not_asked == 0
    assert again.source == first.source


def test_an_answer_from_the_store_is_as_safe_as_the_first(visitor: Visitor) -> None:
    first, again = visitor.get(HOME), visitor.get(HOME)
    for page in (first, again):
        assert "Set-Cookie" not in page.response.headers
        assert "csrf" not in page.source
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Content-Type"):
        assert again.response.headers[name] == first.response.headers[name]
    assert again.response.headers["Cache-Control"] == "no-cache"
    assert again.response.headers["Vary"] == "Accept-Encoding, Cookie"


def test_bytes_are_compressed_for_those_who_can(visitor: Visitor) -> None:
    plain = visitor.get(HOME)
    for accepted, encoding in (
        ("gzip", "gzip"),
        ("br, gzip;q=0.8", "gzip"),
        ("identity", None),
        ("gzip;q=0", None),
        ("", None),
    ):
        page = visitor.client.get(HOME, headers={"Accept-Encoding": accepted})
        assert page.headers.get("Content-Encoding") == encoding, accepted
        body = gzip.decompress(page.data) if encoding else page.data
        assert body.decode() == plain.source
        assert page.headers["Content-Length"] == str(len(page.data))


def test_what_a_browser_has_is_not_sent_again(visitor: Visitor) -> None:
    visitor.get(HOME)
    etag = visitor.get(HOME).response.headers["ETag"]
    again = visitor.client.get(HOME, headers={"If-None-Match": f'"other", {etag}'})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
    assert visitor.client.get(HOME, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_change_is_seen_within_a_second(world: World, event: int, visitor: Visitor) -> None:
    assert visitor.get(HOME).h1 == "Regional conference"
    etag = visitor.get(HOME).response.headers["ETag"]
    rename(world, event, "Another title")
    let_a_second_pass(visitor.app)
    assert visitor.get(HOME).h1 == "Another title"
    again = visitor.client.get(HOME, headers={"If-None-Match": etag})
    assert again.status_code == 200
    assert public_cache.REVISION_LIVES <= 1.0


def test_the_page_of_events_follows_every_event(world: World, event: int, visitor: Visitor) -> None:
    visitor.get("/en/")
    world.event("second", starts_on=datetime(2030, 1, 1).date(), ends_on=datetime(2030, 1, 1).date())
    let_a_second_pass(visitor.app)
    assert visitor.get("/en/").one(".banner-title a").get("href") == "/en/second/"


def test_a_change_at_one_event_leaves_the_others_stored(world: World, event: int, visitor: Visitor) -> None:
    other = world.event("other")
    visitor.get(HOME)
    rename(world, other, "Changed")
    let_a_second_pass(visitor.app)
    _page, asked = asks(visitor)
    assert asked == 1, "only the revisions"


def test_an_event_that_is_a_draft_again_is_gone(world: World, event: int, visitor: Visitor) -> None:
    visitor.get(HOME)
    with world.writing() as session:
        session.get_one(Event, event).publication = Publication.DRAFT
    let_a_second_pass(visitor.app)
    assert visitor.get(HOME).status == 404


def test_people_with_a_session_get_their_own_page(world: World, event: int, visitor: Visitor) -> None:
    visitor.get(HOME)
    organiser = world.organiser(event)
    page, asked = asks(organiser)
    assert asked > 0
    assert page.texts(".site-account") == ["Your account"]
    assert visitor.get(HOME).texts(".site-account") == ["Sign in"], "and leave nothing of it behind"
    visitor.get("/en/thamm-2021/register")
    _page, asked = asks(visitor)
    assert asked > 0, "a CSRF token is a session"


def test_the_language_cookie_is_no_session(visitor: Visitor) -> None:
    visitor.get("/language/fr")
    visitor.get(HOME)
    with count_statements(visitor.app) as queries:
        visitor.get(HOME)
    assert [query for query in queries if not query.startswith(REVISIONS)] == []


def test_known_questions_are_stored_apart_and_others_not_at_all(visitor: Visitor) -> None:
    for path in (f"{HOME}about?day=2021-07-05", f"{HOME}about?tz=UTC"):
        _page, first = asks(visitor, path)
        _page, second = asks(visitor, path)
        assert (first > 0, second) == (True, 0)
    for path in (f"{HOME}?utm_source=mail", f"{HOME}?day=2021-07-05&x=1"):
        for _time in range(2):
            _page, asked = asks(visitor, path)
            assert asked > 0


def test_only_get_is_answered_from_the_store(visitor: Visitor) -> None:
    visitor.get(HOME)
    with count_statements(visitor.app) as queries:
        assert visitor.client.head(HOME).status_code == 200
        assert visitor.client.post(HOME).status_code == 405
    assert queries


def test_pages_that_fail_are_not_stored(visitor: Visitor) -> None:
    for _time in range(2):
        page, asked = asks(visitor, f"{HOME}agenda/NO-SUCH")
        assert (page.status, asked > 0) == (404, True)


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Answers with 1,000 bytes that do not compress, and keeps them until the instant in the environment."""
    environ["conference.keep_public"] = environ["until"]
    start_response("200 OK", [("Content-Type", "text/plain")])
    seed = environ["PATH_INFO"].encode()
    import hashlib

    return [hashlib.shake_256(seed).digest(1000)]


def call(cache: PublicCache, path: str, *, until: datetime) -> bytes:
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_HOST": "x", "until": until}
    return b"".join(cache(environ, lambda *_answer: None))  # type: ignore[arg-type]


def test_memory_is_bounded_and_the_oldest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_cache, "MOST_BYTES", 5_000)
    cache = PublicCache(application, revisions=lambda: {"e": 1}, session_cookies=("session",))
    later = datetime.now(UTC) + timedelta(hours=1)
    for number in range(20):
        call(cache, f"/en/e/{number}", until=later)
    assert cache._bytes <= 5_000
    assert [key[0] for key in cache._kept] == [f"/en/e/{number}" for number in range(16, 20)]
    assert cache._bytes == sum(len(kept.body) for kept in cache._kept.values())


def test_one_page_larger_than_all_memory_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_cache, "MOST_BYTES", 500)
    cache = PublicCache(application, revisions=lambda: {"e": 1}, session_cookies=("session",))
    assert len(call(cache, "/en/e/1", until=datetime.now(UTC) + timedelta(hours=1))) == 1000
    assert (cache._bytes, dict(cache._kept)) == (0, {})


def test_a_page_is_given_until_it_stops_being_true() -> None:
    seen = []

    def counted(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        seen.append(environ["PATH_INFO"])
        return application(environ, start_response)

    cache = PublicCache(counted, revisions=lambda: {"e": 1}, session_cookies=("session",))
    call(cache, "/en/e/ended", until=datetime.now(UTC) - timedelta(seconds=1))
    call(cache, "/en/e/ended", until=datetime.now(UTC) + timedelta(hours=1))
    call(cache, "/en/e/ended", until=datetime.now(UTC) + timedelta(hours=1))
    assert seen == ["/en/e/ended"] * 2


def test_an_unknown_event_takes_no_room(app: Flask) -> None:
    visitor = Visitor(app)
    for number in range(3):
        visitor.get(f"/en/nothing-{number}/")
    assert dict(app.wsgi_app._kept) == {}  # type: ignore[attr-defined]
