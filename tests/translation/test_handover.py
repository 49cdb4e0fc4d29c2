"""Texts handed over as files and taken back: nothing is overwritten unseen, and usual tools read what we write."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
import python_calamine
import xlsxwriter
from sqlalchemy import select
from translate.storage.xliff import xlifffile

from conference.agenda.models import Room, Session
from conference.audit.models import AuditEntry
from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.core.storage import storage
from conference.core.translated import State, Translated
from conference.events.models import Role
from conference.translation.models import TranslationImport
from tests.client import Page, Visitor
from tests.made.agenda import make_room, make_session
from tests.made.translation import DESK, HANDOVER, counts, exported, send, take_over, translated, units
from tests.translation.test_text import behind
from tests.world import World, in_three, only

KEEP, TAKE = "keep", "take"
NOTHING = "The file changes nothing: there is no new translation in it that can be taken over."


@pytest.fixture
def event(world: World) -> int:
    return world.event()


@pytest.fixture
def translator(world: World, event: int) -> Visitor:
    return world.member(event, Role.TRANSLATOR)


def name(world: World, row: int) -> Translated:
    with world.reading() as session:
        return session.get_one(Room, row).name


def change(world: World, row: int, **texts: str) -> None:
    """An organiser changes a room's name while the file is away."""
    organiser = world.signed_in(world.account(None, event=1, roles=(Role.ORGANISER,)))
    page = organiser.get(f"{DESK}/room/{row}/name")
    assert page.submit(**{f"name-{code}": text for code, text in texts.items()}).status == 302


def to_decide(page: Page) -> list[str]:
    return page.texts(".translation-conflict .changes li")


def test_what_is_missing_or_out_of_date_goes_out_with_what_a_translator_needs(
    world: World, event: int, translator: Visitor
) -> None:
    room = make_room(world, event, behind("Small hall", "Hall", "Petite salle"))
    make_room(world, event, in_three("Foyer"))
    make_session(world, event, title=only(ENGLISH, "Opening"), abstract=in_three("A"))
    again, session = units(exported(translator, to="fr"))
    # In 2026 the session of 2021 is over: what is still read comes first.
    assert [again.get("id"), session.get("id")] == [f"room.{room}.name", "session.1.title"]
    told = {child.tag.partition("}")[2]: child for child in again}
    assert told["source"].text == "Hall"
    assert (told["target"].text, told["target"].get("state")) == ("Petite salle", "needs-review-translation")
    assert told["note"].text == "Room · Name"
    assert told["alt-trans"][0].text == "Small hall"
    assert (again.get("maxwidth"), again.get("size-unit")) == ("200", "char")
    assert [one.get("id") for one in units(exported(translator, to=["fr", "ar"], kind="room"))] == [
        f"room.{room}.name",
        f"room.{room}.name",
    ]
    everything = units(exported(translator, to="fr", which="all", kind="room"))
    assert [one.find("{*}target").get("state") for one in everything] == ["needs-review-translation", "translated"]


def test_nothing_to_hand_over_is_said(world: World, event: int, translator: Visitor) -> None:
    make_room(world, event, in_three("Hall"))
    answer = translator.get(f"{HANDOVER}/texts.xlf?to=fr")
    assert translator.follow(answer).texts(".notice p")[0] == (
        "There is nothing to hand over: every text that you asked for is translated and up to date."
    )
    assert translator.get(f"{HANDOVER}/texts.xlf?to=xx").status == 404


def test_a_translated_file_comes_back_and_is_taken_over(world: World, event: int, translator: Visitor) -> None:
    room = make_room(world, event, behind("Small hall", "Hall", "Petite salle"))
    body = translated(exported(translator, to=["fr", "ar"]), lambda unit: "Salle")
    page = send(translator, body)
    assert counts(page) == "Nothing is taken over yet. Texts: 1 new, 1 to change, 0 to decide, 0 unchanged."
    assert name(world, room).text(ARABIC) == ""
    done = take_over(page)
    assert done.texts(".notice p")[0] == (
        "2 translations are taken over. Visitors see those of the agenda with its next version."
    )
    found = name(world, room)
    assert [(found.text(one), found.state(one)) for one in (FRENCH, ARABIC)] == [("Salle", State.TRANSLATED)] * 2
    with world.reading() as session:
        told = session.scalars(select(AuditEntry).where(AuditEntry.verb == "import translations")).one()
        assert told.account_id == world.account_id("translator@example.org")
        assert told.after == {
            "language_codes": ["ar", "fr"],
            "texts_new": 1,
            "texts_changed": 1,
            "conflicts_taken": 0,
            "conflicts_left": 0,
        }
        assert session.scalars(select(TranslationImport)).one().file_sha256 == ""
    history = world.organiser(event, "reader@example.org").get("/en/thamm-2021/manage/history")
    assert "Translations were taken over from a file" in history.text


def test_a_partial_file_leaves_the_rest_as_it_is(world: World, event: int, translator: Visitor) -> None:
    one, other = (make_room(world, event, only(ENGLISH, name)) for name in ("Hall", "Foyer"))
    body = translated(exported(translator, to="fr"), {f"room.{one}.name": "Salle"})
    take_over(send(translator, body))
    assert [name(world, row).text(FRENCH) for row in (one, other)] == ["Salle", ""]


def test_a_source_that_changed_meanwhile_is_decided_by_a_person(world: World, event: int, translator: Visitor) -> None:
    room = make_room(world, event, only(ENGLISH, "Hall"))
    body = translated(exported(translator, to="fr"), lambda unit: "Salle")
    change(world, room, en="Great hall")
    page = send(translator, body)
    assert to_decide(page) == [
        "The source changed after the file was made. If you take this text, it stays out of date."
    ]
    assert (page.texts(".compared del"), page.texts(".compared ins")) == (["Hall"], ["Great hall"])
    take_over(page, **{f"choice.room.{room}.name.fr": TAKE})
    found = name(world, room)
    assert (found.text(FRENCH), found.state(FRENCH)) == ("Salle", State.OUT_OF_DATE)
    assert found.made_from(FRENCH) == "Hall"


@pytest.mark.parametrize(("choice", "stays"), [(KEEP, "Grande salle"), (TAKE, "Salle")])
def test_a_text_that_was_edited_meanwhile_is_never_overwritten_unseen(
    world: World, event: int, translator: Visitor, choice: str, stays: str
) -> None:
    room = make_room(world, event, only(ENGLISH, "Hall"))
    body = translated(exported(translator, to="fr"), lambda unit: "Salle")
    change(world, room, fr="Grande salle")
    page = send(translator, body)
    assert to_decide(page) == ["Somebody changed this translation after the file was made."]
    assert page.texts(".translation-sides .translation-text") == ["Grande salle", "Salle"]
    assert page.values("form[action$='/apply']")[f"choice.room.{room}.name.fr"] == KEEP
    take_over(page, **{f"choice.room.{room}.name.fr": choice})
    assert name(world, room).text(FRENCH) == stays


def test_what_moved_between_the_look_and_the_taking_over_stops_it(
    world: World, event: int, translator: Visitor
) -> None:
    rooms = [make_room(world, event, only(ENGLISH, name)) for name in ("Hall", "Foyer")]
    page = send(translator, translated(exported(translator, to="fr"), lambda unit: "Salle"))
    change(world, rooms[0], fr="Grande salle")
    refused = page.submit("form[action$='/apply']")
    assert refused.status == 409
    assert refused.texts(".notice p")[0] == (
        "Texts changed meanwhile: nothing was taken over. This is what the file would change now."
    )
    assert [name(world, row).text(FRENCH) for row in rooms] == ["Grande salle", ""]
    take_over(refused)
    assert [name(world, row).text(FRENCH) for row in rooms] == ["Grande salle", "Salle"]


def test_numbers_and_links_that_differ_are_decided_and_tags_refused(
    world: World, event: int, translator: Visitor
) -> None:
    one, other = (make_room(world, event, only(ENGLISH, words)) for words in ("Hall 12", "Foyer"))
    body = translated(exported(translator, to="fr"), {f"room.{one}.name": "Salle 21", f"room.{other}.name": "Hall "})
    body = body.replace(b"Hall </target>", b'Hall <g id="1">central</g></target>').replace(
        b"Hall </ns0:target>", b'Hall <ns0:g id="1">central</ns0:g></ns0:target>'
    )
    page = send(translator, body)
    assert [line.replace("\u2068", "").replace("\u2069", "") for line in to_decide(page)] == [
        "Placeholders, links or numbers differ between source and translation.",
        "In the source, but not in the translation: 12.",
        "In the translation, but not in the source: 21.",
    ]
    assert page.texts(".board .field-error") == [
        "The translation holds tags, and this text can have none. Take them away in your tool."
    ]


def test_words_that_the_feature_would_refuse_are_refused(world: World, event: int, translator: Visitor) -> None:
    rooms = [make_room(world, event, only(ENGLISH, name)) for name in ("A", "B", "C", "D")]
    wrong = ["x" * 201, "une\nautre", "caché \u202eici", "Bon"]
    words = {f"room.{row}.name": text for row, text in zip(rooms, wrong, strict=True)}
    page = send(translator, translated(exported(translator, to="fr"), words))
    assert page.texts(".board .field-error") == [
        "The translation is longer than 200 characters. Shorten it.",
        "The translation has more than one line, and this text can have one only.",
        "The translation holds invisible characters that turn its direction. Take them away.",
    ]
    take_over(page)
    assert [name(world, row).text(FRENCH) for row in rooms] == ["", "", "", "Bon"]


def test_texts_that_the_sender_may_not_change_are_not_known_to_the_file(world: World, event: int) -> None:
    make_room(world, event, only(ENGLISH, "Hall"))
    organiser = world.organiser(event)
    body = exported(organiser, to="fr", which="all")
    ids = [one.get("id") for one in units(body)]
    assert f"event.{event}.title" in ids
    translator = world.member(event, Role.TRANSLATOR)
    page = send(translator, translated(body, lambda unit: "Autre"))
    unknown = translator.get(page.response.request.path + "?show=unknown")
    assert f"event.{event}.title" in unknown.texts("tbody th")
    take_over(page)
    assert organiser.get(f"{DESK}/event/{event}/title").values()["title-fr"] == "Conférence régionale"


def test_still_right_is_said_in_the_tool(world: World, event: int, translator: Visitor) -> None:
    room = make_room(world, event, behind("hall", "Hall", "Salle"))
    body = exported(translator, to="fr")
    assert counts(send(translator, body)) == NOTHING
    page = send(translator, translated(body, {f"room.{room}.name": "Salle"}))
    assert counts(page) == "Nothing is taken over yet. Texts: 0 new, 1 to change, 0 to decide, 0 unchanged."
    take_over(page)
    assert name(world, room).state(FRENCH) == State.TRANSLATED


def test_the_workbook_goes_out_and_comes_back(world: World, event: int, translator: Visitor) -> None:
    room = make_room(world, event, behind("hall", "Hall", "Salle"))
    make_session(world, event, title=in_three("T"), abstract=only(ENGLISH, "=SUM(1)\nSecond line"))
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(exported(translator, "xlsx", to=["fr", "ar"])))
    assert book.sheet_names == ["French", "Arabic"]
    french = book.get_sheet_by_name("French").to_python()
    assert french[0] == [
        "Key (leave as it is)",
        "Where it stands",
        "State",
        "Characters at most",
        "Source",
        "Translation [fr]",
        "Still right (yes)",
        "Marks (leave as they are)",
    ]
    assert [row[0] for row in french[1:]] == [f"thamm-2021/room.{room}.name", "thamm-2021/session.1.abstract"]
    french[2][5], french[1][6] = "=SOMME(1)\nDeuxième ligne", "oui"
    page = send(translator, workbook({"Feuille": french}), name="texts.xlsx")
    assert counts(page) == "Nothing is taken over yet. Texts: 1 new, 1 to change, 0 to decide, 0 unchanged."
    take_over(page)
    assert name(world, room).state(FRENCH) == State.TRANSLATED
    with world.reading() as session:
        assert session.get_one(Session, 1).abstract.text(FRENCH) == "=SOMME(1)\nDeuxième ligne"


def workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"strings_to_formulas": False}) as book:
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return stream.getvalue()


def test_the_usual_tools_read_our_xliff_and_we_read_theirs(world: World, event: int, translator: Visitor) -> None:
    words = "Ministers & “partners” <b>\nsecond line {name} «ici» العربية"
    room = make_room(world, event, only(ENGLISH, "Hall"))
    make_session(world, event, title=in_three("T"), abstract=only(ENGLISH, words))
    body = exported(translator, to=["fr", "ar"])
    store = xlifffile.parsestring(body)
    assert [(unit.source, unit.target, unit.istranslated()) for unit in store.units] == [
        ("Hall", "", False),
        (words, "", False),
    ] * 2
    assert store.units[0].getnotes() == "Room · Name"
    for unit in store.units:
        unit.target = "Salle" if unit.source == "Hall" else unit.source
    page = send(translator, bytes(store))
    assert counts(page) == "Nothing is taken over yet. Texts: 4 new, 0 to change, 0 to decide, 0 unchanged."
    take_over(page)
    assert name(world, room).text(ARABIC) == "Salle"
    with world.reading() as session:
        assert session.get_one(Session, 1).abstract.text(FRENCH) == words


def test_a_file_whose_marks_a_tool_dropped_still_shows_what_it_would_overwrite(
    world: World, event: int, translator: Visitor
) -> None:
    room = make_room(world, event, only(ENGLISH, "Hall"))
    body = f"""<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
    <file original="thamm-2021" source-language="en" target-language="fr-FR" datatype="plaintext"><body>
    <trans-unit id="room.{room}.name"><source>Hall</source>
    <seg-source><mrk mtype="seg" mid="1">Hall</mrk></seg-source>
    <target><mrk mtype="seg" mid="1">Salle</mrk></target>
    <alt-trans><source>Hal</source><target>Sale</target></alt-trans></trans-unit>
    </body></file></xliff>""".encode()
    assert "1 new" in counts(send(translator, body))
    change(world, room, fr="Grande salle")
    page = send(translator, body)
    assert to_decide(page) == ["Somebody changed this translation after the file was made."]


def test_a_source_that_a_tool_filled_in_is_no_translation(world: World, event: int, translator: Visitor) -> None:
    make_room(world, event, only(ENGLISH, "Hall"))
    page = send(translator, translated(exported(translator, to="fr"), lambda unit: "Hall", state="new"))
    assert counts(page) == NOTHING


def test_a_file_is_dropped_and_its_bytes_are_swept(world: World, event: int, translator: Visitor) -> None:
    make_room(world, event, only(ENGLISH, "Hall"))
    page = send(translator, translated(exported(translator, to="fr"), lambda unit: "Salle"))
    address = page.response.request.path
    answer = page.submit("form[action$='/withdraw']")
    assert answer.location == HANDOVER
    assert translator.get(address).texts(".notice p")[-1] == "This file was dropped. Nothing was taken over from it."
    late = page.submit("form[action$='/apply']")
    assert translator.follow(late).texts(".notice p")[0] == "Somebody decided about this file before you."
    with world.writing() as session:
        assert len(storage().sweep(session, older_than=timedelta(0))) == 1


def test_another_event_does_not_see_the_file(world: World, event: int, translator: Visitor) -> None:
    make_room(world, event, only(ENGLISH, "Hall"))
    page = send(translator, translated(exported(translator, to="fr"), lambda unit: "Salle"))
    other = world.event("other-2021")
    stranger = world.organiser(other, "elsewhere@example.org")
    address = page.response.request.path
    assert stranger.get(address).status == 403
    assert stranger.get(address.replace("thamm-2021", "other-2021")).status == 404
