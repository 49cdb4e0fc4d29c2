"""Giving languages to readers: each when it is ready or all together, replaced only with a note, never backwards."""

from __future__ import annotations

import threading

from sqlalchemy import select

from conference.audit.models import AuditEntry
from conference.core.languages import ARABIC, ENGLISH, FRENCH, Language
from conference.events.models import Event, Role
from conference.library import service
from conference.library.models import LanguageVersion, Revision
from tests.client import Page, Visitor
from tests.made.library import make_document, make_revision
from tests.world import World

MANAGE = "/en/thamm-2021/manage/documents"
ONE = f"{MANAGE}/thamm-2021-1"
READ = "/en/thamm-2021/documents/thamm-2021-1"


def together(world: World, event: int) -> None:
    with world.writing() as database:
        rules = service.Rules(publishes_together=True)
        service.set_rules(database, database.get_one(Event, event), rules, by=None)


def waiting(world: World, event: int, *languages: Language) -> int:
    """A document with a file in each of these languages that nobody has published."""
    document = make_document(world, event, languages=())
    for language in languages:
        make_revision(world, document, language, publish=False)
    return document


def published(world: World) -> list[str]:
    """The languages that readers have."""
    with world.reading() as database:
        query = select(LanguageVersion.language_code).join(Revision).where(Revision.published_at.is_not(None))
        return sorted(set(database.scalars(query)))


def publish(organiser: Visitor, code: str, number: int = 1) -> Page:
    page = organiser.get(ONE).submit(f"form[action='{ONE}/{code}/{number}/publish']")
    return organiser.follow(page)


def verbs(world: World) -> list[str]:
    with world.reading() as database:
        return list(database.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)))


def test_languages_that_wait_for_each_other_are_published_with_the_last(world: World, visitor: Visitor) -> None:
    event = world.event()
    together(world, event)
    waiting(world, event, ENGLISH, FRENCH, ARABIC)
    organiser = world.organiser(event)
    assert publish(organiser, "en").texts(".notice--leaf p") == [
        "Revision 1 is ready. It is published together with: French and Arabic."
    ]
    page = publish(organiser, "fr")
    assert page.texts("#files ~ .notice p, section .notice p")[0] == (
        "All languages are published together. Those that are not ready yet: Arabic."
    )
    assert page.texts(".card .badge") == ["Ready", "Ready", "Draft"]
    assert (published(world), visitor.get(READ).status) == ([], 404)
    assert publish(organiser, "ar").texts(".notice--leaf p") == ["All languages are ready: 3 are published."]
    assert published(world) == ["ar", "en", "fr"]
    assert verbs(world)[-6:] == ["mark ready", "mark ready", "mark ready", "publish", "publish", "publish"]


def test_the_last_two_languages_at_once_publish_all_once(world: World) -> None:
    event = world.event()
    together(world, event)
    waiting(world, event, ENGLISH, FRENCH, ARABIC)
    publish(world.organiser(event), "en")
    pages = [world.signed_in(world.account(event=event, roles=(Role.ORGANISER,))).get(ONE) for _ in range(4)]
    codes = ("fr", "ar", "fr", "ar")
    threads = [
        threading.Thread(target=page.submit, args=(f"form[action='{ONE}/{code}/1/publish']",))
        for page, code in zip(pages, codes, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert published(world) == ["ar", "en", "fr"]
    assert verbs(world).count("publish") == 3


def test_one_language_goes_ahead_only_deliberately_and_the_history_says_so(world: World) -> None:
    event = world.event()
    together(world, event)
    waiting(world, event, ENGLISH, FRENCH)
    organiser = world.organiser(event)
    page = publish(organiser, "en")
    answer = page.submit(f"form[action='{ONE}/en/1/alone']")
    assert organiser.follow(answer).texts(".notice--leaf p") == ["Revision 1 is published."]
    assert published(world) == ["en"]
    with world.reading() as database:
        entry = database.scalars(select(AuditEntry).where(AuditEntry.verb == "publish alone")).one()
    assert entry.after == {"number": 1, "waited_for": ["fr", "ar"]}


def test_what_is_ready_can_be_taken_back_and_a_newer_file_is_looked_at_anew(world: World) -> None:
    event = world.event()
    together(world, event)
    document = waiting(world, event, ENGLISH, FRENCH, ARABIC)
    organiser = world.organiser(event)
    publish(organiser, "en")
    page = publish(organiser, "fr")
    assert organiser.follow(page.submit(f"form[action='{ONE}/en/1/unready']")).texts(".card .badge")[0] == "Draft"
    make_revision(world, document, FRENCH, publish=False)
    assert organiser.get(ONE).texts(".card .badge") == ["Draft", "Draft", "Draft"]
    publish(organiser, "ar")
    assert published(world) == []


def test_a_language_that_is_due_no_more_holds_nothing_back(world: World) -> None:
    event = world.event()
    together(world, event)
    waiting(world, event, ENGLISH, FRENCH)
    organiser = world.organiser(event)
    publish(organiser, "en")
    publish(organiser, "fr")
    assert published(world) == []
    organiser.get(ONE).submit("form.form--wide", language_codes=["en", "fr"])
    assert published(world) == ["en", "fr"]


def test_what_readers_have_is_replaced_only_with_a_note(world: World, visitor: Visitor) -> None:
    event = world.event()
    document = make_document(world, event, languages=(ENGLISH,))
    make_revision(world, document, ENGLISH, publish=False)
    organiser = world.organiser(event)
    asked = organiser.get(ONE).submit(f"form[action='{ONE}/en/2/publish']")
    assert asked.location == f"{ONE}/en/2/replace"
    page = organiser.follow(asked)
    assert page.submit(note=" ").errors == [
        "Tell readers what changed: what they have already is never replaced silently."
    ]
    assert visitor.get(f"{READ}/en").response.headers["Content-Disposition"].count("rev1") > 0
    assert page.submit(note="Table 2 is new").status == 302
    assert "rev2" in visitor.get(f"{READ}/en").response.headers["Content-Disposition"]
    read = visitor.get(READ)
    assert "Table 2 is new" in read.text
    assert visitor.get(f"{READ}/en/1").status == 200
    with world.reading() as database:
        entry = database.scalars(select(AuditEntry).where(AuditEntry.verb == "publish").order_by(AuditEntry.id)).all()
    assert entry[-1].after["note"] == "Table 2 is new"


def test_a_file_that_came_with_a_note_is_published_at_once(world: World) -> None:
    event = world.event()
    document = make_document(world, event, languages=(ENGLISH,))
    make_revision(world, document, ENGLISH, publish=False, note="A missing page")
    organiser = world.organiser(event)
    assert publish(organiser, "en", 2).texts(".notice--leaf p") == ["Revision 2 is published."]


def test_an_older_file_never_takes_the_place_of_a_newer_one(world: World) -> None:
    event = world.event()
    document = make_document(world, event, languages=())
    for number in range(3):
        make_revision(world, document, ENGLISH, publish=False, note=f"{number}")
    organiser = world.organiser(event)
    before = organiser.get(ONE)
    publish(organiser, "en", 3)
    late = organiser.follow(before.submit(f"form[action='{ONE}/en/2/publish']"))
    assert late.texts(".notice--saffron p") == ["Readers have revision 3 already, which is newer."]
    assert late.all(f"form[action='{ONE}/en/2/publish']") == []


def test_of_many_who_publish_at_once_readers_get_the_newest_and_each_once(world: World) -> None:
    event = world.event()
    document = make_document(world, event, languages=())
    for number in range(4):
        make_revision(world, document, ENGLISH, publish=False, note=f"Number {number}")
    pages = [world.signed_in(world.account(event=event, roles=(Role.ORGANISER,))).get(ONE) for _ in range(8)]
    threads = [
        threading.Thread(target=page.submit, args=(f"form[action='{ONE}/en/{1 + number % 4}/publish']",))
        for number, page in enumerate(pages)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with world.reading() as database:
        version = database.scalars(select(LanguageVersion)).one()
        assert version.current is not None
        assert version.current.number == 4
        instants = [one.published_at for one in version.published]
        assert instants == sorted(instants)
        assert verbs(world).count("publish") == len(version.published)
