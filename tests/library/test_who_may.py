"""Every address that could tell of a document, for everybody who may or may not read it: the matrix of who may.

The addresses come from the application's own list. One of the library that stands in none of the tables below fails
the first test: whoever adds a route says there what it shows of whom.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from conference.core import clock
from conference.core.languages import ENGLISH
from conference.library.listing import FOUND_A_PAGE
from conference.library.models import Visibility
from tests.client import Visitor
from tests.made.agenda import let_a_second_pass
from tests.made.library import make_document
from tests.made.readers import ALL, EN, OPENED, PUBLIC, READERS, Library, make_library, make_reader, slug, symbol
from tests.queries import count_queries
from tests.test_routes import methods, policy, rules
from tests.world import World

# What there is of one document, with the rest of its address; behind each there is something for whoever may read it.
OF_A_DOCUMENT: Mapping[str, Mapping[str, Any]] = {
    "library.document": {},
    "library.file": {"code": "en"},
    "library.revision": {"code": "en", "number": 1},
    "library.cite": {"kind": "bib"},
    "api.document": {},
}
# What gathers documents; what is seen in each is asked below, one by one.
GATHERED = {"library.documents", "library.archive", "library.take_home", "api.documents"}
# Its pages as pictures, by the same rule for each of these readers: tests/library/test_viewer.py.
DRAWN = {"library.pages", "library.page", "library.picture"}
# Recordings, which have readers of their own: tests/library/test_recordings.py.
HEARD = {"library.recordings", "library.recording_file"}
# The team's own, which their policies keep to it: tests/test_routes.py.
OF_THE_TEAM = {
    "library.add",
    "library.apply_import",
    "library.arrange_category",
    "library.arrival_file",
    "library.arrival_upload",
    "library.arrival_uploads",
    "library.bring_files",
    "library.categories",
    "library.continue_document",
    "library.do_with_recording",
    "library.downloads",
    "library.downloads_file",
    "library.drop_files",
    "library.drop_import",
    "library.edit",
    "library.edit_category",
    "library.edit_recording",
    "library.end_link",
    "library.export",
    "library.import_difference",
    "library.imports",
    "library.manage",
    "library.manage_recording_file",
    "library.manage_recordings",
    "library.new",
    "library.new_category",
    "library.new_recording",
    "library.place_arrivals",
    "library.publish",
    "library.publish_alone",
    "library.recording_upload",
    "library.recording_uploads",
    "library.remind",
    "library.remind_whom",
    "library.replace",
    "library.settings",
    "library.share_links",
    "library.unready",
    "library.withdraw",
    "library.work",
}
# What a link opens, to that one document: tests/library/test_share_links.py.
BY_LINK = {"library.shared", "library.shared_file"}
# What is the same for all, whoever asks.
FOR_PROGRAMS = ("api.", "feeds.schedule", "sitemap.")
OPEN = ("public", "visitor")
PARTS = 4
"""In how many tests the readers are asked, so that none takes minutes."""
# What stands in the places of other addresses: enough of them are there to be opened.
VALUES: Mapping[str, Any] = {
    "language": "en",
    "event": "thamm-2021",
    "number": 1,
    "before": 1,
    "after": 1,
    "day": "2021-07-05",
    "name": "css/tokens.css",
    "token": "forged",
}


def test_every_address_of_the_library_stands_in_a_table(app: Flask) -> None:
    known = set(OF_A_DOCUMENT) | GATHERED | DRAWN | HEARD | OF_THE_TEAM | BY_LINK
    there = {rule.endpoint for rule in rules(app) if rule.endpoint.startswith("library.")}
    there |= {
        rule.endpoint for rule in rules(app) if rule.endpoint.startswith("api.document") and "event" in rule.arguments
    }
    assert there - known == set(), "say in tests/library/test_who_may.py what this address shows of which documents"
    assert known - there == set()
    for rule in rules(app):
        if rule.endpoint in OF_THE_TEAM:
            assert policy(app, rule) in ("organiser", "translator"), rule.endpoint
        if rule.endpoint in BY_LINK:
            assert policy(app, rule) == "share link", rule.endpoint


@pytest.fixture
def library(world: World) -> Library:
    return make_library(world)


def readable(rule: Rule, name: str, *, is_later: bool) -> frozenset[str]:
    """What somebody may read at an address."""
    reader = READERS["anonymous" if rule.endpoint.startswith(FOR_PROGRAMS) else name]
    return reader.reads | reader.later if is_later else reader.reads


def open_addresses(app: Flask) -> Iterator[Rule]:
    """All that a visitor may ask for by GET and that does not need somebody's secret."""
    for rule in rules(app):
        if "GET" in methods(rule) and policy(app, rule) in OPEN:
            yield rule


def filled(rule: Rule, key: str, values: Mapping[str, Any]) -> str:
    """A rule's address, with what belongs to one document where it asks for some."""
    own = {"slug": slug(key), "code": f"S-{key}", **values}
    address = rule.rule
    for name in rule.arguments:
        if name == "event":
            address = re.sub(r"<(?:[^<>:]+:)?event>", "thamm-2021", address)
        else:
            address = re.sub(rf"<(?:[^<>]+:)?{name}>", str(own.get(name, VALUES.get(name, 1))), address)
    return address


def ask(visitor: Visitor, path: str, **options: Any) -> TestResponse:
    """An answer as it came: what these pages look like is looked at elsewhere, and there are thousands of them."""
    return visitor.client.get(path, **options)


def told(answer: TestResponse, keys: frozenset[str]) -> set[str]:
    """Which of some documents an answer tells of, by symbol, address, title or text."""
    source = answer.data.decode(errors="replace")
    return {key for key in keys if any(word in source for word in marks(key))}


def marks(key: str) -> tuple[str, ...]:
    return symbol(key), f"/{slug(key)}", f"title{key}", f"only{key}"


@pytest.mark.parametrize("part", range(PARTS))
def test_who_may(app: Flask, world: World, library: Library, part: int) -> None:
    """Each reader, before the embargoes end, and once they have ended though nothing else happened."""
    for name, reader in list(READERS.items())[part::PARTS]:
        visitor = make_reader(world, library, name)
        with said(f"{name}, before"):
            _nothing_is_told_of_what_may_not_be_read(app, visitor, name)
            _one_by_one(app, visitor, name, is_later=False)
            _what_is_gathered(visitor, reader.reads)
            _what_is_found(visitor, reader.reads)
            _what_is_gathered_for_programs(visitor, PUBLIC)
        with said(f"{name}, after"), clock.at(library.opens_at):
            _one_by_one(app, visitor, name, is_later=True)
            _what_is_gathered(visitor, reader.reads | reader.later)
            _what_is_gathered_for_programs(visitor, PUBLIC | OPENED)


@contextmanager
def said(where: str) -> Iterator[None]:
    """Say with a failure of whom it is."""
    try:
        yield
    except AssertionError as failure:
        failure.add_note(where)
        raise


def _nothing_is_told_of_what_may_not_be_read(app: Flask, visitor: Visitor, name: str) -> None:
    """At no address of the whole application, whether or not it is known to show documents."""
    wrong = []
    for rule in open_addresses(app):
        hidden = ALL - readable(rule, name, is_later=False)
        # That one will be there is said where the organisers chose so, but nothing that it says.
        if not rule.endpoint.startswith(FOR_PROGRAMS):
            hidden -= {"announced"}
        for key in sorted(hidden)[:1] or ["public"]:
            path = filled(rule, key, OF_A_DOCUMENT.get(rule.endpoint, {}))
            answer = ask(visitor, path)
            # The address itself is what the reader asked for and no news to them.
            is_named = "slug" in rule.arguments and answer.status_code == 404
            seen = told(answer, hidden - {key}) if is_named else told(answer, hidden)
            if seen:
                wrong.append((path, answer.status_code, seen))
    assert wrong == []


def _one_by_one(app: Flask, visitor: Visitor, name: str, *, is_later: bool) -> None:
    """Each document is there, or answers byte by byte as if there were none."""
    for rule in rules(app):
        if rule.endpoint not in OF_A_DOCUMENT:
            continue
        values, reads = OF_A_DOCUMENT[rule.endpoint], readable(rule, name, is_later=is_later)
        nowhere = ask(visitor, filled(rule, "public", values).replace(slug("public"), "nowhere-7"))
        assert nowhere.status_code == 404
        for key in sorted(ALL):
            path = filled(rule, key, values)
            answer = ask(visitor, path)
            if key in reads:
                assert answer.status_code == 200, path
                assert told(answer, frozenset({key})) == {key}, path
            elif key == "announced" and rule.endpoint == "library.document":
                assert answer.status_code == 200
                assert "Available from" in answer.text
                assert told(answer, ALL - reads - {key}) == set()
                assert f"only{key}" not in answer.text
            else:
                assert answer.status_code == 404, path
                assert _bare(answer, slug(key)) == _bare(nowhere, "nowhere-7"), path


def _bare(answer: TestResponse, address: str) -> tuple[bytes, list[tuple[str, str]]]:
    """An answer without what is another each time: the address itself, the request's id, tokens, dates and length."""
    body = answer.data.replace(address.encode(), b"*")
    body = re.sub(rb'name="csrf_token" value="[^"]+"', b"", body)
    headers = sorted(
        (key, value)
        for key, value in answer.headers.items()
        if key.lower() not in ("x-request-id", "date", "content-length", "set-cookie")
    )
    identity = answer.headers.get("X-Request-ID", "").encode()
    return body.replace(identity, b"") if identity else body, headers


def _what_is_gathered(visitor: Visitor, reads: frozenset[str]) -> None:
    """The list, its filters and their counts, search, suggestions, the ZIP, sessions and their day."""
    symbols, count = {symbol(key) for key in reads}, len(reads)
    listed = visitor.get(f"{EN}/documents")
    assert set(listed.texts(".documents .document-meta bdi")) == symbols
    assert listed.texts(".page-lead") == [f"{count} documents"]
    assert listed.texts("#language option")[1] == f"English ({count})"
    assert {one.get("value") for one in listed.all("#session option")} - {""} == {f"S-{key}" for key in reads}
    for key in sorted(ALL):
        assert (symbol(key) in ask(visitor, f"{EN}/agenda/S-{key}").text) == (key in reads), key
    with zipfile.ZipFile(io.BytesIO(ask(visitor, f"{EN}/documents.zip?language=en").data)) as packed:
        names = packed.namelist()
        contents = packed.read(names[0]).decode("utf-8-sig")
        assert sorted(packed.read(name) for name in names[1:]) == sorted(
            f"Saltpetre, only{key}".encode() for key in reads
        )
    assert {key for key in ALL if symbol(key) in contents} == reads
    for path in ("agenda?day=2021-07-05", "agenda?day=all"):
        assert len(visitor.get(f"{EN}/{path}").all(".session-documents a")) == count, path
    home = ask(visitor, f"{EN}/").text
    newest = {one for one in map(symbol, ALL) if one in home}
    assert newest <= symbols
    assert len(newest) == min(4, count)


def _what_is_found(visitor: Visitor, reads: frozenset[str]) -> None:
    """Hits, snippets, suggestions and filters by session."""
    pages = range(1, 2 + (len(reads) - 1) // FOUND_A_PAGE)
    found = [visitor.get(f"{EN}/documents?q=saltpetre&page={number}") for number in pages]
    symbols = [one for page in found for one in page.texts(".documents .document-meta bdi")]
    assert sorted(symbols) == sorted(symbol(key) for key in reads)
    assert [page.texts(".page-lead") for page in found] == [[f"{len(reads)} documents"]] * len(found)
    assert sum(len(page.texts(".snippet")) for page in found) == len(reads)
    for key in sorted(ALL):
        is_readable = key in reads
        alone = ask(visitor, f"{EN}/documents?q=only{key}").text
        assert (symbol(key) in alone, ">1 document<" in alone) == (is_readable, is_readable), key
        instead = ask(visitor, f"{EN}/documents?q=only{key}+nowhere").text
        assert (f'?q=only{key}"' in instead) == is_readable, key
        in_session = ask(visitor, f"{EN}/documents?session=S-{key}").text
        assert (">1 document<" in in_session) == is_readable, key


def _what_is_gathered_for_programs(visitor: Visitor, public: frozenset[str]) -> None:
    """The API, the schedules and the site map tell everybody the same."""
    listed = visitor.get("/api/v1/events/thamm-2021/documents").response.get_json()
    assert ({one["symbol"] for one in listed["items"]}, listed["total"]) == (
        {symbol(key) for key in public},
        len(public),
    )
    for path in (f"{EN}/schedule.xml", f"{EN}/schedule.json", "/thamm-2021/schedule2.json", "/sitemap.xml"):
        source = ask(visitor, path).text
        assert {key for key in ALL if f"/{slug(key)}" in source} == public, path


def test_what_somebody_with_rights_was_given_is_theirs_alone(app: Flask, world: World, library: Library) -> None:
    """No cache between the server and them may keep it, and none of our own does."""
    organiser, anonymous = world.organiser(library.event), Visitor(world.app)
    paths = [f"documents/{slug('confirmed')}", f"documents/{slug('confirmed')}/en", "documents", "documents.zip", ""]
    for path in (*paths, "agenda/S-confirmed", "agenda"):
        given = ask(organiser, f"{EN}/{path}")
        assert given.headers["Cache-Control"] in ("private, no-cache", "no-store"), path
        asked = ask(anonymous, f"{EN}/{path}", headers={"If-None-Match": given.headers.get("ETag", "none")})
        assert asked.status_code == (404 if slug("confirmed") in path else 200), path
        if asked.status_code == 200:
            assert told(asked, frozenset({"confirmed"})) == set(), path


@pytest.mark.parametrize("name", ["anonymous", "confirmed with a place in the session", "organiser"])
def test_rights_cost_as_many_queries_for_many_documents_as_for_few(world: World, library: Library, name: str) -> None:
    visitor = make_reader(world, library, name)
    counts: list[dict[str, int]] = []
    for _round in range(2):
        counts.append({path: _queries(world, visitor, path) for path in LISTS})
        for number, visibility in enumerate((*Visibility, *Visibility)):
            make_document(
                world,
                library.event,
                f"MORE/{len(counts)}/{number}",
                title="Paper",
                visibility=visibility,
                visible_to=["workers"],
                sessions=[library.sessions["public"]],
                languages=(ENGLISH,),
                embargo_until=library.opens_at if number >= len(Visibility) else None,
                embargo_announced=True,
            )
    assert counts[0] == counts[1]
    assert max(counts[1].values()) <= 12


LISTS = (
    "documents?page=1",
    "documents?q=paper",
    "documents.zip",
    "agenda?day=all&q=title",
    "agenda/S-sessions?q=title",
)


def _queries(world: World, visitor: Visitor, path: str) -> int:
    """How many a page makes once it was opened before; no word of the addresses above is one that is kept."""
    visitor.get(f"{EN}/{path}")
    let_a_second_pass(world.app)
    visitor.get(f"{EN}/{path}")
    with count_queries(world.app) as queries:
        assert visitor.get(f"{EN}/{path}").status == 200
    return len(queries)
