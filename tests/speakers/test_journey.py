"""From the invitation to slides that readers have, as speaker and organiser see it."""

from __future__ import annotations

import hashlib

from sqlalchemy import select

from conference.agenda.models import Session, Speaker
from conference.audit.models import AuditEntry
from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.core.translated import State
from conference.library.models import Document, Revision
from conference.speakers.models import Invitation, Slides
from tests.client import Page, Visitor
from tests.made.agenda import give_role, make_presentation, make_session, make_speaker, publish
from tests.made.speakers import invite, invited, link_in, pdf, plain_text, pptx, replace, send, token_of
from tests.world import World, in_three, only


def board(organiser: Visitor, language: str = "fr") -> Page:
    return organiser.get(f"/{language}/thamm-2021/manage/speakers")


def test_invited_confirmed_sent_published_and_read_in_french(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event, "D1-03")
    talk = make_presentation(world, session, "Trends")
    speaker = make_speaker(world, event, language_code="fr", biography=only(FRENCH, "Une vie"))
    give_role(world, session, speaker, "panellist", talk)
    publish(world, event)
    organiser = world.organiser(event)

    sent = board(organiser).submit("form[action$='/benali/invite']")
    assert sent.location == "/fr/thamm-2021/manage/speakers#speaker-benali"
    (mail,) = world.deliver()
    assert (mail["To"], mail["Content-Language"]) == ("benali@private.example.org", "fr")
    assert "Trends (français)" in plain_text(mail)

    page = visitor.get(link_in(mail))
    assert link_in(mail).startswith("/fr/thamm-2021/speak/")
    assert page.response.headers["Cache-Control"] == "no-store"
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert page.texts("#sessions .own-roles li") == ["Panéliste Trends (français)"]
    confirmed = visitor.follow(page.submit("form[action$='/confirm']"))
    assert confirmed.all("form[action$='/confirm']") == []
    assert len(confirmed.all(".page-lead .badge--leaf")) == 1

    deck = pptx(slides=12)
    arrived = send(confirmed, deck, "Tendances de la migration.pptx", language_code="fr")
    receipt = visitor.follow(arrived)
    digest = hashlib.sha256(deck).hexdigest()
    assert receipt.texts(".receipt dd")[0] == "Tendances de la migration.pptx"
    assert receipt.texts(".receipt dd")[2] == "12"
    assert receipt.one(".receipt [data-copy]").get("data-copy") == digest
    assert receipt.texts(".receipt .fingerprint p code") == [digest]
    (proof,) = world.deliver()
    assert (proof["To"], proof["Content-Language"]) == ("benali@private.example.org", "fr")
    for words in ("Tendances de la migration.pptx", digest, "D1-03", "12"):
        assert words in plain_text(proof)

    waiting = board(organiser)
    assert len(waiting.all(".upload .badge--saffron")) == 1
    done = organiser.follow(waiting.submit("form[action$='/publish']"))
    assert len(done.all(".upload .badge--leaf")) == 1
    library = visitor.get("/fr/thamm-2021/documents/slides-d1-03-1")
    assert library.h1 == "Trends (français)"
    file = visitor.get("/fr/thamm-2021/documents/slides-d1-03-1/fr")
    assert file.response.data == deck
    assert "/fr/thamm-2021/documents/slides-d1-03-1" in visitor.get("/fr/thamm-2021/agenda/D1-03").source
    with world.reading() as database:
        document = database.scalars(select(Document)).one()
        assert (document.symbol, document.category) == ("SLIDES/D1-03/1", "presentation")
        assert document.title == in_three("Trends")
        assert document.summary.text(ARABIC) == "ليلى بن علي"
        assert [one.code for one in document.sessions] == ["D1-03"]


def test_a_newer_file_is_a_revision_of_the_same_document(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event)
    speaker = make_speaker(world, event)
    give_role(world, session, speaker)
    publish(world, event)
    organiser = world.organiser(event)
    path = invited(world, speaker)
    for step in (
        lambda page: send(page, pdf(1), language_code="en"),
        lambda page: replace(page, pdf(2)),
        lambda page: send(page, pdf(3), language_code="ar"),
    ):
        step(visitor.get(path))
        board(organiser).submit("form[action$='/publish']")
    with world.reading() as database:
        document = database.scalars(select(Document)).one()
        found = [(one.language_code, [each.number for each in one.published]) for one in document.versions]
        assert sorted(found) == [("ar", [1]), ("en", [1, 2])]
        assert document.title == in_three("Title D1-01", "Titre D1-01", "عنوان D1-01")
    assert board(organiser, "en").texts(".upload .badge") == ["Published", "Published", "Published earlier"]


def test_two_panellists_of_one_session_have_a_document_each(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event)
    organiser = world.organiser(event)
    for code in ("first", "second"):
        speaker = make_speaker(world, event, code)
        give_role(world, session, speaker, "panellist")
        send(visitor.get(invited(world, speaker)), pdf(1 if code == "first" else 2))
        board(organiser).submit("form[action$='/publish']")
    with world.reading() as database:
        assert list(database.scalars(select(Document.symbol).order_by(Document.id))) == [
            "SLIDES/D1-01/1",
            "SLIDES/D1-01/2",
        ]


def test_withdrawn_slides_are_gone_from_readers_and_can_be_published_again(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event)
    speaker = make_speaker(world, event)
    give_role(world, session, speaker)
    organiser = world.organiser(event)
    send(visitor.get(invited(world, speaker)), pdf())
    board(organiser).submit("form[action$='/publish']")
    address = "/en/thamm-2021/documents/slides-d1-01-1/en"
    assert visitor.get(address).status == 200
    board(organiser).submit("form[action*='/slides/'][action$='/withdraw']")
    assert visitor.get(address).status == 404
    again = organiser.follow(board(organiser, "en").submit("form[action$='/publish']"))
    assert again.texts(".upload .badge") == ["Published"]
    assert visitor.get(address).status == 200
    assert world.count(Revision) == 1


def test_a_late_click_on_replaced_slides_leaves_the_newer_ones_with_readers(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event)
    speaker = make_speaker(world, event)
    give_role(world, session, speaker)
    organiser = world.organiser(event)
    path = invited(world, speaker)
    send(visitor.get(path), pdf(1))
    board(organiser).submit("form[action$='/publish']")
    stale = board(organiser)
    replace(visitor.get(path), pdf(3))
    board(organiser).submit("form[action$='/publish']")
    stale.submit("form[action*='/slides/'][action$='/withdraw']")
    assert visitor.get("/en/thamm-2021/documents/slides-d1-01-1/en").status == 200


def test_a_session_or_speaker_with_slides_is_not_deleted(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event)
    speaker = make_speaker(world, event)
    give_role(world, session, speaker)
    send(visitor.get(invited(world, speaker)), pdf())
    organiser = world.organiser(event)
    organiser.get("/en/thamm-2021/manage/agenda/sessions/D1-01").submit("form[action$='/cancel']")
    with world.reading() as database:
        assert database.get_one(Session, session).status == "cancelled"
    assert world.count(Slides) == 1


def test_slides_published_twice_are_published_once(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event)
    speaker = make_speaker(world, event)
    give_role(world, session, speaker)
    organiser = world.organiser(event)
    send(visitor.get(invited(world, speaker)), pdf())
    page = board(organiser, "en")
    organiser.follow(page.submit("form[action$='/publish']"))
    second = organiser.follow(page.submit("form[action$='/publish']"))
    assert second.texts(".notice p") == ["Readers have this file already."]
    assert (world.count(Document), world.count(Revision)) == (1, 1)


def test_the_profile_reaches_readers_with_the_next_published_agenda(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event)
    speaker = make_speaker(world, event, language_code="ar", biography=only(ARABIC, "سيرة"))
    give_role(world, session, speaker)
    publish(world, event)
    page = visitor.get(invited(world, speaker, language="ar"))
    form = "form[action$='/profile']"
    assert page.values(form)["function-ar"] == "Director (عربي)"
    mine = {"biography-ar": "سيرة جديدة", "biography-fr": "Une vie", "function-ar": "مديرة", "honorific": "dr"}
    assert page.submit(form, **mine).status == 302
    assert "سيرة جديدة" not in visitor.get("/ar/thamm-2021/speakers/benali").text
    publish(world, event)
    told = visitor.get("/ar/thamm-2021/speakers/benali").text
    assert "سيرة جديدة" in told
    assert "د. " in told
    with world.reading() as database:
        stored = database.get_one(Speaker, speaker)
        assert stored.biography.source == ARABIC
        assert stored.biography.state(FRENCH) == State.TRANSLATED
        assert stored.biography.state(ENGLISH) == State.MISSING
        assert stored.function.source == ENGLISH
        assert stored.function.text(ARABIC) == "مديرة"
        assert stored.function.text(ENGLISH) == "Director"


def test_only_the_speakers_own_language_is_asked_for(world: World, visitor: Visitor) -> None:
    event = world.event()
    speaker = make_speaker(world, event, language_code="fr", biography=only(FRENCH, "Une vie"))
    page = visitor.get(invited(world, speaker, language="fr"))
    form = "form[action$='/profile']"
    refused = page.submit(form, **{"biography-fr": "", "biography-en": "A life", "native_name": "\u202eevil"})
    assert refused.status == 422
    assert len(refused.errors) == 2
    assert refused.values(form)["biography-en"] == "A life"
    with world.reading() as database:
        assert database.get_one(Speaker, speaker).biography == only(FRENCH, "Une vie")


def test_an_organisers_edit_meanwhile_is_shown_beside_the_speakers(world: World, visitor: Visitor) -> None:
    event = world.event()
    speaker = make_speaker(world, event)
    page = visitor.get(invited(world, speaker))
    with world.writing() as database:
        found = database.get_one(Speaker, speaker)
        found.biography = in_three("Theirs")
        found.native_name = "Leila Theirs"
    form = "form[action$='/profile']"
    clash = page.submit(form, **{"biography-en": "Mine", "native_name": "Leila Mine"})
    assert clash.status == 422
    assert clash.values(form)["biography-en"] == "Mine"
    assert clash.texts(".translated-theirs blockquote") == ["Theirs"]
    assert clash.submit(form).status == 302
    with world.reading() as database:
        stored = database.get_one(Speaker, speaker)
        assert (stored.biography.text(ENGLISH), stored.native_name) == ("Mine", "Leila Mine")


def test_every_change_of_an_organiser_is_on_record_without_the_secret(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event)
    speaker = make_speaker(world, event)
    give_role(world, session, speaker)
    organiser = world.organiser(event)
    board(organiser).submit("form[action$='/benali/invite']")
    board(organiser).submit("form[action$='/benali/renew']")
    with world.reading() as database:
        invitation = database.scalars(select(Invitation)).one()
        secret = invitation.link_secret
    page = visitor.get(f"/en/thamm-2021/speak/{token_of(world, invitation.id)}")
    page.submit("form[action$='/decline']")
    visitor.get(page.response.request.path).submit("form[action$='/confirm']")
    send(page, pdf())
    board(organiser).submit("form[action$='/publish']")
    board(organiser).submit("form[action*='/slides/'][action$='/withdraw']")
    board(organiser).submit("form[action$='/benali/withdraw']")
    by = world.account_id("organiser@example.org")
    with world.reading() as database:
        entries = database.scalars(
            select(AuditEntry)
            .where(AuditEntry.subject.like("speaker_invitation:%") | AuditEntry.subject.like("slides:%"))
            .order_by(AuditEntry.id)
        ).all()
        assert [(entry.verb, entry.account_id) for entry in entries] == [
            ("invite", by),
            ("renew link", by),
            ("answer invitation", None),
            ("answer invitation", None),
            ("send slides", None),
            ("publish slides", by),
            ("withdraw slides", by),
            ("withdraw invitation", by),
        ]
        assert not [entry for entry in entries if secret in str(entry.before) + str(entry.after)]
    assert world.count(Slides) == 1


def test_looking_changes_nothing(world: World, visitor: Visitor) -> None:
    event = world.event()
    speaker = make_speaker(world, event)
    address = invited(world, speaker)
    for path in (address, f"{address}/confirm", f"{address}/decline", f"{address}/slides", f"{address}/profile"):
        visitor.get(path)
    with world.reading() as database:
        assert database.scalars(select(Invitation.state)).all() == ["invited"]


def test_a_signed_in_speaker_finds_the_page_in_their_account(world: World) -> None:
    event = world.event()
    speaker = make_speaker(world, event, email="Leila@example.org")
    address = invited(world, speaker)
    person = world.signed_in(world.account("leila@example.org"))
    assert address in [one.get("href") for one in person.get("/en/account").all("main a")]
    other = world.signed_in(world.account("other@example.org"))
    assert "/speak/" not in other.get("/en/account").source


def test_hours_are_shown_in_the_zone_of_the_speakers_account(world: World, visitor: Visitor) -> None:
    event = world.event()
    session = make_session(world, event)
    speaker = make_speaker(world, event, email="leila@example.org")
    give_role(world, session, speaker)
    address = invited(world, speaker)
    assert len(visitor.get(address).all("[data-local]")) == 1
    world.account("leila@example.org", zone="Africa/Cairo")
    page = visitor.get(address)
    assert page.all("[data-local]") == []
    assert "Monday 5 July 2021 · 09:00–10:30 Times in Tunis" in page.text
    assert "In Cairo: \u206610:00–11:30\u2069" in page.text


def test_invitations_wait_for_an_address(world: World) -> None:
    event = world.event()
    speaker = make_speaker(world, event, email="")
    organiser = world.organiser(event)
    page = board(organiser, "en")
    assert page.all("form[action$='/invite']") == []
    form = organiser.get("/en/thamm-2021/manage/speakers/benali/address")
    refused = form.submit(email="Leila <leila@example.org>", language_code="ar")
    assert (refused.status, len(refused.errors)) == (422, 1)
    assert refused.values()["email"] == "Leila <leila@example.org>"
    assert form.submit(email="leila@example.org", language_code="ar").status == 302
    board(organiser, "en").submit("form[action$='/invite']")
    (mail,) = world.deliver()
    assert (mail["To"], mail["Content-Language"]) == ("leila@example.org", "ar")
    assert link_in(mail).startswith("/ar/")
    assert world.count(Invitation) == 1
    with world.reading() as database:
        assert database.get_one(Speaker, speaker).language_code == "ar"


def test_a_link_never_follows_a_speaker_to_an_address_they_have_left(world: World, visitor: Visitor) -> None:
    event = world.event()
    speaker = make_speaker(world, event, email="old@example.org")
    organiser = world.organiser(event)
    invite(world, speaker)
    form = organiser.get("/en/thamm-2021/manage/speakers/benali/address")
    form.submit(email="new@example.org")
    mails = world.deliver()
    assert [mail["To"] for mail in mails] == ["new@example.org"]
    assert visitor.get(link_in(mails[0])).status == 200


def test_a_change_of_address_is_written_down_with_both_addresses(world: World) -> None:
    event = world.event()
    make_speaker(world, event, email="old@example.org")
    organiser = world.organiser(event)
    organiser.get("/en/thamm-2021/manage/speakers/benali/address").submit(email="new@example.org", language_code="ar")
    with world.reading() as database:
        entry = database.scalars(select(AuditEntry).where(AuditEntry.verb == "change address")).one()
    assert entry.before == {"email": "old@example.org", "language_code": "en"}
    assert entry.after == {"email": "new@example.org", "language_code": "ar"}


def test_an_address_changed_in_the_agenda_ends_the_old_link_too(world: World, visitor: Visitor) -> None:
    event = world.event()
    old = invited(world, make_speaker(world, event, email="old@example.org"))
    organiser = world.organiser(event)
    form = organiser.get("/en/thamm-2021/manage/agenda/speakers/benali")
    form.submit("form.form--wide", email="New@example.org")
    (mail,) = world.deliver()
    assert mail["To"] == "New@example.org"
    assert (visitor.get(old).status, visitor.get(link_in(mail)).status) == (404, 200)
    form = organiser.get("/en/thamm-2021/manage/agenda/speakers/benali")
    form.submit("form.form--wide", email="")
    assert visitor.get(link_in(mail)).status == 404
    assert world.deliver() == []
