"""One text at the desk: side by side, with what changed, merged under fingerprints, by the rules of its feature."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from conference.agenda.models import Presentation, Room, Speaker
from conference.audit.models import AuditEntry
from conference.core.clock import now
from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.core.translated import Entry, State, Translated, digest
from conference.events.models import Body, Contact, Event, EventRole, Role
from conference.library.models import OwnCategory, Recording
from conference.registration.models import FieldChoice, FieldType, FormField, FormSection, MailText, Organisation
from conference.translation.sources import BY_KIND, Kind
from tests.client import Page, Visitor
from tests.made.agenda import make_presentation, make_room, make_session, make_speaker
from tests.made.form import make_field
from tests.made.library import make_document
from tests.made.translation import DESK
from tests.world import World, in_three, only


def address(kind: str, row: int, field: str) -> str:
    return f"{DESK}/{kind}/{row}/{field}"


def behind(former: str, source: str, french: str) -> Translated:
    """A text whose French was made from a former source; there is no Arabic."""
    return Translated({ENGLISH: Entry(source), FRENCH: Entry(french, of=digest(former), made_from=former)})


def stored(world: World, model: type[Any], row: int, field: str) -> Translated:
    with world.reading() as session:
        found: Translated = getattr(session.get_one(model, row), field)
        return found


def test_a_text_stands_side_by_side_and_is_translated(world: World) -> None:
    event = world.event()
    room = make_room(world, event, only(ENGLISH, "Hall"))
    translator = world.member(event, Role.TRANSLATOR)
    page = translator.get(address("room", room, "name"))
    assert page.h1 == "Room · Name"
    assert [(one.get("name"), one.get("lang"), one.get("dir")) for one in page.all("form.form input[type=text]")] == [
        ("name-en", "en", "ltr"),
        ("name-fr", "fr", "ltr"),
        ("name-ar", "ar", "rtl"),
    ]
    answer = page.submit(**{"name-fr": "Salle", "name-ar": "قاعة"})
    assert translator.follow(answer).texts(".notice p") == ["Saved."]
    assert stored(world, Room, room, "name").to_json()["fr"]["of"] == digest("Hall")
    assert [stored(world, Room, room, "name").text(one) for one in (FRENCH, ARABIC)] == ["Salle", "قاعة"]


def test_what_changed_in_the_source_is_marked_word_by_word(world: World) -> None:
    event = world.event()
    room = make_room(world, event, behind("The small hall", "The large hall", "La petite salle"))
    page = world.member(event, Role.TRANSLATOR).get(address("room", room, "name"))
    assert page.texts(".compared del") == ["small"]
    assert page.texts(".compared ins") == ["large"]
    saved = page.visitor.follow(page.submit(**{"name-fr": "La grande salle"}))
    assert saved.all(".compared") == []
    assert stored(world, Room, room, "name").state(FRENCH) == State.TRANSLATED


def test_a_changed_source_is_remembered_until_it_is_translated(world: World) -> None:
    event = world.event()
    room = make_room(world, event, in_three("Hall", "Salle", "قاعة"))
    organiser = world.organiser(event)
    organiser.get(f"/en/thamm-2021/manage/agenda/rooms/{room}").submit(**{"name-en": "Great hall"})
    assert [stored(world, Room, room, "name").made_from(one) for one in (FRENCH, ARABIC)] == ["Hall", "Hall"]
    organiser.get(address("room", room, "name")).submit(**{"name-fr-still": "y"})
    assert [stored(world, Room, room, "name").made_from(one) for one in (FRENCH, ARABIC)] == [None, "Hall"]
    assert "from" not in stored(world, Room, room, "name").to_json()["fr"]


def test_the_source_comes_first_and_a_narrowed_list_shows_one_language(world: World) -> None:
    event = world.event(source_code="fr")
    row = make_session(world, event, title=Translated.of(FRENCH, {FRENCH: "Ouverture", ENGLISH: "Opening"}))
    translator = world.member(event, Role.TRANSLATOR)
    page = translator.get(address("session", row, "title"))
    names = [one.get("name") for one in page.all("form.form input[type=text]")]
    assert names == ["title-fr", "title-en", "title-ar"]
    page = translator.get(address("session", row, "title") + "?in=ar")
    assert [one.get("name") for one in page.all("form.form input[type=text]")] == ["title-fr", "title-ar"]


def test_save_and_next_goes_through_the_list_as_it_is_narrowed(world: World) -> None:
    event = world.event()
    first, second = (make_room(world, event, only(ENGLISH, name)) for name in ("Hall", "Foyer"))
    make_session(world, event, title=only(ENGLISH, "Opening"), abstract=Translated())
    translator = world.member(event, Role.TRANSLATOR)
    narrowed = "?in=fr&kind=room"
    page = translator.get(address("room", first, "name") + narrowed)
    assert page.texts(".translation-way p") == ["Text 1 of 2 in the list"]
    assert page.all("input[name=name-ar]") == []
    answer = page.submit(**{"name-fr": "Salle", "next": "1"})
    assert answer.location == address("room", second, "name") + narrowed
    page = translator.follow(answer)
    # What was just translated is no longer in the list.
    assert page.texts(".translation-way p") == ["Text 1 of 1 in the list"]
    answer = page.submit(**{"name-fr": "Hall d’entrée", "next": "1"})
    assert answer.location == DESK + narrowed
    assert translator.follow(answer).texts(".empty h2") == ["Nothing here"]


def test_what_differs_from_the_source_is_saved_and_shown_once_more(world: World) -> None:
    event = world.event()
    words = "Write to secretariat@example.org before 15 June, see https://example.org/a."
    session = make_session(world, event, title=in_three("T"), abstract=only(ENGLISH, words))
    translator = world.member(event, Role.TRANSLATOR)
    page = translator.get(address("session", session, "abstract"))
    answer = page.submit(**{"abstract-fr": "Écrivez avant le 16 juin.", "next": "1"})
    assert answer.location == address("session", session, "abstract")
    page = translator.follow(answer)
    assert [line.replace("\u2068", "").replace("\u2069", "") for line in page.texts(".notice p")] == [
        "Saved. Look once more at what differs from the source, or go on.",
        "To look at once more: French",
        "In the source, but not in the translation: https://example.org/a, secretariat@example.org and 15.",
        "In the translation, but not in the source: 16.",
    ]
    # The same once more: it was seen, and the way on is open.
    assert page.submit(next="1").location != address("session", session, "abstract")


def test_a_mail_whose_placeholder_is_broken_is_refused(world: World) -> None:
    event = world.event()
    words = "Dear {name},\n\nyou are registered: {link}"
    with world.writing() as database:
        own = MailText(event_id=event, kind="received", subject=only(ENGLISH, "Hello"), body=only(ENGLISH, words))
        database.add(own)
        database.flush()
        row = own.id
    translator = world.member(event, Role.TRANSLATOR)
    page = translator.get(address("mail", row, "body"))
    refused = page.submit(**{"body-fr": "Bonjour {nom}, {link}"})
    assert refused.status == 422
    assert "There is no placeholder" in refused.errors[0]
    assert page.submit(**{"body-fr": "Bonjour {name},\n\nvoici : {link}"}).status == 302
    assert stored(world, MailText, row, "body").state(FRENCH) == State.TRANSLATED


def test_two_translators_of_one_language_see_both_texts(world: World) -> None:
    event = world.event()
    room = make_room(world, event, only(ENGLISH, "Hall"))
    translator, organiser = world.member(event, Role.TRANSLATOR), world.organiser(event)
    mine, theirs = (who.get(address("room", room, "name")) for who in (translator, organiser))
    theirs.submit(**{"name-fr": "Salle", "name-en": "Great hall"})
    clash = mine.submit(**{"name-fr": "Grande salle", "name-ar": "قاعة"})
    assert clash.status == 422
    assert clash.texts(".translated-theirs blockquote") == ["Salle"]
    assert clash.values()["name-fr"] == "Grande salle"
    assert clash.submit().status == 302
    found = stored(world, Room, room, "name")
    assert [found.text(one) for one in (ENGLISH, FRENCH, ARABIC)] == ["Great hall", "Grande salle", "قاعة"]
    # Both were made from what the translator had seen.
    assert [(found.state(one), found.made_from(one)) for one in (FRENCH, ARABIC)] == [(State.OUT_OF_DATE, "Hall")] * 2


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_text_is_translated_by_the_rules_of_its_feature(world: World, kind: Kind) -> None:
    event = world.event()
    row, field = made(world, event, kind)
    organiser = world.organiser(event)
    page = organiser.get(address(kind, row, field))
    assert page.status == 200
    typed = {f"{field}-fr": "Voici", f"{field}-ar": "هذا"}
    assert page.submit(**typed).status == 302
    found = stored(world, BY_KIND[kind].model, row, field)
    assert [(found.text(one), found.state(one)) for one in (FRENCH, ARABIC)] == [
        ("Voici", State.TRANSLATED),
        ("هذا", State.TRANSLATED),
    ]
    with world.reading() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert entry is not None
        assert (entry.account_id, entry.event_id) == (world.account_id("organiser@example.org"), event)
        assert "Voici" in str(entry.after)


def made(world: World, event: int, kind: Kind) -> tuple[int, str]:
    """A text of this kind in English alone: the id of what it belongs to, and its column."""
    text = only(ENGLISH, "Here it is")
    if kind == Kind.SESSION:
        return make_session(world, event, title=text), "title"
    if kind == Kind.PRESENTATION:
        make_presentation(world, make_session(world, event))
        with world.writing() as database:
            database.get_one(Presentation, newest(world, Presentation)).title = text
        return newest(world, Presentation), "title"
    if kind == Kind.SPEAKER:
        make_speaker(world, event, biography=text)
        return newest(world, Speaker), "biography"
    if kind == Kind.ROOM:
        return make_room(world, event, text), "name"
    if kind == Kind.DOCUMENT:
        return make_document(world, event, title=text), "title"
    if kind in (Kind.SECTION, Kind.FIELD, Kind.CHOICE):
        make_field(world, event, FieldType.CHOICE, choices=["One"])
        model = {Kind.SECTION: FormSection, Kind.FIELD: FormField, Kind.CHOICE: FieldChoice}[kind]
        name = "title" if kind == Kind.SECTION else "label"
        with world.writing() as database:
            found = database.scalars(select(model).order_by(model.id.desc())).first()
            setattr(found, name, text)
            return found.id, name
    return placed(world, event, kind, text)


def placed(world: World, event: int, kind: Kind, text: Translated) -> tuple[int, str]:
    session = make_session(world, event) if kind == Kind.RECORDING else 0
    rows: dict[Kind, Any] = {
        Kind.TRACK: BY_KIND[Kind.TRACK].model(event_id=event, position=0, name=text),
        Kind.MAIL: MailText(event_id=event, kind="received", subject=text, body=Translated()),
        Kind.BODY: Body(event_id=event, position=3, name=text, acronym=Translated()),
        Kind.CONTACT: Contact(event_id=event, position=3, label=text, email="a@example.org"),
        Kind.DOCUMENT_CATEGORY: OwnCategory(event_id=event, code="own", name=text, position=1),
        Kind.RECORDING: Recording(
            event_id=event, session_id=session, title=text, link="https://example.org/", added_at=now()
        ),
        Kind.ORGANISATION: Organisation(event_id=event, name=text, acronym=Translated(), country="", category=""),
    }
    with world.writing() as database:
        if kind == Kind.EVENT:
            database.get_one(Event, event).venue = text
            return event, "venue"
        database.add(rows[kind])
        database.flush()
        return rows[kind].id, {Kind.MAIL: "subject", Kind.CONTACT: "label", Kind.RECORDING: "title"}.get(kind, "name")


def newest(world: World, model: type[Any]) -> int:
    with world.reading() as session:
        return int(session.scalars(select(model.id).order_by(model.id.desc())).first() or 0)


def test_a_text_begun_in_another_language_stays_its_translation(world: World) -> None:
    event = world.event()
    make_speaker(world, event, biography=only(FRENCH, "Une vie"))
    row = newest(world, Speaker)
    translator = world.member(event, Role.TRANSLATOR)
    translator.get(address("speaker", row, "biography")).submit(**{"biography-ar": "حياة"})
    found = stored(world, Speaker, row, "biography")
    assert (found.source, found.state(ARABIC), found.state(ENGLISH)) == (FRENCH, State.TRANSLATED, State.MISSING)


def test_translators_change_what_is_theirs_and_nobody_else_comes_in(world: World) -> None:
    event, other = world.event(venue=only(ENGLISH, "Palace")), world.event("other-2021")
    room = make_room(world, event, only(ENGLISH, "Hall"))
    elsewhere = make_room(world, other, only(ENGLISH, "Elsewhere"))
    translator = world.member(event, Role.TRANSLATOR)
    assert translator.get(address("event", event, "venue")).status == 404
    assert translator.get(address("room", elsewhere, "name")).status == 404
    assert translator.get(address("room", room, "position")).status == 404
    assert translator.get(address("room", 999, "name")).status == 404
    assert Visitor(world.app).get(address("room", room, "name")).status == 302
    assert world.member(event, Role.DESK).get(address("room", room, "name")).status == 403
    sent: Page = translator.get(address("room", room, "name"))
    refused = translator.post(address("event", event, "venue"), sent.values() | {"venue-fr": "Palais"})
    assert refused.status == 404


def test_what_was_taken_away_meanwhile_gives_the_words_back(world: World) -> None:
    event = world.event()
    room = make_room(world, event, only(ENGLISH, "Hall"))
    translator = world.member(event, Role.TRANSLATOR)
    page = translator.get(address("room", room, "name"))
    with world.writing() as database:
        database.delete(database.get_one(Room, room))
    assert page.submit(**{"name-fr": "Salle"}).status == 404


def test_what_was_translated_before_is_suggested_from_here_and_from_earlier_events(world: World) -> None:
    earlier, event, foreign = world.event("earlier-2020"), world.event(), world.event("foreign-2021")
    make_room(world, earlier, in_three("The large hall", "La grande salle", "القاعة الكبرى"))
    make_room(world, foreign, in_three("The large hall", "Secret", "سر"))
    make_room(world, event, in_three("The largest hall", "La plus grande salle", "القاعة الأكبر"))
    make_room(world, event, in_three("Foyer", "Hall d’entrée", "البهو"))
    make_room(world, event, behind("The hall", "The large hall", "Vieille salle"))
    room = make_room(world, event, only(ENGLISH, "The large hall"))
    account = world.account(event=event, roles=(Role.TRANSLATOR,))
    with world.writing() as database:
        database.add(EventRole(event_id=earlier, account_id=account, role=Role.TRANSLATOR, created_at=now()))
    page = world.signed_in(account).get(address("room", room, "name") + "?in=fr")
    assert page.texts(".translation-suggestions li p") == [
        "French · The source is the same.",
        "La grande salle",
        "French · The source is alike to 93 %: The largest hall",
        "La plus grande salle",
    ]
    page.submit(**{"name-fr": "La grande salle"})
    assert world.signed_in(account).get(address("room", room, "name") + "?in=fr").all(".translation-suggestions") == []
