"""What is sent about a part of the draft that somebody else deleted meanwhile: a sentence, and no text is lost."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from conference.agenda import service
from conference.agenda.models import AgendaEdit, Session
from conference.audit.models import AuditEntry
from conference.events.models import Event
from tests.client import Page
from tests.made.agenda import give_role, make_presentation, make_room, make_session, make_speaker
from tests.world import World

AGENDA = "thamm-2021/manage/agenda"
SENTENCE = {
    "en": "Somebody deleted this meanwhile",
    "fr": "Quelqu’un l’a supprimé entre-temps",
    "ar": "حذف شخص آخر هذا العنصر في هذه الأثناء",
}


def typed(page: Page) -> list[str]:
    return page.texts("main blockquote")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_session_deleted_meanwhile_is_said_and_what_was_typed_is_kept(world: World, language: str) -> None:
    event = world.event()
    make_session(world, event, "A")
    mine, theirs = world.organiser(event), world.organiser(event, "second@example.org")
    form = mine.get(f"/{language}/{AGENDA}/sessions/A")
    theirs.get(f"/en/{AGENDA}/sessions/A").submit("form[action$=cancel]")
    texts = {"title-en": "Long thought about", "abstract-ar": "نص طويل <b>"}
    page = form.submit("form.form--wide", **texts)
    assert (page.status, page.h1) == (404, SENTENCE[language])
    assert [text for text in texts.values() if text not in typed(page)] == []
    assert world.count(Session) == 0


@pytest.mark.parametrize("verb", ["placing", "split", "shift", "copy", "unplace"])
def test_a_step_of_the_editor_says_that_its_session_is_gone(world: World, verb: str) -> None:
    event = world.event()
    make_session(world, event, "A")
    make_session(world, event, "B", hours=("14:00", "15:00"))
    mine, theirs = world.organiser(event), world.organiser(event, "second@example.org")
    form = mine.get(f"/en/{AGENDA}/sessions/A/placing")
    theirs.get(f"/en/{AGENDA}/sessions/A").submit("form[action$=cancel]")
    before = world.count(AuditEntry)
    page = form.submit(f"form[action$={verb}]")
    assert (page.status, page.h1, typed(page)) == (404, SENTENCE["en"], [])
    assert (world.count(AgendaEdit), world.count(AuditEntry)) == (0, before)


def test_rooms_speakers_talks_and_roles_too(world: World) -> None:
    event = world.event()
    session = make_session(world, event, "A")
    room, talk = make_room(world, event), make_presentation(world, session)
    person, other = make_speaker(world, event), make_speaker(world, event, "mansour")
    give_role(world, session, person)
    organiser = world.organiser(event)
    for path, form, gone in (
        (f"rooms/{room}", "form.form--wide, main form.form", f"rooms/{room}"),
        (f"presentations/{talk}", "form.form--wide", f"presentations/{talk}"),
        ("speakers/mansour", "form.form--wide", "speakers/mansour"),
    ):
        page = organiser.get(f"/en/{AGENDA}/{path}")
        page.submit(f"form[action$='{gone}/delete']")
        late = page.submit(form)
        assert (late.status, late.h1) == (404, SENTENCE["en"]), path
    page = organiser.get(f"/en/{AGENDA}/sessions/A")
    page.submit("form[action$=remove]")
    late = page.submit("form[action$=remove]")
    assert (late.status, late.h1) == (404, SENTENCE["en"])
    assert other != person


def test_what_vanishes_before_the_lock_is_taken_is_gone_as_well(world: World) -> None:
    event_id, session_id = world.event(), 0
    session_id = make_session(world, event_id, "A")
    with world.writing() as database:
        event, session = database.get_one(Event, event_id), database.get_one(Session, session_id)
        database.execute(delete(Session), execution_options={"synchronize_session": False})
        with pytest.raises(service.Gone):
            service.cancel_session(database, event, session, by=None)


def test_a_page_of_what_is_not_there_stays_a_page_of_nothing(world: World) -> None:
    event = world.event()
    page = world.organiser(event).get(f"/en/{AGENDA}/sessions/none")
    assert (page.status, page.h1) == (404, "This page does not exist")
