"""The parity board: how each version stands, since when, who is responsible, what is overdue; and its filters."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from conference.audit.models import AuditEntry
from conference.core import clock
from conference.core.languages import ARABIC, ENGLISH, FRENCH, Language
from conference.events.models import Event, Role
from conference.library import service
from conference.library.models import Document, LanguageVersion
from conference.library.models.standing import Standing, standing_in
from tests.client import Page, Visitor
from tests.made.agenda import make_presentation, make_session
from tests.made.library import make_document, make_revision
from tests.queries import count_queries
from tests.world import World

MANAGE = "/en/thamm-2021/manage/documents"
ONE = f"{MANAGE}/thamm-2021-1"
# Noon in Tunis.
MONDAY = datetime(2021, 6, 7, 11, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def assign(world: World, document: int, language: Language, **values: Any) -> int:
    """Say who is responsible for a version and until when; the id of the version."""
    with world.writing() as database:
        found = database.get_one(Document, document)
        service.assign(database, found, language, values=values, by=None)
        database.flush()
        version = found.version_in(language)
        assert version is not None
        return version.id


def stands(world: World, document: int, language: Language) -> tuple[Standing, datetime]:
    with world.reading() as database:
        found = database.get_one(Document, document)
        one = standing_in(database.get_one(Event, found.event_id), found, language)
        return one.standing, one.since


def board(organiser: Visitor, **asked: str) -> Page:
    return organiser.get(f"{MANAGE}?{'&'.join(f'{name}={value}' for name, value in asked.items())}")


def test_how_a_version_stands_follows_from_what_there_is(world: World) -> None:
    event = world.event()
    with clock.at(MONDAY):
        document = make_document(world, event, languages=())
    assert stands(world, document, ARABIC) == (Standing.AWAITED, MONDAY)
    with clock.at(MONDAY + DAY):
        assign(world, document, ARABIC, stage="in_translation")
    assert stands(world, document, ARABIC) == (Standing.IN_TRANSLATION, MONDAY + DAY)
    with clock.at(MONDAY + 2 * DAY):
        # Another day or person does not begin it anew.
        assign(world, document, ARABIC, stage="in_translation", due_on=date(2021, 6, 20))
        make_revision(world, document, ARABIC, publish=False)
    assert stands(world, document, ARABIC) == (Standing.IN_TRANSLATION, MONDAY + DAY)
    with clock.at(MONDAY + 3 * DAY):
        make_revision(world, document, FRENCH, publish=False)
    assert stands(world, document, FRENCH) == (Standing.DRAFT, MONDAY + 3 * DAY)
    with clock.at(MONDAY + 4 * DAY):
        make_revision(world, document, FRENCH)
        make_revision(world, document, ENGLISH)
    assert stands(world, document, FRENCH) == (Standing.PUBLISHED, MONDAY + 4 * DAY)
    with clock.at(MONDAY + 5 * DAY):
        make_revision(world, document, ENGLISH)
    assert stands(world, document, FRENCH) == (Standing.OUT_OF_DATE, MONDAY + 5 * DAY)
    with clock.at(MONDAY + 6 * DAY), world.writing() as database:
        version = database.get_one(Document, document).version_in(FRENCH)
        assert version is not None
        service.withdraw_version(database, version, by=None)
    assert stands(world, document, FRENCH) == (Standing.WITHDRAWN, MONDAY + 6 * DAY)


def test_a_version_is_overdue_once_its_day_is_over_where_the_event_is(world: World) -> None:
    event = world.event()
    with clock.at(MONDAY):
        document = make_document(world, event, languages=(ENGLISH,))
        assign(world, document, ENGLISH, due_on=date(2021, 6, 1))
        assign(world, document, FRENCH, stage="in_review", due_on=date(2021, 6, 8), responsible_email="a@example.org")
        organiser = world.organiser(event)
    # 23:30 in Tunis is 22:30 UTC.
    with clock.at(datetime(2021, 6, 8, 22, 30, tzinfo=UTC)):
        assert board(organiser).texts("tbody .badge") == ["Published", "In review", "Awaited"]
    with clock.at(datetime(2021, 6, 8, 23, 0, tzinfo=UTC)):
        page = board(organiser)
        assert page.texts("tbody .badge") == ["Published", "In review", "Overdue", "Awaited"]
        assert page.texts("tbody td:nth-child(4) .cell-note")[:2] == ["For 2 days", "Due on \u20688 June 2021\u2069"]
        assert board(organiser, overdue="1").texts("tbody th") == ["THAMM/2021/1"]


def test_the_board_is_filtered_by_language_state_person_and_what_is_overdue(world: World) -> None:
    event = world.event()
    first, second, third = (make_document(world, event, f"A/{number}", languages=(ENGLISH,)) for number in (1, 2, 3))
    assign(world, first, FRENCH, stage="in_review", responsible_name="Sami", responsible_email="Sami@example.org")
    assign(world, second, ARABIC, stage="in_translation", responsible_email="salma@example.org")
    assign(world, third, ARABIC, stage="in_review", responsible_email="sami@example.org", due_on=date(2021, 1, 1))
    organiser = world.organiser(event)

    def found(**asked: str) -> list[str]:
        return board(organiser, **asked).texts("tbody th")

    assert found(state="in_review") == ["A/1", "A/3"]
    assert found(state="in_review", language="ar") == ["A/3"]
    assert found(responsible="sami@example.org") == ["A/1", "A/3"]
    assert found(responsible="nobody", state="awaited", language="fr") == ["A/2", "A/3"]
    assert found(overdue="1") == ["A/3"]
    # What there is not is as if it were not asked.
    assert found(state="gossip", language="xx") == ["A/1", "A/2", "A/3"]
    alone = board(organiser, language="ar")
    assert alone.texts("thead th") == ["Symbol", "Title", "Arabic"]
    assert alone.texts("select[name=responsible] option") == ["Everybody", "Nobody yet", "salma@example.org", "Sami"]
    nothing = board(organiser, state="ready")
    assert nothing.texts(".empty h2") == ["No document found"]
    # What holds the event back is said of all of it, whatever is filtered.
    assert nothing.texts(".page-lead") == board(organiser).texts(".page-lead")


@pytest.mark.parametrize("asked", [{}, {"language": "ar"}, {"overdue": "1"}])
def test_the_board_asks_the_database_as_often_for_three_documents_as_for_thirty(
    world: World, asked: dict[str, str]
) -> None:
    event = world.event()
    organiser = world.organiser(event)

    def counted() -> int:
        with count_queries(world.app) as queries:
            assert board(organiser, **asked).status == 200
        return len(queries)

    for number in range(3):
        document = make_document(world, event, f"A/{number}", languages=(ENGLISH,))
        assign(world, document, ARABIC, responsible_email=f"{number}@example.org", due_on=date(2021, 1, 1))
    three = counted()
    for number in range(3, 30):
        document = make_document(world, event, f"A/{number}", languages=(ENGLISH,))
        assign(world, document, ARABIC, responsible_email=f"{number}@example.org", due_on=date(2021, 1, 1))
    assert counted() == three
    assert three <= 12


def test_who_is_responsible_is_one_of_the_team_or_anybody_with_an_address(world: World) -> None:
    event = world.event()
    make_document(world, event, languages=(ENGLISH,))
    organiser = world.organiser(event)
    world.account("amina@example.org", event=event, roles=(Role.TRANSLATOR,), latin_name="Amina Trabelsi")
    work = f"{ONE}/ar/work"
    page = organiser.get(work)
    assert page.texts("select[name=stage] option") == ["Awaited", "Draft", "In translation", "In review"]
    assert page.submit(stage="in_translation", member="amina@example.org", due_on="2021-06-20").status == 302
    assert organiser.get(work).values()["member"] == "amina@example.org"
    assert "Amina Trabelsi" in organiser.get(MANAGE).text
    page = organiser.get(work)
    refused = page.submit(member="", responsible_name="An agency", responsible_email="")
    assert refused.errors == ["Enter the person’s e-mail address too: without it nobody can remind them."]
    assert page.submit(member="", responsible_name="An agency", responsible_email="jobs@example.org").status == 302
    values = organiser.get(work).values()
    assert (values["member"], values["responsible_name"], values["responsible_email"], values["due_on"]) == (
        *("", "An agency", "jobs@example.org"),
        "2021-06-20",
    )
    with world.reading() as database:
        entry = database.scalars(select(AuditEntry).where(AuditEntry.verb == "assign").order_by(AuditEntry.id)).first()
    assert entry is not None
    assert entry.after["responsible_name"] == "Amina Trabelsi"


def test_two_who_change_the_work_at_once_do_not_undo_each_other(world: World) -> None:
    event = world.event()
    document = make_document(world, event, languages=(ENGLISH,))
    assign(world, document, ARABIC, stage="awaited")
    organiser = world.organiser(event)
    first, second, third = (organiser.get(f"{ONE}/ar/work") for _ in range(3))
    assert first.submit(stage="in_review").status == 302
    assert second.submit(due_on="2021-06-20").status == 302
    with world.reading() as database:
        version = database.scalars(select(LanguageVersion).where(LanguageVersion.language_code == "ar")).one()
        assert (version.stage, version.due_on) == ("in_review", date(2021, 6, 20))
    clash = third.submit(stage="draft")
    assert clash.status == 422


def test_the_facts_of_a_document_are_saved_and_told_to_readers(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_document(world, event)
    organiser = world.organiser(event)
    typed = {
        "issued_by-en": "The secretariat",
        "issued_by-fr": "Le secrétariat",
        "issued_on": "2021-07-01",
        "original_code": "fr",
        "licence": "CC BY-NC-SA 3.0 IGO",
    }
    assert organiser.get(ONE).submit("form.form--wide", **typed).status == 302
    page = visitor.get("/en/thamm-2021/documents/thamm-2021-1")
    assert page.texts("dl.facts dt")[2:] == ["Issued by", "Date of the document", "Original language", "Licence"]
    assert page.texts("dl.facts dd")[2:] == ["The secretariat", "1 July 2021", "French", "CC BY-NC-SA 3.0 IGO"]
    api = visitor.client.get("/api/v1/events/thamm-2021/documents/thamm-2021-1").json
    assert (api["issued_on"], api["original_language"], api["licence"]) == ("2021-07-01", "fr", typed["licence"])
    form = organiser.get(ONE)
    refused = form.submit("form.form--wide", licence="other", licence_other="")
    assert refused.errors == ["Write the words of the other licence, or choose one of these."]
    assert form.submit("form.form--wide", licence="other", licence_other="Open Licence 2.0").status == 302
    values = organiser.get(ONE).values("form.form--wide")
    assert (values["licence"], values["licence_other"]) == ("other", "Open Licence 2.0")


def test_a_document_belongs_to_presentations(world: World) -> None:
    event = world.event()
    session = make_session(world, event, "D1-01")
    talk = make_presentation(world, session)
    make_document(world, event)
    organiser = world.organiser(event)
    assert organiser.get(ONE).submit("form.form--wide", presentation_keys=str(talk)).status == 302
    assert organiser.get(ONE).values("form.form--wide")["presentation_keys"] == str(talk)
    assert organiser.get(ONE).submit("form.form--wide", presentation_keys="999").status == 422
    assert organiser.get(ONE).submit("form.form--wide", presentation_keys=None).status == 302
    assert "presentation_keys" not in organiser.get(ONE).values("form.form--wide")


def test_the_overview_says_what_is_overdue_and_leads_there(world: World) -> None:
    event = world.event()
    document = make_document(world, event, languages=(ENGLISH,))
    assign(world, document, ARABIC, stage="in_review", due_on=date(2021, 1, 1))
    page = world.organiser(event).get("/en/thamm-2021/manage/")
    assert "One language version of a document is overdue." in page.text
    assert [one.get("href") for one in page.all("main a") if "overdue" in one.get("href", "")] == [
        f"{MANAGE}?overdue=1"
    ]
