"""Who may: links that were revoked or belong elsewhere, and the roles of the organisers' pages."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from conference.core.tokens import sign
from conference.events.models import Publication, Role
from conference.speakers.models import Invitation, Slides
from tests.client import Visitor
from tests.made.agenda import give_role, make_session, make_speaker
from tests.made.speakers import invite, invited, pdf, send, token_of
from tests.queries import count_queries
from tests.world import World


def test_a_renewed_link_ends_the_old_one(world: World, visitor: Visitor) -> None:
    event = world.event()
    speaker = make_speaker(world, event)
    old = invited(world, speaker, language="fr")
    assert visitor.get(old).status == 200
    world.organiser(event).get("/en/thamm-2021/manage/speakers").submit("form[action$='/renew']")
    gone = visitor.get(old)
    assert gone.status == 404
    assert gone.response.headers["Cache-Control"] == "no-store"
    assert visitor.get(f"/fr/thamm-2021/speak/{token_of(world, 1)}").status == 200


def test_a_withdrawn_invitation_opens_nothing_and_the_next_one_does(world: World, visitor: Visitor) -> None:
    event = world.event()
    speaker = make_speaker(world, event)
    old = invited(world, speaker)
    world.organiser(event).get("/en/thamm-2021/manage/speakers").submit("form[action$='/benali/withdraw']")
    assert visitor.get(old).status == 404
    assert visitor.get(invited(world, speaker)).status == 200
    assert visitor.get(old).status == 404


def test_links_of_other_events_purposes_and_hands_are_not_found(world: World, visitor: Visitor) -> None:
    event, other = world.event(), world.event("other-2021")
    make_speaker(world, other)
    invitation = invite(world, make_speaker(world, event))
    token = token_of(world, invitation)
    with world.app.app_context():
        forged = [sign("registration", [invitation, "x"]), sign("speaker", "x"), sign("speaker", [invitation, "x"])]
        forged += [sign("speaker", [None, None]), sign("speaker", {"a": 1})]
    assert visitor.get(f"/en/other-2021/speak/{token}").status == 404
    for one in [*forged, token[:-1], "x", "%00", "ا"]:
        assert visitor.get(f"/en/thamm-2021/speak/{one}").status == 404
    assert visitor.get(f"/en/thamm-2021/speak/{token}").status == 200


def test_nothing_is_taken_by_a_link_that_was_revoked(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event)
    speaker = make_speaker(world, event)
    give_role(world, session, speaker)
    page = visitor.get(invited(world, speaker))
    world.organiser(event).get("/en/thamm-2021/manage/speakers").submit("form[action$='/renew']")
    assert send(page, pdf()).status == 404
    assert page.submit("form[action$='/confirm']").status == 404
    assert page.submit("form[action$='/profile']", native_name="Another").status == 404
    assert world.count(Slides) == 0


def test_a_speaker_of_an_event_that_is_not_announced_yet_can_prepare(world: World, visitor: Visitor) -> None:
    event = world.event(publication=Publication.DRAFT)
    assert visitor.get(invited(world, make_speaker(world, event))).status == 200
    assert visitor.get("/en/thamm-2021/agenda").status == 404


ADDRESSES = (
    ("GET", ""),
    ("POST", "/benali/invite"),
    ("POST", "/benali/renew"),
    ("POST", "/benali/withdraw"),
    ("GET", "/benali/address"),
    ("POST", "/benali/address"),
    ("GET", "/slides/1/file"),
    ("POST", "/slides/1/publish"),
    ("POST", "/slides/1/withdraw"),
)


@pytest.mark.parametrize(("method", "rest"), ADDRESSES)
def test_only_organisers_reach_the_board(world: World, visitor: Visitor, method: str, rest: str) -> None:
    event, other = world.event(), world.event("other-2021")
    session = make_session(world, event)
    speaker = make_speaker(world, event)
    give_role(world, session, speaker)
    send(visitor.get(invited(world, speaker)), pdf())
    before = world.count(Invitation)
    path = f"/en/thamm-2021/manage/speakers{rest}"

    def status(who: Visitor) -> int:
        return (who.get(path) if method == "GET" else who.post(path)).status

    assert status(visitor) == 302
    assert status(world.signed_in(world.account())) == 403
    assert status(world.organiser(other, "elsewhere@example.org")) == 403
    for role in (Role.TRANSLATOR, Role.DESK):
        assert status(world.member(event, role)) == 403
    organiser = world.organiser(event)
    assert status(organiser) == (200 if method == "GET" else 422 if rest.endswith("address") else 400)
    assert world.count(Invitation) == before


def test_organisers_of_one_event_reach_nothing_of_another(world: World, visitor: Visitor) -> None:
    event, other = world.event(), world.event("other-2021")
    session = make_session(world, event)
    speaker = make_speaker(world, event)
    give_role(world, session, speaker)
    send(visitor.get(invited(world, speaker)), pdf())
    stranger = world.organiser(other, "elsewhere@example.org")
    token = stranger.get("/en/other-2021/manage/speakers/new").status
    assert token == 404
    for rest in ("/benali/address", "/slides/1/file", "/slides/99999999999999999999/file"):
        assert stranger.get(f"/en/other-2021/manage/speakers{rest}").status == 404
    form = stranger.get("/en/account").values("form[action$=sign-out]")
    for rest in ("/benali/invite", "/benali/renew", "/benali/withdraw", "/slides/1/publish", "/slides/1/withdraw"):
        assert stranger.post(f"/en/other-2021/manage/speakers{rest}", form).status == 404
    with world.reading() as database:
        assert database.scalars(select(Slides.published_at)).all() == [None]


def test_organisers_download_what_was_sent_under_a_safe_name(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event)
    speaker = make_speaker(world, event)
    give_role(world, session, speaker)
    body = pdf()
    send(visitor.get(invited(world, speaker)), body, "اتجاهات الهجرة.pdf")
    answer = world.organiser(event).get("/en/thamm-2021/manage/speakers/slides/1/file").response
    assert answer.data == body
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="document.pdf"; filename*=UTF-8')
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_board_asks_as_often_for_thirty_as_for_three(world: World, visitor: Visitor) -> None:
    event = world.event()
    organiser = world.organiser(event)
    session = make_session(world, event)
    path, asked = "/en/thamm-2021/manage/speakers", []
    for number in range(30):
        speaker = make_speaker(world, event, f"person-{number}")
        give_role(world, session, speaker)
        if number % 2:
            send(visitor.get(invited(world, speaker)), pdf(1))
        if number in (2, 29):
            organiser.get(path).submit("form[action$='/publish']")
            with count_queries(world.app) as seen:
                assert len(organiser.get(path).all("tbody tr")) == number + 1
            asked.append(len(seen))
    assert asked[0] == asked[1]
    assert asked[0] <= 12


def test_an_empty_board_says_what_will_be_there(world: World) -> None:
    event = world.event()
    page = world.organiser(event).get("/ar/thamm-2021/manage/speakers")
    assert len(page.all(".empty")) == 1
