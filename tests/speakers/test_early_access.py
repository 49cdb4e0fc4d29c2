"""Files before publication: who gets which, by one link each, what is written down of it, and how it ends."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from sqlalchemy import delete, select

from conference.agenda.models import SpeakerInSession
from conference.audit.models import AuditEntry
from conference.core import clock
from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.core.tokens import sign
from conference.events.models import Publication
from conference.outbox.tasks import do_hourly_work
from conference.speakers.models.early_access import EarlyAccess, EarlyDownload
from tests.client import Page, Visitor
from tests.made import registration
from tests.made.agenda import change, give_role, make_session, make_speaker, publish
from tests.made.early_access import early_page_of, make_early_access
from tests.made.library import make_document, make_revision
from tests.made.outbox import messages
from tests.made.speakers import invited, pdf, plain_text, pptx, replace, send
from tests.queries import count_queries
from tests.world import World

LIST = "/en/thamm-2021/manage/early-access"
BEFORE = datetime(2021, 7, 1, 9, tzinfo=UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    with clock.at(moment):
        yield


@pytest.fixture(autouse=True)
def before_the_event() -> Iterator[None]:
    with at(BEFORE):
        yield


@pytest.fixture
def event(world: World) -> int:
    return world.event()


@pytest.fixture
def session(world: World, event: int) -> int:
    return make_session(
        world,
        event,
        meeting_url="https://meet.example.org/floor",
        channel_urls={"fr": "https://meet.example.org/fr", "ar": "https://meet.example.org/ar"},
    )


def send_slides(world: World, event: int, session: int, body: bytes | None = None, name: str = "talk.pdf") -> str:
    """Slides of a speaker of a session; the address of the speaker's page."""
    speaker = make_speaker(world, event, code=f"speaker-{session}")
    give_role(world, session, speaker)
    path = invited(world, speaker)
    assert send(Visitor(world.app).get(path), body or pdf(), name).status == 302
    return path


def files(page: Page) -> list[str]:
    return page.texts(".early-file p:first-child")


def states(page: Page) -> list[str]:
    return page.texts(".early-file .badge")


def test_somebody_added_gets_a_link_in_their_language_that_opens_their_page(
    world: World, visitor: Visitor, event: int, session: int
) -> None:
    organiser = world.organiser(event)
    form = organiser.get(f"{LIST}/new")
    sent = form.submit(
        name="سلمى كريم", email="salma@interpreters.example.org", language_code="ar", working=["ar", "en"]
    )
    assert sent.location == LIST
    (mail,) = world.deliver()
    found = re.search(r"http://localhost(/\S+/early/\S+)", plain_text(mail))
    assert found
    assert (mail["To"], found[1][:4], "سلمى كريم" in plain_text(mail)) == (
        "salma@interpreters.example.org",
        "/ar/",
        True,
    )
    page = visitor.get(found[1])
    assert page.status == 200
    headers = page.response.headers
    assert (headers["Cache-Control"], headers["Referrer-Policy"], headers["X-Robots-Tag"]) == (
        "no-store",
        "no-referrer",
        "noindex",
    )
    assert page.texts(".early-session h3") == ["عنوان D1-01"]


def test_the_page_opens_while_the_event_is_a_draft_and_says_that_hours_can_change(
    world: World, visitor: Visitor
) -> None:
    event = world.event(publication=Publication.DRAFT)
    make_session(world, event)
    page = visitor.get(early_page_of(world, make_early_access(world, event)))
    assert page.texts(".notice p") == ["The agenda is not published yet: days and hours can still change."]


def test_the_published_agenda_decides_and_what_it_lacks_is_marked(
    world: World, visitor: Visitor, event: int, session: int
) -> None:
    make_session(world, event, "D1-00", hours=None)
    make_session(world, event, "D1-02", hours=("11:00", "11:30"), type="break")
    publish(world, event)
    change(world, session, starts_at=datetime(2021, 7, 6, 8, tzinfo=UTC), ends_at=datetime(2021, 7, 6, 9, tzinfo=UTC))
    make_session(world, event, "D2-01", day=date(2021, 7, 6))
    page = visitor.get(early_page_of(world, make_early_access(world, event)))
    assert page.texts("h2[id^=day-]") == ["Monday 5 July 2021", "Tuesday 6 July 2021"]
    assert page.texts(".early-session .badge") == ["Not in the published agenda yet"]
    assert page.texts(".early-session h3") == ["Title D1-01", "Title D2-01"]


def test_slides_and_documents_of_their_sessions_come_with_their_newest_revision(
    world: World, visitor: Visitor, event: int, session: int
) -> None:
    other = make_session(world, event, "D1-09", hours=("15:00", "16:00"))
    path = send_slides(world, event, session)
    replace(visitor.get(path), pdf(3), "talk 2.pdf")
    send_slides(world, event, other)
    theirs = make_document(world, event, "THAMM/1", title="Theirs", languages=(ENGLISH,), sessions=[session])
    make_revision(world, theirs, FRENCH, publish=False)
    make_revision(world, theirs, ENGLISH, publish=False)
    make_document(world, event, "THAMM/2", title="Of another session", languages=(ENGLISH,), sessions=[other])
    make_document(world, event, "THAMM/3", title="General", languages=(ENGLISH,))
    make_document(world, event, "THAMM/4", title="The team’s", languages=(ENGLISH,), visibility="organisers")
    page = visitor.get(early_page_of(world, make_early_access(world, event, sessions=[session])))
    assert files(page) == [
        "Title D1-01 · ليلى بن علي",
        "THAMM/1 Theirs",
        "THAMM/1 Theirs",
        "THAMM/3 General",
    ]
    assert states(page) == ["Not final", "Not final", "Not final", "Final"]
    without = make_early_access(world, event, "o@example.org", sessions=[session], with_general=False)
    assert "THAMM/3 General" not in files(visitor.get(early_page_of(world, without)))


def test_slides_that_readers_have_are_one_file_and_final(
    world: World, visitor: Visitor, event: int, session: int
) -> None:
    send_slides(world, event, session)
    world.organiser(event).get("/en/thamm-2021/manage/speakers").submit("form[action$='/publish']")
    page = visitor.get(early_page_of(world, make_early_access(world, event)))
    assert (len(files(page)), states(page)) == (1, ["Final"])


def test_what_was_taken_from_readers_is_not_handed_out(
    world: World, visitor: Visitor, event: int, session: int
) -> None:
    make_document(world, event, "THAMM/1", title="Wrong", languages=(ENGLISH,), sessions=[session])
    path = early_page_of(world, make_early_access(world, event))
    assert files(visitor.get(path)) == ["THAMM/1 Wrong"]
    manage = world.organiser(event).get("/en/thamm-2021/manage/documents/thamm-1")
    manage.submit("form[action$='/withdraw']")
    assert files(visitor.get(path)) == []


def test_what_somebody_sent_who_left_the_session_is_not_handed_out(
    world: World, visitor: Visitor, event: int, session: int
) -> None:
    send_slides(world, event, session)
    path = early_page_of(world, make_early_access(world, event))
    form = visitor.get(path).one("form[action*='/files/slides/']").get("action") or ""
    token = visitor.get(path).values("form[action*='/files/slides/']")["csrf_token"]
    with world.writing() as database:
        database.execute(delete(SpeakerInSession))
    assert files(visitor.get(path)) == []
    assert visitor.post(form, {"csrf_token": token}).status == 404
    assert world.count(EarlyDownload) == 0


def test_a_cancelled_session_is_told_and_has_no_files_and_no_way_in(
    world: World, visitor: Visitor, event: int, session: int
) -> None:
    send_slides(world, event, session)
    publish(world, event)
    world.organiser(event).get("/en/thamm-2021/manage/agenda/sessions/D1-01").submit("form[action$='/cancel']")
    publish(world, event)
    path = early_page_of(world, make_early_access(world, event))
    page = visitor.get(path)
    assert (page.texts(".early-session .badge"), files(page)) == (["Cancelled"], [])
    assert page.all("form[action*='/join/']") == []
    assert post(page, f"{path}/join/D1-01/floor").status == 404


def token_on(page: Page) -> dict[str, str]:
    return {"csrf_token": page.all("input[name=csrf_token]")[0].get("value") or ""}


def post(page: Page, path: str) -> Page:
    return page.visitor.post(path, token_on(page))


def test_a_download_is_a_form_and_is_written_down_for_the_organisers(
    world: World, visitor: Visitor, event: int, session: int
) -> None:
    body = pdf(5)
    send_slides(world, event, session, body)
    access = make_early_access(world, event)
    page = visitor.get(early_page_of(world, access))
    action = page.one("form[action*='/files/']").get("action") or ""
    assert visitor.get(action).location == page.response.request.path
    assert world.count(EarlyDownload) == 0
    given = page.submit("form[action*='/files/']")
    assert (given.status, given.response.data == body) == (200, True)
    headers = given.response.headers
    assert "D1-01_" in headers["Content-Disposition"]
    assert (headers["Cache-Control"], headers["X-Content-Type-Options"]) == ("no-store", "nosniff")
    organiser = world.organiser(event)
    assert organiser.get(LIST).texts("td[data-label=Downloads] a") == ["1 file"]
    person = organiser.get(f"{LIST}/{access}")
    assert person.texts("#downloads tbody th") == ["Title D1-01 · ليلى بن علي"]
    assert person.texts("#downloads td[data-label=Watermark]") == ["Without a watermark"]


def test_all_files_of_a_day_come_as_a_zip_and_each_is_written_down(
    world: World, visitor: Visitor, event: int, session: int
) -> None:
    send_slides(world, event, session)
    make_document(world, event, "THAMM/1", languages=(ENGLISH, FRENCH), sessions=[session])
    path = early_page_of(world, make_early_access(world, event))
    given = visitor.get(path).submit("form[action$='.zip']")
    names = zipfile.ZipFile(BytesIO(given.response.data)).namelist()
    assert [name.rsplit("_", 1)[1] for name in names] == ["en.pdf", "en.pdf", "fr.pdf"]
    assert int(given.response.headers["Content-Length"]) == len(given.response.data)
    assert world.count(EarlyDownload) == 3
    page = visitor.get(path)
    assert [post(page, f"{path}/days/{day}.zip").status for day in ("2021-07-06", "x", "2021-07-05")] == [404, 404, 200]
    marked = early_page_of(world, make_early_access(world, event, "b@example.org", watermark=True))
    assert visitor.get(marked).all("form[action$='.zip']") == []
    assert post(visitor.get(marked), f"{marked}/days/2021-07-05.zip").status == 404


def test_nobody_gets_the_files_of_sessions_that_are_not_theirs(
    world: World, visitor: Visitor, event: int, session: int
) -> None:
    other = make_session(world, event, "D1-09", hours=("15:00", "16:00"), meeting_url="https://meet.example.org/secret")
    send_slides(world, event, session)
    send_slides(world, event, other)
    document = make_document(world, event, "THAMM/1", languages=(ENGLISH,), sessions=[other])
    make_revision(world, document, ARABIC, publish=False)
    path = early_page_of(world, make_early_access(world, event, sessions=[session]))
    page = visitor.get(path)
    assert files(page) == ["Title D1-01 · ليلى بن علي"]
    refused = ["files/slides/2", "files/document/1", "files/document/2", "files/slides/99", "join/D1-09/floor"]
    assert {post(page, f"{path}/{one}").status for one in refused} == {404}
    assert post(page, f"{path}/files/slides/1").status == 200
    assert world.count(EarlyDownload) == 1


def test_sessions_of_days_are_those_of_the_days(world: World, visitor: Visitor, event: int, session: int) -> None:
    make_session(world, event, "D2-01", day=date(2021, 7, 6))
    access = make_early_access(world, event, scope="days", days=[date(2021, 7, 6)])
    assert visitor.get(early_page_of(world, access)).texts(".early-session h3") == ["Title D2-01"]


def test_forged_renewed_and_foreign_links_are_not_found_at_any_address(
    world: World, visitor: Visitor, event: int, session: int
) -> None:
    world.event("other-2021")
    send_slides(world, event, session)
    access = make_early_access(world, event)
    path = early_page_of(world, access)
    page, token = visitor.get(path), path.rsplit("/", 1)[1]
    speaker = invited(world, make_speaker(world, event)).rsplit("/", 1)[1]
    with world.app.app_context():
        forged = [sign("early access", [access, "x"]), sign("early access", "x"), sign("speaker", [access, "x"])]
        forged += [sign("early access", [None, None]), sign("early access", {"a": 1})]
    wrong = [f"/en/thamm-2021/early/{one}" for one in [*forged, speaker, token[:-1], "x", "ا"]]
    wrong.append(f"/en/other-2021/early/{token}")
    assert {visitor.get(one).status for one in wrong} == {404}
    posts = ["files/slides/1", "join/D1-01/floor", "seen", "digest/off", "days/2021-07-05.zip"]
    assert {post(page, f"{one}/{rest}").status for one in wrong for rest in posts} == {404}
    assert visitor.get(f"/en/thamm-2021/speak/{token}").status == 404
    world.organiser(event).get(LIST).submit("form[action$='/renew']")
    assert visitor.get(path).status == 404
    assert {post(page, f"{path}/{rest}").status for rest in posts} == {404}
    assert visitor.get(early_page_of(world, access)).status == 200
    assert world.count(EarlyDownload) == 0


def test_an_ended_access_opens_nothing_until_it_is_given_again(world: World, visitor: Visitor, event: int) -> None:
    access = make_early_access(world, event)
    path, organiser = early_page_of(world, access), world.organiser(event)
    organiser.get(LIST).submit("form[action$='/end']")
    assert visitor.get(path).status == 404
    assert organiser.get(LIST).texts("td[data-label=Link] .badge") == ["Access ended"]
    assert len(world.deliver()) == 0, "the first mail had not gone, and its link opens nothing"
    organiser.get(LIST).submit("form[action$='/renew']")
    assert visitor.get(path).status == 404
    assert visitor.get(early_page_of(world, access)).status == 200
    assert len(world.deliver()) == 1


def test_the_link_opens_until_the_end_of_its_last_day_in_the_events_zone(
    world: World, visitor: Visitor, event: int
) -> None:
    path = early_page_of(world, make_early_access(world, event))
    with at(datetime(2021, 7, 14, 22, 59, tzinfo=UTC)):
        assert visitor.get(path).status == 200
    with at(datetime(2021, 7, 14, 23, 0, tzinfo=UTC)):
        assert visitor.get(path).status == 404


def test_an_interpreter_enters_the_channels_of_their_languages_at_any_time_before(
    world: World, visitor: Visitor, event: int, session: int
) -> None:
    path = early_page_of(world, make_early_access(world, event))
    page = visitor.get(path)
    assert page.texts("form[action*='/join/'] button") == ["Join the floor (English)", "Join the French channel"]
    assert "meet.example.org" not in page.source
    assert "https:" in page.response.headers["Content-Security-Policy"].split("form-action")[1].split(";")[0]
    assert visitor.get(f"{path}/join/D1-01/fr").location == path
    entered = page.submit("form[action$='/join/D1-01/fr']")
    assert (entered.status, entered.location, entered.source) == (302, "https://meet.example.org/fr", "")
    assert [post(page, f"{path}/join/{one}").status for one in ("D1-01/ar", "D1-01/x", "D9-99/floor")] == [404] * 3
    with at(datetime(2021, 7, 5, 23, 1, tzinfo=UTC)):
        assert visitor.get(path).all("form[action*='/join/']") == []
        assert post(page, f"{path}/join/D1-01/fr").status == 409


def test_a_rapporteur_enters_on_the_day_by_the_floor_or_in_their_own_language(
    world: World, visitor: Visitor, event: int, session: int
) -> None:
    access = make_early_access(world, event, purpose="rapporteur", working=[], language=ARABIC)
    path = early_page_of(world, access)
    page = visitor.get(path)
    assert page.all("form[action*='/join/']") == []
    assert post(page, f"{path}/join/D1-01/floor").status == 409
    with at(datetime(2021, 7, 4, 23, 1, tzinfo=UTC)):
        assert visitor.get(path).texts("form[action*='/join/'] button") == [
            "Join the floor (English)",
            "Join the Arabic channel",
        ]
        assert post(page, f"{path}/join/D1-01/ar").location == "https://meet.example.org/ar"


def test_what_came_since_is_new_until_it_was_seen(world: World, visitor: Visitor, event: int, session: int) -> None:
    make_document(world, event, "THAMM/1", title="Known", languages=(ENGLISH,), sessions=[session])
    with at(BEFORE + timedelta(hours=1)):
        path = early_page_of(world, make_early_access(world, event))
    assert "New" not in states(visitor.get(path))
    with at(BEFORE + timedelta(hours=2)):
        send_slides(world, event, session)
        page = visitor.get(path)
        assert states(page) == ["Not final", "New", "Final"]
    with at(BEFORE + timedelta(hours=3)):
        make_document(world, event, "THAMM/2", title="Later", languages=(ENGLISH,), sessions=[session])
        assert page.submit("form[action$='/seen']").location == path
        again = visitor.get(path)
        assert again.texts(".early-file:has(.badge--sea) p:first-child") == ["THAMM/2 Later"]
        again.submit("form[action$='/seen']", until="2099-01-01T00:00:00+00:00")
        again.submit("form[action$='/seen']", until="yesterday")
        again.submit("form[action$='/seen']", until="2020-01-01T00:00:00+00:00")
        assert "New" not in states(visitor.get(path))
    with at(BEFORE + timedelta(hours=4)):
        make_document(world, event, "THAMM/5", title="Last", languages=(ENGLISH,), sessions=[session])
        assert states(visitor.get(path)).count("New") == 1


def hour(world: World, moment: datetime) -> list[str]:
    """Let an hour's work be done; the texts of the mails that came of it."""
    with at(moment):
        with world.app.app_context():
            do_hourly_work({})
        return [plain_text(mail) for mail in world.deliver()]


def test_a_mail_a_day_tells_of_new_files_once_and_only_of_theirs(
    world: World, visitor: Visitor, event: int, session: int
) -> None:
    make_document(world, event, "THAMM/1", title="Known", languages=(ENGLISH,), sessions=[session])
    other = make_session(world, event, "D1-09", hours=("15:00", "16:00"))
    with at(BEFORE + timedelta(minutes=1)):
        access = make_early_access(world, event, sessions=[session], language=FRENCH, with_general=False)
        world.deliver()
    with at(BEFORE + timedelta(minutes=2)):
        send_slides(world, event, session)
        make_document(world, event, "THAMM/2", title="Elsewhere", languages=(ENGLISH,), sessions=[other])
        world.deliver()
    assert hour(world, BEFORE + timedelta(hours=1)) == [], "the day has had its mail: the link"
    tomorrow = datetime(2021, 7, 2, 4, 59, tzinfo=UTC)
    assert hour(world, tomorrow) == [], "nobody is woken"
    (mail,) = hour(world, tomorrow + timedelta(minutes=2))
    assert ("Titre D1-01" in mail, "THAMM" in mail, "/fr/thamm-2021/early/" in mail) == (True, False, True)
    assert hour(world, tomorrow + timedelta(hours=3)) == []
    assert hour(world, tomorrow + timedelta(days=1)) == []
    with at(tomorrow + timedelta(days=1, hours=1)):
        make_document(world, event, "THAMM/3", title="More", languages=(ENGLISH,), sessions=[session])
        visitor.get(early_page_of(world, access)).submit("form[action$='/digest/off']")
    assert hour(world, tomorrow + timedelta(days=2)) == []
    with at(tomorrow + timedelta(days=2)):
        visitor.get(early_page_of(world, access)).submit("form[action$='/digest/on']")
    assert hour(world, tomorrow + timedelta(days=3)) == [], "the page alone tells of what came meanwhile"


def test_who_has_seen_the_files_or_lost_the_link_gets_no_mail(
    world: World, visitor: Visitor, event: int, session: int
) -> None:
    seen, ended = make_early_access(world, event), make_early_access(world, event, "b@example.org")
    world.deliver()
    with at(BEFORE + timedelta(hours=1)):
        make_document(world, event, "THAMM/1", languages=(ENGLISH,), sessions=[session])
        visitor.get(early_page_of(world, seen)).submit("form[action$='/seen']")
        world.organiser(event).get(LIST).submit(f"form[action$='/{ended}/end']")
    assert hour(world, BEFORE + timedelta(days=1)) == []


def test_many_are_added_from_pasted_lines_and_those_known_stay(world: World, event: int) -> None:
    make_early_access(world, event, "known@example.org", name="Known")
    organiser = world.organiser(event)
    form = organiser.get(f"{LIST}/many")
    lines = "Amel Tazi; amel@example.org; fr\nOmar Said\tomar@example.org\n\nKnown Again; KNOWN@example.org\n"
    assert form.submit(people=lines, working=["fr"]).location == LIST
    with world.reading() as database:
        rows = database.execute(select(EarlyAccess.name, EarlyAccess.language_code).order_by(EarlyAccess.id)).all()
    assert [tuple(row) for row in rows] == [("Known", "en"), ("Amel Tazi", "fr"), ("Omar Said", "en")]
    for lines, sentence in (
        ("; a@example.org", "Line 1 does not begin with a name."),
        ("A; a@example.org\nB; nowhere", "Line 2 holds no complete e-mail address."),
        ("A; a@example.org; de", "Line 1 names a language that the event does not have."),
        ("", "Paste a line for each person."),
    ):
        refused = organiser.get(f"{LIST}/many").submit(people=lines, working=["fr"])
        assert (refused.status, refused.errors) == (422, [sentence])
    assert world.count(EarlyAccess) == 3


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"working": None}, "Choose the languages of this interpreter."),
        ({"scope": "days"}, "Choose at least one day."),
        ({"scope": "sessions"}, "Choose at least one session."),
        ({"until_on": "2021-06-30"}, "This day is over. Choose a later one."),
        ({"until_on": ""}, "Enter the last day."),
        ({"email": "known@example.org"}, "Somebody on the list has this address."),
        ({"name": ""}, "Enter the name."),
    ],
)
def test_a_form_that_cannot_be_taken_says_why(
    typed: dict[str, str | None], sentence: str, world: World, event: int, session: int
) -> None:
    make_early_access(world, event, "known@example.org")
    form = world.organiser(event).get(f"{LIST}/new")
    complete: dict[str, object] = {"name": "A", "email": "a@example.org", "working": ["fr"]}
    refused = form.submit(**(complete | typed))
    assert (refused.status, refused.errors) == (422, [sentence])
    assert world.count(EarlyAccess) == 1


def test_the_day_that_is_offered_is_one_that_is_taken_also_after_the_event(world: World, event: int) -> None:
    with at(BEFORE + timedelta(days=400)):
        form = world.organiser(event).get(f"{LIST}/new")
        assert form.submit(name="A", email="a@example.org", working=["fr"]).status == 302
    with world.reading() as database:
        assert database.scalars(select(EarlyAccess.until_on)).all() == [date(2022, 8, 12)]


def test_another_address_gets_a_new_link_and_other_terms_hold_at_once(
    world: World, visitor: Visitor, event: int, session: int
) -> None:
    access = make_early_access(world, event)
    path, organiser = early_page_of(world, access), world.organiser(event)
    world.deliver()
    organiser.get(f"{LIST}/{access}").submit(scope="days", days=["2021-07-06"], watermark="y")
    assert visitor.get(path).texts(".early-session h3") == []
    assert world.deliver() == []
    make_early_access(world, event, "taken@example.org")
    world.deliver()
    taken = organiser.get(f"{LIST}/{access}").submit(email="taken@example.org")
    assert (taken.status, taken.errors) == (422, ["Somebody on the list has this address."])
    organiser.get(f"{LIST}/{access}").submit(email="salma@new.example.org")
    assert visitor.get(path).status == 404
    assert [mail["To"] for mail in world.deliver()] == ["salma@new.example.org"]


def test_a_list_belongs_to_its_event(world: World, event: int) -> None:
    access = make_early_access(world, event)
    elsewhere = world.organiser(world.event("other-2021"), "elsewhere@example.org")
    page = elsewhere.get("/en/other-2021/manage/early-access/new")
    there = f"/en/other-2021/manage/early-access/{access}"
    assert elsewhere.get(there).status == 404
    assert {post(page, f"{there}/{verb}").status for verb in ("renew", "end", "erase")} == {404}
    assert {post(page, f"{LIST}/{access}/{verb}").status for verb in ("renew", "end", "erase")} == {403}
    assert elsewhere.get(LIST).status == 403
    assert world.count(EarlyAccess) == 1


def test_who_is_erased_leaves_no_name_no_download_and_no_link(
    world: World, visitor: Visitor, event: int, session: int
) -> None:
    send_slides(world, event, session)
    path = early_page_of(world, make_early_access(world, event))
    world.deliver()
    visitor.get(path).submit("form[action*='/files/']")
    organiser = world.organiser(event)
    organiser.get(LIST).submit("form[action$='/end']")
    organiser.get(LIST).submit("form[action$='/erase']")
    assert (world.count(EarlyAccess), world.count(EarlyDownload), visitor.get(path).status) == (0, 0, 404)
    with world.reading() as database:
        told = [f"{one.before}{one.after}" for one in database.scalars(select(AuditEntry))]
    assert [one for one in told if "salma" in one.lower()] == []
    assert [one for one in messages(world) if "salma" in f"{one.recipient}{one.payload}".lower()] == []
    history = organiser.get("/en/thamm-2021/manage/history")
    assert "Somebody was erased from the list of early access" in history.text


def test_what_is_held_is_shown_to_who_is_registered_and_goes_with_them(
    world: World, visitor: Visitor, event: int, session: int
) -> None:
    send_slides(world, event, session)
    theirs = make_early_access(world, event, "amina@example.org")
    make_early_access(world, event, "other@example.org")
    visitor.get(early_page_of(world, theirs)).submit("form[action*='/files/']")
    person = registration.add(world, event, "amina@example.org")
    page = visitor.get(f"{registration.link(world, person)}/data")
    assert "Title D1-01 · ليلى بن علي" in page.text
    assert "On the list of those who get files early" in page.text
    visitor.get(f"{registration.link(world, person)}/erase").submit("form")
    with world.reading() as database:
        assert list(database.scalars(select(EarlyAccess.email))) == ["other@example.org"]
    assert world.count(EarlyDownload) == 0


def test_a_language_that_somebody_is_written_to_in_stays(world: World, event: int) -> None:
    make_early_access(world, event, language=FRENCH)
    page = world.organiser(event).get("/en/thamm-2021/manage/event")
    refused = page.submit("form.form", language_codes=["en", "ar"])
    assert (refused.status, len(refused.errors)) == (422, 1)


def test_the_pages_ask_as_much_for_many_files_as_for_few(
    world: World, visitor: Visitor, event: int, session: int
) -> None:
    path, organiser = early_page_of(world, make_early_access(world, event)), world.organiser(event)
    counts = []
    for number in range(2):
        for one in range(1 + 4 * number):
            code = f"D1-1{number}{one}"
            another = make_session(world, event, code, hours=(f"{10 + one}:00", f"{10 + one}:30"))
            send_slides(world, event, another, pptx(), f"{code}.pptx")
            make_document(world, event, f"THAMM/{code}", sessions=[another])
            make_early_access(world, event, f"{code}@example.org", sessions=[another])
        for who, address in ((visitor, path), (organiser, LIST)):
            with count_queries(world.app) as seen:
                assert who.get(address).status == 200
            # Once a second somebody's request also asks which stored pages still hold.
            counts.append(len([one for one in seen if not one.startswith("SELECT event.slug, event.public_revision")]))
    assert counts[:2] == counts[2:]
    assert max(counts) <= 12
