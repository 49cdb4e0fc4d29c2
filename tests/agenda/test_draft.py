"""The team's draft: creating and changing what the agenda is made of, in three languages side by side."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from conference.agenda.models import Presentation, Room, Session, Speaker, SpeakerInSession, Track
from conference.audit.models import AuditEntry
from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.events.models import Event, Role
from tests.client import Page, Visitor
from tests.made.agenda import (
    full_agenda,
    give_role,
    make_presentation,
    make_room,
    make_session,
    make_speaker,
    make_track,
    publish,
)
from tests.queries import count_queries
from tests.world import World, in_three

DRAFT = "/en/thamm-2021/manage/agenda"
SESSION = {
    "title-en": "Trends in labour migration",
    "title-fr": "Tendances de la migration",
    "title-ar": "اتجاهات الهجرة",
    "code": "D1-02",
    "type": "panel",
    "day": "2021-07-06",
    "starts": "09:30",
    "ends": "11:00",
    "floor_codes": ["fr"],
    "interpretation_codes": ["en", "ar"],
    "abstract-en": "What changed",
    "meeting_url": "https://meeting.example.org/j/1",
}


def stored(world: World, code: str = "D1-02") -> Session:
    with world.reading() as database:
        return database.scalars(select(Session).where(Session.code == code)).one()


def send(page: Page, **typed: object) -> Page:
    return page.submit("form.form--wide", **typed)


def test_an_organiser_creates_a_session_in_three_languages(world: World) -> None:
    event = world.event()
    room, track = make_room(world, event), make_track(world, event)
    visitor = world.organiser(event)
    done = send(visitor.get(f"{DRAFT}/new-session"), **SESSION, room_id=str(room), track_id=str(track))
    assert done.location == f"{DRAFT}/sessions/D1-02"
    session = stored(world)
    assert [session.title.text(language) for language in (ENGLISH, FRENCH, ARABIC)] == [
        "Trends in labour migration",
        "Tendances de la migration",
        "اتجاهات الهجرة",
    ]
    assert (session.starts_at, session.ends_at) == (
        datetime(2021, 7, 6, 8, 30, tzinfo=UTC),
        datetime(2021, 7, 6, 10, 0, tzinfo=UTC),
    )
    assert (session.room_id, session.track_id, session.floor_codes, session.interpretation_codes) == (
        room,
        track,
        ["fr"],
        ["en", "ar"],
    )
    assert (session.status, session.sequence, session.was_published) == ("scheduled", 0, False)
    with world.reading() as database:
        verbs = [entry.verb for entry in database.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert verbs == ["add room", "add track", "add session"]


def test_the_form_shows_what_is_stored_and_saving_it_unchanged_changes_nothing(world: World) -> None:
    event = world.event()
    make_session(world, event, "D1-02", room_id=make_room(world, event))
    visitor = world.organiser(event)
    before = stored(world)
    page = visitor.get(f"{DRAFT}/sessions/D1-02")
    values = page.values("form.form--wide")
    assert (values["day"], values["starts"], values["ends"]) == ("2021-07-05", "09:00", "10:30")
    assert send(page).status == 302
    after = stored(world)
    for name in ("title", "abstract", "starts_at", "ends_at", "room_id", "track_id", "floor_codes", "code", "type"):
        assert getattr(after, name) == getattr(before, name)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title-en": ""}, "Enter a title."),
        ({"code": ""}, "Enter a code, for example D1-03."),
        ({"code": "جلسة"}, "Use Latin letters, digits and hyphens only, for example D1-03."),
        ({"code": "d1-01"}, "Another session has this code. Choose another one."),
        ({"type": "party"}, "Choose one of the options listed."),
        ({"day": "yesterday"}, "Enter a day as year-month-day, for example 2021-07-05."),
        ({"day": ""}, "Enter the day and both hours, or neither hour."),
        ({"ends": ""}, "Enter the day and both hours, or neither hour."),
        ({"capacity": "0"}, "Enter a whole number from 1 to 100000."),
        (
            {"channel_fr": "https://meeting.example.org/fr"},
            "Tick this language under “Interpretation into”, or take the address out.",
        ),
        ({"channel_ar": "meeting"}, "Enter a complete address that begins with https://."),
        ({"starts": "25:00"}, "Enter an hour between 00:00 and 23:59, for example 09:30."),
        ({"room_id": "999"}, "Choose one of the options listed."),
        ({"track_id": "x"}, "Choose one of the options listed."),
        ({"floor_codes": ["xx"]}, "Choose one of the options listed."),
        (
            {"interpretation_codes": ["fr", "ar"]},
            "The floor speaks only French: interpretation goes into other languages.",
        ),
        ({"meeting_url": "http://meeting.example.org"}, "Enter a complete address that begins with https://."),
        ({"title-fr": "x" * 201}, "Shorten this text to 200 characters: it has 201."),
        ({"abstract-ar": "x" * 10_000}, "Shorten this text to 5,000 characters: it has 10000."),
        (
            {"title-ar": "a\u202eb"},
            "This text holds invisible characters that turn its direction. Type it again instead of pasting it.",
        ),
    ],
)
def test_bad_input_is_refused_beside_its_field(world: World, typed: dict[str, object], sentence: str) -> None:
    event = world.event()
    make_session(world, event, "D1-01")
    visitor = world.organiser(event)
    page = send(visitor.get(f"{DRAFT}/new-session"), **(SESSION | typed))
    assert page.status == 422
    assert page.errors == [sentence]
    assert page.values("form.form--wide")["title-ar"].strip() == (typed.get("title-ar") or SESSION["title-ar"])
    assert world.count(Session) == 1


def test_hours_that_the_clocks_skip_are_refused(world: World) -> None:
    event = world.event(
        zone="Europe/Paris", starts_on=datetime(2024, 3, 31).date(), ends_on=datetime(2024, 3, 31).date()
    )
    visitor = world.organiser(event)
    typed = SESSION | {"day": "2024-03-31", "starts": "02:30", "ends": "04:00"}
    page = send(visitor.get(f"{DRAFT}/new-session"), **typed)
    assert page.errors == ["This hour does not exist on that day: the clocks are put forward."]


def test_a_stale_edit_of_the_same_language_shows_both_texts_and_of_another_is_merged(world: World) -> None:
    event = world.event()
    make_session(world, event, "D1-02")
    first, second = world.organiser(event), world.member(event, Role.TRANSLATOR)
    mine, theirs = first.get(f"{DRAFT}/sessions/D1-02"), second.get(f"{DRAFT}/sessions/D1-02")
    assert send(theirs, **{"title-fr": "Le leur", "title-ar": "عنوانهم"}).status == 302
    clash = send(mine, **{"title-fr": "Le mien", "title-en": "Mine"})
    assert clash.status == 422
    assert clash.texts(".translated-theirs blockquote") == ["Le leur"]
    assert clash.values("form.form--wide")["title-fr"] == "Le mien"
    assert send(clash).status == 302
    title = stored(world).title
    assert [title.text(language) for language in (ENGLISH, FRENCH, ARABIC)] == ["Mine", "Le mien", "عنوانهم"]


def test_an_organiser_who_left_the_hours_alone_does_not_undo_anothers_change_of_them(world: World) -> None:
    event = world.event()
    make_session(world, event, "D1-02")
    first, second = world.organiser(event), world.organiser(event, "second@example.org")
    mine, theirs = first.get(f"{DRAFT}/sessions/D1-02"), second.get(f"{DRAFT}/sessions/D1-02")
    assert send(theirs, starts="14:00", ends="15:00").status == 302
    assert send(mine, **{"title-en": "Mine"}).status == 302
    assert stored(world).starts_at == datetime(2021, 7, 5, 13, 0, tzinfo=UTC)
    stale = send(mine, starts="16:00", ends="17:00")
    assert stale.status == 422
    sentence = (
        "Somebody else set this to 5 July 2021 \u206814:00–15:00\u2069 while you edited. "
        "Choose what is right, then save again."
    )
    assert stale.errors == [sentence]
    assert send(stale).status == 302
    assert stored(world).starts_at == datetime(2021, 7, 5, 15, 0, tzinfo=UTC)


def test_a_translator_changes_texts_and_nothing_else(world: World) -> None:
    event = world.event()
    make_session(world, event, "D1-02", meeting_url="https://secret.example.org/j/1")
    make_speaker(world, event)
    visitor = world.member(event, Role.TRANSLATOR)
    page = visitor.get(f"{DRAFT}/sessions/D1-02")
    assert "secret.example.org" not in page.source
    assert send(page, **{"title-fr": "Neuf", "starts": "15:00", "code": "X", "type": "break"}).status == 302
    session = stored(world)
    assert session.title.text(FRENCH) == "Neuf"
    assert (session.type, session.starts_at) == ("plenary", datetime(2021, 7, 5, 8, 0, tzinfo=UTC))
    speaker = visitor.get(f"{DRAFT}/speakers/benali")
    assert "private.example.org" not in speaker.source
    assert send(speaker, **{"biography-ar": "حياة", "email": "evil@example.org"}).status == 302
    with world.reading() as database:
        changed = database.scalars(select(Speaker)).one()
        assert (changed.biography.text(ARABIC), changed.email) == ("حياة", "benali@private.example.org")


ORGANISERS_ONLY = (
    ("GET", "/new-session"),
    ("POST", "/new-session"),
    ("POST", "/publish"),
    ("POST", "/sessions/D1-01/cancel"),
    ("POST", "/sessions/D1-01/restore"),
    ("GET", "/sessions/D1-01/new-presentation"),
    ("POST", "/sessions/D1-01/roles"),
    ("POST", "/sessions/D1-01/roles/1/earlier"),
    ("POST", "/sessions/D1-01/roles/1/remove"),
    ("POST", "/presentations/1/earlier"),
    ("POST", "/presentations/1/delete"),
    ("GET", "/rooms/new"),
    ("POST", "/tracks/1/delete"),
    ("GET", "/new-speaker"),
    ("POST", "/speakers/benali/delete"),
)
FOR_TRANSLATORS_TOO = ("", "/sessions/D1-01", "/presentations/1", "/places", "/rooms/1", "/tracks/1", "/speakers")


def test_who_may_open_the_draft(world: World) -> None:
    event = world.event()
    session = make_session(world, event)
    speaker = make_speaker(world, event)
    give_role(world, session, speaker, presentation_id=make_presentation(world, session))
    make_room(world, event)
    make_track(world, event)
    other = world.event("other-event")
    translator = world.member(event, Role.TRANSLATOR)
    stranger = world.signed_in(world.account("stranger@example.org"))
    elsewhere = world.organiser(other, "elsewhere@example.org")
    desk = world.member(event, Role.DESK)
    for method, path in ORGANISERS_ONLY:
        statuses = [one._open(method, DRAFT + path).status for one in (translator, stranger, elsewhere, desk)]
        assert statuses == [403] * 4, path
        assert Visitor(world.app)._open(method, DRAFT + path).status in (302, 401), path
    for path in FOR_TRANSLATORS_TOO:
        statuses = [one.get(DRAFT + path).status for one in (translator, stranger, elsewhere, desk)]
        assert statuses == [200, 403, 403, 403], path
        assert Visitor(world.app).get(DRAFT + path).status == 302, path


def test_things_of_another_event_are_not_found_here(world: World) -> None:
    event, other = world.event(), world.event("other-event")
    session = make_session(world, other)
    talk = make_presentation(world, session)
    room, track = make_room(world, other), make_track(world, other)
    make_speaker(world, other)
    visitor = world.organiser(event)
    for path in (
        "/sessions/D1-01",
        f"/presentations/{talk}",
        f"/rooms/{room}",
        f"/tracks/{track}",
        "/speakers/benali",
    ):
        page = visitor.get(f"/ar/thamm-2021/manage/agenda{path}")
        assert page.status == 404, path
        assert page.one("html").get("lang") == "ar"


def test_a_session_that_was_published_is_cancelled_and_another_is_deleted(world: World) -> None:
    event = world.event()
    make_session(world, event, "D1-01")
    publish(world, event)
    make_session(world, event, "D1-02", hours=("11:00", "12:00"))
    visitor = world.organiser(event)
    visitor.get(f"{DRAFT}/sessions/D1-02").submit("form[action$=cancel]")
    visitor.get(f"{DRAFT}/sessions/D1-01").submit("form[action$=cancel]")
    assert world.count(Session) == 1
    assert stored(world, "D1-01").status == "cancelled"
    page = visitor.get(f"{DRAFT}/sessions/D1-01")
    assert "code" not in page.values("form.form--wide"), "its address stays"
    assert send(page, starts="", ends="").errors == ["Enter the day and both hours, or neither hour."]
    page.submit("form[action$=restore]")
    assert stored(world, "D1-01").status == "scheduled"


def test_talks_and_people_are_put_in_order(world: World) -> None:
    event = world.event()
    make_session(world, event)
    make_speaker(world, event, "one", native_name="", latin_name="One")
    make_speaker(world, event, "two", native_name="", latin_name="Two")
    visitor = world.organiser(event)
    path = f"{DRAFT}/sessions/D1-01"
    for title in ("First", "Second"):
        done = visitor.get(f"{path}/new-presentation").submit(**{"title-en": title, "minutes": "١٥"})
        assert done.location == path
    with world.reading() as database:
        talks = list(database.scalars(select(Presentation).order_by(Presentation.position)))
        speakers = {one.code: str(one.id) for one in database.scalars(select(Speaker))}
        assert [(talk.title.text(ENGLISH), talk.minutes) for talk in talks] == [("First", 15), ("Second", 15)]
    form = "form[action$=roles]"
    for speaker in ("one", "two"):
        assert visitor.get(path).submit(form, speaker_id=speakers[speaker], role="panellist").status == 302
    again = visitor.get(path).submit(form, speaker_id=speakers["one"], role="panellist")
    assert (again.status, again.errors) == (422, ["This person has this role already. Choose another person or role."])
    empty = visitor.get(path).submit(form)
    assert (empty.status, empty.errors) == (422, ["Choose a speaker."])
    in_talk = visitor.get(path).submit(
        form, speaker_id=speakers["one"], role="speaker", presentation_id=str(talks[1].id)
    )
    assert in_talk.status == 302
    visitor.get(path).submit("form[action*=roles][action$=earlier]")
    visitor.get(path).submit("form[action*=presentations][action$=earlier]")
    with world.reading() as database:
        roles = database.scalars(select(SpeakerInSession).order_by(SpeakerInSession.position)).all()
        assert [role.speaker.code for role in roles] == ["two", "one", "one"]
        talks = list(database.scalars(select(Presentation).order_by(Presentation.position)))
        assert [talk.title.text(ENGLISH) for talk in talks] == ["Second", "First"]
    visitor.get(path).submit("form[action$=remove]")
    visitor.get(f"{DRAFT}/presentations/{talks[0].id}").submit("form[action$=delete]")
    assert (world.count(Presentation), world.count(SpeakerInSession)) == (1, 1)


def test_rooms_and_tracks_are_deleted_only_when_no_session_needs_them(world: World) -> None:
    event = world.event()
    visitor = world.organiser(event)
    for kind in ("rooms", "tracks"):
        assert visitor.get(f"{DRAFT}/{kind}/new").submit(**{"name-en": ""}).errors == ["Enter a name."]
        assert visitor.get(f"{DRAFT}/{kind}/new").submit(**{"name-en": "Hall", "name-ar": "قاعة"}).status == 302
    with world.reading() as database:
        room, track = database.scalars(select(Room)).one().id, database.scalars(select(Track)).one().id
    make_session(world, event, room_id=room, track_id=track)
    for kind, number in (("rooms", room), ("tracks", track)):
        done = visitor.get(f"{DRAFT}/{kind}/{number}").submit("form[action$=delete]")
        assert visitor.follow(done).texts(".notice p") == ["1 session still needs this. Change the session first."]
    visitor.get(f"{DRAFT}/sessions/D1-01").submit("form[action$=cancel]")
    for kind, number in (("rooms", room), ("tracks", track)):
        assert visitor.get(f"{DRAFT}/{kind}/{number}").submit("form[action$=delete]").location == f"{DRAFT}/places"
    assert (world.count(Room), world.count(Track)) == (0, 0)


def test_a_speaker_has_a_name_or_a_function_and_stays_while_sessions_name_them(world: World) -> None:
    event = world.event()
    session = make_session(world, event)
    visitor = world.organiser(event)
    form = visitor.get(f"{DRAFT}/new-speaker")
    nobody = send(form, code="moderator")
    assert (nobody.status, nobody.errors) == (422, ["Enter a name, or a function that says who speaks."])
    assert send(form, code="x", latin_name="ليلى").errors == ["Use Latin letters here."]
    assert send(form, code="moderator", **{"function-en": "Moderator, ILO"}, email="").status == 302
    assert send(form, code="moderator", latin_name="X").errors == ["Another speaker has this code. Choose another one."]
    with world.reading() as database:
        speaker = database.scalars(select(Speaker)).one().id
    give_role(world, session, speaker)
    token = form.values("form.form--wide")["csrf_token"]
    done = visitor.post(f"{DRAFT}/speakers/moderator/delete", {"csrf_token": token})
    assert visitor.follow(done).texts(".notice p") == [
        "1 session still names this speaker. Take them out of the session first."
    ]
    assert world.count(Speaker) == 1


def test_the_board_tells_what_is_missing_and_out_of_date_in_each_language(world: World) -> None:
    event = world.event()
    make_session(world, event, "D1-01")
    make_session(
        world,
        event,
        "D1-02",
        hours=("11:00", "12:00"),
        title=in_three("A", "B").merge({}, source=ENGLISH, at=datetime.now(UTC)),
    )
    make_session(world, event, "D1-03", hours=None)
    visitor = world.organiser(event)
    send(visitor.get(f"{DRAFT}/sessions/D1-01"), **{"abstract-en": "Changed", "title-ar": ""})
    page = visitor.get(DRAFT)
    assert page.texts("tbody tr:first-child td .badge") == [
        "New",
        "Complete",
        "Out of date",
        "Missing",
        "New",
        "Complete",
        "Complete",
        "Complete",
    ]
    assert page.texts(".board h2") == ["Monday 5 July 2021", "Not placed yet"]
    assert page.texts("p.page-lead")[-1] == "2 of 3 sessions are complete in every language."


def test_hostile_titles_are_shown_as_the_text_that_they_are(world: World, visitor: Visitor) -> None:
    event = world.event()
    organiser = world.organiser(event)
    hostile = "<script>alert(1)</script>\"'&{{7*7}}%(x)s"
    typed = SESSION | {"title-en": hostile, "title-fr": "", "abstract-en": f"{hostile}\n\n;,\\n"}
    assert send(organiser.get(f"{DRAFT}/new-session"), **typed).status == 302
    send(organiser.get(f"{DRAFT}/new-speaker"), code="h", latin_name="<b>H</b>", **{"function-en": hostile})
    with world.reading() as database:
        session = database.scalars(select(Session)).one().id
        speaker = database.scalars(select(Speaker)).one().id
    give_role(world, session, speaker)
    publish(world, event)
    send(organiser.get(f"{DRAFT}/sessions/D1-02"), **{"title-en": f"{hostile}!"})
    assert organiser.get(DRAFT).texts(".changes li") == [
        f"New title: {hostile}!, formerly {hostile} (changed in English)."
    ]
    publish(world, event)
    for language in ("en", "fr"):
        assert visitor.get(f"/{language}/thamm-2021/agenda/D1-02").h1.startswith(f"{hostile}!")
        assert (
            visitor.get(f"/{language}/thamm-2021/agenda?day=2021-07-06")
            .texts(".session-title a")[0]
            .startswith(hostile)
        )
        assert visitor.get(f"/{language}/thamm-2021/speakers/h").h1 == "<b>H</b>"


def test_the_board_asks_as_often_for_30_sessions_as_for_3(world: World) -> None:
    small, large = world.event(), world.event("large-event")
    full_agenda(world, small, 3)
    full_agenda(world, large, 30)
    administrator = world.signed_in(world.account("admin@example.org", is_site_administrator=True))
    counts = []
    for slug in ("thamm-2021", "large-event"):
        for path in ("", "/speakers", "/places", "/sessions/S1"):
            with count_queries(world.app) as seen:
                assert administrator.get(f"/en/{slug}/manage/agenda{path}").status == 200
            counts.append(len(seen))
    assert counts[:4] == counts[4:]
    assert max(counts) <= 12, counts


def test_a_new_presentation_comes_last_also_after_others_were_deleted(world: World) -> None:
    event = world.event()
    session = make_session(world, event, "D1-02")
    first, second, _third = (make_presentation(world, session, title) for title in ("One", "Two", "Three"))
    visitor = world.organiser(event)
    for talk in (first, second):
        visitor.get(f"{DRAFT}/presentations/{talk}").submit("form[action$=delete]")
    send(visitor.get(f"{DRAFT}/sessions/D1-02/new-presentation"), **{"title-en": "Four"})
    page = visitor.get(f"{DRAFT}/sessions/D1-02")
    assert page.texts("a[href*='/presentations/']") == ["Three", "Four"]


def test_the_address_of_a_meeting_renews_stored_pages_without_a_publication(world: World) -> None:
    event = world.event()
    make_session(world, event, "D1-02")
    publish(world, event)
    before = public_revision(world)
    path = f"{DRAFT}/sessions/D1-02"
    visitor = world.organiser(event)
    send(visitor.get(path), **{"abstract-en": "Another text"})
    assert public_revision(world) == before, "texts wait for the next version"
    send(visitor.get(path), meeting_url="https://meeting.example.org/j/1")
    assert public_revision(world) == before + 1


def public_revision(world: World) -> int:
    with world.reading() as database:
        return database.scalars(select(Event.public_revision)).one()
