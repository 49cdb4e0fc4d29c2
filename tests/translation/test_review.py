"""A second person looks at translations, says what is to be said of them, and readers are promised what is true."""

from __future__ import annotations

import pytest

from conference.agenda.models import Room
from conference.audit.models import AuditEntry
from conference.core.clock import now
from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.core.translated import Clash, Edit, State, Translated, digest
from conference.events.models import Role
from conference.translation.models import TextComment
from tests.client import Page, Visitor
from tests.made.agenda import make_room
from tests.made.library import make_document
from tests.made.translation import DESK
from tests.world import World, in_three, only

RULES = f"{DESK}/rules"


def address(room: int) -> str:
    return f"{DESK}/room/{room}/name"


def name(world: World, room: int) -> Translated:
    with world.reading() as session:
        return session.get_one(Room, room).name


def ask_for_review(world: World, event: int, **rules: str) -> Visitor:
    organiser = world.organiser(event)
    saved = organiser.get(RULES).submit(**(rules or {"needs_review": "y"}))
    assert organiser.follow(saved).texts(".notice p") == ["The rules are saved."]
    return organiser


def buttons(page: Page) -> list[str]:
    return page.texts("form[action*='/review'] button")


def test_a_review_is_of_these_words_and_of_this_source() -> None:
    text = Translated.of(ENGLISH, {ENGLISH: "Hall", FRENCH: "Salle"}, by=1)
    reviewed = text.reviewed(FRENCH, digest("Salle"), by=2, at=now())
    assert reviewed.state(FRENCH) == State.REVIEWED
    assert Translated.from_json(reviewed.to_json()) == reviewed
    changed = reviewed.merge({FRENCH: Edit("La salle", digest("Salle"))}, source=ENGLISH, by=1, at=now())
    assert changed.state(FRENCH) == State.TRANSLATED
    moved = reviewed.merge({ENGLISH: Edit("Great hall", digest("Hall"))}, source=ENGLISH, by=1, at=now())
    assert moved.state(FRENCH) == State.OUT_OF_DATE
    still_right = moved.merge(
        {ENGLISH: Edit("Great hall", digest("Great hall")), FRENCH: Edit("Salle", digest("Salle"), still_right=True)},
        source=ENGLISH,
        by=1,
        at=now(),
    )
    assert still_right.state(FRENCH) == State.TRANSLATED
    for wrong, base in ((text, digest("Sale")), (moved, digest("Salle"))):
        with pytest.raises(Clash):
            wrong.reviewed(FRENCH, base, by=2, at=now())


def test_somebody_else_than_the_translator_reviews(world: World) -> None:
    event = world.event()
    room = make_room(world, event, only(ENGLISH, "Hall"))
    organiser = ask_for_review(world, event)
    translator = world.member(event, Role.TRANSLATOR)
    page = translator.follow(translator.get(address(room)).submit(**{"name-fr": "Salle"}))
    assert buttons(page) == ["This translation is right: French"]
    refused = translator.follow(page.submit("form[action*='/review']"))
    assert refused.texts(".notice p")[0] == "These are your own words: somebody else has to review them."
    assert name(world, room).state(FRENCH) == State.TRANSLATED

    done = organiser.follow(organiser.get(address(room)).submit("form[action*='/review']"))
    assert done.texts(".notice p")[0] == "Reviewed."
    assert name(world, room).state(FRENCH) == State.REVIEWED
    assert buttons(done) == []
    assert "reviewed by" in " ".join(done.texts(".facts dd"))
    with world.reading() as session:
        entry = session.query(AuditEntry).filter_by(verb="review text").one()
        assert entry.after == {"language": "fr", "title": "Salle"}
    assert "A translation was reviewed" in organiser.get("/en/thamm-2021/manage/history").source


def test_words_that_changed_meanwhile_are_not_reviewed(world: World) -> None:
    event = world.event()
    room = make_room(world, event, in_three("Hall", "Salle", "قاعة"))
    organiser = ask_for_review(world, event)
    page = organiser.get(address(room))
    world.member(event, Role.TRANSLATOR).get(address(room)).submit(**{"name-fr": "La salle"})
    answer = organiser.follow(page.submit("form[action*='/review']:has(input[value=fr])"))
    assert answer.texts(".notice p")[0] == "The text has changed meanwhile. Look at it once more."
    assert name(world, room).state(FRENCH) == State.TRANSLATED


def test_what_nobody_reviewed_does_not_count_as_complete(world: World) -> None:
    event = world.event()
    make_room(world, event, in_three("Hall", "Salle", "قاعة"))
    organiser = world.organiser(event)
    assert organiser.get(DESK).texts("a[href*='kind=room'] .badge") == []
    organiser.get(RULES).submit(needs_review="y")
    page = organiser.get(DESK)
    assert page.texts("a[href*='kind=room'] .badge") == ["1 not reviewed"] * 2
    listed = organiser.get(f"{DESK}?state=translated&kind=room&in=ar")
    assert listed.texts("tbody th a")[0] == "Hall"


def test_the_rules_are_the_organisers_own(world: World) -> None:
    event = world.event()
    assert world.member(event, Role.TRANSLATOR).get(RULES).status in (403, 404)


def test_a_remark_reaches_the_organisers_once_and_is_settled(world: World) -> None:
    event = world.event()
    room = make_room(world, event, in_three("Hall", "Salle", "قاعة"))
    organiser, translator = world.organiser(event), world.member(event, Role.TRANSLATOR)
    world.deliver()
    page = translator.get(address(room))
    sent = page.submit("form[action*='/remarks']", words="Which hall is meant?")
    assert translator.follow(sent).texts("#remarks .card p")[0] == "Which hall is meant?"
    (mail,) = world.deliver()
    assert mail["To"] == "organiser@example.org"
    assert mail["Subject"] == "A remark about a text"
    body = mail.get_body(("plain",))
    assert body is not None
    assert "Which hall is meant?" in body.get_content()
    assert f"/manage/translation/room/{room}/name#remarks" in body.get_content()
    assert "1 open remark" in organiser.get(f"{DESK}?state=translated").source

    settled = organiser.follow(organiser.get(address(room)).submit("form[action$='/settle']"))
    assert settled.all("form[action$='/settle']") == []
    assert "1 open remark" not in organiser.get(f"{DESK}?state=translated").source
    with world.reading() as session:
        assert session.query(TextComment).one().settled_at is not None


def test_an_empty_remark_is_refused_and_changes_nothing(world: World) -> None:
    event = world.event()
    room = make_room(world, event, in_three("Hall", "Salle", "قاعة"))
    page = world.member(event, Role.TRANSLATOR).get(address(room)).submit("form[action*='/remarks']", words=" ")
    assert page.status == 422
    assert page.texts(".field-error")[0].endswith("Write what is to be said.")
    assert world.count(TextComment) == 0


def test_remarks_of_another_event_are_not_settled(world: World) -> None:
    event, elsewhere = world.event(), world.event("elsewhere")
    room = make_room(world, event, in_three("Hall", "Salle", "قاعة"))
    translator = world.member(event, Role.TRANSLATOR)
    translator.get(address(room)).submit("form[action*='/remarks']", words="Which?")
    other = world.organiser(elsewhere, "elsewhere@example.org")
    token = other.get("/en/elsewhere/manage/translation/rules").all("input[name=csrf_token]")[0].get("value")
    assert other.post("/en/elsewhere/manage/translation/remarks/1/settle", {"csrf_token": token}).status == 404


def test_readers_are_promised_all_languages_only_while_it_is_true(world: World) -> None:
    event = world.event()
    reader = ask_for_review(world, event, promises="y")

    def is_said() -> bool:
        return "Complet en anglais, français et arabe" in reader.get("/fr/thamm-2021/").texts(".badge")

    assert is_said()
    room = make_room(world, event, only(ENGLISH, "Hall"))
    assert not is_said()
    reader.get(address(room)).submit(**{"name-fr": "Salle", "name-ar": "قاعة"})
    assert is_said()
    make_document(world, event, languages=(ENGLISH, FRENCH, ARABIC))
    assert is_said()
    make_document(world, event, symbol="THAMM/2021/9", languages=(ENGLISH,))
    assert not is_said()


def test_an_event_that_promises_nothing_says_nothing(world: World) -> None:
    world.event()
    assert not any("Complete in" in one for one in Visitor(world.app).get("/en/thamm-2021/").texts(".badge"))
