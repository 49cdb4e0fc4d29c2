"""Refusals and failures speak the language of the address and never tell what their reader may not know."""

from __future__ import annotations

import logging

import pytest
from flask import Flask, abort

from conference.core.access import access, public
from conference.core.languages import LANGUAGES, Language
from conference.events.models import Publication, Role
from tests.client import Visitor
from tests.world import World, in_three

CODES = (400, 403, 404, 413, 429, 500, 503)


@pytest.fixture
def failing(app: Flask) -> Visitor:
    """A visitor of an application with a page that answers with whatever status is asked for."""

    @access(public)
    def fail(code: int) -> str:
        if code == 500:
            raise RuntimeError("nobody may read this")
        abort(code)

    app.add_url_rule("/<language:language>/fail/<int:code>", "fail", fail)
    return Visitor(app)


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
@pytest.mark.parametrize("code", CODES)
def test_every_refusal_has_a_page_in_each_language(failing: Visitor, language: Language, code: int) -> None:
    page = failing.get(f"/{language}/fail/{code}")
    assert page.status == code
    assert page.response.headers["Cache-Control"] == "no-store"
    assert page.one("main a.button").get("href") == f"/{language}/"
    assert page.response.headers["X-Request-ID"] in page.text
    assert "nobody may read this" not in page.source


def test_the_languages_say_it_in_their_own_words(failing: Visitor) -> None:
    titles = {language.code: [failing.get(f"/{language}/fail/{code}").h1 for code in CODES] for language in LANGUAGES}
    assert titles["en"] == [
        "This could not be understood",
        "This page is not open to you",
        "This page does not exist",
        "This file is too large",
        "Too many attempts",
        "Something went wrong on our side",
        "This is not available now",
    ]


def test_a_failure_is_logged_with_its_request(failing: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("conference")
    logger.addHandler(caplog.handler)
    try:
        page = failing.get("/en/fail/500", headers={"X-Request-ID": "from-the-proxy-1"})
    finally:
        logger.removeHandler(caplog.handler)
    assert page.response.headers["X-Request-ID"] == "from-the-proxy-1"
    (record,) = [record for record in caplog.records if record.exc_info]
    assert isinstance(record.exc_info[1], RuntimeError)  # type: ignore[index]


def test_a_failure_shows_neither_the_account_nor_the_event(failing: Visitor, world: World) -> None:
    visitor = world.organiser(world.event())
    page = visitor.get("/en/fail/500")
    assert (page.status, page.texts(".site-account")) == (500, ["Sign in"])


@pytest.mark.parametrize("language", LANGUAGES, ids=str)
@pytest.mark.parametrize(
    "path",
    [
        "/nothing/",
        "/nothing/agenda",
        "/thamm-2021/agenda/NO-SUCH",
        "/thamm-2021/documents/none",
        "/thamm-2021/speakers/none",
        "/thamm-2021/nothing-here",
        "/thamm-2021/registration/forged",
        "/sign-in/forged",
    ],
)
def test_what_does_not_exist_is_404_in_the_language_of_the_address(
    visitor: Visitor, world: World, language: Language, path: str
) -> None:
    world.event()
    page = visitor.get(f"/{language}{path}")
    assert page.status == 404
    assert page.one("html").get("lang") == language.code


def test_an_unknown_language_is_404(visitor: Visitor, world: World) -> None:
    world.event(language_codes=["en", "fr"])
    assert [visitor.get(path).status for path in ("/de/", "/de/thamm-2021/", "/ar/thamm-2021/")] == [404, 404, 404]
    assert visitor.get("/ar/thamm-2021/").one("html").get("dir") == "rtl"


@pytest.mark.parametrize("path", ["/fr/thamm-2021/agenda/NO-SUCH", "/fr/thamm-2021/nothing/at/all"])
def test_inside_an_event_its_navigation_stays(visitor: Visitor, world: World, path: str) -> None:
    world.event()
    page = visitor.get(path)
    assert page.texts(".banner-title") == ["Conférence"]
    assert page.one("main a.button").get("href") == "/fr/thamm-2021/"


def test_a_draft_is_not_named_to_others(world: World) -> None:
    event = world.event(publication=Publication.DRAFT, title=in_three("Secret", "Secret", "سر"))
    other = world.event("other")
    strangers = {
        "nobody": Visitor(world.app),
        "somebody": world.signed_in(world.account()),
        "other": world.organiser(other),
    }
    for stranger in strangers.values():
        for path in ("", "about", "agenda", "register", "no-such-page"):
            page = stranger.get(f"/en/thamm-2021/{path}")
            assert (page.status, "Secret" in page.source) == (404, False)
    pages = {name: stranger.get("/en/thamm-2021/manage/event") for name, stranger in strangers.items()}
    assert {name: page.status for name, page in pages.items()} == {"nobody": 302, "somebody": 404, "other": 404}
    assert not any("Secret" in page.source for page in pages.values())
    assert world.member(event, Role.DESK).get("/en/thamm-2021/").status == 200


def test_without_a_sign_in_no_event_is_known_to_exist(visitor: Visitor, world: World) -> None:
    world.event(publication=Publication.DRAFT)
    answers = [visitor.get(f"/en/{slug}/manage/event") for slug in ("thamm-2021", "nothing")]
    assert [answer.status for answer in answers] == [302, 302]


def test_a_body_over_the_limit_is_refused(visitor: Visitor, world: World) -> None:
    world.event()
    page = visitor.get("/fr/thamm-2021/register").submit(native_name="x" * 3_000_000)
    assert page.status == 413
    assert page.one("html").get("lang") == "fr"


def test_a_method_that_a_page_does_not_have_is_told(visitor: Visitor, world: World) -> None:
    world.event()
    page = visitor.post("/en/thamm-2021/about")
    assert page.status == 405
    assert set(page.response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_a_post_without_the_token_of_its_page_is_400(world: World) -> None:
    visitor = world.organiser(world.event())
    page = visitor.post("/ar/sign-out")
    assert (page.status, page.one("html").get("lang")) == (400, "ar")


def test_bad_hosts_and_odd_bytes_do_not_break_anything(visitor: Visitor, world: World) -> None:
    world.event()
    for path in ("/en/%00/", "/en/thamm-2021/%FF", "/en/thamm-2021/agenda?day=%ED%A0%80", "/%2e%2e/", "/en/?q=%00"):
        assert visitor.get(path).status in (200, 400, 404), path
