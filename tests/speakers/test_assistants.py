"""Assistants act for a speaker by a link of their own, until the speaker or an organiser ends it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from conference.audit.models import AuditEntry
from conference.core import clock
from conference.core.tokens import sign
from conference.events.models import Role
from conference.outbox.models import Message
from conference.registration.models import Registration, RegistrationRules
from conference.registration.service import erase
from conference.speakers.contributions import (
    events_with_assistants_due,
    events_with_told_due,
    forget_assistants,
    forget_told,
)
from conference.speakers.models import Assistant, Invitation, InvitationState, SpeakerMessage, SpeakerNeeds
from conference.speakers.models.early_access import EarlyAccess
from tests.client import Page, Visitor
from tests.made.agenda import give_role, make_session, make_speaker, publish
from tests.made.early_access import make_early_access
from tests.made.registration import add
from tests.made.registration import link_in as registration_link
from tests.made.speakers import invited, link_in, pdf, plain_text, send
from tests.world import World

BOARD = "/en/thamm-2021/manage/speakers"
FORM, RENEW, REVOKE = "form[action$='/assistants']", "form[action$='/renew']", "form[action$='/revoke']"


def speakers_page(world: World, visitor: Visitor, **changes: Any) -> Page:
    """The page of a speaker in a session, whose invitation has gone."""
    event = world.event()
    speaker = make_speaker(world, event, **changes)
    give_role(world, make_session(world, event), speaker)
    page = visitor.get(invited(world, speaker))
    world.deliver()
    return page


def give_access(page: Page, email: str = "sami@example.org", **typed: Any) -> Page:
    facts = {"name": "Sami Haddad", "email": email, "language_code": "fr"} | typed
    return page.submit(FORM, **{f"assistant-{name}": value for name, value in facts.items()})


def assistants_link(world: World, page: Page) -> str:
    """The path that the mail to a new assistant brings."""
    assert give_access(page).status == 302
    (mail,) = world.deliver()
    return link_in(mail)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "you act here for"),
        ("fr", "vous agissez ici pour"),
        ("ar", "تعملون هنا نيابة عن"),
    ],
)
def test_an_assistant_gets_a_link_in_their_language_and_reads_for_whom_they_act(
    world: World, visitor: Visitor, language: str, words: str
) -> None:
    page = speakers_page(world, visitor)
    give_access(page, language_code=language)
    (mail,) = world.deliver()
    assert (mail["To"], mail["Content-Language"]) == ("sami@example.org", language)
    assert ("Sami Haddad" in plain_text(mail), "ليلى بن علي" in plain_text(mail)) == (True, True)
    theirs = Visitor(world.app).get(link_in(mail))
    assert link_in(mail).startswith(f"/{language}/thamm-2021/speak/")
    assert words in theirs.texts(".notice")[0]
    assert theirs.texts(".notice bdi") == ["Sami Haddad", "ليلى بن علي"]
    assert theirs.all("#assistants") == []
    assert visitor.get(page.response.request.path).texts("#assistants li bdi") == ["Sami Haddad", "sami@example.org"]


def test_what_an_assistant_does_is_done_for_the_speaker_and_recorded_with_their_name(
    world: World, visitor: Visitor
) -> None:
    page = Visitor(world.app).get(assistants_link(world, speakers_page(world, visitor)))
    page.submit("form[action$='/confirm']")
    page.submit("form[action$='/profile']", native_name="Leïla Ben Ali")
    send(page, pdf())
    with world.reading() as database:
        assert database.get_one(Invitation, 1).state == InvitationState.CONFIRMED
        told = select(AuditEntry.verb, AuditEntry.after).order_by(AuditEntry.id)
        done = [verb for verb, after in database.execute(told) if after.get("assistant") == "Sami Haddad"]
        assert done == ["add assistant", "answer invitation", "change own profile", "send slides"]
    history = world.organiser(1).get("/en/thamm-2021/manage/history").text
    assert "A speaker gave an assistant access to their page" in history
    assert "Sami Haddad" in history


def test_the_speakers_own_deeds_name_no_assistant(world: World, visitor: Visitor) -> None:
    page = speakers_page(world, visitor)
    page.submit("form[action$='/confirm']")
    send(page, pdf())
    with world.reading() as database:
        verbs = ("answer invitation", "send slides")
        entries = database.scalars(select(AuditEntry).where(AuditEntry.verb.in_(verbs))).all()
        assert ["assistant" in one.after for one in entries] == [False, False]


def test_the_receipt_of_slides_goes_to_who_sent_them_and_to_the_speaker(world: World, visitor: Visitor) -> None:
    page = speakers_page(world, visitor, language_code="ar")
    theirs = Visitor(world.app).get(assistants_link(world, page))
    send(theirs, pdf(), "Tendances.pdf")
    mails = {mail["To"]: mail for mail in [*world.deliver(), *world.deliver()]}
    assert {to: mail["Content-Language"] for to, mail in mails.items()} == {
        "benali@private.example.org": "ar",
        "sami@example.org": "fr",
    }
    assert link_in(mails["sami@example.org"]) == theirs.response.request.path
    assert link_in(mails["benali@private.example.org"]) == page.response.request.path.replace("/en/", "/ar/")
    send(page, pdf())
    assert [mail["To"] for mail in [*world.deliver(), *world.deliver()]] == ["benali@private.example.org"]


def test_an_assistant_gives_nobody_access_and_claims_nothing(world: World, visitor: Visitor) -> None:
    link = assistants_link(world, speakers_page(world, visitor))
    signed_in = world.signed_in(world.account("sami@example.org"))
    page = signed_in.get(link)
    assert page.all("form[action$='/claim']") == []
    token = page.values("form[action$='/confirm']")["csrf_token"]
    typed = {"name": "Another", "email": "another@example.org", "language_code": "en"}
    form = {"csrf_token": token} | {f"assistant-{name}": value for name, value in typed.items()}
    for path in ("assistants", "assistants/1/renew", "assistants/1/revoke", "claim", "release"):
        assert signed_in.post(f"{link}/{path}", form).status == 403
    assert world.count(Assistant) == 1
    with world.reading() as database:
        assert database.get_one(Invitation, 1).account_id is None
    assert world.deliver() == []


def test_a_new_link_ends_the_old_one_and_a_revoked_one_opens_nothing(world: World, visitor: Visitor) -> None:
    page = speakers_page(world, visitor)
    old = assistants_link(world, page)
    page = visitor.get(page.response.request.path)
    page.submit(RENEW)
    (mail,) = world.deliver()
    new = link_in(mail)
    assert (visitor.get(old).status, visitor.get(new).status) == (404, 200)
    page.submit(REVOKE)
    assert (visitor.get(new).status, page.submit(RENEW).status, page.submit(REVOKE).status) == (404, 404, 404)
    assert world.deliver() == []
    again = assistants_link(world, visitor.get(page.response.request.path))
    assert (visitor.get(again).status, visitor.get(new).status) == (200, 404)
    assert world.count(Assistant) == 1


def test_nobody_fills_a_strangers_mailbox(world: World, visitor: Visitor) -> None:
    page = speakers_page(world, visitor)
    give_access(page)
    page = visitor.get(page.response.request.path)
    for _again in range(6):
        page.submit(RENEW)
    assert "We have written to this address several times already." in visitor.follow(page.submit(RENEW)).text
    assert len(world.deliver()) == 5
    page.submit(REVOKE)
    assert give_access(page).status == 429
    assert world.deliver() == []


def test_an_organiser_ends_an_assistants_access(world: World, visitor: Visitor) -> None:
    link = assistants_link(world, speakers_page(world, visitor))
    organiser = world.organiser(1)
    page = organiser.get(f"{BOARD}/benali/address")
    assert "sami@example.org" in page.text
    done = organiser.follow(page.submit(REVOKE))
    assert done.all(REVOKE) == []
    assert visitor.get(link).status == 404
    with world.reading() as database:
        entry = database.scalars(select(AuditEntry).where(AuditEntry.verb == "revoke assistant")).one()
        assert entry.account_id == world.account_id("organiser@example.org")


def test_a_withdrawal_and_a_new_address_end_what_assistants_could_do(world: World, visitor: Visitor) -> None:
    link = assistants_link(world, speakers_page(world, visitor))
    organiser = world.organiser(1)
    organiser.get(BOARD).submit("form[action$='/benali/renew']")
    assert visitor.get(link).status == 200
    organiser.get(f"{BOARD}/benali/address").submit(email="right@example.org")
    assert visitor.get(link).status == 404
    (mail,) = [one for one in world.deliver() if one["To"] == "right@example.org"]
    link = assistants_link(world, visitor.get(link_in(mail)))
    assert visitor.get(link).status == 200
    organiser.get(BOARD).submit("form[action$='/benali/withdraw']")
    assert visitor.get(link).status == 404


def test_what_cannot_be_is_said_beside_the_field(world: World, visitor: Visitor) -> None:
    page = speakers_page(world, visitor)
    own = give_access(page, "Benali@private.example.org")
    assert (own.status, own.errors) == (422, ["This is your own address. Enter that of your assistant."])
    assert own.values(FORM)["assistant-name"] == "Sami Haddad"
    empty = give_access(page, "nobody", name="")
    assert empty.errors == [
        "Enter the name of the person.",
        "Enter a complete e-mail address, for example name@organisation.org.",
    ]
    give_access(page)
    twice = give_access(page, "SAMI@example.org")
    assert twice.errors == ["Somebody with this address acts for you already. You can send them a new link."]
    for number in range(9):
        assert give_access(page, f"person{number}@example.org").status == 302
    many = give_access(page, "one.too.many@example.org")
    assert many.errors == ["You have given access to many people already. Ask the organisers for more."]
    assert world.count(Assistant) == 10


def test_links_of_other_people_events_and_purposes_open_nothing(world: World, visitor: Visitor) -> None:
    link = assistants_link(world, speakers_page(world, visitor))
    world.event("other-2021")
    assert visitor.get(link.replace("thamm-2021", "other-2021")).status == 404
    with world.app.app_context():
        forged = [sign("speaker assistant", one) for one in ([1, ""], [1, "x"], "x", [None, None], {"a": 1})]
    for token in [*forged, link.rpartition("/")[2][:-1]]:
        assert visitor.get(f"/en/thamm-2021/speak/{token}").status == 404
    page = visitor.get(link)
    with world.reading() as database:
        assert database.scalars(select(Assistant.link_secret)).one() not in page.source


def test_an_assistant_reaches_the_speakers_calendar(world: World, visitor: Visitor) -> None:
    link = assistants_link(world, speakers_page(world, visitor))
    publish(world, 1)
    token = link.rpartition("/")[2]
    assert visitor.get(f"/fr/thamm-2021/calendar/speaker/{token}").status == 200


def test_other_roles_end_nobodys_access(world: World, visitor: Visitor) -> None:
    link = assistants_link(world, speakers_page(world, visitor))
    other = world.event("other-2021")
    path = f"{BOARD}/benali/assistants/1/revoke"
    assert visitor.post(path).status == 302
    for who in (
        world.member(1, Role.TRANSLATOR),
        world.member(1, Role.DESK),
        world.organiser(other, "elsewhere@example.org"),
    ):
        assert who.post(path).status == 403
    assert world.organiser(1).post(path).status == 400
    assert visitor.get(link).status == 200


def test_an_assistant_who_registered_sees_it_and_is_erased_with_everything_else(world: World, visitor: Visitor) -> None:
    link = assistants_link(world, speakers_page(world, visitor))
    Visitor(world.app).get(link).submit("form[action$='/confirm']")
    registered, other = add(world, 1, "Sami@example.org"), add(world, 1, "other@example.org")
    own = [mail for mail in world.deliver() if mail["To"].casefold() == "sami@example.org"][-1]
    mine = visitor.get(f"{registration_link(own)}/data")
    assert ("Acting for speakers" in mine.text, "ليلى بن علي" in mine.text) == (True, True)
    with world.writing() as database:
        erase(database, database.get_one(Registration, other), by=None)
    assert world.count(Assistant) == 1
    with world.writing() as database:
        erase(database, database.get_one(Registration, registered), by=None)
    assert world.count(Assistant) == 0
    assert visitor.get(link).status == 404
    with world.reading() as database:
        told = [str(one.after) + str(one.before) for one in database.scalars(select(AuditEntry))]
        assert [one for one in told if "Sami" in one or "sami" in one] == []
        about = database.scalars(select(Message).where(Message.kind == "speakers.assistant")).one()
        assert (about.recipient, about.mime) == ("", None)


def rules(world: World, **values: Any) -> None:
    with world.writing() as database:
        own = database.get(RegistrationRules, 1) or RegistrationRules.usual(1)
        for name, value in values.items():
            setattr(own, name, value)
        database.add(own)


def test_what_speakers_told_and_who_read_early_is_erased_with_the_event(world: World, visitor: Visitor) -> None:
    page = speakers_page(world, visitor)
    assert page.submit("form[action$='/needs']", accessibility="A ramp").status == 302
    assert page.submit("form[action$='/messages']", text="I come by train").status == 302
    early = make_early_access(world, 1, "ended@example.org")
    make_early_access(world, 1, "later@example.org", until_on=date(2021, 12, 31))
    tables = (SpeakerNeeds, SpeakerMessage, EarlyAccess)

    def due() -> tuple[list[int], list[int]]:
        with clock.at(datetime(2021, 9, 1, 12, 0, tzinfo=UTC)), world.writing() as database:
            found = list(events_with_told_due(database))
            forget_told(database, 1)
        return found, [world.count(one) for one in tables]

    assert due() == ([], [1, 1, 2])
    rules(world, retention_days=30, legal_hold=True)
    assert due() == ([], [1, 1, 2])
    rules(world, legal_hold=False)
    assert due() == ([1], [0, 0, 1])
    with world.reading() as database:
        assert database.get(EarlyAccess, early) is None
        entry = database.scalars(select(AuditEntry).where(AuditEntry.verb == "erase what speakers told")).one()
        assert entry.after == {"people": 2}


def test_assistants_are_erased_with_the_event_unless_a_hold_forbids_it(world: World, visitor: Visitor) -> None:
    link = assistants_link(world, speakers_page(world, visitor))
    revoked = visitor.get(link).status
    over = datetime(2021, 9, 1, 12, 0, tzinfo=UTC)

    def due() -> list[int]:
        with clock.at(over), world.writing() as database:
            found = list(events_with_assistants_due(database))
            forget_assistants(database, 1)
            return found

    rules(world, retention_days=None)
    assert (due(), world.count(Assistant)) == ([], 1)
    rules(world, retention_days=30, legal_hold=True)
    assert (due(), world.count(Assistant)) == ([], 1)
    rules(world, legal_hold=False)
    assert (due(), world.count(Assistant)) == ([1], 0)
    assert (revoked, visitor.get(link).status, due()) == (200, 404, [])
