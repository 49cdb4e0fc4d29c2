"""Requests that nobody means well by, and parts that are away for a while."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from conference.accounts.models import SignInLink
from conference.core.languages import ENGLISH
from conference.core.logs import JsonLines
from conference.core.public_cache import PublicCache
from conference.core.storage import Storage
from tests.client import Visitor
from tests.world import World

TOKEN = "WzEsIm5vYm9keSJd.aB3-_xYzaB3-_xYzaB3-_xYzaB3"


@pytest.fixture
def lines() -> Iterator[list[dict[str, object]]]:
    """The lines that are logged, parsed."""
    stream, read = io.StringIO(), list[dict[str, object]]()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("conference")
    logger.addHandler(handler)
    yield read
    logger.removeHandler(handler)
    read += [json.loads(line) for line in stream.getvalue().splitlines()]
    assert read, "nothing was logged"
    assert TOKEN not in stream.getvalue()


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"/en/thamm-2021/registration/{TOKEN}"),
        ("GET", f"/en/thamm-2021/registration/{TOKEN}/"),
        ("GET", f"/en/Thamm-2021/registration/{TOKEN}"),
        ("PUT", f"/en/thamm-2021/registration/{TOKEN}"),
        ("GET", f"/en/sign-in/{TOKEN})/"),
        ("GET", f"/de/sign-in/{TOKEN}"),
    ],
)
def test_no_token_is_logged_even_where_the_address_is_mistyped(
    make_app: Callable[..., Flask], lines: list[dict[str, object]], method: str, path: str
) -> None:
    app = make_app(mode="production")
    World(app).event()
    assert app.test_client().open(path, method=method).status_code in (404, 405)


def test_a_stored_page_repeats_nothing_of_the_query_that_made_it(app: Flask, world: World) -> None:
    world.event()
    for filling in ("&" * 50, "day=2021-07-05" + "&" * 50, "%64ay=2021-07-05"):
        Visitor(app).get(f"/en/thamm-2021/?{filling}")
    assert "%3F&" not in Visitor(app).get("/en/thamm-2021/").source.replace("%26", "&")
    page = Visitor(app).get("/en/thamm-2021/?day=2021-07-05").source
    assert "%3Fday%3D2021-07-05&" not in page.replace("%26", "&")
    assert "%3Fday%3D2021-07-05" in page


def test_stored_pages_outlive_a_database_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conference.core.public_cache.REVISION_LIVES", -1.0)
    asked: list[str] = []

    def away() -> dict[str, int]:
        asked.append("revisions")
        if len(asked) > 1:
            raise ConnectionError("away")
        return {"thamm-2021": 1}

    def application(environ: dict[str, object], start_response: Callable[..., object]) -> list[bytes]:
        asked.append("application")
        environ["conference.keep_public"] = datetime.max
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"a page"]

    cache = PublicCache(application, revisions=away, session_cookies=())

    def get() -> bytes:
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/en/thamm-2021/"}
        return b"".join(cache(environ, lambda *_given: None))  # type: ignore[arg-type]

    assert (get(), get()) == (b"a page", b"a page")
    assert asked == ["revisions", "application", "revisions"]


@pytest.mark.parametrize("path", ["/fr/%00/x", "/fr/%00", "/%00", "/fr/%ff/x", "/fr/" + "a" * 20_000 + "/x"])
def test_an_address_that_nobody_has_is_not_found(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status == 404


def test_signing_in_works_while_redis_is_away(make_app: Callable[..., Flask]) -> None:
    app = make_app(redis_url="redis://127.0.0.1:1/0")
    page = Visitor(app).get(f"/{ENGLISH}/sign-in")
    assert [page.submit(email="leila@example.org").status for _attempt in range(6)] == [200] * 6
    assert World(app).count(SignInLink) == 5


def test_a_folder_with_a_space_in_its_name_is_that_folder(tmp_path: Path) -> None:
    folder = tmp_path / "été à Tunis"
    blob = Storage.at(folder.as_uri()).keep(io.BytesIO(b"slides"))
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [blob.sha256]
