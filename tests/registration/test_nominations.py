"""What somebody said stays theirs, whoever nominates them: through the pages of focal points and of persons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from conference.audit.models import AuditEntry
from conference.core.clock import now
from conference.outbox.models import Message
from conference.registration.models import Answer, Consent, FieldChoice, FieldType, Registration
from tests.client import Visitor
from tests.made.delegations import make_delegation, nominate, page_of
from tests.made.form import choice_ids, make_field
from tests.made.registration import ANSWERS, link, link_in
from tests.world import World

NAMED = {"native_name": "Amel Testi", "email": "amel@example.org"}
SECRET = "allergic to peanuts"


@pytest.fixture
def event(world: World) -> int:
    return world.event()


@pytest.fixture
def page(world: World, event: int) -> str:
    found = page_of(world, make_delegation(world, event))
    world.deliver()
    return found


def register(world: World, **typed: Any) -> None:
    """Somebody registers by themselves."""
    sent = Visitor(world.app).get("/en/thamm-2021/register").submit(**(ANSWERS | NAMED | {"organisation": "1"} | typed))
    assert sent.status == 302, sent.errors


def links(world: World, address: str) -> list[str]:
    """The personal links in the mails that an address gets now."""
    return [link_in(mail) for mail in world.deliver() if mail["To"] == address]


def confirm(world: World, address: str, **typed: Any) -> None:
    """The person opens the link of their latest mail and sends the form."""
    sent = Visitor(world.app).get(f"{links(world, address)[-1]}/change").submit(**typed)
    assert sent.status == 302, sent.errors


def rows(world: World) -> list[tuple[int, str, str, int | None, bool]]:
    with world.reading() as session:
        return [
            (one.id, one.email, str(one.state), one.delegation_id, one.awaits_person)
            for one in session.scalars(select(Registration).order_by(Registration.id))
        ]


def answers(world: World) -> list[tuple[int, Any]]:
    with world.reading() as session:
        return [(one.registration_id, dict(one.value)) for one in session.scalars(select(Answer).order_by(Answer.id))]


def test_a_cancelled_registration_is_not_handed_to_the_focal_point(world: World, event: int, page: str) -> None:
    key = make_field(world, event, FieldType.TEXT)
    register(world, **{key: SECRET})
    Visitor(world.app).get(f"{link(world, 1)}/cancel").submit(form="main form")
    world.deliver()
    focal = Visitor(world.app)
    nominate(page, focal)
    assert focal.get(f"{page}/people/2").submit(email="spy@example.org").status == 302
    assert rows(world) == [
        (1, "amel@example.org", "cancelled", None, False),
        (2, "spy@example.org", "pending", 1, True),
    ]
    own = links(world, "spy@example.org")[-1]
    seen = [Visitor(world.app).get(f"{own}{part}").source for part in ("", "/change", "/data", "/data.json")]
    assert [SECRET in one for one in seen] == [False] * 4
    assert answers(world) == [(1, {"text": SECRET})]


def test_a_delegate_who_confirmed_and_was_withdrawn_is_not_moved_to_another_address(
    world: World, event: int, page: str
) -> None:
    key, focal = make_field(world, event, FieldType.TEXT), Visitor(world.app)
    nominate(page, focal)
    confirm(world, "amel@example.org", **{key: SECRET})
    focal.get(page).submit(form="form[action$='/people/1/withdraw']")
    nominate(page, focal)
    assert focal.get(f"{page}/people/1").status == 302
    assert focal.get(f"{page}/people/2").submit(email="").status == 302
    assert rows(world) == [
        (1, "amel@example.org", "cancelled", 1, False),
        (2, "focal@example.org", "pending", 1, True),
    ]
    own = links(world, "focal@example.org")[-1]
    assert SECRET not in Visitor(world.app).get(f"{own}/data.json").source
    assert answers(world) == [(1, {"text": SECRET})]


def test_a_consent_given_before_confirming_stays_with_its_address(world: World, event: int, page: str) -> None:
    focal = Visitor(world.app)
    nominate(page, focal)
    focal.get(page).submit(form="form[action$='/people/1/head']")
    Visitor(world.app).get(f"{links(world, 'amel@example.org')[-1]}/consents").submit(recording="y")
    assert focal.get(f"{page}/people/1").submit(email="badr@example.org").status == 302
    assert rows(world) == [
        (1, "amel@example.org", "cancelled", 1, False),
        (2, "badr@example.org", "pending", 1, True),
    ]
    assert sorted(mail["To"] for mail in world.deliver()) == ["amel@example.org", "badr@example.org"]
    with world.reading() as session:
        assert session.scalars(select(Consent.registration_id)).all() == [1]
        heads = session.scalars(select(Registration.is_head).order_by(Registration.id)).all()
        assert heads == [False, True]


def test_who_had_cancelled_comes_back_with_the_nomination_and_finds_the_places_that_are_left(
    world: World, event: int, page: str
) -> None:
    key = make_field(world, event, FieldType.CHOICE, choices=["Bus", "Train"])
    bus, _train = choice_ids(world, event, key)
    limit(world, bus)
    text = make_field(world, event, FieldType.TEXT)
    register(world, **{key: str(bus), text: "kept"})
    Visitor(world.app).get(f"{link(world, 1)}/cancel").submit(form="main form")
    register(world, email="other@example.org", native_name="Other", **{key: str(bus)})
    world.deliver()
    nominate(page, Visitor(world.app))
    confirm(world, "amel@example.org")
    assert rows(world) == [
        (1, "amel@example.org", "confirmed", 1, False),
        (2, "other@example.org", "confirmed", None, False),
    ]
    assert sorted(answers(world), key=str) == [(1, {"text": "kept"}), (2, {"choices": [bus]})]


def test_a_wish_to_be_erased_is_kept_apart_from_a_later_nomination(world: World, event: int, page: str) -> None:
    register(world)
    with world.writing() as session:
        asked = session.get_one(Registration, 1)
        asked.state, asked.erasure_asked_at = "cancelled", now()
    world.deliver()
    nominate(page, Visitor(world.app))
    confirm(world, "amel@example.org")
    with world.reading() as session:
        query = select(Registration.state, Registration.erasure_asked_at.is_(None)).order_by(Registration.id)
        assert [tuple(one) for one in session.execute(query)] == [("cancelled", False), ("confirmed", True)]


def test_what_a_person_had_said_survives_an_empty_form_of_their_nomination(world: World, event: int, page: str) -> None:
    first, second = make_field(world, event, FieldType.TEXT), make_field(world, event, FieldType.TEXT)
    register(world, **{first: "vegetarian", second: "old"}, sex="female", recording="y")
    world.deliver()
    given = standing(world)
    nominate(page, Visitor(world.app), title="", function="")
    confirm(world, "amel@example.org", **{first: "", second: "new"}, sex=None, recording=None, language_code="fr")
    assert rows(world) == [(1, "amel@example.org", "confirmed", 1, False)]
    assert answers(world) == [(1, {"text": "vegetarian"}), (1, {"text": "new"})]
    assert (standing(world), len(given)) == (given, 1)
    with world.reading() as session:
        one = session.scalars(select(Registration)).one()
        assert (one.sex, one.function, one.title) == ("female", "Directrice", "ms")


def test_a_nominee_is_not_taken_for_a_focal_point_who_was_replaced(world: World, event: int, page: str) -> None:
    register(world, email="focal@example.org", native_name="Focal Point")
    world.deliver()
    nominate(page, Visitor(world.app), email="")
    manage = "/en/thamm-2021/manage/registrations/delegations/1/change"
    assert world.organiser(event).get(manage).submit(focal_email="new@example.org").status == 302
    confirm(world, "focal@example.org")
    assert rows(world) == [
        (1, "focal@example.org", "confirmed", None, False),
        (2, "focal@example.org", "confirmed", 1, False),
    ]


def test_a_focal_point_who_nominates_themselves_joins_with_their_own_registration(
    world: World, event: int, page: str
) -> None:
    register(world, email="focal@example.org", native_name="Focal Point")
    world.deliver()
    nominate(page, Visitor(world.app), email="", native_name="Focal  POINT")
    confirm(world, "focal@example.org")
    assert rows(world) == [(1, "focal@example.org", "confirmed", 1, False)]


def test_a_nomination_that_was_joined_leaves_nothing_that_names_the_person(world: World, event: int, page: str) -> None:
    register(world)
    focal = Visitor(world.app)
    nominate(page, focal)
    focal.get(f"{page}/people/2").submit(native_name="Amel  Testi", function="Unmistakable")
    confirm(world, "amel@example.org")
    with world.reading() as session:
        told = session.scalars(select(AuditEntry).where(AuditEntry.verb.in_(("nominate", "change nominee"))))
        assert [(one.subject, one.before, one.after) for one in told] == [("registration:1", {}, {})] * 2
        left = session.scalars(select(Message).where(Message.kind == "registration.nominated")).all()
        assert [(one.recipient, one.payload, one.mime) for one in left] == [("", {}, None)]
        query = select(func.count()).select_from(AuditEntry).where(AuditEntry.subject == "registration:2")
        assert session.scalar(query) == 0


def standing(world: World) -> list[tuple[int, str, datetime]]:
    """The consents that stand."""
    with world.reading() as session:
        query = select(Consent).where(Consent.withdrawn_at.is_(None)).order_by(Consent.id)
        return [(one.registration_id, one.key, one.given_at) for one in session.scalars(query)]


def limit(world: World, choice_id: int) -> None:
    """Let a choice have one place."""
    with world.writing() as session:
        session.get_one(FieldChoice, choice_id).places = 1


def heads(world: World) -> list[tuple[str, str]]:
    """Who heads a delegation, and in which state, in the order of their registrations."""
    with world.reading() as session:
        query = select(Registration).where(Registration.is_head).order_by(Registration.id)
        return [(one.native_name, str(one.state)) for one in session.scalars(query)]


def name_head(focal: Visitor, page: str, registration_id: int) -> None:
    assert focal.get(page).submit(form=f"form[action$='/people/{registration_id}/head']").status == 302


def test_the_rank_passes_to_and_fro_and_the_one_before_may_have_left(world: World, event: int, page: str) -> None:
    focal = Visitor(world.app)
    nominate(page, focal)
    nominate(page, focal, native_name="Badr Testi", email="badr@example.org", category="employers")
    for person in (1, 2, 1):
        name_head(focal, page, person)
    assert heads(world) == [("Amel Testi", "pending")]
    own = links(world, "amel@example.org")[-1]
    Visitor(world.app).get(f"{own}/cancel").submit(form="main form")
    assert heads(world) == [("Amel Testi", "cancelled")]
    name_head(focal, page, 2)
    assert heads(world) == [("Badr Testi", "pending")]


def test_a_head_who_had_registered_before_heads_the_delegation_with_that_registration(
    world: World, event: int, page: str
) -> None:
    register(world)
    world.deliver()
    focal = Visitor(world.app)
    nominate(page, focal)
    name_head(focal, page, 2)
    confirm(world, "amel@example.org")
    assert rows(world) == [(1, "amel@example.org", "confirmed", 1, False)]
    assert heads(world) == [("Amel Testi", "confirmed")]


def test_the_database_itself_refuses_a_second_head(world: World, event: int, page: str) -> None:
    focal = Visitor(world.app)
    nominate(page, focal)
    nominate(page, focal, native_name="Badr Testi", email="badr@example.org", category="employers")
    name_head(focal, page, 1)
    with pytest.raises(IntegrityError), world.writing() as session:
        session.get_one(Registration, 2).is_head = True
    assert heads(world) == [("Amel Testi", "pending")]
    with world.writing() as session:
        # Who belongs to no delegation heads none, however many are marked.
        for number in (1, 2):
            one = session.get_one(Registration, number)
            one.delegation_id, one.is_head = None, True
    assert len(heads(world)) == 2
