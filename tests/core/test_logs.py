"""Logs are lines of JSON with the request's id, and without anybody's token."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from conference.core.logs import JsonLines
from tests.client import Visitor


class Lines(logging.Handler):
    """Keeps every record as the line that it would be."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())
        self.lines: list[dict[str, object]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(json.loads(self.format(record)))


@pytest.fixture
def lines() -> Iterator[Lines]:
    handler = Lines()
    logger = logging.getLogger("conference")
    logger.addHandler(handler)
    yield handler
    logger.removeHandler(handler)


@pytest.fixture
def production(make_app: Callable[..., Flask]) -> Visitor:
    return Visitor(make_app(mode="production", public_url="https://conference.example.org"))


def test_production_writes_one_line_per_request(production: Visitor, lines: Lines) -> None:
    page = production.get("/en/sign-in?next=/en/account")
    (line,) = lines.lines
    assert (line["method"], line["path"], line["status"], line["level"]) == ("GET", "/en/sign-in", 200, "info")
    assert line["request"] == page.response.headers["X-Request-ID"]
    assert isinstance(line["ms"], float)


def test_development_does_not(visitor: Visitor, lines: Lines) -> None:
    visitor.get("/en/sign-in")
    assert lines.lines == []


@pytest.mark.parametrize("token", ["a-secret-token", "ليلى-السر"])
def test_tokens_are_masked(production: Visitor, lines: Lines, token: str) -> None:
    production.get(f"/en/sign-in/{token}")
    production.get(f"/en/thamm-2021/registration/{token}")
    assert token not in json.dumps(lines.lines, ensure_ascii=False)
    assert [line["path"] for line in lines.lines] == ["/en/sign-in/…", "/en/thamm-2021/registration/…"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [("from-a-proxy.1", True), ("short", False), ("x" * 65, False), ("with space and more", False)],
)
def test_an_id_from_a_proxy_is_kept_if_it_is_one(visitor: Visitor, given: str, kept: bool) -> None:
    answered = visitor.get("/healthz", headers={"X-Request-ID": given}).response.headers["X-Request-ID"]
    assert (answered == given) is kept


def test_two_requests_have_two_ids(visitor: Visitor) -> None:
    ids = {visitor.get("/healthz").response.headers["X-Request-ID"] for _time in range(5)}
    assert len(ids) == 5


def test_words_in_any_script_stay_readable() -> None:
    record = logging.LogRecord("conference", logging.INFO, "", 0, "ليلى %s", ("é",), None)
    assert '"message": "ليلى é"' in JsonLines().format(record)
