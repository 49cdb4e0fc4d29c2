"""The public log of versions, and its feed, as programs that follow it read them."""

from __future__ import annotations

import gzip
from datetime import datetime

import html5lib
from defusedxml import ElementTree
from flask import Flask

from conference.agenda import service
from conference.agenda.models import Session
from conference.core.languages import ENGLISH
from conference.core.translated import Translated
from conference.events.models import Event, Publication
from tests.client import Page, Visitor, words
from tests.made.agenda import let_a_second_pass, make_session, publish
from tests.queries import count_queries
from tests.world import World, in_three, only

LOG = "/en/thamm-2021/agenda/changes"
FEED = "/en/thamm-2021/agenda/changes.atom"
ATOM = "{http://www.w3.org/2005/Atom}"


def set_title(world: World, session: int, title: Translated | str) -> None:
    with world.writing() as database:
        database.get_one(Session, session).title = in_three(title) if isinstance(title, str) else title


def many_versions(world: World, event: int, count: int) -> None:
    session = make_session(world, event)
    publish(world, event, "The first")
    for number in range(2, count + 1):
        set_title(world, session, f"Title {number}")
        publish(world, event, f"Note {number}")


def feed_of(visitor: Visitor, path: str = FEED) -> ElementTree:
    answer = visitor.get(path)
    assert answer.status == 200
    assert answer.response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.response.data)


def link(element: ElementTree, rel: str, language: str = "en") -> list[str]:
    return [one.get("href") for one in element.findall(f"{ATOM}link[@rel='{rel}']") if one.get("hreflang") == language]


def test_the_agenda_leads_to_its_log_where_the_newest_version_comes_first(world: World, visitor: Visitor) -> None:
    many_versions(world, world.event(), 3)
    page = visitor.get("/en/thamm-2021/agenda")
    assert page.one(".agenda-version a").get("href") == LOG
    log = visitor.get(LOG)
    assert [heading.split(",")[0] for heading in log.texts(".card h2")] == ["Version 3", "Version 2", "Version 1"]
    assert log.texts(".card h2 .badge") == ["Current"]
    assert log.texts(".card .prose") == ["Note 3", "Note 2", "The first"]
    assert log.texts(".card")[2].endswith("The agenda was published for the first time.")
    assert log.texts(".changes li")[1].startswith("New title: Title 2, formerly Title D1-01")


def test_the_log_is_paged_and_a_version_has_an_address_that_stays(world: World, visitor: Visitor) -> None:
    many_versions(world, world.event(), 12)
    first, second = visitor.get(LOG), visitor.get(f"{LOG}?page=2")
    assert (len(first.all(".card")), len(second.all(".card"))) == (10, 2)
    assert second.one(".pagination a").get("href") == LOG
    assert [visitor.get(f"{LOG}?page={page}").status for page in ("0", "3", "-1")] == [404, 404, 404]
    one = visitor.get(f"{LOG}/2")
    assert one.texts(".card .prose") == ["Note 2"]
    assert visitor.get(f"{LOG}/13").status == 404


def test_there_is_no_log_before_a_version_and_none_of_a_draft_event(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_session(world, event)
    assert visitor.get(LOG).texts(".empty h2") == ["The agenda is not published yet"]
    assert visitor.get(FEED).status == 404
    publish(world, event)
    with world.writing() as database:
        database.get_one(Event, event).publication = Publication.DRAFT
    let_a_second_pass(world.app)
    assert [visitor.get(path).status for path in (LOG, FEED, f"{LOG}/1")] == [404, 404, 404]


def test_the_log_speaks_the_language_of_its_address_and_marks_what_is_not_translated(
    world: World, visitor: Visitor
) -> None:
    event = world.event()
    session = make_session(world, event)
    publish(world, event)
    set_title(world, session, only(ENGLISH, "Only in English"))
    publish(world, event, "A note in English")
    for language, heading in (("fr", "Modifications du programme"), ("ar", "التغييرات في جدول الأعمال")):
        page = visitor.get(f"/{language}/thamm-2021/agenda/changes")
        assert page.h1 == heading
        assert page.one(".changes .fallback").get("lang") == "en"
        assert page.texts(".prose .fallback p") == ["A note in English"]


def test_every_page_of_the_agenda_names_the_feed_of_its_language(world: World, visitor: Visitor) -> None:
    many_versions(world, world.event(), 1)
    for language in ("en", "fr", "ar"):
        for path in ("agenda", "agenda/D1-01", "agenda/changes"):
            page = visitor.get(f"/{language}/thamm-2021/{path}")
            found = page.one("link[type='application/atom+xml']")
            assert (found.get("rel"), found.get("href")) == (
                "alternate",
                f"/{language}/thamm-2021/agenda/changes.atom",
            )


def test_the_feed_has_all_that_atom_asks_for(world: World, visitor: Visitor) -> None:
    """RFC 4287 §4.1.1 and §4.1.2: what a feed and an entry must hold, once each."""
    many_versions(world, world.event(), 3)
    for language in ("en", "fr", "ar"):
        feed = feed_of(visitor, f"/{language}/thamm-2021/agenda/changes.atom")
        assert feed.tag == f"{ATOM}feed"
        assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
        assert link(feed, "self", language) == [f"http://localhost/{language}/thamm-2021/agenda/changes.atom"]
        others = [one for one in ("en", "fr", "ar") if one != language]
        assert [len(link(feed, "alternate", one)) for one in others] == [1, 1]
        assert feed.find(f"{ATOM}author/{ATOM}name").text
        entries = feed.findall(f"{ATOM}entry")
        assert len(entries) == 3
        for element in (feed, *entries):
            for name in ("id", "title", "updated"):
                assert [bool(one.text) for one in element.findall(f"{ATOM}{name}")] == [True], name
            assert datetime.fromisoformat(element.find(f"{ATOM}updated").text).tzinfo is not None
        assert feed.find(f"{ATOM}updated").text == entries[0].find(f"{ATOM}updated").text
        ids = [element.find(f"{ATOM}id").text for element in (feed, *entries)]
        assert len(set(ids)) == 4
        assert all(one.startswith("urn:uuid:") for one in ids)
        for entry, number in zip(entries, (3, 2, 1), strict=True):
            content = entry.find(f"{ATOM}content")
            assert content.get("type") == "html"
            (found,) = link(entry, "alternate", language)
            assert found == f"http://localhost/{language}/thamm-2021/agenda/changes/{number}"
            assert visitor.get(found.removeprefix("http://localhost")).status == 200


def test_an_entry_says_in_html_what_changed_and_nothing_that_people_wrote_is_markup(
    world: World, visitor: Visitor
) -> None:
    event = world.event()
    session = make_session(world, event)
    publish(world, event)
    set_title(world, session, "<script>alert(1)</script> & ]]>")
    publish(world, event, "Read <b>this</b>")
    content = feed_of(visitor).find(f"{ATOM}entry/{ATOM}content").text
    fragment = html5lib.parseFragment(content, treebuilder="lxml", namespaceHTMLElements=False)
    (box,) = fragment
    assert (box.get("lang"), box.get("dir")) == ("en", "ltr")
    assert list(box.iter("script", "b")) == []
    assert "Read <b>this</b>" in words(box)
    assert "<script>alert(1)</script> & ]]>" in words(box)


def test_ids_stay_when_the_event_is_called_otherwise_and_differ_between_events(world: World, visitor: Visitor) -> None:
    event = world.event()
    many_versions(world, event, 2)
    other = world.event("elsewhere")
    make_session(world, other)
    publish(world, other)

    def ids(path: str) -> list[str]:
        return [one.text for one in feed_of(visitor, path).iter(f"{ATOM}id")]

    before = ids(FEED)
    with world.writing() as database:
        found = database.get_one(Event, event)
        found.slug, found.title = "thamm-first", in_three("Another name")
    let_a_second_pass(world.app)
    assert ids("/en/thamm-first/agenda/changes.atom") == before
    assert set(ids("/en/elsewhere/agenda/changes.atom")).isdisjoint(before)


def test_the_feed_is_kept_compressed_and_asked_for_again_costs_nothing(
    app: Flask, world: World, visitor: Visitor
) -> None:
    many_versions(world, world.event(), 2)
    first = visitor.get(FEED, headers={"Accept-Encoding": "gzip"}).response
    assert first.headers["Content-Encoding"] == "gzip"
    root = ElementTree.fromstring(gzip.decompress(first.data))
    assert len(root.findall(f"{ATOM}entry")) == 2
    with count_queries(app) as queries:
        again = visitor.get(FEED, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, again.response.data, queries) == (304, b"", [])


def test_a_new_version_is_in_the_feed_within_a_second_and_signed_in_readers_get_304_too(
    world: World, visitor: Visitor
) -> None:
    event = world.event()
    many_versions(world, event, 1)
    signed_in = world.signed_in(world.account())
    before: list[Page] = [one.get(FEED) for one in (visitor, signed_in)]
    with world.writing() as database:
        database.get_one(Session, 1).title = in_three("New")
        service.publish_agenda(database, database.get_one(Event, event), note=Translated(), by=None)
    let_a_second_pass(world.app)
    for one, page in zip((visitor, signed_in), before, strict=True):
        etag = page.response.headers["ETag"]
        newer = one.get(FEED, headers={"If-None-Match": etag})
        assert newer.status == 200
        assert one.get(FEED, headers={"If-None-Match": newer.response.headers["ETag"]}).status == 304


def test_log_and_feed_make_as_many_queries_for_thirty_versions_and_never_read_the_agenda(world: World) -> None:
    event = world.event()
    counts = []
    for _round in range(2):
        many_versions(world, event, 3) if not counts else more_versions(world, event, 27)
        for path in (LOG, FEED):
            someone = world.signed_in(world.account())
            someone.get(path)
            with count_queries(world.app) as queries:
                assert someone.get(path).status == 200
            assert not any("agenda_version.data" in query for query in queries)
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 12, counts


def more_versions(world: World, event: int, count: int) -> None:
    for number in range(count):
        with world.writing() as database:
            database.get_one(Session, 1).title = in_three(f"More {number}")
            service.publish_agenda(database, database.get_one(Event, event), note=Translated(), by=None)


def test_no_session_takes_the_address_of_the_log(world: World) -> None:
    organiser = world.organiser(world.event())
    for code in ("changes", "Preview"):
        page = organiser.get("/en/thamm-2021/manage/agenda/new-session").submit(
            "form.form--wide", **{"title-en": "A session", "code": code, "type": "plenary"}
        )
        assert (page.status, page.errors) == (
            422,
            ["Addresses of the agenda itself use this word. Choose another code."],
        )
