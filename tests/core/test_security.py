"""What every kind of answer says to the browser about safety."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from conference.core.security import CONTENT_SECURITY_POLICY
from tests.client import Visitor
from tests.made import agenda, library
from tests.world import World

ANSWERS = {
    "page": "/en/thamm-2021/",
    "page again, from the store": "/en/thamm-2021/",
    "form": "/en/thamm-2021/register",
    "redirect": "/",
    "redirect to the sign-in": "/en/thamm-2021/manage/",
    "not found": "/en/nothing/",
    "no such route": "/nothing/at/all/here",
    "calendar": "/en/thamm-2021/calendar.ics",
    "site map": "/sitemap.xml",
    "robots": "/robots.txt",
    "health": "/healthz",
    "style sheet": "/static/x/css/tokens.css",
}


@pytest.fixture
def event(world: World) -> int:
    made = world.event()
    agenda.make_session(world, made)
    agenda.publish(world, made)
    library.make_document(world, made)
    return made


@pytest.mark.parametrize("path", ANSWERS.values(), ids=ANSWERS)
def test_every_kind_of_answer_is_hardened(event: int, visitor: Visitor, path: str) -> None:
    for _time in range(2):
        headers = visitor.get(path).response.headers
        assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] in ("same-origin", "no-referrer")
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "geolocation=()" in headers["Permissions-Policy"]
        assert "Strict-Transport-Security" not in headers
        assert "X-Powered-By" not in headers


def test_the_policy_lets_nothing_inline_and_nobody_else_in() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
    directives = dict(part.split(" ", 1) for part in CONTENT_SECURITY_POLICY.split("; "))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == directives["form-action"] == "'self'"
    assert directives["frame-ancestors"] == directives["base-uri"] == "'none'"


def test_a_file_that_somebody_sent_stands_in_a_sandbox(event: int, visitor: Visitor) -> None:
    headers = visitor.get("/en/thamm-2021/documents/thamm-2021-1/en").response.headers
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["Content-Disposition"].startswith("attachment;")
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/en/sign-in/some-token", "/en/thamm-2021/registration/some-token"])
def test_pages_behind_a_link_are_kept_and_told_by_nobody(event: int, visitor: Visitor, path: str) -> None:
    headers = visitor.get(path).response.headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Robots-Tag"] == "noindex"


def test_personal_pages_are_not_stored_anywhere(world: World, event: int) -> None:
    organiser = world.organiser(event)
    for path in ("/en/account", "/en/thamm-2021/manage/team", "/en/thamm-2021/manage/registrations"):
        assert organiser.get(path).response.headers["Cache-Control"] == "no-store", path


def test_over_https_the_browser_stays_there(make_app: Callable[..., Flask], world: World) -> None:
    app = make_app(mode="production", public_url="https://conference.example.org")
    account = world.account("leila@example.org")
    visitor = Visitor(app)
    page = visitor.get("/en/sign-in", base_url="https://conference.example.org")
    assert page.response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    (cookie,) = page.response.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert app.config["SIGN_IN_COOKIE"] == "__Host-sign-in"
    assert account
