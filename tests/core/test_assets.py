"""Static files: under the digest of their folder for a year, and never a page that lacks one."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask import Flask

from conference.core import assets
from tests.client import Visitor


def addresses(visitor: Visitor) -> list[str]:
    page = visitor.get("/en/style")
    linked = [element.get("href") for element in page.all("link[rel=stylesheet], link[rel=icon]")]
    return [one for one in [*linked, *(element.get("src") for element in page.all("script"))] if one]


def test_what_pages_link_to_is_there_for_a_year(visitor: Visitor) -> None:
    for address in addresses(visitor):
        page = visitor.get(address)
        assert page.status == 200, address
        assert page.response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Set-Cookie" not in page.response.headers


def test_it_is_sent_compressed_to_those_who_can(visitor: Visitor) -> None:
    address = next(one for one in addresses(visitor) if one.endswith(".css"))
    plain = visitor.get(address)
    zipped = visitor.get(address, headers={"Accept-Encoding": "gzip"})
    assert (plain.response.headers.get("Content-Encoding"), zipped.response.headers["Content-Encoding"]) == (
        None,
        "gzip",
    )
    assert gzip.decompress(zipped.response.data) == plain.response.data
    assert all("Accept-Encoding" in page.response.vary for page in (plain, zipped))
    assert plain.response.content_type == "text/css; charset=utf-8"


def test_an_old_digest_still_answers_but_is_not_kept(visitor: Visitor) -> None:
    page = visitor.get("/static/000000000000/css/tokens.css")
    assert (page.status, page.response.headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize("name", ["css/none.css", "../conference/app.py", "css/../../pyproject.toml", "css/"])
def test_nothing_else_is_served(visitor: Visitor, name: str) -> None:
    assert visitor.get(f"/static/x/{name}").status == 404


def test_a_page_cannot_name_what_does_not_exist(app: Flask) -> None:
    with app.app_context(), pytest.raises(KeyError):
        assets.static_url("css/none.css")


def test_the_digest_changes_with_any_file(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a {}")
    before = assets.load(tmp_path).digest
    assert assets.load(tmp_path).digest == before
    (tmp_path / "a.css").write_text("b {}")
    assert assets.load(tmp_path).digest != before


def test_modules_are_javascript(visitor: Visitor) -> None:
    address = next(one for one in addresses(visitor) if one.endswith(".js"))
    assert visitor.get(address).response.content_type == "text/javascript; charset=utf-8"
