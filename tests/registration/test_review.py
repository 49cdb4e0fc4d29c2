"""Organisers look at one registration or choose many, decide, and say why in each person's language."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from conference.events.models import Role
from conference.registration.models import Entry, FieldType, Registration, RegistrationState
from tests.client import Page, Visitor
from tests.made.form import answer_with_file, make_field
from tests.made.registration import add, link, register, registration
from tests.made.rules import set_rules, to_come
from tests.made.speakers import pdf
from tests.queries import count_queries
from tests.world import World

LIST = "/en/thamm-2021/manage/registrations"
PENDING = RegistrationState.PENDING


def state(world: World, registration_id: int) -> str:
    return registration(world, registration_id).state


def review(organiser: Visitor, action: str, *ids: int, **more: Any) -> Page:
    query = "&".join([f"action={action}", *(f"chosen={one}" for one in ids), *(f"{k}={v}" for k, v in more.items())])
    return organiser.get(f"{LIST}/decide?{query}")


def test_many_are_approved_at_once_in_the_order_in_which_they_came(world: World) -> None:
    event = to_come(world, places=2)
    ids = [add(world, event, f"{name}@example.org", state=PENDING) for name in ("zoe", "adel", "mona")]
    organiser = world.organiser(event)
    page = review(organiser, "approve", *reversed(ids))
    assert "3 people are concerned." in page.text
    after = organiser.follow(page.submit())
    assert [state(world, one) for one in ids] == ["confirmed", "confirmed", "waitlisted"]
    assert "2 registrations are confirmed. We write to them now." in after.text
    assert "1 person found no place left and is on the waiting list." in after.text


def test_a_message_reaches_each_person_in_their_language(world: World) -> None:
    event = to_come(world)
    english = add(world, event, "en@example.org", state=PENDING)
    arabic = add(world, event, "ar@example.org", state=PENDING, language_code="ar")
    organiser = world.organiser(event)
    world.deliver()
    page = review(organiser, "correct", english, arabic)
    assert [name for name in page.values() if name.startswith("message")] == ["message_en", "message_ar"]
    assert page.submit(message_en="Your function is missing.").errors == ["Say what has to be corrected."]
    assert page.submit(message_en="Your function is missing.", message_ar="تنقص الوظيفة.").status == 302
    assert registration(world, english).correction == "Your function is missing."
    assert registration(world, arabic).correction == "تنقص الوظيفة."
    mails = {mail["To"]: mail.get_body(("plain",)).get_content() for mail in world.deliver()}  # type: ignore[union-attr]
    assert "Your function is missing." in mails["en@example.org"]
    assert "تنقص الوظيفة." in mails["ar@example.org"]


def test_all_whom_the_list_found_can_be_decided_about(world: World) -> None:
    event = to_come(world)
    pending = [add(world, event, f"p{number}@example.org", state=PENDING) for number in range(60)]
    confirmed = add(world, event, "c@example.org")
    organiser = world.organiser(event)
    page = review(organiser, "decline", all=1, state="pending")
    assert page.submit().status == 302
    assert {state(world, one) for one in pending} == {"declined"}
    assert state(world, confirmed) == "confirmed"


def test_nothing_is_decided_about_nobody_or_about_people_of_other_events(world: World) -> None:
    event = to_come(world)
    other = world.event("elsewhere")
    stranger = add(world, other, "x@example.org", state=PENDING)
    organiser = world.organiser(event)
    after = organiser.follow(review(organiser, "approve", stranger))
    assert "Tick at least one person first." in after.text
    assert state(world, stranger) == "pending"
    assert organiser.get(f"{LIST}/decide?action=promote&chosen=1").status == 404


def test_who_was_decided_meanwhile_stays_as_they_are(world: World) -> None:
    event = to_come(world)
    one, other = (add(world, event, f"{name}@example.org", state=PENDING) for name in ("one", "other"))
    organiser = world.organiser(event)
    page = review(organiser, "approve", one, other)
    review(organiser, "decline", one).submit()
    after = organiser.follow(page.submit())
    assert (state(world, one), state(world, other)) == ("declined", "confirmed")
    assert "1 registration stays as it is: it was decided before." in after.text


def test_a_correction_is_asked_sent_and_decided(world: World) -> None:
    event = to_come(world)
    set_rules(world, event, entry=Entry.APPROVAL)
    register(Visitor(world.app))
    person = registration(world)
    organiser = world.organiser(event)
    page = organiser.get(f"{LIST}/{person.id}")
    assert page.submit(decision_form(page, "correct")).errors == ["Say what has to be corrected."]
    page = organiser.get(f"{LIST}/{person.id}")
    assert page.submit(decision_form(page, "correct"), message_en="Which department?").status == 302
    mine = Visitor(world.app)
    own = mine.get(link(world, person.id))
    assert "Which department?" in own.text
    change = mine.get(f"{link(world, person.id)}/change")
    assert "Which department?" in change.text
    assert change.submit(function="Director, Department of Migration").status == 302
    found = registration(world, person.id)
    assert (found.correction, found.state) == ("", "pending")
    assert found.corrected_at is not None
    assert "Which department?" not in mine.get(link(world, person.id)).text
    assert organiser.get(LIST).texts("tbody .badge--sea") == ["Corrected"]


def decision_form(page: Page, decision: str) -> str:
    """The page's form, sent to one of its buttons."""
    form = page.one(".card form")
    form.set("action", form.get("action").rsplit("/", 1)[0] + f"/{decision}")
    return ".card form"


def test_confirming_beyond_the_places_is_said_first(world: World) -> None:
    event = to_come(world, places=1)
    add(world, event, "one@example.org")
    late = add(world, event, "late@example.org", state=RegistrationState.WAITLISTED)
    organiser = world.organiser(event)
    listed = organiser.get(LIST)
    after = organiser.follow(listed.submit("form[action*='/confirm']"))
    assert "All places are taken. You can still confirm this registration beyond the places." in after.text
    assert state(world, late) == "waitlisted"
    assert after.texts(".card button")[0] == "Confirm beyond the places"
    assert after.submit(decision_form(after, "confirm")).status == 302
    assert state(world, late) == "confirmed"


def test_organisers_correct_data_for_somebody_but_not_what_they_allow(world: World) -> None:
    event = to_come(world)
    person = add(world, event, "leila@example.org")
    organiser = world.organiser(event)
    page = organiser.get(f"{LIST}/{person}/change")
    assert "consent_photographs" not in page.values()
    assert page.submit(function="Minister").status == 302
    assert registration(world, person).function == "Minister"
    told = organiser.get("/en/thamm-2021/manage/history").text
    assert "The data of a registration were corrected" in told


def test_sensitive_answers_are_for_the_roles_that_may_see_them(world: World) -> None:
    event = to_come(world)
    key = make_field(world, event, FieldType.TEXT, is_sensitive=True, seen_by=[Role.DESK.value])
    register(Visitor(world.app), **{key: "Gluten free"})
    person = registration(world)
    organiser = world.organiser(event)
    page = organiser.get(f"{LIST}/{person.id}")
    assert "Gluten free" not in page.text
    assert "1 sensitive answer is shown to other roles only." in page.text
    assert key not in organiser.get(f"{LIST}/{person.id}/change").values()


@pytest.mark.parametrize(("language", "words"), [("en", "Download"), ("fr", "Télécharger"), ("ar", "تنزيل")])
def test_organisers_open_the_file_that_somebody_sent(world: World, language: str, words: str) -> None:
    event = to_come(world)
    known = add(world, event, "leila@example.org")
    key, body = make_field(world, event, FieldType.FILE), pdf()
    answer_with_file(world, known, key, body)
    page = world.organiser(event).get(f"{LIST}/{known}".replace("/en/", f"/{language}/"))
    link_to_it = page.one(f"a[href$='/files/{key}']")
    assert words in link_to_it.text
    file = page.visitor.get(link_to_it.get("href")).response
    assert (file.data, file.headers["X-Content-Type-Options"]) == (body, "nosniff")
    assert 'filename="passport.pdf"' in file.headers["Content-Disposition"]


def test_a_file_is_opened_by_those_alone_who_may_see_the_answer(world: World) -> None:
    event, elsewhere = to_come(world), world.event("elsewhere")
    known, other = add(world, event, "leila@example.org"), add(world, event, "omar@example.org")
    text = make_field(world, event, FieldType.TEXT)
    secret = make_field(world, event, FieldType.FILE, is_sensitive=True, seen_by=[Role.DESK.value])
    answer_with_file(world, known, secret, pdf())
    organiser = world.organiser(event)
    assert organiser.get(f"{LIST}/{known}").all("a[href*='/files/']") == []
    for path in (f"{known}/files/{secret}", f"{other}/files/{secret}", f"{known}/files/{text}", f"{known}/files/none"):
        assert organiser.get(f"{LIST}/{path}").status == 404, path
    assert world.member(event, Role.DESK).get(f"{LIST}/{known}/files/{secret}").status == 403
    stranger = world.organiser(elsewhere, "elsewhere@example.org")
    assert stranger.get(f"{LIST}/{known}/files/{secret}".replace("thamm-2021", "elsewhere")).status == 404


def test_the_list_is_narrowed_by_category_country_and_state(world: World) -> None:
    event = to_come(world)
    add(world, event, "tn@example.org", country="TN", category="workers")
    add(world, event, "ma@example.org", country="MA", category="workers")
    add(world, event, "eg@example.org", country="EG", category="media")
    organiser = world.organiser(event)
    assert organiser.get(f"{LIST}?category=workers&country=MA").texts("tbody th bdi[dir=ltr]") == ["ma@example.org"]
    assert organiser.get(f"{LIST}?category=donor").texts("h2") == ["Nobody found"]
    assert organiser.get(LIST).texts("#country option") == ["All", "Egypt", "Morocco", "Tunisia"]


def test_the_list_asks_as_many_questions_for_300_people_as_for_3(world: World) -> None:
    event = to_come(world)
    for number in range(3):
        add(world, event, f"p{number}@example.org", state=PENDING)
    organiser = world.organiser(event)
    organiser.get(LIST)
    with count_queries(world.app) as few:
        organiser.get(LIST)
    with world.writing() as session:
        known = session.scalars(select(Registration)).first()
        assert known is not None
        columns = {column.key: getattr(known, column.key) for column in Registration.__table__.columns}
        for number in range(297):
            unique = {"email": f"m{number}@example.org", "email_key": f"m{number}@example.org", "code": f"M{number:07}"}
            del columns["id"]
            session.add(Registration(**columns | unique | {"link_secret": f"secret{number}"}))
            columns["id"] = 0
    with count_queries(world.app) as many:
        assert len(organiser.get(LIST).all("tbody tr")) == 50
    assert (len(many), len(few) <= 12) == (len(few), True)


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.DESK])
def test_reviewing_is_for_organisers(world: World, role: Role) -> None:
    event = to_come(world)
    person = add(world, event, "p@example.org", state=PENDING)
    member = world.member(event, role)
    for path in (LIST, f"{LIST}/{person}", f"{LIST}/{person}/change", f"{LIST}/decide?action=approve&chosen={person}"):
        assert member.get(path).status == 403


def test_a_confirmed_person_changes_only_what_stays_open(world: World) -> None:
    event = to_come(world)
    closed = make_field(world, event, FieldType.TEXT, "Room", stays_open=False)
    open_ = make_field(world, event, FieldType.TEXT, "Arrival", stays_open=True)
    register(Visitor(world.app), **{closed: "Single", open_: "Monday"})
    person = registration(world)
    assert person.state == "confirmed"
    page = Visitor(world.app).get(f"{link(world, person.id)}/change")
    assert closed not in page.values()
    assert "only some answers can still be changed here" in page.text
    assert page.submit(**{open_: "Tuesday", closed: "Double"}).status == 302
    facts = Visitor(world.app).get(link(world, person.id)).texts("h2 + .facts dd")
    assert facts == ["Single", "Tuesday"]
