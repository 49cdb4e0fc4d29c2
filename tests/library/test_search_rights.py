"""Search tells nobody of what they may not read: no hit, no snippet, no count, no suggestion, whoever asks."""

from __future__ import annotations

import pytest

from conference.core.file_types import TEXT
from conference.core.languages import ENGLISH
from tests.library.test_visibility import EN, SYMBOLS, VIEWERS
from tests.made.library import make_document, make_revision
from tests.world import World


def library(world: World) -> int:
    """A document of each visibility, whose text alone holds «saltpetre» and a word of its own; and a draft of each."""
    event = world.event()
    for visibility, symbol in SYMBOLS.items():
        document = make_document(
            world, event, symbol, title="Paper", visibility=visibility, category="report", languages=()
        )
        make_revision(world, document, ENGLISH, body=f"Saltpetre, only{visibility}".encode(), file_type=TEXT)
        make_revision(world, document, ENGLISH, body=b"Saltpetre drafted", file_type=TEXT, publish=False)
    hidden = make_document(world, event, "DRAFT/1", title="Draft saltpetre", languages=())
    make_revision(world, hidden, ENGLISH, body=b"Saltpetre", file_type=TEXT, publish=False)
    world.deliver()
    return event


@pytest.mark.parametrize("name", VIEWERS)
def test_search_finds_what_the_viewer_may_read_and_counts_nothing_else(world: World, name: str) -> None:
    event = library(world)
    make, allowed = VIEWERS[name]
    visitor = make(world, event)
    symbols, count = {SYMBOLS[visibility] for visibility in allowed}, len(allowed)
    for words in ("saltpetre", "saltpet", "SALTPETRE"):
        page = visitor.get(f"{EN}/documents", query_string={"q": words})
        assert set(page.texts(".document-meta bdi")) == symbols, words
        assert page.texts(".page-lead") == [f"{count} document" + ("s" if count > 1 else "")]
        assert len(page.texts(".snippet")) == count
        assert page.texts("#language option")[1] == f"English ({count})"
        assert page.texts("#category option")[1:] in ([], [f"Report ({count})"])
    for visibility, symbol in SYMBOLS.items():
        page = visitor.get(f"{EN}/documents", query_string={"q": f"only{visibility}"})
        assert page.texts(".document-meta bdi") == ([symbol] if visibility in allowed else [])
        instead = visitor.get(f"{EN}/documents", query_string={"q": f"only{visibility} nowhere"})
        assert (f"?q=only{visibility}" in instead.source) == (visibility in allowed)
    assert visitor.get(f"{EN}/documents", query_string={"q": "drafted"}).texts(".document-meta bdi") == []


def test_a_search_is_given_to_nobody_else(world: World) -> None:
    event = library(world)
    for visitor in (world.organiser(event), world.signed_in(world.account())):
        response = visitor.get(f"{EN}/documents", query_string={"q": "saltpetre"}).response
        assert not response.headers.get("ETag", "").startswith("W/")
        assert "no-cache" in response.headers["Cache-Control"] or "no-store" in response.headers["Cache-Control"]


def test_what_becomes_restricted_is_no_longer_found(world: World) -> None:
    event = library(world)
    anonymous, organiser = world.signed_in(world.account()), world.organiser(event)
    assert anonymous.get(f"{EN}/documents", query_string={"q": "saltpetre"}).texts(".document-meta bdi") == ["PUB/1"]
    page = organiser.get(f"{EN}/manage/documents/pub-1")
    assert page.submit(visibility="organisers").status == 302
    assert anonymous.get(f"{EN}/documents", query_string={"q": "saltpetre"}).texts(".document-meta bdi") == []
