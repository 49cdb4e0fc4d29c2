"""The language of a request: from the address, else by negotiation; and the switch that keeps the page."""

from __future__ import annotations

import pytest
from flask import Flask

from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.core.localization import absolute_url, is_local_path, language_of_path, site_name, speaking
from tests.client import Visitor
from tests.world import World


@pytest.mark.parametrize(
    ("header", "language"),
    [("fr-MA,en;q=0.5", "fr"), ("ar-TN", "ar"), ("de,ar;q=0.3,en;q=0.2", "ar"), ("de", "en"), ("", "en")],
)
def test_without_a_language_the_browsers_wish_decides(visitor: Visitor, header: str, language: str) -> None:
    page = visitor.get("/", headers={"Accept-Language": header})
    assert (page.status, page.location) == (302, f"/{language}/")
    assert {"Accept-Language", "Cookie"} <= set(page.response.headers["Vary"].split(", "))


def test_the_cookie_goes_before_the_account_and_that_before_the_browser(world: World) -> None:
    visitor = world.signed_in(world.account("leila@example.org", language="ar"))
    wish = {"Accept-Language": "en"}
    assert visitor.get("/", headers=wish).location == "/ar/"
    visitor.get("/language/fr")
    assert visitor.get("/", headers=wish).location == "/fr/"


@pytest.mark.parametrize("cookie", ["de", "", "../../etc", "fr; Path=/"])
def test_a_cookie_that_names_no_language_is_ignored(visitor: Visitor, cookie: str) -> None:
    page = visitor.get("/", headers={"Cookie": f'language="{cookie}"', "Accept-Language": "ar"})
    assert page.location in ("/ar/", "/fr/")


def test_an_address_with_a_language_is_not_negotiated(visitor: Visitor) -> None:
    visitor.get("/language/ar")
    page = visitor.get("/fr/", headers={"Accept-Language": "en"})
    assert page.one("html").get("lang") == "fr"
    assert "Set-Cookie" not in page.response.headers


def test_a_failure_at_an_address_without_a_language_negotiates(visitor: Visitor) -> None:
    page = visitor.get("/nothing", headers={"Accept-Language": "ar-EG"})
    assert (page.status, page.one("html").get("lang")) == (404, "ar")


def switch(visitor: Visitor, path: str, language: str) -> str:
    page = visitor.get(path)
    (link,) = page.all(f".site-languages a[hreflang={language}]")
    return str(link.get("href"))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/en/", "/ar/"),
        ("/en/thamm-2021/about", "/ar/thamm-2021/about"),
        ("/en/thamm-2021/documents?q=a+b%26c&language=fr", "/ar/thamm-2021/documents?q=a+b%26c&language=fr"),
        ("/en/sign-in?next=%2Fen%2Faccount", "/ar/sign-in?next=%2Fen%2Faccount"),
        ("/en/nothing/here", "/ar/nothing/here"),
    ],
)
def test_the_switch_keeps_the_page_and_its_filters(world: World, visitor: Visitor, path: str, expected: str) -> None:
    world.event()
    page = visitor.get(switch(visitor, path, "ar"))
    assert (page.status, page.location) == (302, expected)
    (cookie,) = page.response.headers.getlist("Set-Cookie")
    assert cookie.startswith("language=ar;")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


def test_the_switch_offers_what_the_event_has(world: World, visitor: Visitor) -> None:
    world.event(language_codes=["en", "fr"])
    offered = [link.get("hreflang") for link in visitor.get("/en/thamm-2021/").all(".site-languages a")]
    assert offered == ["en", "fr"]


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example/fr/",
        "https://evil.example/fr/",
        "/\\evil.example",
        "\\\\evil.example",
        "/fr/\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "fr/",
        "",
        "/en/account",
        "/de/",
        "/%2f/evil.example",
    ],
)
def test_the_switch_leads_nowhere_else(visitor: Visitor, path: str) -> None:
    page = visitor.get("/language/fr", query_string={"next": path})
    assert (page.status, page.location) == (302, "/fr/")


def test_an_unknown_language_cannot_be_chosen(visitor: Visitor) -> None:
    page = visitor.get("/language/de")
    assert page.status == 404
    assert "Set-Cookie" not in page.response.headers


def test_only_the_switch_sets_the_cookie(world: World, visitor: Visitor) -> None:
    world.event()
    for path in ("/", "/en/", "/fr/thamm-2021/", "/ar/sign-in"):
        cookies = visitor.get(path).response.headers.getlist("Set-Cookie")
        assert not [cookie for cookie in cookies if cookie.startswith("language=")]


@pytest.mark.parametrize(
    ("path", "is_local"),
    [("/", True), ("/en/a?b=//c", True), ("//x", False), ("/\\x", False), ("x", False), ("/a\tb", False), ("", False)],
)
def test_local_paths_are_told_apart(path: str, is_local: bool) -> None:
    assert is_local_path(path) is is_local


def test_paths_name_their_language() -> None:
    found = [language_of_path(path) for path in ("/fr/x", "/ar", "/french/", "/", "", "/FR/")]
    assert found == [FRENCH, ARABIC, None, None, None, None]


def test_whole_addresses_speak_the_language_that_is_spoken(app: Flask) -> None:
    with app.app_context(), speaking(ARABIC):
        assert absolute_url("pages.home", event="thamm-2021") == "http://localhost/ar/thamm-2021/"
        assert site_name() == "مؤتمرات تام"
        with speaking(ENGLISH):
            assert site_name() == "THAMM Conferences"
        assert absolute_url("accounts.sign_in", language=FRENCH) == "http://localhost/fr/sign-in"


def test_pages_name_their_other_languages(world: World, visitor: Visitor) -> None:
    world.event(language_codes=["en", "ar"])
    page = visitor.get("/en/thamm-2021/about")
    alternates = {link.get("hreflang"): link.get("href") for link in page.all("link[rel=alternate]")}
    assert alternates == {
        "en": "http://localhost/en/thamm-2021/about",
        "ar": "http://localhost/ar/thamm-2021/about",
        "x-default": "http://localhost/en/thamm-2021/about",
    }


@pytest.mark.parametrize("number", ["0", "1", "2147483647", "2147483648", "9" * 40, "-1", "1.5", "٣"])
def test_a_number_in_an_address_that_no_row_has_is_not_found(world: World, number: str) -> None:
    organiser = world.organiser(world.event())
    assert organiser.get(f"/en/thamm-2021/manage/event/contacts/{number}").status in (200, 404)
    assert organiser.get(f"/en/thamm-2021/manage/messages/{number}").status == 404
