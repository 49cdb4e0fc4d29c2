"""The board of sessions: what is missing of whom, filters with counts, approval, publishing, reminders by one click."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from conference.agenda.models import Speaker, SpeakerInSession
from conference.audit.models import AuditEntry
from conference.core import clock
from conference.core.languages import ENGLISH
from conference.events.models import Role
from conference.library.models import LanguageVersion
from conference.outbox.models import Message
from conference.speakers import service
from conference.speakers.models import ConsentKind, Invitation, InvitationState, Slides
from tests.client import Page, Visitor
from tests.made.agenda import change, give_role, make_presentation, make_session, make_speaker
from tests.made.files import allow, approve, make_slides
from tests.made.speakers import invite, pdf
from tests.queries import count_queries
from tests.world import World, only

BOARD = "/en/thamm-2021/manage/speakers/sessions"
REMIND = "/en/thamm-2021/manage/speakers/remind"
BEFORE = datetime(2021, 6, 1, 9, tzinfo=UTC)
TUESDAY = date(2021, 7, 6)


@pytest.fixture
def event(world: World) -> int:
    return world.event()


@pytest.fixture
def organiser(world: World, event: int) -> Visitor:
    return world.organiser(event)


def make_part(
    world: World, event: int, code: str, session: int, role: str = "speaker", *, invited: bool = False, **facts: object
) -> int:
    speaker = make_speaker(world, event, code, latin_name=f"Person {code}", native_name="", **facts)
    give_role(world, session, speaker, role)
    if invited:
        invite(world, speaker)
    return speaker


def codes(page: Page) -> list[str]:
    return [(one.get("id") or "").removeprefix("session-") for one in page.all(".sessions-board tbody")]


def people(page: Page) -> list[str]:
    return page.texts(".sessions-board tbody .board-person > div > a")


def choices(page: Page, name: str) -> list[str]:
    return page.texts(f"form[role=search] select[name={name}] option")[1:]


def cells(page: Page, label: str) -> list[str]:
    return page.texts(f".sessions-board td[data-label='{label}']")


def test_rows_are_sessions_in_the_order_of_the_agenda_with_what_is_missing(
    world: World, event: int, organiser: Visitor
) -> None:
    late = make_session(world, event, "S2", day=TUESDAY)
    early = make_session(world, event, "S1")
    make_session(world, event, "S0", hours=None)
    make_session(world, event, "PAUSE", hours=("10:30", "11:00"), type="break")
    gone = make_session(world, event, "GONE", hours=("15:00", "16:00"))
    change(world, gone, status="cancelled")
    talk = make_presentation(world, early, "Trends")
    first = make_part(world, event, "chair", early, "chair", biography=only(ENGLISH, "A life"))
    second = make_speaker(world, event, "talker", latin_name="Person talker", native_name="")
    give_role(world, early, second, "speaker", talk)
    make_part(world, event, "late", late, "panellist", invited=True)
    allow(world, first)
    page = organiser.get(BOARD)
    assert codes(page) == ["S1", "S2", "S0"]
    assert people(page) == ["Person chair", "Person talker", "Person late"]
    assert cells(page, "Answer") == ["Not invited", "Not invited", "Invited"]
    assert cells(page, "Biography")[0] == "Source EnglishMissing French, Arabic"
    assert cells(page, "Photograph") == ["Missing", "Missing", "Missing"]
    silent = "Not answered Profile, Slides, Recording"
    assert cells(page, "Consents") == ["Allowed Profile, Slides, Recording", silent, silent]
    assert page.texts(".board-slides > p:not(:last-child)") == ["None asked", "Trends", "Missing", "Missing"]
    assert cells(page, "Translations")[0] == "French Person chair 1 text Arabic Person chair 1 text"
    assert cells(page, "Translations")[2] == "Complete"
    assert page.texts(".board-nobody p") == ["No speakers Put speakers into this session"]
    (sentence,) = page.texts(".board > .page-lead")
    assert sentence.split(". ") == [
        "Slides of 2 speakers are missing",
        "2 speakers are not invited yet",
        "1 speaker has not answered",
        "1 session has no speakers.",
    ]
    assert "0 of 3 sessions have all that is asked." in page.text


def test_who_declined_is_asked_nothing_and_a_session_can_be_complete(
    world: World, event: int, organiser: Visitor
) -> None:
    session = make_session(world, event)
    speaker = make_part(world, event, "decliner", session, invited=True)
    with world.writing() as database:
        found = database.scalars(select(Invitation)).one()
        service.answer(database, found, InvitationState.DECLINED)
    page = organiser.get(BOARD)
    assert cells(page, "Answer") == ["Declined"]
    assert cells(page, "Photograph") == ["None asked"]
    assert "1 of 1 session has all that is asked." in page.text
    assert page.all(f"a[href*='chosen={speaker}']") == []


def test_filters_find_people_with_counts_and_keep_what_was_asked(world: World, event: int, organiser: Visitor) -> None:
    one, two = make_session(world, event, "S1"), make_session(world, event, "S2", day=TUESDAY)
    make_session(world, event, "NONE", hours=("17:00", "18:00"))
    anna = make_part(world, event, "anna", one, "chair", invited=True)
    give_role(world, two, anna)
    make_part(world, event, "eloise", two)
    make_speaker(world, event, "leila")
    with world.reading() as database:
        leila = database.scalars(select(Speaker.id).where(Speaker.code == "leila")).one()
    give_role(world, two, leila)
    page = organiser.get(BOARD)
    assert choices(page, "day") == ["Monday 5 July (2)", "Tuesday 6 July (1)"]
    assert choices(page, "state") == [
        "Not invited (2)",
        "Invited (1)",
        "Confirmed (0)",
        "Declined (0)",
        "Withdrawn (0)",
    ]
    assert "Chair (1)" in choices(page, "role")
    assert "Speaker (3)" in choices(page, "role")
    assert "Answer (1)" in choices(page, "missing")
    assert "Sessions without speakers (1)" in choices(page, "missing")
    assert codes(organiser.get(f"{BOARD}?day=2021-07-06")) == ["S2"]
    answer = organiser.get(f"{BOARD}?missing=answer&day=2021-07-05")
    assert (codes(answer), people(answer)) == (["S1"], ["Person anna"])
    assert choices(answer, "day") == ["Monday 5 July (1)", "Tuesday 6 July (1)"]
    assert answer.values(".toolbar") == {"day": "2021-07-05", "missing": "answer"}
    assert codes(organiser.get(f"{BOARD}?missing=speakers")) == ["NONE"]
    assert people(organiser.get(f"{BOARD}?state=none&role=speaker"))[-1:] == ["ليلى بن علي"]
    assert people(organiser.get(f"{BOARD}?role=chair")) == ["Person anna"]
    for typed in ("LEILA", "ben léila", "بن عَلي", "ليلي"):
        assert people(organiser.get(BOARD, query_string={"q": typed})) == ["ليلى بن علي"], typed
    nobody = organiser.get(BOARD, query_string={"q": "nobody", "day": "2021-07-05"})
    assert nobody.texts(".empty h2") == ["Nobody found"]
    assert nobody.one("input[name=q]").get("value") == "nobody"
    assert codes(organiser.get(f"{BOARD}?day=1999-01-01&missing=x&state=x&role=x")) == ["S1", "NONE", "S2"]


def test_somebody_in_two_sessions_is_counted_once(world: World, event: int, organiser: Visitor) -> None:
    speaker = make_part(world, event, "twice", make_session(world, event, "S1"))
    give_role(world, make_session(world, event, "S2", day=TUESDAY), speaker)
    page = organiser.get(BOARD)
    assert "2 sessions · 1 speaker" in page.texts("[role=status]")
    assert "Photograph (1)" in choices(page, "missing")


def test_an_event_without_sessions_says_what_will_be_here(organiser: Visitor) -> None:
    assert organiser.get(BOARD).texts(".empty h2") == ["No sessions yet"]


def test_the_two_views_lead_to_each_other(world: World, event: int, organiser: Visitor) -> None:
    make_part(world, event, "one", make_session(world, event))
    page = organiser.get(BOARD)
    other = organiser.get(page.all(".board-views a")[1].get("href") or "")
    assert other.texts(".board-views [aria-current]") == ["By speaker"]
    assert organiser.get(other.all(".board-views a")[0].get("href") or "").h1 == page.h1


def test_three_hundred_people_are_as_many_queries_as_three(world: World, event: int, organiser: Visitor) -> None:
    counts = []
    for number in range(100):
        session = make_session(world, event, f"S{number:03}")
        with world.writing() as database:
            for letter in "abc":
                speaker = Speaker(
                    event_id=event, code=f"p{number}{letter}", latin_name=f"P {number}{letter}", email=f"{number}@x.org"
                )
                database.add(speaker)
                database.flush()
                database.add(SpeakerInSession(session_id=session, speaker_id=speaker.id, position=0))
        if number in (0, 99):
            for path in (BOARD, f"{REMIND}?all=1"):
                with count_queries(world.app) as queries:
                    assert organiser.get(path).status == 200
                counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert counts[0] <= 12, counts


def test_a_file_is_approved_published_and_its_approval_taken_back(world: World, event: int, organiser: Visitor) -> None:
    session = make_session(world, event)
    speaker = make_part(world, event, "one", session)
    allow(world, speaker)
    slides = make_slides(world, speaker, session, pdf())
    page = organiser.get(BOARD)
    assert page.texts(".board-file .badge") == ["Received"]
    assert "The slides of 1 speaker wait for you to look at them." in page.text
    back = organiser.follow(page.submit("form[action$='/approve']"))
    assert (back.h1, back.texts(".board-file .badge")) == (page.h1, ["Approved"])
    assert organiser.follow(page.submit("form[action$='/approve']")).texts(".notice[role] > p") == [
        "Somebody approved this file before you."
    ]
    back = organiser.follow(back.submit("form[action$='/disapprove']"))
    assert back.texts(".board-file .badge") == ["Received"]
    approve(world, slides)
    board = organiser.get(BOARD)
    done = organiser.follow(board.submit("form[action$='/publish-approved']"))
    assert done.texts(".board-file .badge") == ["Published"]
    assert "1 approved file is with readers now." in done.texts(".notice[role] > p")
    refused = organiser.follow(board.submit("form[action$='/disapprove']"))
    assert refused.texts(".notice[role] > p") == ["Readers have this file. Withdraw it first."]
    again = organiser.follow(board.submit("form[action$='/publish-approved']"))
    assert again.texts(".notice[role] > p") == ["No approved file waits to be published here."]
    with world.reading() as database:
        verbs = database.scalars(select(AuditEntry.verb).where(AuditEntry.subject == f"slides:{slides}")).all()
    assert [one for one in verbs if "approve" in one] == ["approve slides", "disapprove slides", "approve slides"]


def test_a_newer_revision_is_looked_at_anew(world: World, event: int, organiser: Visitor) -> None:
    session = make_session(world, event)
    speaker = make_part(world, event, "one", session)
    first = make_slides(world, speaker, session, pdf(1))
    approve(world, first)
    make_slides(world, speaker, session, pdf(2), replaces=first)
    assert organiser.get(BOARD).texts(".board-file .badge") == ["Received"]


def test_what_its_speaker_does_not_allow_is_not_published_with_the_rest(
    world: World, event: int, organiser: Visitor
) -> None:
    session, other = make_session(world, event, "S1"), make_session(world, event, "S2", day=TUESDAY)
    for code, place in (("yes", session), ("no", session), ("silent", session), ("late", other)):
        speaker = make_part(world, event, code, place)
        approve(world, make_slides(world, speaker, place, pdf(), name=f"{code}.pdf"))
        if code != "silent":
            allow(world, speaker, ConsentKind.SLIDES, is_given=code != "no")
    page = organiser.get(BOARD)
    done = organiser.follow(page.submit("#session-S1 form[action$='/publish-approved']"))
    assert done.texts(".notice[role] > p") == [
        "1 approved file is with readers now.",
        "2 approved files are not published: their speakers have not allowed it.",
    ]
    with world.reading() as database:
        published = database.scalars(select(Slides.name).where(Slides.published_at.is_not(None))).all()
    assert published == ["yes.pdf"], "the other day's stays"


def test_withdrawn_slides_are_not_published_again_with_the_approved(
    world: World, event: int, organiser: Visitor
) -> None:
    session = make_session(world, event)
    speaker = make_part(world, event, "one", session)
    allow(world, speaker)
    slides = make_slides(world, speaker, session, pdf())
    with world.writing() as database:
        service.publish_slides(database, database.get_one(Slides, slides), by=None)
    with world.writing() as database:
        service.withdraw_slides(database, database.get_one(Slides, slides), by=None)
    page = organiser.get(BOARD)
    assert page.texts(".board-file .badge") == ["Received"]
    assert page.all("form[action$='/publish-approved']") == []


def test_the_language_is_corrected_before_a_file_is_published_and_not_after(
    world: World, event: int, organiser: Visitor
) -> None:
    session = make_session(world, event)
    speaker = make_part(world, event, "one", session)
    allow(world, speaker)
    slides = make_slides(world, speaker, session, pdf(), language="en")
    page = organiser.get("/en/thamm-2021/manage/speakers/one/slides")
    told = organiser.follow(page.submit("form[action$='/language']", language_code="ar"))
    assert "This file will be published in this language: Arabic." in told.texts(".notice[role] > p")
    with world.writing() as database:
        service.publish_slides(database, database.get_one(Slides, slides), by=None)
        assert database.scalars(select(LanguageVersion.language_code)).all() == ["ar"]
    late = organiser.follow(page.submit("form[action$='/language']", language_code="fr"))
    assert late.texts(".notice[role] > p") == ["Readers have this file. Withdraw it first."]
    wrong = organiser.follow(page.submit("form[action$='/language']", language_code="de"))
    assert wrong.texts(".notice[role] > p") == ["Choose a language of the event."]


def test_two_who_publish_the_approved_at_once_publish_each_once(world: World, event: int) -> None:
    session = make_session(world, event)
    for number in range(4):
        speaker = make_part(world, event, f"p{number}", session)
        allow(world, speaker)
        approve(world, make_slides(world, speaker, session, pdf(), name=f"{number}.pdf"))
    both = [world.organiser(event, f"{name}@example.org") for name in ("one", "two")]
    pages = [one.get(BOARD) for one in both]
    threads = [
        threading.Thread(target=page.submit, args=("form[action$='/publish-approved']",), daemon=True) for page in pages
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with world.reading() as database:
        verbs = database.scalars(select(AuditEntry.verb).where(AuditEntry.verb == "publish slides")).all()
        assert len(verbs) == 4
        assert len(database.scalars(select(LanguageVersion)).all()) == 4


def reminders(world: World) -> list[str]:
    with world.reading() as database:
        query = select(Message.recipient).where(Message.kind == "speakers.reminder").order_by(Message.id)
        return list(database.scalars(query))


def test_those_who_were_chosen_are_named_with_what_they_are_reminded_of_before_they_are_written_to(
    world: World, event: int, organiser: Visitor
) -> None:
    session = make_session(world, event, "S1")
    talk = make_presentation(world, session, "Trends")
    with clock.at(BEFORE):
        one = make_speaker(world, event, "one", latin_name="Person one", native_name="")
        give_role(world, session, one, "speaker", talk)
        invite(world, one)
        make_part(world, event, "two", session, invited=True)
        stranger = make_part(world, event, "stranger", session)
        silent = make_part(world, event, "silent", session, email="")
        page = organiser.get(REMIND, query_string={"chosen": [str(one), str(stranger), str(silent)]})
        assert page.texts("table tbody th")[0] == "Person oneone@private.example.org"
        assert page.texts("td[data-label='What they are reminded of'] li") == [
            "Answer",
            "Photograph",
            "Consents",
            "Needs on the day",
            "Slides: S1 · Trends",
        ]
        assert page.texts("td[data-label='Why']") == ["Not invited.", "Not invited."]
        assert reminders(world) == [], "looking sends nothing"
        told = organiser.follow(page.submit("form.form-actions"))
        assert "A reminder goes to 1 person." in told.texts(".notice[role] > p")
        assert reminders(world) == ["one@private.example.org"]
        again = organiser.get(REMIND, query_string={"chosen": str(one)})
        assert again.all("form.form-actions") == []
        (why,) = again.texts("td[data-label='Why']")
        assert why.startswith("Was reminded within the last 24 hours: ")
        late = organiser.follow(page.submit("form.form-actions"))
        assert late.texts(".notice[role] > p") == [
            "1 person is left out: nothing is missing any more, or somebody reminded them before you."
        ]
    with clock.at(BEFORE + timedelta(days=2)):
        assert organiser.get(REMIND, query_string={"chosen": str(one)}).all("form.form-actions") != []


def test_all_whom_a_filter_found_are_reminded(world: World, event: int, organiser: Visitor) -> None:
    one, two = make_session(world, event, "S1"), make_session(world, event, "S2", day=TUESDAY)
    addresses = ["a@private.example.org", "b@private.example.org"]
    with clock.at(BEFORE):
        for code, session in (("a", one), ("b", one), ("c", two)):
            make_part(world, event, code, session, invited=True)
        board = organiser.get(f"{BOARD}?day=2021-07-05")
        asked = {name: value for name, value in board.values(".toolbar").items() if value}
        page = organiser.get(REMIND, query_string=asked | {"all": "1"})
        assert page.texts("table tbody th bdi[dir=ltr]") == [
            "a@private.example.org",
            "b@private.example.org",
        ]
        page.submit("form.form-actions")
    assert reminders(world) == addresses


def test_nobody_chosen_leads_back_to_the_list_as_it_was(organiser: Visitor) -> None:
    for chosen in ("", "chosen=x", "chosen=99999999999999999999", "chosen=-1", "chosen=²"):
        answer = organiser.get(f"{REMIND}?{chosen}&missing=slides")
        assert answer.status == 302
        assert answer.location.endswith("/manage/speakers/sessions?missing=slides")


def test_people_of_another_event_are_not_reminded(world: World, event: int, organiser: Visitor) -> None:
    elsewhere = world.event("elsewhere")
    with clock.at(BEFORE):
        other = make_part(world, elsewhere, "other", make_session(world, elsewhere), invited=True)
        mine = make_part(world, event, "mine", make_session(world, event), invited=True)
        page = organiser.get(REMIND, query_string={"chosen": [str(mine)]})
        page.submit("form.form-actions", chosen=[str(mine), str(other)])
    assert reminders(world) == ["mine@private.example.org"]


def test_two_who_remind_at_once_write_one_mail(world: World, event: int) -> None:
    soon = datetime.now(UTC).date() + timedelta(days=30)
    coming = world.event("coming", starts_on=soon, ends_on=soon)
    speaker = make_part(world, coming, "one", make_session(world, coming, day=soon), invited=True)
    address = REMIND.replace("thamm-2021", "coming")
    both = [world.organiser(coming, f"{name}@example.org") for name in ("one", "two")]
    pages = [one.get(address, query_string={"chosen": str(speaker)}) for one in both]
    threads = [threading.Thread(target=page.submit, args=("form.form-actions",), daemon=True) for page in pages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert reminders(world) == ["one@private.example.org"]


def test_after_the_event_nobody_is_written_to(world: World, event: int, organiser: Visitor) -> None:
    speaker = make_part(world, event, "one", make_session(world, event), invited=True)
    page = organiser.get(REMIND, query_string={"chosen": str(speaker)})
    assert page.texts("td[data-label='Why']") == ["The event is over."]


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.DESK])
def test_the_rest_of_the_team_sees_none_of_it(world: World, event: int, role: Role) -> None:
    member = world.member(event, role)
    assert [member.get(path).status for path in (BOARD, f"{REMIND}?all=1")] == [403, 403]


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_board_speaks_the_readers_language(world: World, event: int, organiser: Visitor, language: str) -> None:
    session = make_session(world, event, title=only(ENGLISH, "English alone"))
    make_part(world, event, "one", session, invited=True)
    page = organiser.get(BOARD.replace("/en/", f"/{language}/"))
    assert page.texts(".board-title [lang=en]") == ["English alone"]
