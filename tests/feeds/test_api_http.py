"""The read API as programs meet it: refusals, ETags, compression, other sites, limits, its description."""

from __future__ import annotations

import gzip
import json
import re
from typing import Any, NoReturn

import pytest
from flask import Flask
from limits import parse

from conference.config import ROOT as CHECKOUT
from conference.core.access import access, public
from conference.core.limits import limiter
from conference.feeds.views.api import PER_IP
from tests.client import Visitor
from tests.made.agenda import (
    change,
    publish,
)
from tests.made.api import (
    API,
    EVENT,
    WITHIN_EVENT,
    make_published,
    problem,
)
from tests.world import World, in_three


@pytest.fixture
def event(world: World) -> int:
    return world.event(venue=in_three("Tunis", "Tunis", "تونس"))


@pytest.fixture
def ids(world: World, event: int) -> dict[str, Any]:
    """The event has all that the API tells of."""
    return make_published(world, event)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("limit=0", "“limit” is a whole number from 1 to 100."),
        ("limit=101", "“limit” is a whole number from 1 to 100."),
        ("limit=ten", "“limit” is a whole number from 1 to 100."),
        ("limit=", "“limit” is a whole number from 1 to 100."),
        ("page=-1", "“page” is a whole number from 1 to 100000."),
        ("page=9999999999999999999999", "“page” is a whole number from 1 to 100000."),
        ("day=5 July", "“day” is a day, for example \u20662021-07-05\u2069."),
        ("day=2021-02-30", "“day” is a day, for example \u20662021-07-05\u2069."),
        ("day=20210705", "“day” is a day, for example \u20662021-07-05\u2069."),
        ("room=٣", "“room” is a whole number from 1 to 2147483647."),
        ("language=de", "“language” is one of these: en, fr, ar."),
        ("lang=xx", "“lang” is one of these: en, fr, ar, all."),
        ("lang=en&lang=fr", "“lang” is given more than once."),
        ("limt=3", "“limt” is no parameter here. There are: lang, day, track, room, language, since, limit, page."),
    ],
)
def test_what_is_asked_wrongly_is_refused_in_a_sentence(
    visitor: Visitor, ids: dict[str, Any], query: str, sentence: str
) -> None:
    path = f"{EVENT}/sessions?{query}"
    response = visitor.get(path).response
    assert (response.status_code, json.loads(response.data)["detail"]) == (400, sentence)


def test_refusals_speak_the_language_asked_for(visitor: Visitor, ids: dict[str, Any]) -> None:
    assert problem(visitor, f"{EVENT}/sessions?limit=0", "fr") == (
        400,
        "«\u00a0limit\u00a0» est un nombre entier de 1 à 100.",
    )
    assert problem(visitor, f"{EVENT}/sessions?limit=0", "ar") == (400, "«limit» عدد صحيح من 1 إلى 100.")
    assert problem(visitor, f"{EVENT}/sessions/NONE", "fr") == (404, "Il n’y a rien à cette adresse.")
    assert problem(visitor, f"{EVENT}/sessions/NONE?lang=fr", "fr")[0] == 404
    response = visitor.get("/api/v1/events/nothing?lang=fr", headers={"Accept-Language": "ar"}).response
    assert (response.status_code, response.headers["Content-Language"]) == (404, "fr")


@pytest.mark.parametrize(
    "path",
    [
        "/api",
        "/api/v2/",
        f"{API}/nothing",
        f"{API}/events/",
        f"{API}/events/nothing",
        f"{API}/events/%00",
        f"{EVENT}/nothing",
        f"{EVENT}/sessions/NONE",
        f"{EVENT}/sessions/%00",
        f"{EVENT}/speakers/nobody",
        f"{EVENT}/documents/nothing",
        f"{EVENT}/documents/%00",
        f"{EVENT}/documents/%D9%88",
    ],
)
def test_what_is_not_there_is_a_problem_too(visitor: Visitor, ids: dict[str, Any], path: str) -> None:
    assert problem(visitor, path) == (404, "There is nothing at this address.")


def test_it_is_only_read(visitor: Visitor, ids: dict[str, Any]) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        response = visitor.client.open(f"{EVENT}/sessions", method=method)
        assert (response.status_code, response.headers["Content-Type"]) == (405, "application/problem+json")
        assert {one.strip() for one in response.headers["Allow"].split(",")} == {"GET", "HEAD", "OPTIONS"}
        assert json.loads(response.data)["detail"] == "This address is only read, with GET or HEAD."
    head = visitor.client.head(f"{EVENT}/sessions")
    whole = visitor.client.get(f"{EVENT}/sessions")
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", whole.headers["ETag"])


def test_an_answer_that_is_there_already_is_not_sent_again(
    world: World, visitor: Visitor, event: int, ids: dict[str, Any]
) -> None:
    for name in ("", *(f"/{name}" for name in WITHIN_EVENT)):
        first = visitor.get(EVENT + name).response
        assert first.headers["Cache-Control"] == "public, max-age=60"
        again = visitor.get(EVENT + name, headers={"If-None-Match": first.headers["ETag"]}).response
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
        other = {"If-None-Match": first.headers["ETag"], "Accept-Language": "fr"}
        assert visitor.get(EVENT + name, headers=other).status == 200
    first = visitor.get(f"{EVENT}/sessions").response
    assert first.headers["Last-Modified"] == "Tue, 01 Jun 2021 12:00:00 GMT"
    change(world, ids["session"], type="workshop")
    assert visitor.get(f"{EVENT}/sessions", headers={"If-None-Match": first.headers["ETag"]}).status == 304
    publish(world, event)
    assert visitor.get(f"{EVENT}/sessions", headers={"If-None-Match": first.headers["ETag"]}).status == 200


def test_answers_are_compressed_for_who_takes_it(visitor: Visitor, ids: dict[str, Any]) -> None:
    plain = visitor.get(f"{EVENT}/sessions").response
    small = visitor.get(f"{EVENT}/sessions", headers={"Accept-Encoding": "gzip"}).response
    assert (small.headers["Content-Encoding"], small.headers["ETag"]) == ("gzip", plain.headers["ETag"])
    assert gzip.decompress(small.data) == plain.data
    assert int(small.headers["Content-Length"]) == len(small.data) < len(plain.data)
    assert "Accept-Encoding" in plain.headers["Vary"]
    refused = visitor.get(f"{EVENT}/sessions", headers={"Accept-Encoding": "gzip;q=0"}).response
    assert "Content-Encoding" not in refused.headers


def test_scripts_of_every_site_may_read_it_and_nothing_else(visitor: Visitor, ids: dict[str, Any]) -> None:
    for path in (API, f"{API}/openapi.json", f"{EVENT}/sessions", f"{EVENT}/none", f"{EVENT}/sessions?page=0"):
        headers = visitor.get(path, headers={"Origin": "https://example.com"}).response.headers
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Access-Control-Allow-Credentials" not in headers
    before = visitor.client.options(f"{EVENT}/sessions", headers={"Origin": "https://example.com"})
    assert (before.status_code, before.headers["Access-Control-Allow-Methods"]) == (200, "GET, HEAD")
    assert before.headers["Access-Control-Allow-Headers"] == "If-None-Match"
    for path in (
        "/en/",
        "/en/thamm-2021/agenda",
        "/en/thamm-2021/calendar.ics",
        "/sitemap.xml",
        "/healthz",
        "/en/apis",
    ):
        headers = visitor.get(path, headers={"Origin": "https://example.com"}).response.headers
        assert [name for name, _value in headers if name.startswith("Access-Control")] == []
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_who_asks_too_often_is_told_when_to_come_back(app: Flask, visitor: Visitor, ids: dict[str, Any]) -> None:
    with app.app_context():
        limit = parse(PER_IP)
        limiter.limiter.hit(limit, app.config["RATELIMIT_KEY_PREFIX"], "127.0.0.1", "api", cost=limit.amount - 2)
    paths = (EVENT, f"{EVENT}/sessions")  # they are counted together
    assert [visitor.get(path).status for path in paths] == [200, 200]
    for path in paths:
        assert problem(visitor, path) == (429, "This was asked for too often in a short time.")
        assert 590 <= int(visitor.get(path).response.headers["Retry-After"]) <= 600
    assert visitor.get("/en/thamm-2021/agenda").status == 200


def test_the_openapi_document_describes_every_address_and_its_parameters(app: Flask, visitor: Visitor) -> None:
    page = visitor.get(f"{API}/openapi.json")
    document = page.response.json
    assert (document["openapi"], document["servers"]) == ("3.1.0", [{"url": "http://localhost"}])
    addresses = {
        rule.rule.replace("<slug:", "{").replace("<", "{").replace(">", "}")
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(API)
    }
    assert set(document["paths"]) == addresses - {f"{API}/openapi.json"}
    assert [list(operations) for operations in document["paths"].values()] == [["get"]] * len(document["paths"])
    sessions = document["paths"][f"{API}/events/{{event}}/sessions"]["get"]
    assert [(one["name"], one["in"]) for one in sessions["parameters"]] == [
        ("event", "path"),
        ("lang", "query"),
        ("day", "query"),
        ("track", "query"),
        ("room", "query"),
        ("language", "query"),
        ("since", "query"),
        ("limit", "query"),
        ("page", "query"),
        ("Accept-Language", "header"),
        ("If-None-Match", "header"),
    ]
    assert sessions["parameters"][7]["schema"] == {"type": "integer", "minimum": 1, "maximum": 100, "default": 50}
    assert list(sessions["responses"]) == ["200", "304", "400", "404", "429", "503"]
    assert page.response.headers["Content-Language"] == "en"
    assert visitor.get(f"{API}/openapi.json", headers={"If-None-Match": page.response.headers["ETag"]}).status == 304


def test_a_failure_is_a_problem_without_its_reason(app: Flask, visitor: Visitor) -> None:
    def fail() -> NoReturn:
        raise RuntimeError("nobody may read this")

    app.add_url_rule(f"{API}/fail", "fail", access(public)(fail))
    sentence = "Cette page n’a pas pu être établie."
    assert problem(visitor, f"{API}/fail", "fr") == (500, sentence)


def test_the_guide_names_every_address_and_every_parameter(visitor: Visitor) -> None:
    guide = (CHECKOUT / "docs" / "api.md").read_text(encoding="utf-8")
    document = visitor.get(f"{API}/openapi.json").response.json
    assert set(re.findall(r"^\| `(/api/[^`]+)`", guide, re.MULTILINE)) == set(document["paths"])
    parameters = {
        (one["name"], address.rpartition("/")[2])
        for address, operations in document["paths"].items()
        for one in operations["get"]["parameters"]
        if one["in"] == "query" and one["name"] not in ("lang", "limit", "page")
    }
    rows = re.findall(r"^\| ((?:`[a-z]+`(?:, )?)+) \| (sessions|documents) \|", guide, re.MULTILINE)
    assert {(name, of) for names, of in rows for name in re.findall("[a-z]+", names)} == parameters
    assert f"more than {PER_IP.partition(' ')[0]} requests in 10 minutes" in guide
