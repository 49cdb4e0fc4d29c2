"""What speakers allow: answered by themselves alone, kept in the record, and asked for before slides are published."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from conference.agenda.models import Speaker
from conference.audit.models import AuditEntry
from conference.core import clock
from conference.events.models import Role
from conference.library.models import Revision
from conference.speakers import service
from conference.speakers.models import ConsentKind, Invitation, SpeakerConsent
from conference.speakers.queries import consents_of
from tests.client import Page, Visitor
from tests.made.agenda import give_role, make_session, make_speaker
from tests.made.speakers import invited, pdf, plain_text, send
from tests.queries import count_queries
from tests.world import World

FORM = "form[action$='/consents']"
BEFORE = datetime(2021, 6, 1, 9, tzinfo=UTC)


def answers(world: World, speaker: int) -> dict[str, bool]:
    with world.reading() as database:
        return {kind.value: one.is_given for kind, one in consents_of(database, [speaker])[speaker].items()}


def manage(organiser: Visitor, language: str = "en") -> Page:
    return organiser.get(f"/{language}/thamm-2021/manage/speakers/benali")


def sent(world: World, visitor: Visitor) -> tuple[int, int, str]:
    """A speaker with one file that waits for publication: event, speaker, the address of their page."""
    event = world.event()
    speaker = make_speaker(world, event)
    give_role(world, make_session(world, event), speaker)
    address = invited(world, speaker)
    send(visitor.get(address), pdf())
    return event, speaker, address


def publish(organiser: Visitor, **typed: str) -> Page:
    """Publish as one would who sends the address without the board's confirmation."""
    token = organiser.get("/en/account").values("form[action$=sign-out]")["csrf_token"]
    return organiser.post("/en/thamm-2021/manage/speakers/slides/1/publish", {"csrf_token": token, **typed})


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_nothing_is_answered_beforehand_and_each_answer_may_wait(world: World, visitor: Visitor, language: str) -> None:
    speaker = make_speaker(world, world.event(), language_code=language)
    address = invited(world, speaker, language=language)
    with clock.at(BEFORE):
        page = visitor.get(address)
        assert {name: page.values(FORM).get(name) for name in ConsentKind} == dict.fromkeys(ConsentKind)
        saved = visitor.follow(page.submit(FORM, slides="no"))
    assert answers(world, speaker) == {"slides": False}
    assert saved.values(FORM)["slides"] == "no"
    assert saved.values(FORM).get("recording") is None


def test_every_answer_and_change_of_mind_is_on_record(world: World, visitor: Visitor) -> None:
    speaker = make_speaker(world, world.event())
    address = invited(world, speaker)
    visitor.get(address).submit(FORM, profile="yes", slides="yes", recording="no")
    visitor.get(address).submit(FORM, slides="no")
    visitor.get(address).submit(FORM)
    assert answers(world, speaker) == {"profile": True, "slides": False, "recording": False}
    with world.reading() as database:
        query = select(AuditEntry).where(AuditEntry.verb == "answer consents").order_by(AuditEntry.id)
        assert [(one.account_id, one.before, one.after) for one in database.scalars(query)] == [
            (
                None,
                {"consent_profile": "", "consent_slides": "", "consent_recording": ""},
                {"consent_profile": "yes", "consent_slides": "yes", "consent_recording": "no"},
            ),
            (None, {"consent_slides": "yes"}, {"consent_slides": "no"}),
        ]


def test_two_tabs_never_undo_each_other_and_a_clash_is_shown(world: World, visitor: Visitor) -> None:
    speaker = make_speaker(world, world.event())
    address = invited(world, speaker)
    one, other = visitor.get(address), visitor.get(address)
    one.submit(FORM, slides="yes")
    other.submit(FORM, recording="no")
    assert answers(world, speaker) == {"slides": True, "recording": False}
    clash = one.submit(FORM, recording="yes")
    assert (clash.status, len(clash.errors)) == (422, 1)
    assert answers(world, speaker)["recording"] is False
    assert clash.submit(FORM).status == 302
    assert answers(world, speaker)["recording"] is True


def test_two_tabs_that_answer_at_once_leave_one_answer_each(world: World, visitor: Visitor) -> None:
    speaker = make_speaker(world, world.event())
    address = invited(world, speaker)
    pages = [Visitor(world.app).get(address) for _number in range(2)]
    threads = [
        threading.Thread(target=page.submit, args=(FORM,), kwargs={name: "yes"})
        for page, name in zip(pages, ("slides", "profile"), strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers(world, speaker) == {"slides": True, "profile": True}


def test_refused_slides_are_not_published_whatever_an_organiser_sends(world: World, visitor: Visitor) -> None:
    event, _speaker, address = sent(world, visitor)
    visitor.get(address).submit(FORM, slides="no")
    organiser = world.organiser(event)
    for typed in ({}, {"permission": "given"}):
        told = organiser.follow(publish(organiser, **typed))
        assert told.texts(".notice--saffron p") == [
            "The speaker does not allow these slides to be published. Readers have not been given them."
        ]
    assert world.count(Revision) == 0


def test_without_an_answer_the_organiser_says_that_they_have_the_permission(world: World, visitor: Visitor) -> None:
    event, speaker, address = sent(world, visitor)
    organiser = world.organiser(event)
    asked = publish(organiser)
    assert (asked.status, asked.h1) == (409, "Do you have the permission?")
    assert world.count(Revision) == 0
    assert asked.submit("main form").status == 302
    assert (world.count(Revision), answers(world, speaker)) == (1, {"slides": True})
    with world.reading() as database:
        (kept,) = database.scalars(select(SpeakerConsent))
        assert kept.account_id == world.account_id("organiser@example.org")
    assert "The organisers recorded on" in visitor.get(address).text


def test_permission_that_is_not_needed_changes_no_answer(world: World, visitor: Visitor) -> None:
    event, _speaker, address = sent(world, visitor)
    visitor.get(address).submit(FORM, slides="yes")
    publish(world.organiser(event), permission="given")
    with world.reading() as database:
        (kept,) = database.scalars(select(SpeakerConsent))
        assert (kept.account_id, kept.is_given) == (None, True)
    assert world.count(Revision) == 1


def test_a_consent_taken_back_tells_the_organisers_and_removes_nothing(world: World, visitor: Visitor) -> None:
    event, _speaker, address = sent(world, visitor)
    organiser = world.organiser(event)
    visitor.get(address).submit(FORM, slides="yes", recording="yes")
    publish(organiser)
    world.deliver()
    visitor.get(address).submit(FORM, slides="no")
    (mail,) = world.deliver()
    assert mail["To"] == "organiser@example.org"
    assert "Publication of the slides" in plain_text(mail)
    assert "Recording" not in plain_text(mail)
    assert "http://localhost/en/thamm-2021/manage/speakers/benali#consents" in plain_text(mail)
    assert visitor.get("/en/thamm-2021/documents/slides-d1-01-1/en").status == 200
    visitor.get(address).submit(FORM, slides="yes")
    assert world.deliver() == []


def test_an_answer_on_paper_is_recorded_with_its_day(world: World, visitor: Visitor) -> None:
    event = world.event()
    speaker = make_speaker(world, event)
    address = invited(world, speaker)
    organiser = world.organiser(event)
    with clock.at(BEFORE):
        page = manage(organiser)
        wrong = page.submit(FORM, kind="recording", answer="yes", paper_on="2021-06-02")
        assert (wrong.status, len(wrong.errors)) == (422, 1)
        assert page.submit(FORM, kind="recording").status == 422
        assert answers(world, speaker) == {}
        done = organiser.follow(page.submit(FORM, kind="recording", answer="yes", paper_on="2021-06-01"))
        assert "Answered on a paper of 1 June 2021, which the organisers recorded." in done.text
        assert "Answered on a paper of 1 June 2021, which the organisers recorded." in visitor.get(address).text
    assert answers(world, speaker) == {"recording": True}
    with world.reading() as database:
        (entry,) = database.scalars(select(AuditEntry).where(AuditEntry.verb == "answer consents"))
        assert entry.account_id == world.account_id("organiser@example.org")


def test_an_older_paper_never_takes_the_place_of_the_speakers_own_word(world: World, visitor: Visitor) -> None:
    event = world.event()
    speaker = make_speaker(world, event)
    address = invited(world, speaker)
    with clock.at(BEFORE):
        visitor.get(address).submit(FORM, recording="no")
        page = manage(world.organiser(event))
        refused = page.submit(FORM, kind="recording", answer="yes", paper_on="2021-05-31")
        assert (refused.status, refused.errors) == (
            422,
            ["The speaker answered this on their own page after that day: that answer stands."],
        )
        assert answers(world, speaker) == {"recording": False}
        assert page.submit(FORM, kind="recording", answer="yes", paper_on="2021-06-01").status == 302
        assert page.submit(FORM, kind="recording", answer="no", paper_on="2021-05-31").status == 302
    assert answers(world, speaker) == {"recording": False}


def test_only_organisers_reach_the_page_of_a_speaker(world: World, visitor: Visitor) -> None:
    event, other = world.event(), world.event("other-2021")
    make_speaker(world, event)
    path = "/en/thamm-2021/manage/speakers/benali"
    stranger = world.organiser(other, "elsewhere@example.org")
    people = [world.signed_in(world.account()), stranger]
    people += [world.member(event, role) for role in (Role.TRANSLATOR, Role.DESK)]
    assert visitor.get(path).status == 302
    for person in people:
        assert person.get(path).status == 403
        for rest in ("/consents", "/messages", "/messages/read"):
            assert person.post(f"{path}{rest}").status == 403
    assert stranger.get(path.replace("thamm", "other")).status == 404
    assert manage(world.organiser(event), "ar").status == 200


def test_an_assistant_answers_no_consent(world: World, visitor: Visitor) -> None:
    speaker = make_speaker(world, world.event())
    invited(world, speaker)
    with world.writing() as database:
        invitation = database.scalars(select(Invitation)).one()
        language = database.get_one(Speaker, speaker).language
        helper = service.add_assistant(database, invitation, name="Amal", email="amal@example.org", language=language)
        database.flush()
        token = service.assistants_token(helper)
    page = visitor.get(f"/en/thamm-2021/speak/{token}")
    assert (page.status, page.all(FORM)) == (200, [])
    typed = {"csrf_token": page.values("form[action$='/needs']")["csrf_token"], "slides": "yes"}
    assert visitor.post(f"/en/thamm-2021/speak/{token}/consents", typed).status == 403
    assert answers(world, speaker) == {}


def test_the_answers_of_many_are_read_in_one_query(world: World) -> None:
    event = world.event()
    speakers = [make_speaker(world, event, f"person-{number}") for number in range(5)]
    with world.reading() as database, count_queries(world.app) as seen:
        assert consents_of(database, speakers) == {one: {} for one in speakers}
    assert len(seen) == 1
