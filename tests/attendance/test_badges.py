"""Badges as organisers print them and people show them: whose, when they are new, what is lost, and who may."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

import pypdfium2
import pytest
from sqlalchemy import select

from conference.attendance.badge_codes import good_code
from conference.attendance.models import Badge
from conference.core import clock
from conference.registration import service as registration_service
from conference.registration.models import Registration, RegistrationState
from tests.client import Page, Visitor
from tests.made.agenda import make_session, publish
from tests.made.invites import invite_in
from tests.made.registration import add, link, register
from tests.queries import count_queries
from tests.world import World

PAGE = "/en/thamm-2021/manage/badges"
JUNE = datetime(2021, 6, 1, 9, tzinfo=UTC)
USUAL = {"whose": "all", "category": "government", "layout": "a6", "language_code": "", "day": ""}


def pages_of(pdf: bytes) -> list[str]:
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]


def ask(visitor: Visitor, **choices: object) -> Page:
    """What comes of sending the form with these choices."""
    form = visitor.get(PAGE).values("form#print")
    return visitor.post(PAGE, {**form, **USUAL, **choices})


def printed(visitor: Visitor, **choices: object) -> list[str]:
    """The words on each page of the file."""
    answer = ask(visitor, **choices).response
    assert answer.content_type == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    return pages_of(answer.data)


def code(world: World, registration_id: int) -> str | None:
    with world.reading() as database:
        return good_code(database, database.get_one(Registration, registration_id))


def badges(world: World) -> list[tuple[int, bool, bool]]:
    """The number of each badge, whether it is good, and whether it was printed."""
    with world.reading() as database:
        query = select(Badge).order_by(Badge.id)
        return [(one.number, one.revoked_at is None, one.printed_at is not None) for one in database.scalars(query)]


def parts_of(mail: EmailMessage) -> dict[str, EmailMessage]:
    return {part.get_content_type(): part for part in mail.walk()}  # type: ignore[misc]


def test_the_confirmation_carries_the_code_as_picture_and_in_letters(world: World, visitor: Visitor) -> None:
    world.event()
    with clock.at(JUNE):
        register(visitor)
        (mail,) = world.deliver()
    (leila,) = people(world)
    theirs = code(world, leila)
    assert theirs is not None
    parts = parts_of(mail)
    assert f"Your code for the entrance: {theirs}" in parts["text/plain"].get_content()
    assert f'src="cid:qr" width="180" height="180" alt="Your code for the entrance as a picture: {theirs}"' in (
        parts["text/html"].get_content()
    )
    assert parts["image/png"]["Content-ID"] == "<qr>"
    assert parts["image/png"].get_content().startswith(b"\x89PNG")
    assert theirs in str(invite_in(mail)["DESCRIPTION"])


def people(world: World) -> list[int]:
    with world.reading() as database:
        return list(database.scalars(select(Registration.id).order_by(Registration.id)))


def test_the_own_page_shows_the_code_until_the_place_is_given_back(world: World, visitor: Visitor) -> None:
    leila = add(world, world.event(), "leila@example.org")
    page = visitor.get(link(world, leila))
    assert page.texts(".qr-code") == [code(world, leila)]
    assert page.one(".qr-box").get("role") == "img"
    with world.writing() as database:
        registration_service.cancel(database, database.get_one(Registration, leila))
    assert code(world, leila) is None
    assert visitor.get(link(world, leila)).all(".qr-code") == []
    assert [parts_of(mail).keys() & {"image/png"} for mail in world.deliver()[1:]] == [set()]


def test_whoever_has_no_code_yet_takes_it_on_their_page(world: World, visitor: Visitor) -> None:
    leila = add(world, world.event(), "leila@example.org")
    with world.writing() as database:
        database.delete(database.scalars(select(Badge)).one())
    page = visitor.get(link(world, leila))
    assert (page.all(".qr-code"), code(world, leila)) == ([], None)
    visitor.follow(page.submit("form[action$='/badge']"))
    assert visitor.get(link(world, leila)).texts(".qr-code") == [code(world, leila)]


def test_a_badge_names_its_person_in_both_scripts(world: World) -> None:
    event = world.event()
    arabic = add(
        world, event, "leila@example.org", native_name="ليلى بن علي", latin_name="Leïla Ben Ali", language_code="ar"
    )
    (words,) = printed(world.organiser(event))
    for said in ("ليلى بن علي", "Leïla Ben Ali", "تونس", "حكومة", "بتمويل من الاتحاد الأوروبي", "مؤتمر"):
        assert said in words, said
    assert str(code(world, arabic)) in words.replace("\u2066", "").replace("\u2069", "")
    (english,) = printed(world.organiser(event, "second@example.org"), language_code="en")
    assert "Tunisia" in english


@pytest.mark.parametrize(("layout", "pages"), [("a6", 9), ("folded", 9), ("labels-8", 2), ("labels-24", 1)])
def test_the_paper_is_as_chosen(world: World, layout: str, pages: int) -> None:
    event = world.event()
    make_session(world, event, "D1-01")
    publish(world, event)
    for number in range(9):
        add(world, event, f"p{number}@example.org", native_name=f"Person {number} of nine", organisation="O " * 99)
    found = printed(world.organiser(event), layout=layout)
    assert len(found) == pages
    assert all(f"Person {number} of nine" in " ".join(found) for number in range(9))
    assert ("Practical information" in found[0]) == (layout == "folded")


def test_only_what_is_new_or_changed_is_printed_again(world: World) -> None:
    event = world.event()
    leila, karim = (add(world, event, f"{name}@example.org", native_name=name) for name in ("Leila", "Karim"))
    organiser = world.organiser(event)
    assert len(printed(organiser, whose="new", example="1")) == 1, "one sheet to look at"
    assert badges(world) == [(1, True, False), (1, True, False)]
    assert len(printed(organiser, whose="new")) == 2
    assert badges(world) == [(1, True, True), (1, True, True)]
    assert ask(organiser, whose="new").status == 302, "there is nobody left"
    with world.writing() as database:
        database.get_one(Registration, karim).native_name = "Karim the Elder"
    (words,) = printed(organiser, whose="new")
    assert "Karim the Elder" in words
    add(world, event, "sara@example.org", native_name="Sara")
    (words,) = printed(organiser, whose="new")
    assert "Sara" in words
    assert len(printed(organiser, whose="ticked", chosen=[leila])) == 1


def test_a_category_is_printed_alone_and_nobody_who_is_not_confirmed(world: World) -> None:
    event = world.event()
    add(world, event, "leila@example.org", native_name="Leila", category="workers")
    add(world, event, "karim@example.org", native_name="Karim")
    away = add(world, event, "away@example.org", native_name="Away", state=RegistrationState.CANCELLED)
    organiser = world.organiser(event)
    (words,) = printed(organiser, whose="category", category="workers")
    assert "Leila" in words
    assert ask(organiser, whose="ticked", chosen=[away, 999]).status == 302
    assert len(printed(organiser)) == 2


def test_a_lost_badge_is_revoked_with_a_reason_and_the_person_told_of_the_next(world: World) -> None:
    event = world.event()
    leila = add(world, event, "leila@example.org", language_code="fr")
    world.deliver()
    organiser, first = world.organiser(event), code(world, leila)
    page = organiser.get(f"{PAGE}/{leila}")
    assert page.texts(".qr-code") == [first]
    refused = page.submit("form:not([action])", reason="", again="y")
    assert (refused.status, refused.errors) == (422, ["Write why, for example «lost»."])
    organiser.follow(page.submit("form:not([action])", reason="Lost in a taxi", again="y"))
    second = code(world, leila)
    assert (second != first, badges(world)) == (True, [(1, False, False), (2, True, False)])
    (mail,) = world.deliver()
    assert mail["Subject"] == "Votre nouveau code d’entrée"
    assert str(second) in parts_of(mail)["text/plain"].get_content()
    assert "Lost in a taxi" in organiser.get(f"{PAGE}/{leila}").text
    assert "A badge was revoked" in organiser.get("/en/thamm-2021/manage/history").text


def test_a_badge_can_be_revoked_without_another_and_given_later(world: World) -> None:
    event = world.event()
    leila = add(world, event, "leila@example.org")
    organiser = world.organiser(event)
    page = organiser.get(f"{PAGE}/{leila}")
    organiser.follow(page.submit("form:not([action])", reason="Misused"))
    assert code(world, leila) is None
    late = page.submit("form:not([action])", reason="Misused")
    assert "Meanwhile somebody else revoked this badge" in organiser.follow(late).source
    organiser.get(f"{PAGE}/{leila}").submit("form[action$='/give']")
    assert badges(world) == [(1, False, False), (2, True, False)]


def test_erased_people_have_no_badge_and_no_reason_tells_of_them(world: World) -> None:
    event = world.event()
    leila = add(world, event, "leila@example.org")
    organiser = world.organiser(event)
    organiser.get(f"{PAGE}/{leila}").submit("form:not([action])", reason="Leïla lost it", again="y")
    visitor = Visitor(world.app)
    held = visitor.get(f"{link(world, leila)}/data")
    assert "Your badges" in held.text
    with world.writing() as database:
        registration_service.erase(database, database.get_one(Registration, leila), by=None)
    with world.reading() as database:
        assert [one.reason for one in database.scalars(select(Badge))] == ["", ""]
    assert organiser.get(f"{PAGE}/{leila}").status == 404
    assert "Leïla lost it" not in organiser.get("/en/thamm-2021/manage/history").source


def test_the_list_asks_as_often_for_many_as_for_few(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    counted = []
    for wanted in (3, 30):
        for number in range(wanted):
            add(world, event, f"p{wanted}-{number}@example.org")
        with count_queries(world.app) as queries:
            organiser.get(PAGE)
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 12
