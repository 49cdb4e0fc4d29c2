"""Bodies and contacts: added, changed, moved and removed with plain forms."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from conference.audit.models import AuditEntry
from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.events.models import Body, Contact
from tests.client import Visitor
from tests.world import World

SETTINGS = "/en/thamm-2021/manage/event"


@pytest.fixture
def event(world: World) -> int:
    return world.event()


@pytest.fixture
def organiser(world: World, event: int) -> Visitor:
    return world.organiser(event)


def contacts(world: World) -> list[str]:
    with world.reading() as session:
        return [one.email for one in session.scalars(select(Contact).order_by(Contact.position))]


def test_a_body_has_a_name_and_an_acronym_per_language(world: World, organiser: Visitor) -> None:
    page = organiser.get(f"{SETTINGS}/bodies/new")
    typed = {
        "name-en": "International Organization for Migration",
        "name-fr": "Organisation internationale pour les migrations",
        "name-ar": "المنظمة الدولية للهجرة",
        "acronym-en": "IOM",
        "acronym-fr": "OIM",
    }
    done = page.submit(**typed)
    assert done.location == f"{SETTINGS}#bodies"
    with world.reading() as session:
        body = session.scalars(select(Body).order_by(Body.position)).all()[-1]
        assert (body.position, body.acronym.text(FRENCH), body.name.text(ARABIC)) == (1, "OIM", typed["name-ar"])
    visitor = Visitor(world.app)
    assert visitor.get("/fr/thamm-2021/").texts(".banner-facts")[0].split(" · ")[1] == "OIT et OIM"
    assert "Organisation internationale pour les migrations (OIM)" in visitor.get("/fr/thamm-2021/about").text


def test_contacts_are_added_moved_and_removed(world: World, organiser: Visitor) -> None:
    for country, email in (("TN", "tn@example.org"), ("MA", "ma@example.org")):
        page = organiser.get(f"{SETTINGS}/contacts/new")
        assert page.submit(email=email, country=country, **{"label-en": "Focal point"}).status == 302
    assert contacts(world) == ["secretariat@example.org", "tn@example.org", "ma@example.org"]
    assert organiser.get(SETTINGS).submit("#contacts form[action$=later]").status == 302
    assert contacts(world) == ["tn@example.org", "secretariat@example.org", "ma@example.org"]
    page = organiser.get(SETTINGS)
    last = page.all("#contacts form[action$=earlier]")[-1].get("action")
    organiser.post(last, page.values())
    assert contacts(world) == ["tn@example.org", "ma@example.org", "secretariat@example.org"]
    assert organiser.get(SETTINGS).submit("#contacts form[action$=remove]").status == 302
    assert contacts(world) == ["ma@example.org", "secretariat@example.org"]
    about = Visitor(world.app).get("/en/thamm-2021/about")
    assert about.texts("tbody tr") == [
        "Focal point Morocco ma@example.org",
        "Secretariat All countries secretariat@example.org",
    ]


def test_at_the_end_of_the_list_nothing_moves(world: World, organiser: Visitor) -> None:
    page = organiser.get(SETTINGS)
    assert page.all("#contacts form[action$=later]") == []
    with world.reading() as session:
        contact = session.scalars(select(Contact.id)).one()
    for direction in ("earlier", "later"):
        assert organiser.post(f"{SETTINGS}/contacts/{contact}/{direction}", page.values()).status == 302
    assert contacts(world) == ["secretariat@example.org"]
    assert world.count(AuditEntry) == 0


def test_two_editors_of_one_contact_see_each_other(world: World, event: int, organiser: Visitor) -> None:
    other = world.organiser(event, "other@example.org")
    with world.reading() as session:
        contact = session.scalars(select(Contact.id)).one()
    path = f"{SETTINGS}/contacts/{contact}"
    mine, theirs = organiser.get(path), other.get(path)
    assert theirs.submit(email="theirs@example.org", **{"label-fr": "Leur texte"}).status == 302
    page = mine.submit(email="mine@example.org", **{"label-fr": "Mon texte"})
    assert page.status == 422
    assert page.texts(".translated-theirs blockquote") == ["Leur texte"]
    assert len(page.errors) == 2
    assert contacts(world) == ["theirs@example.org"]
    assert page.submit().status == 302
    assert contacts(world) == ["mine@example.org"]


@pytest.mark.parametrize(
    ("kind", "typed", "errors"),
    [
        ("bodies", {"name-en": ""}, ["Enter the name in the source language."]),
        (
            "contacts",
            {"label-en": "", "email": "nobody", "country": "Atlantis"},
            [
                "Enter in the source language who answers.",
                "Enter a complete e-mail address, for example name@organisation.org.",
                "Choose one of the options listed.",
            ],
        ),
    ],
)
def test_bad_input_adds_nothing(
    world: World, organiser: Visitor, kind: str, typed: dict[str, str], errors: list[str]
) -> None:
    before = (world.count(Body), world.count(Contact))
    page = organiser.get(f"{SETTINGS}/{kind}/new").submit(**typed)
    assert (page.status, page.errors) == (422, errors)
    assert (world.count(Body), world.count(Contact)) == before


def test_another_events_parts_are_404(world: World, organiser: Visitor) -> None:
    world.event("other")
    with world.reading() as session:
        foreign = session.scalars(select(Contact.id).order_by(Contact.id.desc())).first()
    token = {"csrf_token": organiser.get(SETTINGS).values()["csrf_token"]}
    assert organiser.get(f"{SETTINGS}/contacts/{foreign}").status == 404
    assert organiser.post(f"{SETTINGS}/contacts/{foreign}/remove", token).status == 404
    assert world.count(Contact) == 2


def test_an_untouched_body_stays_as_it_is(world: World, organiser: Visitor) -> None:
    with world.reading() as session:
        body = session.scalars(select(Body.id)).one()
    assert organiser.get(f"{SETTINGS}/bodies/{body}").submit().status == 302
    assert world.count(AuditEntry) == 0
    with world.reading() as session:
        assert session.scalars(select(Body)).one().name.text(ENGLISH) == "International Labour Organization"
