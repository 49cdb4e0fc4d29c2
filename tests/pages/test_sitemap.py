"""What search engines are told."""

from __future__ import annotations

from lxml import etree

from conference.core.languages import ENGLISH
from conference.events.models import Publication
from tests.client import Visitor
from tests.made import agenda, library
from tests.queries import count_queries
from tests.world import World

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def addresses(visitor: Visitor) -> dict[str, dict[str, str]]:
    """Every address of the map without its host, with the addresses in other languages."""
    page = visitor.get("/sitemap.xml")
    assert page.response.content_type == "application/xml; charset=utf-8"
    root = etree.fromstring(page.response.data)
    found = {}
    for url in root.iterfind("s:url", NAMES):
        links = {link.get("hreflang"): link.get("href") for link in url.iterfind("x:link", NAMES)}
        found[url.findtext("s:loc", namespaces=NAMES)] = links
    return found


def test_every_public_page_stands_in_each_of_its_languages(visitor: Visitor, world: World) -> None:
    event = world.event(language_codes=["en", "fr"])
    agenda.make_session(world, event)
    agenda.make_session(world, event, "D1-02", hours=("11:00", "11:30"), type="break")
    one = agenda.make_session(world, event, "D1-03", hours=("12:00", "12:30"))
    talk = agenda.make_presentation(world, one)
    agenda.give_role(world, one, agenda.make_speaker(world, event), "speaker", talk)
    agenda.make_speaker(world, event, "nowhere")
    agenda.publish(world, event)
    library.make_document(world, event, languages=(ENGLISH,))
    library.make_document(world, event, "THAMM/2021/9", visibility="registered", languages=(ENGLISH,))
    library.make_document(world, event, "THAMM/2021/8", languages=())
    world.event("hidden", publication=Publication.DRAFT)
    found = addresses(visitor)
    base = "http://localhost"
    pages = ["", "agenda", "speakers", "documents", "about", "register", "documents/thamm-2021-1"]
    pages += ["agenda/changes", "calendar", "agenda/D1-01", "agenda/D1-03", "speakers/benali"]
    of_event = [f"{base}/{language}/thamm-2021/{page}" for page in pages for language in ("en", "fr")]
    assert sorted(found) == sorted([f"{base}/{language}/" for language in ("en", "fr", "ar")] + of_event)
    assert found[f"{base}/fr/thamm-2021/agenda"] == {
        "en": f"{base}/en/thamm-2021/agenda",
        "fr": f"{base}/fr/thamm-2021/agenda",
        "x-default": f"{base}/en/thamm-2021/agenda",
    }
    assert found[f"{base}/fr/"]["x-default"] == f"{base}/"


def test_every_page_of_the_map_opens(visitor: Visitor, world: World) -> None:
    event = world.event()
    agenda.make_session(world, event)
    agenda.publish(world, event)
    library.make_document(world, event)
    for address in addresses(visitor):
        assert visitor.get(address.removeprefix("http://localhost")).status == 200, address


def test_it_asks_as_often_for_thirty_events_as_for_three(world: World) -> None:
    counted = []
    for many in (3, 27):
        for number in range(many):
            world.event(f"event-{many}-{number}")
        with count_queries(world.app) as queries:
            assert Visitor(world.app).get(f"/sitemap.xml?fresh={many}").status == 200
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 12


def test_robots_are_led_to_the_map_and_kept_from_what_is_ones_own(visitor: Visitor) -> None:
    page = visitor.get("/robots.txt")
    assert page.response.mimetype == "text/plain"
    lines = page.source.splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /*/manage/", "Disallow: /*/registration/", "Disallow: /*/sign-in"} <= set(lines)
    assert lines[-1] == "Sitemap: http://localhost/sitemap.xml"
