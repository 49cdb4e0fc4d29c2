"""Share links: made and ended by organisers, opening one document to whoever has them and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from conference.audit.models import AuditEntry
from conference.core import clock
from conference.core.clock import now
from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.core.tokens import secret_digest
from conference.events.models import Event, Publication, Role
from conference.library import service
from conference.library.models import Document, ShareLink
from tests.client import Visitor
from tests.made.library import make_document, make_revision
from tests.made.readers import share_link
from tests.world import World, in_three

MANAGE = "/en/thamm-2021/manage/documents/thamm-2021-1/links"


@pytest.fixture
def document(world: World) -> int:
    """A document of the team's in English and French."""
    event = world.event()
    title = in_three("Concept note", "Note conceptuelle", "مذكرة مفاهيمية")
    return make_document(world, event, title=title, visibility="organisers", languages=(ENGLISH, FRENCH))


def link(world: World) -> ShareLink:
    with world.reading() as database:
        found = database.scalars(select(ShareLink)).one()
        database.expunge_all()
        return found


def test_an_organiser_makes_a_link_whose_address_is_shown_once(world: World, document: int, visitor: Visitor) -> None:
    organiser = world.organiser(1)
    page = organiser.get(f"{MANAGE}")
    assert page.texts(".empty h3") == ["No links yet"]
    made = page.submit(label="The agency", language_code="fr", until_on="2999-12-31")
    assert (made.status, made.response.headers["Cache-Control"]) == (200, "no-store")
    address = made.one(".notice a").get("href")
    assert address.startswith("http://localhost/fr/thamm-2021/shared/")
    secret = address.rpartition("/")[2]
    kept = link(world)
    assert (kept.digest, kept.language_code, kept.label, str(kept.until_on)) == (
        secret_digest(secret),
        "fr",
        "The agency",
        "2999-12-31",
    )
    again = organiser.get(MANAGE)
    assert secret not in again.source
    assert again.texts(".card h3") == ["The agency"]
    assert visitor.get(address.removeprefix("http://localhost")).texts("h1") == ["Note conceptuelle"]
    with world.reading() as database:
        entry = database.scalars(select(AuditEntry).where(AuditEntry.verb == "make share link")).one()
        told = {"share_label": "The agency", "share_until_on": "2999-12-31", "language_code": "fr"}
        assert (entry.subject, entry.after) == (f"document:{document}", told)
    history = organiser.get("/en/thamm-2021/manage/history")
    assert "A link to share a document was made" in history.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"label": " "}, "Enter whom the link is for, so that you know it again."),
        ({"label": "A", "language_code": "de"}, "Choose one of the options listed."),
        ({"label": "A", "until_on": "2020-01-01"}, "This day is over. Choose today or a later day."),
        ({"label": "A", "until_on": "soon"}, "Enter a day as year-month-day, for example 2021-07-05."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    world: World, document: int, typed: dict[str, str], sentence: str
) -> None:
    page = world.organiser(1).get(MANAGE).submit(**typed)
    assert (page.status, page.errors) == (422, [sentence])
    assert world.count(ShareLink) == 0


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_whoever_has_the_link_reads_the_document_and_takes_its_files(
    world: World, document: int, visitor: Visitor, language: str
) -> None:
    address = share_link(world, document, page=language)
    page = visitor.get(address)
    titles = {"en": "Concept note", "fr": "Note conceptuelle", "ar": "مذكرة مفاهيمية"}
    assert (page.status, page.texts("h1")) == (200, [titles[language]])
    headers = page.response.headers
    assert (headers["Cache-Control"], headers["Referrer-Policy"], headers["X-Robots-Tag"]) == (
        "no-store",
        "no-referrer",
        "noindex",
    )
    assert page.all("link[rel=canonical]") == []
    forms = [form.get("action") for form in page.all(".files form")]
    first = [language] if language != "ar" else []
    assert [one.rpartition("/")[2] for one in forms] == [*first, *(code for code in ("en", "fr") if code not in first)]
    taken = page.submit(".files form")
    assert taken.response.headers["Content-Disposition"].startswith('attachment; filename="THAMM-2021-1_')
    assert (taken.status, taken.response.headers["Cache-Control"]) == (200, "no-store")
    assert link(world).uses == 1


def test_looking_counts_nothing_and_a_scanner_that_follows_links_takes_nothing(
    world: World, document: int, visitor: Visitor
) -> None:
    address = share_link(world, document)
    visitor.get(address)
    led = visitor.get(f"{address}/en")
    assert (led.status, led.location) == (302, address)
    assert (link(world).uses, link(world).used_on) == (0, None)
    page = visitor.get(address)
    for _time in range(2):
        page.submit(".files form")
    with world.reading() as database:
        zone = database.get_one(Event, 1).zone_info
    assert (link(world).uses, link(world).used_on) == (2, now().astimezone(zone).date())
    listed = world.organiser(1).get(MANAGE)
    assert "2 files taken, last on" in listed.text


def test_a_link_in_one_language_opens_no_other(world: World, document: int, visitor: Visitor) -> None:
    address = share_link(world, document, language=FRENCH)
    page = visitor.get(address)
    assert [form.get("action") for form in page.all(".files form")] == [f"{address}/fr"]
    token = page.values(".files form")["csrf_token"]
    statuses = {code: visitor.post(f"{address}/{code}", {"csrf_token": token}).status for code in ("fr", "en", "ar")}
    assert statuses == {"fr": 200, "en": 404, "ar": 404}
    assert visitor.get(share_link(world, document, language=ARABIC)).status == 404


def test_a_link_opens_nothing_but_its_document(world: World, document: int, visitor: Visitor) -> None:
    other = make_document(world, 1, "THAMM/2021/2", visibility="organisers")
    token = share_link(world, document).rpartition("/")[2]
    world.event("other-2022")
    assert visitor.get(f"/en/other-2022/shared/{token}").status == 404
    assert visitor.get(f"/en/thamm-2021/shared/{token}").status == 200
    for path in ("thamm-2021-1", "thamm-2021-1/en", "thamm-2021-2", "thamm-2021-2/en", f"thamm-2021-2/{token}"):
        assert visitor.get(f"/en/thamm-2021/documents/{path}").status == 404
    assert visitor.get(f"/en/thamm-2021/shared/{token}x").status == 404
    assert visitor.get(f"/en/thamm-2021/shared/{link(world).digest}").status == 404
    assert "THAMM/2021" not in visitor.get("/en/thamm-2021/documents").source
    assert other != document


def test_ended_it_opens_nothing_and_stays_on_the_list(world: World, document: int, visitor: Visitor) -> None:
    address = share_link(world, document)
    page = visitor.get(address)
    organiser = world.organiser(1)
    ended = organiser.follow(organiser.get(MANAGE).submit("form[action$='/end']"))
    assert ended.texts(".card .badge") == ["Ended"]
    assert ended.all("form[action$='/end']") == []
    assert visitor.get(address).status == 404
    assert page.submit(".files form").status == 404
    assert link(world).uses == 0
    again = organiser.post(f"{MANAGE}/{link(world).id}/end", {"csrf_token": ended.values("form.form")["csrf_token"]})
    assert again.status == 302
    with world.reading() as database:
        assert len(database.scalars(select(AuditEntry).where(AuditEntry.verb == "end share link")).all()) == 1


def test_it_opens_until_the_end_of_its_last_day_on_the_events_clocks(
    world: World, document: int, visitor: Visitor
) -> None:
    with world.reading() as database:
        zone = database.get_one(Event, 1).zone_info
    today = now().astimezone(zone).date()
    address = share_link(world, document, until_on=today)
    midnight = now().astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    with clock.at(midnight - timedelta(seconds=1)):
        assert visitor.get(address).status == 200
    with clock.at(midnight):
        assert visitor.get(address).status == 404


def test_before_its_hour_not_even_a_link_opens_the_document(world: World, document: int, visitor: Visitor) -> None:
    opens_at = now() + timedelta(hours=1)
    with world.writing() as database:
        database.get_one(Document, document).embargo_until = opens_at
    address = share_link(world, document)
    assert visitor.get(address).status == 404
    with clock.at(opens_at):
        assert visitor.get(address).status == 200


def test_what_readers_may_not_have_the_link_does_not_give(world: World, document: int, visitor: Visitor) -> None:
    """Neither what waits to be published, nor what was withdrawn, nor anything of an event that is a draft."""
    address = share_link(world, document)
    make_revision(world, document, ARABIC, publish=False)
    assert visitor.post(f"{address}/ar", {}).status in (400, 404)
    assert [form.get("action") for form in visitor.get(address).all(".files form")] == [
        f"{address}/en",
        f"{address}/fr",
    ]
    with world.writing() as database:
        database.get_one(Event, 1).publication = Publication.DRAFT
    assert visitor.get(address).status == 404
    with world.writing() as database:
        database.get_one(Event, 1).publication = Publication.PUBLISHED
        for version in list(database.get_one(Document, document).versions):
            if version.published:
                service.withdraw_version(database, version, by=None)
    assert visitor.get(address).status == 404


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.DESK])
def test_only_organisers_make_and_end_links(world: World, document: int, role: Role) -> None:
    share_link(world, document)
    member = world.member(1, role)
    assert member.get(MANAGE).status == 403
    for path in (MANAGE, f"{MANAGE}/1/end"):
        assert member.post(path, {"label": "A"}).status == 403
    assert link(world).ended_at is None
    assert world.organiser(1).get("/en/thamm-2021/manage/documents/nowhere/links").status == 404


def test_a_link_of_another_document_cannot_be_ended_from_here(world: World, document: int) -> None:
    make_document(world, 1, "THAMM/2021/2")
    share_link(world, document)
    organiser = world.organiser(1)
    token = organiser.get(MANAGE).values("form.form")["csrf_token"]
    other = MANAGE.replace("2021-1", "2021-2")
    assert organiser.post(f"{other}/{link(world).id}/end", {"csrf_token": token}).status == 404
    assert link(world).ended_at is None


def test_links_go_with_their_document(world: World, document: int) -> None:
    share_link(world, document)
    with world.writing() as database:
        database.delete(database.get_one(Document, document))
    assert world.count(ShareLink) == 0
