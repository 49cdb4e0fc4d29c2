"""The translators' desk through the public door, and the list of what it finds held against the models."""

from __future__ import annotations

from datetime import UTC, date, datetime

from conference.agenda.models import AgendaVersion, Session
from conference.attendance.models import CertificateTerms
from conference.core import clock
from conference.core.database import Base
from conference.core.languages import ENGLISH, FRENCH
from conference.core.translated import Translated, TranslatedText
from conference.events.models import Role
from conference.registration.models import FieldWording
from conference.translation.sources import SOURCES
from tests.client import Page, Visitor, words
from tests.made.agenda import make_room, make_session, make_speaker
from tests.queries import count_queries
from tests.world import World, in_three, only

DESK = "/en/thamm-2021/manage/translation"
KEPT_AS_THEY_WERE = {
    (AgendaVersion, "note"),
    (FieldWording, "label"),
    (FieldWording, "help"),
    # What certificates say is the organisers' own affair, with its preview: nobody else answers for it.
    (CertificateTerms, "title"),
    (CertificateTerms, "participant_text"),
    (CertificateTerms, "speaker_text"),
}


def rows(page: Page) -> list[tuple[str, str]]:
    """Each line's text, and in which languages it is in which state."""
    texts = page.texts("tbody th div a")
    states = [" ".join(words(one) for one in row.iter("span")) for row in page.all("tbody .parity")]
    return list(zip(texts, states, strict=True))


def behind(source: str, older: str, french: str) -> Translated:
    """A text whose French was made from an older source; there is no Arabic."""
    text = Translated.of(ENGLISH, {ENGLISH: older, FRENCH: french})
    made = text.to_json()
    made["en"]["text"] = source
    return Translated.from_json(made)


def test_what_lacks_a_language_is_listed_with_what_readers_need_first_at_the_top(world: World) -> None:
    event = world.event()
    make_room(world, event, only(ENGLISH, "Hall"))
    make_session(world, event, "LATE", title=only(ENGLISH, "Closing"), abstract=in_three("A"), day=date(2021, 7, 7))
    make_session(world, event, "SOON", title=behind("Opening", "Start", "Début"), abstract=in_three("B"))
    make_session(world, event, "DONE", title=in_three("Complete"), abstract=in_three("C"))
    translator = world.member(event, Role.TRANSLATOR)
    with clock.at(datetime(2021, 7, 4, tzinfo=UTC)):
        page = translator.get(DESK)
    assert rows(page) == [
        ("Opening", "French Out of date Arabic Missing"),
        ("Closing", "French Missing Arabic Missing"),
        ("Hall", "French Missing Arabic Missing"),
    ]
    assert page.all("tbody th a")[0].get("href") == "/en/thamm-2021/manage/translation/session/2/title"
    with clock.at(datetime(2021, 7, 6, tzinfo=UTC)):
        assert [text for text, _states in rows(translator.get(DESK))] == ["Closing", "Hall", "Opening"]


def test_the_list_is_narrowed_by_language_kind_and_state(world: World) -> None:
    event = world.event()
    make_room(world, event, only(ENGLISH, "Hall"))
    make_session(world, event, title=behind("Opening", "Start", "Début"), abstract=in_three("B"))
    translator = world.member(event, Role.TRANSLATOR)
    assert rows(translator.get(f"{DESK}?in=fr&state=missing")) == [("Hall", "French Missing")]
    assert rows(translator.get(f"{DESK}?in=fr&state=out_of_date")) == [("Opening", "French Out of date")]
    assert [text for text, _states in rows(translator.get(f"{DESK}?kind=room"))] == ["Hall"]
    assert translator.get(f"{DESK}?kind=document").texts(".empty h2") == ["Nothing here"]
    for wrong in ("in=xx", "kind=minister", "state=lost"):
        assert translator.get(f"{DESK}?{wrong}").status == 404


def test_it_says_how_far_each_language_is(world: World) -> None:
    event = world.event()
    make_room(world, event, only(ENGLISH, "Hall"))
    make_room(world, event, in_three("Room"))
    make_room(world, event, behind("Small room", "Room", "Salle"))
    translator = world.member(event, Role.TRANSLATOR)
    assert translator.get(DESK).texts(".progress p") == [
        "English: 3 of 3 texts are complete.",
        "French: 1 of 3 texts are complete.",
        "Arabic: 1 of 3 texts are complete.",
    ]
    french = translator.get("/fr/thamm-2021/manage/translation").texts(".progress p")
    assert french[2] == "Arabe : 1 textes complets sur 3."
    arabic = translator.get("/ar/thamm-2021/manage/translation").texts(".progress p")
    assert arabic[0] == "الإنجليزية: اكتمل 3 من 3 نصوص."


def test_an_event_that_is_complete_says_so(world: World) -> None:
    event = world.event()
    make_speaker(world, event, biography=in_three("A life"))
    page = world.organiser(event).get(DESK)
    assert page.texts(".empty h2") == ["Everything is translated"]


def test_translators_are_shown_what_they_may_edit_and_organisers_all(world: World) -> None:
    event = world.event(venue=only(ENGLISH, "Palace"))
    assert rows(world.member(event, Role.TRANSLATOR).get(DESK)) == []
    organiser = world.organiser(event)
    page = organiser.get(DESK)
    assert rows(page) == [("Palace", "French Missing Arabic Missing")]
    assert organiser.get(page.all("tbody th a")[0].get("href")).status == 200


def test_a_cancelled_session_needs_no_translation_and_another_event_is_not_shown(world: World) -> None:
    event, other = world.event(), world.event("other-2021")
    make_session(world, other, title=only(ENGLISH, "Elsewhere"))
    gone = make_session(world, event, title=only(ENGLISH, "Called off"), abstract=Translated())
    with world.writing() as database:
        database.get_one(Session, gone).status = "cancelled"
    assert rows(world.member(event, Role.TRANSLATOR).get(DESK)) == []


def test_a_long_list_has_pages_and_the_last_one_stands_for_all_beyond(world: World) -> None:
    event = world.event()
    for number in range(51):
        make_room(world, event, only(ENGLISH, f"Room {number}"))
    translator = world.member(event, Role.TRANSLATOR)
    assert [len(rows(translator.get(f"{DESK}?kind=room&page={page}"))) for page in (1, 2, 99)] == [50, 1, 1]
    assert "kind=room" in str(translator.get(f"{DESK}?kind=room").one("a[rel=next]").get("href"))


def test_nobody_else_opens_it(world: World) -> None:
    event = world.event()
    assert Visitor(world.app).get(DESK).status == 302
    assert world.signed_in(world.account("reader@example.org")).get(DESK).status == 403
    assert world.member(event, Role.DESK).get(DESK).status == 403


def test_every_translated_column_is_found_or_known_to_stay(world: World) -> None:
    every = {
        (mapper.class_, attribute.key)
        for mapper in Base.registry.mappers
        for attribute in mapper.column_attrs
        if isinstance(attribute.columns[0].type, TranslatedText)
    }
    found = {(source.model, name) for source in SOURCES for name in source.columns}
    assert every == found | KEPT_AS_THEY_WERE


def test_as_many_queries_for_three_texts_as_for_three_hundred(world: World) -> None:
    event = world.event()
    translator = world.member(event, Role.TRANSLATOR)
    counts = []
    for number in range(2):
        for one in range(3 if number == 0 else 120):
            make_room(world, event, only(ENGLISH, f"Room {number}-{one}"))
        with count_queries(world.app) as queries:
            translator.get(DESK)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
