"""A file as it reaches the reader: its bytes, its name, its safety."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from conference.core import file_types
from conference.core.files import ascii_name, disposition, safe_name
from conference.core.languages import ENGLISH, FRENCH
from conference.core.security import FILE_POLICY
from tests.client import Visitor
from tests.made.library import make_document, make_revision, pdf
from tests.world import World

FILE = "/en/thamm-2021/documents/thamm-2021-1/fr"


def test_a_file_comes_as_it_was_sent_and_cannot_run(world: World, visitor: Visitor) -> None:
    document = make_document(world, world.event(), languages=())
    body = pdf("exactly this")
    make_revision(world, document, FRENCH, body=body)
    response = visitor.get(FILE).response
    assert response.data == body
    headers = response.headers
    assert headers["Content-Length"] == str(len(body))
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"] == 'attachment; filename="THAMM-2021-1_fr_rev1.pdf"'
    assert headers["Content-Security-Policy"] == FILE_POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Language"] == "fr"
    assert "Set-Cookie" not in headers


def test_who_has_the_file_gets_none_of_it(world: World, visitor: Visitor) -> None:
    make_document(world, world.event())
    etag = visitor.get(FILE).response.headers["ETag"]
    for known in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        again = visitor.get(FILE, headers={"If-None-Match": known}).response
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == etag
    assert visitor.get(FILE, headers={"If-None-Match": '"other"'}).status == 200


def test_head_tells_the_length_without_the_bytes(world: World, visitor: Visitor) -> None:
    make_document(world, world.event())
    whole = visitor.get(FILE).response
    head = visitor.client.head(FILE)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == str(len(whole.data))


def test_the_newest_published_revision_is_given_and_older_ones_by_number(world: World, visitor: Visitor) -> None:
    document = make_document(world, world.event(), languages=())
    first, second, third = (pdf(f"revision {number}") for number in (1, 2, 3))
    make_revision(world, document, FRENCH, body=first)
    make_revision(world, document, FRENCH, body=second, note="Annex added")
    make_revision(world, document, FRENCH, body=third, publish=False)
    assert visitor.get(FILE).response.data == second
    assert visitor.get(f"{FILE}/1").response.data == first
    assert visitor.get(f"{FILE}/2").response.data == second
    assert [visitor.get(f"{FILE}/{number}").status for number in (0, 3, 4, 99999999999999999999)] == [404] * 4
    page = visitor.get("/en/thamm-2021/documents/thamm-2021-1")
    assert [link.get("href") for link in page.all("details a")] == [f"{FILE}/1"]
    assert "Annex added" in page.text


@pytest.mark.parametrize("path", ["/de", "/xx", "/ar", "/fr/x", "/fr/-1", "/FR"])
def test_what_is_not_there_is_not_found(world: World, visitor: Visitor, path: str) -> None:
    make_document(world, world.event(), languages=(ENGLISH, FRENCH))
    assert visitor.get(f"/ar/thamm-2021/documents/thamm-2021-1{path}").status == 404


@pytest.mark.parametrize(
    ("symbol", "slug", "plain", "full"),
    [
        ("THAMM/2021/INF.1", "thamm-2021-inf-1", "THAMM-2021-INF.1_en_rev1.pdf", None),
        ("Réf. 3", "ref-3", "Ref.-3_en_rev1.pdf", "Réf.-3_en_rev1.pdf"),
        ("وثيقة/٣", "document", "en_rev1.pdf", "وثيقة-٣_en_rev1.pdf"),
        ('a"b\\c;d', "a-b-c-d", "a-b-c-d_en_rev1.pdf", None),
        ("../../etc/passwd", "etc-passwd", "etc-passwd_en_rev1.pdf", None),
        ("new", "new-2", "new_en_rev1.pdf", None),
    ],
)
def test_names_and_addresses_come_from_the_symbol(
    world: World, visitor: Visitor, symbol: str, slug: str, plain: str, full: str | None
) -> None:
    make_document(world, world.event(), symbol)
    header = visitor.get(f"/en/thamm-2021/documents/{slug}/en").response.headers["Content-Disposition"]
    assert header.isascii()
    name, _star, encoded = header.removeprefix("attachment; filename=").partition("; filename*=UTF-8''")
    assert name == f'"{plain}"'
    assert unquote(encoded) == (full or "")


@pytest.mark.parametrize(
    "name", ["a\r\nSet-Cookie: x=1.pdf", 'a"; filename="b.exe', "\u202egnp.exe", "💥.pdf", "", "...", "."]
)
def test_no_name_leaves_its_header(name: str) -> None:
    header = disposition(name)
    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    assert ascii_name(name).strip("._-")
    assert "/" not in safe_name(name)


def test_two_symbols_that_look_alike_in_an_address_get_two(world: World, visitor: Visitor) -> None:
    event = world.event()
    for symbol in ("THAMM/2021/1", "THAMM-2021-1", "thamm 2021 1"):
        make_document(world, event, symbol, title=symbol)
    found = [visitor.get(f"/en/thamm-2021/documents/thamm-2021-1{end}").h1 for end in ("", "-2", "-3")]
    assert found == ["THAMM/2021/1", "THAMM-2021-1", "thamm 2021 1"]


def test_office_files_have_their_own_types(world: World, visitor: Visitor) -> None:
    document = make_document(world, world.event(), languages=())
    for number, file_type in enumerate(file_types.ALL.values(), start=1):
        make_revision(world, document, FRENCH, file_type=file_type)
        headers = visitor.get(FILE).response.headers
        assert headers["Content-Type"].partition(";")[0] == file_type.media_type
        assert headers["Content-Disposition"].endswith(f'_fr_rev{number}.{file_type.ending}"')
