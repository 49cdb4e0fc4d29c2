"""The page that says how to have the agenda in one's own calendar."""

from __future__ import annotations

from datetime import date

import pytest
from icalendar import Calendar

from tests.client import Visitor
from tests.made.agenda import full_agenda, give_role, make_session, make_speaker, make_track, publish
from tests.queries import count_queries
from tests.world import World

PAGE = "/en/thamm-2021/calendar"


@pytest.fixture
def event(world: World) -> int:
    event = world.event()
    tracks = [make_track(world, event, name) for name in ("Work", "Law")]
    first = make_session(world, event, "ONE", track_id=tracks[0])
    make_session(world, event, "TWO", day=date(2021, 7, 6), track_id=tracks[1])
    give_role(world, first, make_speaker(world, event))
    publish(world, event)
    return event


def addresses(visitor: Visitor, path: str) -> list[str]:
    """What the page offers: to subscribe to, to open, and to download."""
    page = visitor.get(path)
    fields = [page.one(f"#{name}").get("value") for name in ("address", "opening")]
    assert page.one(".subscription a.button").get("href") == fields[1]
    return [*fields, page.all("a.button--quiet")[-1].get("href")]


def test_the_addresses_are_those_of_what_was_chosen(event: int, visitor: Visitor) -> None:
    whole = "//localhost/en/thamm-2021/calendar.ics"
    assert addresses(visitor, PAGE) == [f"http:{whole}", f"webcal:{whole}", f"http:{whole}?download=1"]
    chosen = "//localhost/ar/thamm-2021/calendar.ics?day=2021-07-06&track=2"
    assert addresses(visitor, f"{PAGE}?day=2021-07-06&track=2&language=ar") == [
        f"http:{chosen}",
        f"webcal:{chosen}",
        f"http:{chosen}&download=1",
    ]
    person = "//localhost/en/thamm-2021/speakers/benali.ics"
    assert addresses(visitor, f"{PAGE}?speaker=benali")[:2] == [f"http:{person}", f"webcal:{person}"]
    session = "//localhost/fr/thamm-2021/agenda/ONE.ics"
    assert addresses(visitor, f"{PAGE}?session=ONE&language=fr")[:2] == [f"http:{session}", f"webcal:{session}"]


def test_each_address_that_is_offered_gives_the_calendar_that_was_named(event: int, visitor: Visitor) -> None:
    for query in ("", "?day=2021-07-05", "?track=1&language=fr", "?speaker=benali&language=ar", "?session=TWO"):
        page = visitor.get(PAGE + query)
        for address in addresses(visitor, PAGE + query)[::2]:
            calendar = Calendar.from_ical(visitor.get(address.removeprefix("http://localhost")).response.data)
            assert str(calendar["NAME"]) == page.texts(".subscription-name")[0]


def test_the_choice_is_a_form_that_works_without_javascript(event: int, visitor: Visitor) -> None:
    page = visitor.get("/fr/thamm-2021/calendar")
    assert [option.get("value") for option in page.all("#day option")] == ["", "2021-07-05", "2021-07-06"]
    assert [option.get("value") for option in page.all("#track option")] == ["", "1", "2"]
    assert [option.get("value") for option in page.all("#language option")] == ["en", "fr", "ar"]
    assert page.one("#language option[selected]").get("value") == "fr"
    form = page.one("form.filters")
    assert (form.get("method"), form.get("action")) == ("get", "/fr/thamm-2021/calendar")
    sent = visitor.get("/fr/thamm-2021/calendar?day=2021-07-05&track=&language=ar")
    assert sent.status == 302
    assert sent.response.headers["Location"] == "/fr/thamm-2021/calendar?day=2021-07-05&language=ar"


@pytest.mark.parametrize(
    "query",
    [
        "day=2021-07-07",
        "day=soon",
        "track=9",
        "track=x",
        "language=de",
        "speaker=nobody",
        "speaker=%00",
        "session=NONE",
    ],
)
def test_what_the_agenda_lacks_is_not_found(event: int, visitor: Visitor, query: str) -> None:
    assert visitor.get(f"{PAGE}?{query}").status == 404


def test_before_there_is_an_agenda_the_page_says_so(world: World, visitor: Visitor) -> None:
    world.event()
    for language, heading in (
        ("en", "The agenda is not published yet"),
        ("fr", "Le programme n’est pas encore publié"),
        ("ar", "لم يُنشر جدول الأعمال بعد"),
    ):
        assert visitor.get(f"/{language}/thamm-2021/calendar").texts(".empty h2") == [heading]


def test_pages_of_the_agenda_lead_there(event: int, visitor: Visitor) -> None:
    for path, address in (
        ("", PAGE),
        ("agenda", PAGE),
        ("agenda/ONE", f"{PAGE}?session=ONE"),
        ("speakers/benali", f"{PAGE}?speaker=benali"),
    ):
        links = [link.get("href") for link in visitor.get(f"/en/thamm-2021/{path}").all("a")]
        assert address in links, path


def test_it_is_stored_once_for_each_choice_and_takes_few_queries(world: World, visitor: Visitor) -> None:
    event = world.event()
    full_agenda(world, event, 12)
    for path in (PAGE, f"{PAGE}?day=2021-07-05", f"{PAGE}?speaker=person-1"):
        with count_queries(visitor.app) as queries:
            visitor.get(path)
        assert len(queries) <= 12
        with count_queries(visitor.app) as queries:
            visitor.get(path)
        assert queries == []
    for path in (f"{PAGE}?day=2021-07-05&day=2021-07-05", f"{PAGE}?x=1"):
        visitor.get(path)
        with count_queries(visitor.app) as queries:
            visitor.get(path)
        assert queries != []
