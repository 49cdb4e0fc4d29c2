"""The team's pages of versions: the list, two side by side, and an earlier version as the draft again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from conference.agenda import service
from conference.agenda.comparison import compare, marked
from conference.agenda.difference import difference
from conference.agenda.frozen import frozen
from conference.agenda.models import (
    AgendaVersion,
    Presentation,
    Room,
    Session,
    SessionStatus,
    Speaker,
    Track,
)
from conference.agenda.queries import rooms_of, version_by_number, whole_sessions_of
from conference.audit.models import AuditEntry
from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.core.translated import State, Translated
from conference.events.models import Event, Role
from tests.client import Page, Visitor
from tests.made.agenda import (
    change,
    full_agenda,
    give_role,
    hour,
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
VERSIONS = f"{DRAFT}/versions"


def draft(world: World, event: int) -> dict[str, Any]:
    """The draft as data."""
    with world.reading() as database:
        return frozen(database.get_one(Event, event), whole_sessions_of(database, event))


def version(world: World, event: int, number: int) -> dict[str, Any]:
    with world.reading() as database:
        found = version_by_number(database, event, number)
        assert found is not None
        return found.data


def restore(world: World, event: int, number: int) -> tuple[list[str], list[str], list[str]]:
    """Restore a version; returns what was said beforehand: changes, sessions without a place, talks set aside."""
    with world.writing() as database:
        the_event = database.get_one(Event, event)
        found = version_by_number(database, event, number)
        assert found is not None
        plan = service.plan_restoring(database, the_event, whole_sessions_of(database, event), found)
        unplaced, set_aside = [one.code for one in plan.unplaced], [one.code for one in plan.set_aside]
        service.restore_version(database, the_event, found, seen=plan.mark, by=None)
        return [f"{one['kind']} {one.get('code', '')}" for one in plan.changes], unplaced, set_aside


def edit(world: World, model: type, row_id: int, **values: Any) -> None:
    with world.writing() as database:
        row = database.get_one(model, row_id)
        for name, value in values.items():
            setattr(row, name, value)


def delete(world: World, event: int, verb: Callable[..., None], model: type, row_id: int) -> None:
    """Delete something by the service, as organisers do."""
    with world.writing() as database:
        verb(database, database.get_one(Event, event), database.get_one(model, row_id), by=None)


@pytest.fixture
def event(world: World) -> int:
    return world.event()


# The list


def test_the_list_says_when_who_and_what_and_leads_on(world: World, event: int) -> None:
    session = make_session(world, event)
    organiser = world.organiser(event)
    assert organiser.get(VERSIONS).texts(".empty h2") == ["No versions yet"]
    organiser.get(DRAFT).submit("form[action$=publish]", **{"note-en": "First"})
    edit(world, Session, session, title=in_three("Second title"))
    publish(world, event, "Second")
    page = organiser.get(VERSIONS)
    assert page.texts("tbody th") == ["Version 2 Current", "Version 1"]
    assert page.texts("td[data-label='Note to readers']") == ["Second", "First"]
    assert page.texts("td[data-label='Changes']") == ["1", "–"]
    assert page.texts("tbody .cell-note") == ["organiser@example.org"]
    assert [one.get("href") for one in page.all("tbody tr:first-child td a")] == [
        f"{VERSIONS}/1/2",
        f"{VERSIONS}/2/draft",
        f"{VERSIONS}/2/restore",
    ]


def test_lists_and_boards_make_as_many_queries_for_thirty_versions_and_the_list_reads_no_agenda(
    world: World, event: int
) -> None:
    organiser = world.organiser(event)
    session = make_session(world, event)
    counts = []
    for count in (3, 30):
        while world.count(AgendaVersion) < count:
            edit(world, Session, session, title=in_three(f"Title {world.count(AgendaVersion)}"))
            publish(world, event)
        organiser.get(VERSIONS)
        with count_queries(world.app) as queries:
            assert organiser.get(VERSIONS).status == 200
        assert not any("agenda_version.data" in query for query in queries)
        counts.append(len(queries))
        for path in (f"{VERSIONS}/1/2", f"{VERSIONS}/1/draft", f"{VERSIONS}/1/restore", DRAFT):
            with count_queries(world.app) as queries:
                assert organiser.get(path).status == 200
            counts.append(len(queries))
    assert counts[:5] == counts[5:]
    assert max(counts) <= 12, counts
    assert organiser.get(VERSIONS).texts(".pagination p") == ["Page 1 of 2"]


def test_who_may_see_versions_and_who_may_restore(world: World, event: int, visitor: Visitor) -> None:
    make_session(world, event)
    publish(world, event)
    restoring = f"{VERSIONS}/1/restore"
    translator, desk = world.member(event, Role.TRANSLATOR), world.member(event, Role.DESK)
    assert [translator.get(path).status for path in (VERSIONS, f"{VERSIONS}/1/draft", restoring)] == [200, 200, 403]
    assert [desk.get(path).status for path in (VERSIONS, f"{VERSIONS}/1/draft", restoring)] == [403, 403, 403]
    assert [visitor.get(path).status for path in (VERSIONS, restoring)] == [302, 302]
    page = translator.get(VERSIONS)
    assert page.all("form[action$=preview]") == []
    assert page.all("a[href$=restore]") == []


# Side by side


def test_any_two_versions_can_be_chosen_and_the_older_stands_first(world: World, event: int) -> None:
    session = make_session(world, event)
    for title in ("One", "Two", "Three"):
        edit(world, Session, session, title=in_three(title))
        publish(world, event)
    organiser = world.organiser(event)
    chosen = f"{VERSIONS}/compare"
    assert organiser.get(f"{chosen}?before=3&after=1").location == f"{VERSIONS}/1/3"
    assert organiser.get(f"{chosen}?before=draft&after=2").location == f"{VERSIONS}/2/draft"
    assert [organiser.get(f"{chosen}?before={one}&after=1").status for one in ("x", "", "-1", "9" * 40)] == [404] * 4
    assert organiser.get(f"{VERSIONS}/1/9").status == 404
    page = organiser.get(f"{VERSIONS}/1/3")
    assert page.h1 == "Version 1 and version 3"
    assert page.texts(".compared thead th") == ["What", "Version 1", "Version 3"]
    assert page.texts(".compared del")[:1] == ["One"]
    assert page.texts(".compared ins")[:1] == ["Three"]
    assert organiser.get(f"{VERSIONS}/3/draft").texts(".empty h2") == ["Nothing differs"]


def test_words_that_differ_are_marked_in_their_own_language(world: World, event: int) -> None:
    session = make_session(world, event)
    edit(
        world,
        Session,
        session,
        abstract=Translated.of(
            ENGLISH,
            {ENGLISH: "The quick brown fox", FRENCH: "Le vif renard brun", ARABIC: "الثعلب البني السريع"},
        ),
    )
    publish(world, event)
    edit(
        world,
        Session,
        session,
        abstract=Translated.of(ENGLISH, {ENGLISH: "The slow brown fox jumps", ARABIC: "الثعلب البني البطيء"}),
    )
    for language in ("en", "fr", "ar"):
        page = world.signed_in(world.account(event=event, roles=(Role.ORGANISER,))).get(
            f"/{language}/thamm-2021/manage/agenda/versions/1/draft"
        )
        rows = page.all(".compared tbody tr")
        assert [[one.get("lang") for one in row.findall(".//*[@lang]")] for row in rows] == [
            ["en", "en"],
            ["fr"],
            ["ar", "ar"],
        ]
        assert [one.get("dir") for one in rows[2].findall(".//*[@lang]")] == ["rtl", "rtl"]
        assert page.texts(".compared del") == ["quick", "Le vif renard brun", "السريع"]
        assert page.texts(".compared ins") == ["slow", "jumps", "البطيء"]


def test_texts_of_both_sides_read_whole_and_very_long_ones_are_not_compared_by_word() -> None:
    left, right = marked("a b  c\n\nd", "a x c d e")
    assert ("".join(one.text for one in left), "".join(one.text for one in right)) == ("a b  c\n\nd", "a x c d e")
    assert [one.text.strip() for one in left if one.is_own] == ["b"]
    assert [one.text.strip() for one in right if one.is_own] == ["x", "e"]
    long = "word " * 3000
    assert [len(side) for side in marked(long, long + "more")] == [1, 1]


def test_every_fact_of_a_session_and_of_people_and_places_is_compared(world: World, event: int) -> None:
    hall, annex, theme = make_room(world, event, "Hall"), make_room(world, event, "Annex"), make_track(world, event)
    leila, omar = make_speaker(world, event), make_speaker(world, event, "omar", native_name="", latin_name="Omar")
    one = make_session(world, event, "ONE", room_id=hall)
    stays = make_session(world, event, "STAYS", hours=("16:00", "17:00"), room_id=annex)
    talk = make_presentation(world, one, "A talk")
    give_role(world, one, leila, "chair")
    publish(world, event)
    with world.reading() as database:
        later = {"starts_at": hour(database.get_one(Event, event), "14:00")}
        later["ends_at"] = hour(database.get_one(Event, event), "15:00")
    edit(world, Session, one, type="panel", code="UNO", room_id=annex, track_id=theme, floor_codes=["ar"], **later)
    edit(world, Session, one, interpretation_codes=[], title=in_three("New title"), status=SessionStatus.CANCELLED)
    edit(world, Presentation, talk, title=in_three("Another talk"))
    edit(world, Speaker, leila, latin_name="Leila B.", biography=in_three("A longer life"))
    edit(world, Room, annex, name=in_three("Great Annex"))
    give_role(world, one, omar)
    make_session(world, event, "NEW", day=date(2021, 7, 6))
    assert stays
    page = world.organiser(event).get(f"{VERSIONS}/1/draft")
    assert page.texts(".compared h3") == [
        "New title",
        "Title STAYS",
        "Title NEW New",
        "ليلى بن علي Leila B. Profile",
        "Great Annex Room",
    ]
    labels = [text.split(" ")[0] for text in page.texts("section.compared:first-of-type tbody th")]
    assert list(dict.fromkeys(labels)) == [
        "Day",
        "State",
        "Room",
        "Kind",
        "Code",
        "Track",
        "Languages",
        "Interpretation",
        "Title",
        "Speakers",
        "Presentations",
    ]
    assert "Mon 5 July 09:00–10:30" in page.texts(".compared del")
    assert "Mon 5 July 14:00–15:00" in page.texts(".compared ins")
    assert "Omar · Speaker" in page.texts(".compared ins")
    assert "ليلى بن علي · Chair" not in page.texts(".compared ins"), "who is on both sides is not marked"


def test_a_version_compared_with_an_earlier_one_names_the_sessions_that_it_had_more(world: World, event: int) -> None:
    make_session(world, event)
    publish(world, event)
    make_session(world, event, "MORE", hours=("15:00", "16:00"))
    publish(world, event)
    compared = compare(version(world, event, 2), version(world, event, 1))
    assert [(block.state, block.name.text(ENGLISH)) for block in compared.blocks] == [("removed", "Title MORE")]
    assert compared.same == 1


# Restoring


def test_what_was_published_comes_back_whole_after_everything_has_changed(world: World, event: int) -> None:
    hall, annex = make_room(world, event, "Hall"), make_room(world, event, "Annex", is_online=True)
    theme = make_track(world, event)
    leila, omar = make_speaker(world, event), make_speaker(world, event, "omar")
    other = make_speaker(world, event, "later")
    one = make_session(world, event, "ONE", hours=("09:00", "10:00"), room_id=hall, track_id=theme)
    two = make_session(world, event, "TWO", hours=("10:00", "11:00"), room_id=annex)
    first, second = make_presentation(world, one, "First talk"), make_presentation(world, one, "Second talk")
    give_role(world, one, leila, "chair")
    give_role(world, one, omar, "speaker", second)
    give_role(world, two, omar, "panellist")
    publish(world, event)
    before = draft(world, event)

    private = {"meeting_url": "https://meet.example.org/1", "notes": "For us alone"}
    edit(world, Session, one, code="SWAP", title=in_three("Changed"), abstract=Translated(), type="panel", **private)
    edit(world, Session, two, code="ONE", room_id=hall, floor_codes=["ar"], interpretation_codes=[])
    edit(world, Session, one, code="TWO", room_id=None, track_id=None)
    with world.writing() as database:
        for session_id in (one, two):
            for role in list(database.get_one(Session, session_id).roles):
                database.delete(role)
    delete(world, event, service.delete_presentation, Presentation, second)
    edit(world, Presentation, first, title=in_three("Other"), minutes=5, position=7)
    delete(world, event, service.delete_speaker, Speaker, omar)
    edit(world, Speaker, leila, code="other", native_name="", latin_name="Other", email="kept@example.org")
    delete(world, event, service.delete_place, Room, annex)
    delete(world, event, service.delete_place, Track, theme)
    edit(world, Room, hall, name=in_three("Renamed"), is_online=True)
    edit(world, Speaker, other, code="benali", latin_name="Took the code")
    assert draft(world, event) != before

    restore(world, event, 1)
    assert difference(draft(world, event), version(world, event, 1)) == []
    assert difference(version(world, event, 1), draft(world, event)) == []
    with pytest.raises(service.NothingToPublish):
        publish(world, event)
    assert compare(version(world, event, 1), draft(world, event)).blocks == []
    with world.reading() as database:
        session = database.get_one(Session, one)
        assert (session.meeting_url, session.notes) == ("https://meet.example.org/1", "For us alone")
        speakers = {speaker.code: speaker for speaker in database.scalars(select(Speaker))}
        assert sorted(speakers) == ["benali", "benali-2", "omar"], "who took a code in between gets another"
        assert speakers["benali-2"].latin_name == "Took the code"
        assert speakers["benali"].email == "kept@example.org"
        assert speakers["omar"].email == "", "no version holds addresses"
        assert speakers["omar"].latin_name == "Leila Ben Ali"
        names = [room.name.text(ENGLISH) for room in rooms_of(database, event)]
        assert names == ["Hall", "Annex"]


def test_whoever_came_since_is_never_taken_for_somebody_who_was_deleted(world: World, event: int) -> None:
    """SQLite gives the number of a table's last row again: the newcomer has it, and keeps everything of their own."""
    session = make_session(world, event)
    role = give_role(world, session, make_speaker(world, event, "omar", latin_name="Omar", email="omar@example.org"))
    publish(world, event)
    with world.writing() as database:
        found = database.get_one(Session, session)
        given = next(one for one in found.roles if one.id == role)
        omar = given.speaker_id
        service.remove_role(database, found.event, given, by=None)
    delete(world, event, service.delete_speaker, Speaker, omar)
    make_speaker(world, event, "omar", latin_name="Newcomer", email="newcomer@example.org")
    for _time in range(2):
        restore(world, event, 1)
        with world.reading() as database:
            speakers = database.scalars(select(Speaker).order_by(Speaker.code)).all()
            assert [(one.code, one.latin_name, one.email) for one in speakers] == [
                ("omar", "Omar", ""),
                ("omar-2", "Newcomer", "newcomer@example.org"),
            ]
            (role_now,) = database.get_one(Session, session).roles
            assert role_now.speaker.code == "omar"


def test_texts_keep_the_state_of_their_translation(world: World, event: int) -> None:
    session = make_session(world, event)
    organiser = world.organiser(event)
    organiser.get(f"{DRAFT}/sessions/D1-01").submit("form.form--wide", **{"title-en": "The source has changed"})
    publish(world, event)
    edit(world, Session, session, title=in_three("All new"))
    restore(world, event, 1)
    with world.reading() as database:
        title = database.get_one(Session, session).title
        assert [title.state(one) for one in (ENGLISH, FRENCH, ARABIC)] == [
            State.SOURCE,
            State.OUT_OF_DATE,
            State.OUT_OF_DATE,
        ]


def test_what_came_since_is_cancelled_where_it_was_published_and_kept_without_a_place_where_not(
    world: World, event: int
) -> None:
    make_session(world, event, "OLD")
    publish(world, event)
    make_session(world, event, "SEEN", hours=("11:00", "12:00"))
    publish(world, event)
    make_session(world, event, "UNSEEN", hours=("13:00", "14:00"))
    assert restore(world, event, 1) == (["cancelled SEEN"], ["UNSEEN"], [])
    with world.reading() as database:
        found = {one.code: one for one in database.scalars(select(Session))}
        assert {code: str(one.status) for code, one in found.items()} == {
            "OLD": "scheduled",
            "SEEN": "cancelled",
            "UNSEEN": "scheduled",
        }
        assert found["UNSEEN"].starts_at is None
        assert found["SEEN"].starts_at is not None
    publish(world, event)
    restore(world, event, 2)
    assert difference(version(world, event, 2), draft(world, event)) == [], "and forward again"


def test_talks_that_came_since_are_set_aside_with_their_speakers_and_go_back_when_restored(
    world: World, event: int
) -> None:
    session = make_session(world, event)
    make_presentation(world, session, "Stays")
    publish(world, event)
    new = make_presentation(world, session, "Came later")
    give_role(world, session, make_speaker(world, event), "speaker", new)
    publish(world, event)
    changes, _unplaced, set_aside = restore(world, event, 1)
    assert (changes, set_aside) == (["speakers D1-01", "presentations D1-01"], ["D1-01"])
    with world.reading() as database:
        aside = database.scalars(select(Session).where(Session.code == "D1-01-2")).one()
        assert ([talk.id for talk in aside.presentations], aside.starts_at) == ([new], None)
        assert [role.presentation_id for role in aside.roles] == [new]
    restore(world, event, 2)
    assert difference(version(world, event, 2), draft(world, event)) == []
    with world.reading() as database:
        assert database.get_one(Presentation, new).session_id == session


def test_a_talk_that_came_after_one_was_deleted_is_not_taken_for_it(world: World, event: int) -> None:
    session = make_session(world, event)
    old = make_presentation(world, session, "Deleted")
    give_role(world, session, make_speaker(world, event), "speaker", old)
    publish(world, event)
    delete(world, event, service.delete_presentation, Presentation, old)
    new = make_presentation(world, session, "Came later", minutes=45)
    restore(world, event, 1)
    with world.reading() as database:
        talks = {talk.title.text(ENGLISH): talk for talk in database.scalars(select(Presentation))}
        assert sorted(talks) == ["Came later", "Deleted"]
        assert talks["Deleted"].session_id == session
        assert (talks["Came later"].id, talks["Came later"].minutes) == (new, 45)
        assert talks["Came later"].session.starts_at is None


def test_a_talk_that_went_to_another_session_comes_back_with_its_speakers(world: World, event: int) -> None:
    one = make_session(world, event, "ONE", hours=("09:00", "10:00"))
    two = make_session(world, event, "TWO", hours=("10:00", "11:00"))
    talk = make_presentation(world, one)
    give_role(world, one, make_speaker(world, event), "speaker", talk)
    publish(world, event)
    with world.writing() as database:
        found = database.get_one(Presentation, talk)
        for role in found.session.roles:
            role.session_id = two
        found.session_id = two
    publish(world, event)
    for number in (1, 2, 1):
        restore(world, event, number)
        assert difference(version(world, event, number), draft(world, event)) == []
        assert compare(version(world, event, number), draft(world, event)).blocks == []


def test_a_code_that_went_to_another_session_comes_back_to_its_own(world: World, event: int) -> None:
    one = make_session(world, event, "A", hours=("09:00", "10:00"))
    two = make_session(world, event, "B", hours=("10:00", "11:00"))
    publish(world, event)
    edit(world, Session, one, code="C")
    edit(world, Session, two, code="A")
    publish(world, event)
    make_session(world, event, "B", hours=("15:00", "16:00"))
    publish(world, event)
    restore(world, event, 1)
    with world.reading() as database:
        codes = {session.id: session.code for session in database.scalars(select(Session))}
    assert (codes[one], codes[two], sorted(codes.values())) == ("A", "B", ["A", "B", "B-2"])


def board(page: Page) -> list[str]:
    return page.texts(".changes li")


def test_the_page_says_beforehand_what_restoring_does_and_asks(world: World, event: int) -> None:
    session = make_session(world, event)
    publish(world, event)
    change(world, session, code="D1-01")
    edit(world, Session, session, title=in_three("Changed"))
    make_session(world, event, "UNSEEN", hours=("13:00", "14:00"))
    organiser = world.organiser(event)
    path = f"{VERSIONS}/1/restore"
    with count_queries(world.app) as queries:
        page = organiser.get(path)
    assert [query for query in queries if not query.lstrip().startswith("SELECT")] == []
    assert board(page) == [
        "New title: Title D1-01, formerly Changed (changed in English, French and Arabic).",
        "Title UNSEEN UNSEEN",
    ]
    done = organiser.follow(page.submit())
    assert done.texts(".notice p") == ["The draft is version 1 again. Visitors see it when you publish it."]
    assert organiser.get(path).texts(".notice--leaf p") == [
        "The draft says what version 1 says: there is nothing to restore."
    ]
    with world.reading() as database:
        entry = database.scalars(select(AuditEntry).where(AuditEntry.verb == "restore agenda")).one()
        assert (entry.before, entry.after) == ({"number": 1}, {"number": 1, "changes": 1})
        assert entry.account_id == world.account_id("organiser@example.org")


def test_a_draft_that_somebody_changed_meanwhile_is_not_restored_over(world: World, event: int) -> None:
    session = make_session(world, event)
    publish(world, event)
    edit(world, Session, session, title=in_three("Changed"))
    page = world.organiser(event).get(f"{VERSIONS}/1/restore")
    edit(world, Session, session, title=in_three("Changed again"))
    refused = page.submit()
    assert refused.status == 409
    assert refused.texts(".error-summary li") == [
        "Somebody changed the draft meanwhile. Look again at what restoring does now, then decide."
    ]
    assert board(refused) == ["New title: Title D1-01, formerly Changed again (changed in English, French and Arabic)."]
    assert refused.submit().status == 302


def test_a_large_agenda_is_restored_within_a_second_or_two(world: World, event: int) -> None:
    """What does not change is not written: neither the rows nor the record of changes grow by it."""
    full_agenda(world, event, 30)
    with world.writing() as database:
        session = database.scalars(select(Session).order_by(Session.id)).first()
        assert session is not None
        session.title = in_three("Changed")
    before = world.count(AuditEntry)
    restore(world, event, 1)
    assert world.count(AuditEntry) == before + 2


@pytest.mark.parametrize(
    ("language", "heading"),
    [("fr", "Rétablir la version 1 comme projet"), ("ar", "استعادة النسخة 1 كمسودة")],
)
def test_the_pages_speak_french_and_arabic(world: World, event: int, language: str, heading: str) -> None:
    session = make_session(world, event)
    publish(world, event)
    edit(world, Session, session, title=in_three("Changed"))
    organiser = world.organiser(event)
    base = f"/{language}/thamm-2021/manage/agenda/versions"
    assert organiser.get(f"{base}/1/restore").h1 == heading
    for path in (base, f"{base}/1/draft"):
        assert organiser.get(path).status == 200
