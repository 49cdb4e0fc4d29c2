"""Files that an organiser sends for a speaker: the same form and pieces, also after the day, and who sent them."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest
from sqlalchemy import select

from conference.agenda import service as agenda
from conference.agenda.models import SpeakerInSession
from conference.audit.models import AuditEntry
from conference.core import clock
from conference.events.models import Role
from conference.speakers.models import Slides
from conference.uploads.models import Upload
from tests.client import Page, Visitor
from tests.made.agenda import give_role, make_presentation, make_session, make_speaker
from tests.made.pieces import Sender, finish
from tests.made.speakers import invited, pdf, plain_text, pptx, replace, send
from tests.world import World

PAGE = "/en/thamm-2021/manage/speakers/benali/slides"
DAMAGED = "This PDF is damaged: no page of it can be read. Save it again and send it once more."
DEADLINE = "/en/thamm-2021/manage/speakers/deadline"


@pytest.fixture
def event(world: World) -> int:
    return world.event()


@pytest.fixture
def speaker(world: World, event: int) -> int:
    speaker = make_speaker(world, event)
    give_role(world, make_session(world, event), speaker)
    return speaker


@pytest.fixture
def organiser(world: World, event: int, speaker: int) -> Visitor:
    return world.signed_in(
        world.account("organiser@example.org", event=event, roles=(Role.ORGANISER,), latin_name="Olga Organiser")
    )


def rows(world: World) -> list[tuple[str, int | None]]:
    with world.reading() as database:
        return [(one.name, one.sent_by) for one in database.scalars(select(Slides).order_by(Slides.id))]


def receipts(world: World) -> list[str]:
    mails = [one for one in world.deliver() if one["Subject"] in ("Your slides have arrived", "وصلت شرائحكم")]
    return [" ".join(plain_text(one).split()) for one in mails]


def test_the_speaker_gets_the_receipt_with_the_name_of_who_sent_it(
    world: World, organiser: Visitor, visitor: Visitor, speaker: int
) -> None:
    path = invited(world, speaker)
    world.deliver()
    receipt = organiser.follow(send(organiser.get(PAGE), pdf(3), "by post.pdf", language_code="fr"))
    shown = dict(zip(receipt.texts(".receipt dt"), receipt.texts(".receipt dd"), strict=True))
    assert (shown["File"], shown["Pages"]) == ("by post.pdf", "3")
    assert "The speaker gets the receipt too, with your name in it." in receipt.texts(".receipt p")
    account = world.account_id("organiser@example.org")
    assert rows(world) == [("by post.pdf", account)]
    (letter,) = receipts(world)
    assert "\u2068Olga Organiser\u2069 of the organisers sent this file for you." in letter
    own = visitor.get(path)
    assert own.texts("#slides .upload p > a") == ["by post.pdf"]
    assert "The organisers sent this file for you." in own.texts("#slides .upload p")
    with world.reading() as database:
        found = database.scalars(select(AuditEntry).where(AuditEntry.subject.startswith("slides:"))).all()
        assert [(one.verb, one.account_id) for one in found] == [("send slides for speaker", account)]
    assert "An organiser sent slides for a speaker" in organiser.get("/en/thamm-2021/manage/history").text


def test_a_file_of_the_speakers_own_names_nobody(world: World, visitor: Visitor, speaker: int) -> None:
    send(visitor.get(invited(world, speaker)), pdf())
    assert rows(world) == [("slides.pdf", None)]
    assert "organisers sent" not in receipts(world)[0]


def test_after_the_day_organisers_still_send_and_the_speaker_does_not(
    world: World, organiser: Visitor, visitor: Visitor, speaker: int
) -> None:
    path = invited(world, speaker)
    with clock.at(datetime(2021, 7, 1, 9, tzinfo=UTC)):
        send(visitor.get(path), pdf(1))
        organiser.get(DEADLINE).submit(due_on="2021-07-01")
    with clock.at(datetime(2021, 7, 2, 9, tzinfo=UTC)):
        assert visitor.get(path).all("form[data-upload]") == []
        page = organiser.get(PAGE)
        assert "The day for slides was 1 July 2021. You can still send files; the speaker can not." in page.text
        assert send(page, pdf(2), "late.pdf").status == 302
        newer = organiser.get(page.one("#slides a[href$='/newer']").get("href") or "")
        assert send(newer, pdf(3), "later.pdf").status == 302
    assert [name for name, _by in rows(world)] == ["slides.pdf", "late.pdf", "later.pdf"]


def test_a_newer_file_stands_in_the_place_of_the_older_one_and_only_of_the_newest(
    world: World, organiser: Visitor, speaker: int
) -> None:
    send(organiser.get(PAGE), pdf(1), "one.pdf", language_code="ar")
    link = organiser.get(PAGE).one("#slides a[href$='/newer']").get("href") or ""
    send(organiser.get(link), pptx(), "two.pptx")
    with world.reading() as database:
        first, second = database.scalars(select(Slides).order_by(Slides.id)).all()
        assert (second.first_id, second.language_code, second.approved_at) == (first.id, "ar", None)
    assert organiser.get(PAGE).texts("#slides .upload p > a[download]") == ["two.pptx"]
    older = organiser.get(link)
    assert older.all("form[data-upload]") == []
    assert older.texts(".notice p") == ["This is an earlier revision. See the newest one"]


def test_a_file_in_pieces_is_the_organisers_own_for_this_speaker(
    world: World, event: int, organiser: Visitor, speaker: int
) -> None:
    body = pdf(2)
    sender = Sender.at(organiser.get(PAGE))
    address = sender.begin(len(body), "pieces.pdf").headers["Location"]
    assert sender.patch(address, body[:100], 0).status_code == 204
    with world.reading() as database:
        account = world.account_id("organiser@example.org")
        assert database.scalars(select(Upload.owner)).one() == f"organiser {account} for speaker {speaker}"
    colleague = world.organiser(event, "colleague@example.org")
    assert Sender.at(colleague.get(PAGE)).ask("HEAD", address).status_code == 404
    make_speaker(world, event, "other")
    elsewhere = address.replace("/benali/", "/other/")
    assert sender.ask("HEAD", elsewhere).status_code == 404
    assert sender.offset(address) == 100
    assert sender.patch(address, body[100:], 100).status_code == 204
    first, again = finish(organiser.get(PAGE), address), finish(organiser.get(PAGE), address)
    assert (first.status, again.location) == (302, first.location)
    assert [name for name, _by in rows(world)] == ["pieces.pdf"]
    assert world.count(Upload) == 0


def test_the_speakers_pieces_and_the_organisers_are_apart(
    world: World, organiser: Visitor, visitor: Visitor, speaker: int
) -> None:
    theirs = Sender.at(visitor.get(invited(world, speaker)))
    code = theirs.whole(pdf()).rpartition("/")[2]
    page = organiser.get(PAGE)
    refused = page.visitor.post(PAGE, page.values("form[data-upload]") | {"upload": code})
    assert (refused.status, refused.errors) == (422, ["Choose a file."])
    assert rows(world) == []


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        (b"", 422, "This file is empty. Look whether it is the right one."),
        (
            b"%PDF-1.7 and nothing",
            422,
            "This PDF is damaged: no page of it can be read. Save it again and send it once more.",
        ),
        (b"%PDF-1.7" + bytes(5 * 1024 * 1024), 413, "This file is too large: at most \u20684.2 MB\u2069 can be sent."),
    ],
)
def test_what_a_speaker_could_not_send_an_organiser_can_not_either(
    world: World, organiser: Visitor, body: bytes, status: int, sentence: str
) -> None:
    refused = send(organiser.get(PAGE), body, language_code="fr")
    assert (refused.status, refused.errors) == (status, [sentence])
    assert rows(world) == []


def test_a_place_that_the_speaker_lost_meanwhile_is_refused_in_words(
    world: World, event: int, organiser: Visitor, speaker: int
) -> None:
    other = make_session(world, event, "D1-02", hours=("11:00", "12:00"))
    role = give_role(world, other, speaker, "speaker", make_presentation(world, other))
    page = organiser.get(PAGE)
    places = [one.get("value") or "" for one in page.all("input[name=place]")]
    with world.writing() as database:
        found = database.get_one(SpeakerInSession, role)
        agenda.remove_role(database, found.session.event, found, by=None)
    refused = send(page, pdf(), place=places[1])
    assert refused.status == 422
    assert len(refused.errors) == 1
    assert rows(world) == []


def test_without_a_session_there_is_no_form_and_nothing_is_taken(world: World, event: int, organiser: Visitor) -> None:
    make_speaker(world, event, "idle")
    page = organiser.get(PAGE.replace("benali", "idle"))
    assert page.all("form[data-upload]") == []
    assert "Slides belong to a session. Give this speaker one in the agenda first." in page.text
    token = organiser.get(PAGE).values("form[data-upload]")["csrf_token"]
    answer = organiser.post(
        PAGE.replace("benali", "idle"),
        {"csrf_token": token, "file": (BytesIO(pdf()), "x.pdf")},
        content_type="multipart/form-data",
    )
    assert (answer.status, rows(world)) == (302, [])


def test_a_speaker_without_an_address_is_not_written_to(world: World, event: int, organiser: Visitor) -> None:
    give_role(
        world,
        make_session(world, event, "D1-02", hours=("11:00", "12:00")),
        make_speaker(world, event, "quiet", email=""),
    )
    receipt = organiser.follow(send(organiser.get(PAGE.replace("benali", "quiet")), pdf()))
    assert "The speaker has no e-mail address, so nobody is written to." in receipt.texts(".receipt p")
    assert receipts(world) == []


def test_nobody_else_sends_for_a_speaker(world: World, event: int, organiser: Visitor, visitor: Visitor) -> None:
    page = organiser.get(PAGE)
    elsewhere = world.event("elsewhere")
    people = [
        world.member(event, Role.TRANSLATOR),
        world.member(event, Role.DESK),
        world.organiser(elsewhere, "elsewhere@example.org"),
        world.signed_in(world.account("participant@example.org")),
    ]
    for one in people:
        assert one.get(PAGE).status == 403
        refused: Page = send(Page(one, page.response, root=page.root), pdf())
        assert refused.status == 403
    assert visitor.get(PAGE).location.startswith("/en/sign-in")
    assert organiser.get(PAGE.replace("benali", "nobody")).status == 404
    assert rows(world) == []


def test_a_replaced_file_is_found_by_the_speaker_among_the_revisions(
    world: World, organiser: Visitor, visitor: Visitor, speaker: int
) -> None:
    path = invited(world, speaker)
    send(organiser.get(PAGE), pdf(1), "organiser.pdf")
    assert replace(visitor.get(path), pdf(2), "mine.pdf").status == 302
    assert organiser.get(PAGE).texts("#slides .upload p > a[download]") == ["mine.pdf"]
