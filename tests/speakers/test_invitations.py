"""Invitations that are withdrawn and sent anew, all at once, or taken among the places of an account."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from conference.agenda.models import Speaker
from conference.audit.models import AuditEntry
from conference.core.languages import FRENCH
from conference.events.models import Event
from conference.speakers import service
from conference.speakers.contributions import confirmations, language_uses, speakers_in
from conference.speakers.models import Invitation, InvitationState
from tests.client import Page, Visitor
from tests.made.agenda import give_role, make_session, make_speaker
from tests.made.speakers import invite, invited, link_in, token_of
from tests.world import World

BOARD = "/en/thamm-2021/manage/speakers"


def withdraw(organiser: Visitor, code: str = "benali") -> Page:
    return organiser.follow(organiser.get(BOARD).submit(f"form[action$='/{code}/withdraw']"))


def state_of(world: World, invitation_id: int) -> str:
    with world.reading() as database:
        return database.get_one(Invitation, invitation_id).state


@pytest.mark.parametrize(("language", "words"), [("en", "Withdrawn"), ("fr", "Retirée"), ("ar", "سُحبت")])
def test_a_withdrawn_invitation_stays_on_the_board_and_can_be_sent_anew(
    world: World, visitor: Visitor, language: str, words: str
) -> None:
    event = world.event()
    speaker = make_speaker(world, event)
    old = invited(world, speaker)
    organiser = world.organiser(event)
    world.deliver()
    withdraw(organiser)
    board = organiser.get(BOARD.replace("/en/", f"/{language}/"))
    assert board.texts(".invitation .badge") == [words]
    assert board.all("form[action$='/benali/renew']") == []
    assert (visitor.get(old).status, world.deliver()) == (404, [])

    again = organiser.follow(board.submit("form[action$='/benali/invite']"))
    assert len(again.all("form[action$='/benali/renew']")) == 1
    (mail,) = world.deliver()
    assert visitor.get(link_in(mail)).status == 200
    assert visitor.get(old).status == 404
    assert (world.count(Invitation), state_of(world, 1)) == (1, InvitationState.INVITED)


def test_the_record_tells_of_the_withdrawal_and_of_the_next_invitation(world: World) -> None:
    event = world.event()
    invite(world, make_speaker(world, event))
    organiser = world.organiser(event)
    withdraw(organiser)
    organiser.get(BOARD).submit("form[action$='/benali/invite']")
    with world.reading() as database:
        entries = database.scalars(select(AuditEntry).where(AuditEntry.subject == "speaker_invitation:1")).all()
        assert [(one.verb, one.before.get("state"), one.after.get("state")) for one in entries] == [
            ("invite", None, "invited"),
            ("withdraw invitation", "invited", "withdrawn"),
            ("invite", "withdrawn", "invited"),
        ]
        assert all("link_secret" not in one.after for one in entries)
    history = organiser.get("/en/thamm-2021/manage/history").text
    assert "A speaker’s invitation was withdrawn" in history
    assert "Leila Ben Ali" in history


def test_whoever_was_withdrawn_is_counted_and_written_to_no_more(world: World) -> None:
    event = world.event()
    session = make_session(world, event)
    speaker = make_speaker(world, event, language_code="fr")
    give_role(world, session, speaker)
    invitation = invite(world, speaker)
    with world.writing() as database:
        service.answer(database, database.get_one(Invitation, invitation), InvitationState.CONFIRMED)
    account = world.signed_in(world.account("benali@private.example.org"))

    def seen() -> tuple[int, dict[int, bool | None], list[str], int]:
        with world.app.test_request_context(), world.reading() as database:
            of = database.get_one(Event, event)
            told = [one.email for one in speakers_in(database, of, {session: {speaker}})]
            comes = {number: said.comes for number, said in confirmations(database, of).items()}
            return (language_uses(database, of, FRENCH), comes, told, places())

    def places() -> int:
        return account.get("/en/account").source.count("/speak/")

    assert seen() == (1, {speaker: True}, ["benali@private.example.org"], 1)
    withdraw(world.organiser(event))
    assert seen() == (0, {}, [], 0)


def test_an_invitation_that_was_withdrawn_before_it_left_is_not_sent(world: World) -> None:
    event = world.event()
    invite(world, make_speaker(world, event))
    withdraw(world.organiser(event))
    assert world.deliver() == []


def test_an_answer_after_a_withdrawal_is_not_taken(world: World, visitor: Visitor) -> None:
    event = world.event()
    page = visitor.get(invited(world, make_speaker(world, event)))
    withdraw(world.organiser(event))
    assert page.submit("form[action$='/confirm']").status == 404
    assert state_of(world, 1) == InvitationState.WITHDRAWN
    with world.writing() as database, pytest.raises(service.WasWithdrawn):
        service.answer(database, database.get_one(Invitation, 1), InvitationState.CONFIRMED)


def test_a_new_address_sends_nothing_to_whoever_was_withdrawn(world: World) -> None:
    event = world.event()
    invite(world, make_speaker(world, event))
    organiser = world.organiser(event)
    withdraw(organiser)
    organiser.get(f"{BOARD}/benali/address").submit(email="elsewhere@example.org")
    assert world.deliver() == []


def test_all_who_were_never_invited_are_invited_by_one_click(world: World) -> None:
    event = world.event()
    make_speaker(world, event, "one")
    make_speaker(world, event, "two")
    make_speaker(world, event, "unreachable", email="")
    invite(world, make_speaker(world, event, "withdrawn"))
    organiser = world.organiser(event)
    withdraw(organiser, "withdrawn")
    page = organiser.follow(organiser.get(BOARD).submit("form[action$='/invite-all']"))
    assert sorted(mail["To"] for mail in world.deliver()) == ["one@private.example.org", "two@private.example.org"]
    assert page.all("form[action$='/invite-all']") == []
    assert organiser.post(f"{BOARD}/invite-all", {}).status == 400


CLAIM, RELEASE = "form[action$='/claim']", "form[action$='/release']"


def places_of(account: Visitor) -> int:
    return account.get("/en/account").source.count("/speak/")


def test_a_page_is_added_to_an_account_with_another_address_and_removed_again(world: World, visitor: Visitor) -> None:
    event = world.event()
    path = invited(world, make_speaker(world, event))
    assert visitor.get(path).all(CLAIM) == []
    account = world.signed_in(world.account("assistant.of.nobody@example.org"))
    assert places_of(account) == 0
    mine = account.follow(account.get(path).submit(CLAIM))
    assert places_of(account) == 1
    account.follow(mine.submit(RELEASE))
    assert places_of(account) == 0
    with world.reading() as database:
        verbs = database.scalars(select(AuditEntry.verb).where(AuditEntry.verb.endswith(" page"))).all()
        assert verbs == ["claim page", "release page"]


def test_the_speakers_own_account_need_not_claim(world: World) -> None:
    event = world.event()
    path = invited(world, make_speaker(world, event))
    own = world.signed_in(world.account("Benali@private.example.org"))
    assert own.get(path).all(CLAIM) == []
    assert places_of(own) == 1


def test_another_account_cannot_take_a_claimed_page_over(world: World) -> None:
    event = world.event()
    path = invited(world, make_speaker(world, event))
    first, second = (world.signed_in(world.account(f"{name}@example.org")) for name in ("first", "second"))
    both = first.get(path), second.get(path)
    both[0].submit(CLAIM)
    told = second.follow(both[1].submit(CLAIM))
    assert "Another account has this page among its places." in told.text
    assert (told.all(CLAIM), told.all(RELEASE)) == ([], [])
    form = second.get("/en/account").values("form[action$=sign-out]")
    second.post(f"{path}/release", form)
    assert (places_of(first), places_of(second)) == (1, 0)


def test_a_claim_survives_a_new_link_and_ends_with_a_new_address_or_a_withdrawal(world: World) -> None:
    event = world.event()
    speaker = make_speaker(world, event)
    path = invited(world, speaker)
    account, organiser = world.signed_in(world.account("claims@example.org")), world.organiser(event)
    account.get(path).submit(CLAIM)
    organiser.get(BOARD).submit("form[action$='/benali/renew']")
    assert places_of(account) == 1
    organiser.get(f"{BOARD}/benali/address").submit(email="right@example.org")
    assert places_of(account) == 0
    account.get(f"/en/thamm-2021/speak/{token_of(world, 1)}").submit(CLAIM)
    assert places_of(account) == 1
    withdraw(organiser)
    with world.writing() as database:
        service.invite(database, database.get_one(Speaker, speaker), by=None)
    assert places_of(account) == 0


def test_a_claim_needs_a_token_and_somebody_signed_in(world: World, visitor: Visitor) -> None:
    event = world.event()
    path = invited(world, make_speaker(world, event))
    account = world.signed_in(world.account("claims@example.org"))
    assert account.post(f"{path}/claim", {}).status == 400
    page = visitor.get(path)
    answer = visitor.post(f"{path}/claim", {"csrf_token": page.values("form[action$='/confirm']")["csrf_token"]})
    assert (answer.status, "/sign-in" in answer.location) == (302, True)
    with world.reading() as database:
        assert database.get_one(Invitation, 1).account_id is None
