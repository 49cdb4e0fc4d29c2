"""A reader's own agenda: by a secret link or with an account, taken over, sent, deleted, and kept from others."""

from __future__ import annotations

import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from conference.accounts.models import Account
from conference.agenda import service
from conference.agenda.models import ChosenSession, PersonalAgenda, Session
from conference.agenda.published import PublishedAgenda
from conference.agenda.queries import latest_version
from conference.core import clock
from conference.core.database import db, write
from conference.core.languages import ENGLISH
from conference.core.localization import speaking
from conference.events.models import Event
from conference.registration.chosen_sessions import ChosenSessions
from conference.registration.models import Registration
from tests.client import Page, Visitor
from tests.made.agenda import change, hour, let_a_second_pass, make_room, make_session, publish
from tests.made.registration import add
from tests.queries import count_queries
from tests.world import World

AGENDA = "/en/thamm-2021/agenda"
MINE = f"{AGENDA}?mine=1"


@pytest.fixture
def event(world: World) -> int:
    """Three sessions, the first two at overlapping hours, and a break."""
    event = world.event()
    make_session(world, event, "ONE", hours=("09:00", "10:30"))
    make_session(world, event, "TWO", hours=("10:00", "11:00"))
    make_session(world, event, "PAUSE", hours=("11:00", "11:30"), type="break")
    make_session(world, event, "THREE", hours=("12:00", "13:00"))
    publish(world, event)
    return event


def press(visitor: Visitor, code: str) -> Page:
    """Open the small page of a session and press its button."""
    page = visitor.get(f"{AGENDA}/{code}/choose").submit("form[data-choice]")
    assert page.status == 303
    return visitor.follow(page)


def link_of(visitor: Visitor) -> str:
    """The path of the link that a reader is asked to keep."""
    return visitor.get(MINE).texts(".long-address")[0].removeprefix("http://localhost")


def titles(page: Page) -> list[str]:
    return page.texts(".session-title")


def test_the_first_star_begins_an_agenda_and_the_next_ones_go_into_it(
    world: World, visitor: Visitor, event: int
) -> None:
    assert visitor.get(MINE).texts(".empty h2") == ["Nothing chosen yet"]
    page = press(visitor, "THREE")
    assert page.texts("[data-said]") == ["This session is in your agenda."]
    press(visitor, "ONE")
    assert titles(visitor.get(MINE)) == ["Title ONE", "Title THREE"]
    assert world.count(PersonalAgenda) == 1
    assert press(visitor, "THREE").texts("[data-said]") == ["This session is not in your agenda."]
    assert titles(visitor.get(MINE)) == ["Title ONE"]


def test_the_link_opens_the_agenda_elsewhere_and_belongs_to_nobody_else(
    world: World, visitor: Visitor, event: int
) -> None:
    press(visitor, "ONE")
    elsewhere = Visitor(world.app)
    page = elsewhere.get(link_of(visitor))
    assert titles(page) == ["Title ONE"]
    headers = page.response.headers
    assert (headers["Cache-Control"], headers["X-Robots-Tag"], headers["Referrer-Policy"]) == (
        "no-store",
        "noindex",
        "no-referrer",
    )
    assert elsewhere.get(link_of(visitor).replace("/mine/I", "/mine/J")).status == 404
    assert elsewhere.get(MINE).texts(".empty h2") == ["Nothing chosen yet"], "looking gives this browser nothing"
    elsewhere.get(link_of(visitor)).submit("form[action$='/keep']")
    press(elsewhere, "THREE")
    assert titles(visitor.get(MINE)) == ["Title ONE", "Title THREE"]
    world.event("other")
    assert visitor.get(link_of(visitor).replace("thamm-2021", "other")).status == 404


def test_from_its_link_a_session_is_taken_out_of_that_agenda(world: World, visitor: Visitor, event: int) -> None:
    press(visitor, "ONE")
    link = link_of(visitor)
    elsewhere = Visitor(world.app)
    button = elsewhere.get(link).one("button.star")
    form = elsewhere.get(link).values("form#choosing")
    page = elsewhere.post(button.get("formaction", ""), form | {"chosen": button.get("value")})
    assert page.location == link
    assert visitor.get(link).texts(".empty h2") == ["Nothing chosen yet"]


def test_stored_pages_hold_neither_token_nor_choice(world: World, visitor: Visitor, event: int) -> None:
    press(visitor, "ONE")
    assert visitor.get(AGENDA).texts("button.star--chosen") == ["Take out of my agenda"]
    visitor.client.delete_cookie("session")
    mine = visitor.get(AGENDA)
    assert mine.texts("button.star--chosen") == ["Take out of my agenda"], "the cookie alone keeps it from the store"
    for path in (AGENDA, f"{AGENDA}/ONE", f"{AGENDA}/now", f"{AGENDA}?view=grid"):
        stored = Visitor(world.app).get(path)
        assert stored.all("button.star, .star--chosen, form[method=post]") == []
        assert [
            name for name in ("csrf", "mine/", "Set-Cookie") if name in stored.source + str(stored.response.headers)
        ] == []
    assert Visitor(world.app).get(AGENDA).all("a.star")[0].get("href") == f"{AGENDA}/ONE/choose"
    assert visitor.get(AGENDA).response.headers["Cache-Control"] == "private, no-cache"


def test_with_an_account_the_agenda_follows_its_owner(world: World, event: int) -> None:
    account = world.account("reader@example.org")
    reader = world.signed_in(account)
    press(reader, "ONE")
    again = world.signed_in(account)
    assert titles(again.get(MINE)) == ["Title ONE"]
    assert again.get(f"{AGENDA}/ONE").texts(".star") == ["Take out of my agenda"]
    with world.reading() as session:
        token = service.token_of(session.scalars(select(PersonalAgenda)).one())
    assert Visitor(world.app).get(f"{AGENDA}/mine/{token}").status == 404, "an account's agenda has no open link"
    assert world.signed_in(world.account("other@example.org")).get(f"{AGENDA}/mine/{token}").status == 404
    page = again.get(f"{AGENDA}/mine/{token}")
    assert (page.status, page.all("form[action$='/send']")) == (200, [])
    form = page.values("form#choosing")
    assert again.post(f"{AGENDA}/mine/{token}/send", form | {"email": "a@example.org"}).status == 404


def test_an_account_takes_over_what_the_browser_chose(world: World, visitor: Visitor, event: int) -> None:
    reader = world.signed_in(world.account("reader@example.org"))
    press(reader, "ONE")
    press(visitor, "ONE")
    press(visitor, "THREE")
    link = link_of(visitor)
    refused = visitor.get(link)
    assert refused.all("form[action$='/take']") == [], "signed out there is no account to take it over"
    cookie = visitor.client.get_cookie("my-agenda")
    assert cookie is not None
    reader.client.set_cookie("my-agenda", cookie.value)
    page = reader.get(MINE)
    assert titles(page) == ["Title ONE"]
    assert page.texts(".notice p") == ["Without your account you chose 2 sessions in this browser."]
    taken = page.submit("form[action$='/take']")
    assert titles(reader.follow(taken)) == ["Title ONE", "Title THREE"]
    assert visitor.get(link).status == 404
    assert (world.count(PersonalAgenda), world.count(ChosenSession)) == (1, 2)


def test_taking_over_asks_for_the_sign_in(world: World, visitor: Visitor, event: int) -> None:
    press(visitor, "ONE")
    token = visitor.get(MINE).values("form#choosing")
    page = visitor.post(f"{link_of(visitor)}/take", {"csrf_token": token["csrf_token"]})
    assert (page.status, page.location) == (302, "/en/sign-in?next=")
    assert world.count(PersonalAgenda) == 1


def test_overlaps_are_said_in_words(visitor: Visitor, event: int) -> None:
    press(visitor, "ONE")
    assert press(visitor, "TWO").texts("[data-said]") == [
        "This session is in your agenda. Overlaps with Title ONE (09:00–10:30)."
    ]
    press(visitor, "THREE")
    assert visitor.get(MINE).texts(".warned") == [
        "Overlaps with Title TWO (10:00–11:00).",
        "Overlaps with Title ONE (09:00–10:30).",
    ]


def test_what_moved_or_was_cancelled_since_says_so(world: World, visitor: Visitor, event: int) -> None:
    for code in ("ONE", "TWO", "THREE"):
        press(visitor, code)
    room = make_room(world, event)
    with world.reading() as session:
        ids = dict(iter(session.execute(select(Session.code, Session.id))))
        times = [hour(session.get_one(Event, event), clock_) for clock_ in ("15:00", "16:00")]
    change(world, ids["ONE"], starts_at=times[0], ends_at=times[1])
    change(world, ids["THREE"], room_id=room)
    world.organiser(event).get("/en/thamm-2021/manage/agenda/sessions/TWO").submit("form[action$=cancel]")
    publish(world, event)
    let_a_second_pass(world.app)
    page = visitor.get(MINE)
    assert page.texts(".slot-time") == ["10:00–11:00", "12:00–13:00", "15:00–16:00"]
    assert page.texts(".warned") == [
        "It has another room since you chose it.",
        "It has moved since you chose it: it was on Monday 5 July, 09:00–10:30.",
    ]
    assert page.texts(".session--cancelled .badge--brick") == ["Cancelled"]
    stranger = Visitor(world.app)
    assert stranger.get(f"{AGENDA}/TWO/choose").all("form[data-choice]") == []


def test_nobody_chooses_a_break_or_what_is_not_there(visitor: Visitor, event: int) -> None:
    for code in ("PAUSE", "NONE"):
        assert visitor.get(f"{AGENDA}/{code}/choose").status == 404


def test_looking_at_the_small_page_changes_nothing(world: World, visitor: Visitor, event: int) -> None:
    visitor.get(f"{AGENDA}/ONE/choose")
    visitor.get(MINE)
    assert world.count(PersonalAgenda) == 0
    assert visitor.client.get_cookie("my-agenda") is None
    assert visitor.post(f"{AGENDA}/ONE/choose", {"chosen": "1"}).status == 400
    assert world.count(PersonalAgenda) == 0


def test_the_link_is_mailed_to_oneself_in_the_language_of_the_page(world: World, visitor: Visitor, event: int) -> None:
    press(visitor, "ONE")
    page = visitor.get(MINE.replace("/en/", "/fr/"))
    refused = page.submit("form[action$='/send']", email="nobody")
    assert (refused.status, len(refused.errors)) == (422, 1)
    sent = page.submit("form[action$='/send']", email="reader@example.org")
    assert sent.status == 302
    (mail,) = world.deliver()
    assert (mail["To"], mail["Content-Language"]) == ("reader@example.org", "fr")
    body = mail.get_body(("plain",))
    assert body is not None
    (address,) = re.findall(r"http://localhost(/fr/thamm-2021/agenda/mine/\S+)", body.get_content())
    assert Visitor(world.app).get(address).texts(".session-title") == ["Titre ONE"]


def test_a_deleted_agenda_is_gone_and_its_link_is_not_sent(world: World, visitor: Visitor, event: int) -> None:
    press(visitor, "ONE")
    page = visitor.get(MINE)
    page.submit("form[action$='/send']", email="reader@example.org")
    link = link_of(visitor)
    page.submit("form[action$='/delete']")
    assert (world.count(PersonalAgenda), world.count(ChosenSession)) == (0, 0)
    assert visitor.get(link).status == 404
    assert world.deliver() == []
    assert visitor.client.get_cookie("my-agenda") is None


def test_agendas_without_an_account_go_thirty_days_after_the_event(world: World, event: int) -> None:
    over = datetime(2021, 7, 7, 12, tzinfo=UTC)
    with clock.at(over):
        press(Visitor(world.app), "ONE")
        press(world.signed_in(world.account("reader@example.org")), "ONE")
    with clock.at(over + timedelta(days=25)):
        press(Visitor(world.app), "ONE")
    left = []
    for days in (30, 31, 55, 56):
        with clock.at(over + timedelta(days=days)), world.writing() as session:
            for event_id in service.events_with_old_agendas(session):
                service.forget_old_agendas(session, event_id)
        left.append(world.count(PersonalAgenda))
    assert left == [3, 2, 2, 1]


def test_what_was_chosen_is_shown_and_erased_with_the_registration(world: World, event: int) -> None:
    registered = add(world, event, "reader@example.org")
    reader = world.signed_in(world.account("reader@example.org"))
    press(reader, "ONE")
    with world.writing() as session:
        account = session.scalars(select(Account).where(Account.email == "reader@example.org")).one()
        session.get_one(Registration, registered).account_id = account.id
    with world.app.test_request_context("/en/"), speaking(ENGLISH):
        held = ChosenSessions().show(db.session(), db.session.get_one(Registration, registered))
        assert [row.data["session"] for row in held.rows] == ["ONE"]
    with world.writing() as session:
        ChosenSessions().erase(session, [registered])
    assert world.count(PersonalAgenda) == 0


def test_the_same_session_chosen_twice_at_once_is_one_row(world: World, event: int) -> None:
    account = world.account("reader@example.org")
    failures: list[Exception] = []
    ready = threading.Barrier(8)

    def choose() -> None:
        try:
            with world.app.app_context():
                version = latest_version(db.session(), event)
                assert version is not None
                one = PublishedAgenda.of(version).session("ONE")
                assert one is not None
                ready.wait()
                with write() as database:
                    service.choose(database, service.agenda_of_account(database, event, account), one)
        except Exception as error:  # told below
            failures.append(error)

    threads = [threading.Thread(target=choose) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert (world.count(PersonalAgenda), world.count(ChosenSession)) == (1, 1)


def test_an_agenda_of_many_sessions_asks_as_often_as_one_of_few(world: World, visitor: Visitor, event: int) -> None:
    counts = []
    for codes in (["ONE"], ["TWO", "THREE"]):
        for code in codes:
            press(visitor, code)
        with count_queries(world.app) as seen:
            visitor.get(MINE)
        counts.append(len([one for one in seen if "WHERE event.publication" not in one]))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_an_agenda_is_taken_over_once_also_by_two_presses_at_once(world: World, visitor: Visitor, event: int) -> None:
    press(visitor, "ONE")
    account = world.account("reader@example.org")
    with world.reading() as session:
        personal_id = session.scalars(select(PersonalAgenda.id)).one()
    failures: list[Exception] = []
    ready = threading.Barrier(4)

    def take() -> None:
        try:
            with world.app.app_context():
                ready.wait()
                with write() as database:
                    found = service.personal_agenda(database, personal_id)
                    if found is not None:
                        service.take_over(database, found, account)
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=take) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert (world.count(PersonalAgenda), world.count(ChosenSession)) == (1, 1)


def test_taking_somebody_s_link_over_leaves_the_agenda_of_this_browser(
    world: World, visitor: Visitor, event: int
) -> None:
    press(visitor, "ONE")
    link = link_of(visitor)
    reader = Visitor(world.app)
    press(reader, "THREE")
    own = reader.client.get_cookie("my-agenda")
    signed_in = world.signed_in(world.account("reader@example.org"))
    signed_in.client.set_cookie("my-agenda", own.value if own else "")
    taken = signed_in.get(link).submit(f"form[action='{link}/take']")
    assert taken.status == 302
    assert titles(signed_in.get(MINE)) == ["Title ONE"]
    kept = signed_in.client.get_cookie("my-agenda")
    assert (kept.value if kept else None) == (own.value if own else "")


def test_a_browser_with_an_agenda_is_asked_before_it_takes_up_another_one(
    world: World, visitor: Visitor, event: int
) -> None:
    press(visitor, "ONE")
    link = link_of(visitor)
    reader = Visitor(world.app)
    press(reader, "THREE")
    own = link_of(reader)
    page = reader.get(link)
    assert page.texts("main .notice p") == [
        "This browser has another agenda, with 1 session. If you choose for this one here, what shall become of it?"
    ]
    assert page.texts(f"form[action='{link}/keep'] button") == [
        "Add them to this agenda",
        "Leave them to their own address",
    ]
    assert [one.get("href") for one in page.all("main .notice a")] == [own]
    unasked = page.submit(f"form[action='{link}/keep']", before="")
    assert (unasked.status, link_of(reader)) == (409, own)
    done = page.submit(f"form[action='{link}/keep']", before="added")
    assert done.status == 302
    assert titles(reader.get(MINE)) == ["Title ONE", "Title THREE"]
    assert (link_of(reader), titles(reader.get(own))) == (link, ["Title THREE"])


def test_a_browser_may_leave_its_agenda_to_its_own_address(world: World, visitor: Visitor, event: int) -> None:
    press(visitor, "ONE")
    link = link_of(visitor)
    reader = Visitor(world.app)
    press(reader, "THREE")
    own = link_of(reader)
    reader.get(link).submit(f"form[action='{link}/keep']", before="left")
    assert titles(reader.get(MINE)) == ["Title ONE"]
    assert titles(reader.get(own)) == ["Title THREE"]


def test_a_browser_without_choices_takes_an_agenda_up_at_once(world: World, visitor: Visitor, event: int) -> None:
    press(visitor, "ONE")
    link = link_of(visitor)
    reader = Visitor(world.app)
    reader.get(link).submit(f"form[action='{link}/keep']")
    assert titles(reader.get(MINE)) == ["Title ONE"]


def test_a_second_page_opened_before_the_first_star_joins_its_agenda(
    world: World, visitor: Visitor, event: int
) -> None:
    first, second = (visitor.get(f"{AGENDA}/{code}/choose") for code in ("ONE", "THREE"))
    first.submit("form[data-choice]")
    second.submit("form[data-choice]")
    assert titles(visitor.get(MINE)) == ["Title ONE", "Title THREE"]
    assert world.count(PersonalAgenda) == 1
