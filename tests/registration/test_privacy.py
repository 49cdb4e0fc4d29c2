"""The organisers' page of privacy: until when data are kept, who took copies, and what the hour erases."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from conference.audit.models import AuditEntry
from conference.audit.service import record
from conference.core import clock
from conference.events.models import Event, Role
from conference.outbox.tasks import do_hourly_work
from conference.registration.models import (
    Answer,
    Delegation,
    Organisation,
    ParticipantImport,
    Registration,
    RegistrationInvitation,
    RegistrationRules,
    RegistrationState,
)
from conference.registration.ports import Held, personal_data
from tests.client import Visitor
from tests.made.registration import add, link, registration
from tests.queries import count_queries
from tests.registration.test_my_data import (
    AFTER,
    BEFORE,
    EMAIL,
    SECRETS,
    answer,
    dump,
    hold,
    person,
    question,
)
from tests.world import World, in_three

PAGE = "/en/thamm-2021/manage/registrations/privacy"
LATER = datetime(2022, 7, 8, 9, tzinfo=UTC)


def hour(world: World, at: datetime) -> None:
    """The hour's work, at an instant."""
    with clock.at(at), world.app.app_context():
        do_hourly_work({})


def entries(world: World, verb: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    with world.reading() as session:
        found = session.scalars(select(AuditEntry).where(AuditEntry.verb == verb).order_by(AuditEntry.id))
        return [(one.before, one.after) for one in found]


def test_organisers_set_how_long_data_are_kept(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    page = organiser.get(PAGE)
    assert page.values()["sensitive_days"] == "30"
    done = organiser.follow(page.submit(sensitive_days="14", retention_days="٣٦٥"))
    assert done.texts(".notice p") == ["The rules of privacy are saved."]
    assert "On 21 July 2021" in done.text or "Erased since 21 July 2021" in done.text
    assert entries(world, "change privacy") == [
        ({"sensitive_days": 30, "retention_days": None}, {"sensitive_days": 14, "retention_days": 365})
    ]
    organiser.get(PAGE).submit()
    assert len(entries(world, "change privacy")) == 1


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"sensitive_days": ""}, ["Enter a number of days."]),
        ({"sensitive_days": "many", "retention_days": "-1"}, 2),
        ({"sensitive_days": "0"}, 1),
        ({"retention_days": "99999999999999999999"}, 1),
        ({"legal_hold": "y"}, ["Write why the hold is set or lifted; the history keeps it."]),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(world: World, typed: dict[str, str], errors: Any) -> None:
    event = world.event()
    page = world.organiser(event).get(PAGE).submit(**typed)
    assert page.status == 422
    assert (page.errors if isinstance(errors, list) else len(page.errors)) == errors
    assert {name: page.values().get(name) for name in typed} == typed
    assert world.count(RegistrationRules) == 0


def test_a_hold_is_set_and_lifted_for_a_reason(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    page = organiser.follow(organiser.get(PAGE).submit(legal_hold="y", reason="A complaint"))
    assert page.texts(".notice p")[-1] == "A legal hold is set: nothing is erased, whatever the days below say."
    organiser.get(PAGE).submit(legal_hold=None, reason="It was settled")
    assert entries(world, "change privacy") == [
        ({"legal_hold": False}, {"legal_hold": True, "reason": "A complaint"}),
        ({"legal_hold": True}, {"legal_hold": False, "reason": "It was settled"}),
    ]
    assert "A complaint" in organiser.get("/en/thamm-2021/manage/history").text


def test_two_organisers_at_once_do_not_undo_each_other(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    first, second = organiser.get(PAGE), organiser.get(PAGE)
    first.submit(retention_days="100")
    second.submit(sensitive_days="7")
    with world.reading() as session:
        rules = session.get_one(RegistrationRules, event)
        assert (rules.retention_days, rules.sensitive_days) == (100, 7)
    assert second.submit(retention_days="200").status == 422


def test_consents_stand_with_their_words_and_numbers(world: World) -> None:
    event = world.event()
    known = person(world, event)
    with world.writing() as session:
        for consent in session.get_one(Registration, known).given.values():
            if consent.key == "recording":
                consent.withdrawn_at = clock.now()
    page = world.organiser(event).get(PAGE)
    told = [
        [" ".join("".join(cell.itertext()).split()) for cell in row.iterchildren()]
        for row in page.all("section:has(> #consents) table")[0].iter("tr")
    ]
    assert told[1:] == [["List of participants", "1", "0"], ["Photographs and recordings", "0", "1"]]


def test_copies_stand_with_who_took_which_columns_of_how_many(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    with world.writing() as session:
        record(
            session,
            "export registrations",
            session.get_one(Event, event),
            by=world.account_id("organiser@example.org"),
            event_id=event,
            before={},
            after={"format": "xlsx", "rows": 1234, "columns": ["Name", "Country"], "language": "fr"},
        )
    page = organiser.get(PAGE)
    assert page.texts("section:has(> #exports) tbody td:last-child .cell-note") == [
        "Format: xlsx",
        "Language: French",
        "Rows: 1,234",
        "Columns: Name, Country",
    ]


def test_the_record_of_a_copy_tells_of_states_and_categories_and_of_nobody_so_it_outlives_everybody(
    world: World,
) -> None:
    event = world.event()
    known = add(world, event, EMAIL, native_name="Confirmed Government")
    organiser = world.organiser(event)
    files = organiser.get("/en/thamm-2021/manage/registrations/files")
    typed = {"export-columns": ["native_name"], "export-states": ["confirmed"], "export-category": "government"}
    copy = files.submit("form[action$='/export']", **typed, **{"export-format": "csv"})
    assert "Confirmed Government" in copy.response.data.decode("utf-8-sig")
    told = {
        "format": "CSV",
        "rows": 1,
        "columns": ["Full name"],
        "filter": {"State": ["Confirmed"], "Category": ["Government"]},
    }
    assert entries(world, "export registrations") == [({}, told)]
    with clock.at(BEFORE):
        Visitor(world.app).get(f"{link(world, known)}/erase").submit("form")
    assert registration(world, known).native_name == ""
    assert entries(world, "export registrations") == [({}, told)]


def test_organisers_erase_whom_they_find(world: World) -> None:
    event = world.event()
    known = person(world, event)
    add(world, event, "other@example.org")
    organiser = world.organiser(event)
    with clock.at(BEFORE):
        found = organiser.get(f"{PAGE}?q=zyxwvu")
        assert found.texts("section:has(> #erase) tbody th bdi") == ["Leïla Zyxwvu", EMAIL]
        page = organiser.get(found.one("section:has(> #erase) tbody a").get("href") or "")
        done = organiser.follow(page.submit("#content form"))
        assert "Leïla Zyxwvu" in done.texts(".notice p")[0]
        assert [mail["To"] for mail in world.deliver()] == [EMAIL]
    after = dump(world)
    assert [secret for secret in SECRETS if secret in after] == []
    for path in ("", f"/{known}", f"/{known}/change", f"/{known}/erase"):
        page = organiser.get(f"/en/thamm-2021/manage/registrations{path}")
        assert page.status == (404 if path else 200)
        assert "Zyxwvu" not in page.source
    assert organiser.get(f"{PAGE}?q=zyxwvu").texts(".empty h3")[-1] == "Nobody found"
    with world.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.verb == "erase registration")).one()
        assert (entry.account_id, entry.after) == (world.account_id("organiser@example.org"), {})


def test_under_a_hold_organisers_erase_nobody(world: World) -> None:
    event = world.event()
    known = person(world, event)
    organiser = world.organiser(event)
    page = organiser.get(f"/en/thamm-2021/manage/registrations/{known}/erase")
    hold(world, event)
    done = organiser.follow(page.submit("#content form"))
    assert done.texts(".notice p")[0].startswith("A legal hold is set: nobody of this event can be erased")
    assert registration(world, known).native_name == "Leïla Zyxwvu"
    assert organiser.get(page.response.request.path).all("#content form") == []


def test_the_place_of_somebody_erased_goes_to_who_waits(world: World, visitor: Visitor) -> None:
    event = world.event(places=1)
    with clock.at(BEFORE):
        first = add(world, event, EMAIL)
        waits = add(world, event, "waits@example.org", state=RegistrationState.WAITLISTED)
        world.deliver()
        visitor.get(f"{link(world, first)}/erase").submit("form")
        stored = registration(world, waits)
        assert (stored.state, stored.offer_ends_at is not None) == ("waitlisted", True)
        assert sorted(mail["To"] for mail in world.deliver()) == [EMAIL, "waits@example.org"]


def test_who_asks_under_a_hold_gives_the_place_back_too(world: World, visitor: Visitor) -> None:
    event = world.event(places=1)
    hold(world, event, accept_hours=0)
    with clock.at(BEFORE):
        first = add(world, event, EMAIL)
        waits = add(world, event, "waits@example.org", state=RegistrationState.WAITLISTED)
        visitor.get(f"{link(world, first)}/erase").submit("form")
    assert [registration(world, one).state for one in (first, waits)] == ["cancelled", "confirmed"]


def test_the_hour_erases_sensitive_answers_from_their_day_on(world: World) -> None:
    event = world.event()
    known = person(world, event)
    hour(world, datetime(2021, 8, 5, 22, 59, tzinfo=UTC))
    assert world.count(Answer) == 1
    hour(world, datetime(2021, 8, 5, 23, 0, tzinfo=UTC))
    assert world.count(Answer) == 0
    assert registration(world, known).native_name == "Leïla Zyxwvu"
    hour(world, datetime(2021, 8, 6, 9, tzinfo=UTC))
    assert entries(world, "erase sensitive answers") == [({}, {"erased_answers": 1, "people": 1})]


def test_the_hour_leaves_answers_that_are_not_sensitive(world: World) -> None:
    event = world.event()
    known = add(world, event, EMAIL)
    answer(world, known, question(world, event, is_sensitive=False))
    hour(world, LATER)
    assert world.count(Answer) == 1


def test_the_hour_erases_everybody_once_the_time_is_over(world: World) -> None:
    event = world.event()
    person(world, event)
    with world.writing() as session:
        rules = RegistrationRules.usual(event)
        rules.retention_days = 365
        organisation = Organisation(event_id=event, name=in_three("Ministry"))
        session.add_all([rules, organisation])
        session.flush()
        session.add(
            Delegation(
                event_id=event,
                organisation_id=organisation.id,
                focal_name="Focal Zyxwvu",
                focal_email="focal@secret.example",
                focal_email_key="focal@secret.example",
                language_code="en",
                link_secret="s",
                quotas={},
                created_at=BEFORE,
                letter_sha256="b" * 64,
                letter_name="Zyxwvu.pdf",
                letter_size=9,
                letter_type="pdf",
                letter_at=BEFORE,
            )
        )
        session.add(
            ParticipantImport(
                event_id=event,
                created_at=BEFORE,
                file_sha256="a" * 64,
                file_name="Zyxwvu.csv",
                columns={},
                options={},
                report={"new": 1, "wrong": [{"line": 2, "value": "Zyxwvu"}]},
            )
        )
    hour(world, datetime(2022, 7, 6, 22, 0, tzinfo=UTC))
    assert "Zyxwvu" in dump(world)
    hour(world, LATER)
    after = dump(world)
    assert [secret for secret in (*SECRETS, "focal@secret") if secret in after] == []
    assert world.count(RegistrationInvitation) == 0
    with world.reading() as session:
        one = session.scalars(select(ParticipantImport)).one()
        assert (one.state, one.report) == ("withdrawn", {"new": 1})
        assert session.scalars(select(Registration.state)).all() == ["confirmed"]
    assert entries(world, "erase registrations") == [({}, {"people": 1})]
    organiser = world.organiser(event)
    delegations = "/en/thamm-2021/manage/registrations/delegations"
    assert organiser.get(delegations).all("a[href$='/letter']") == []
    assert organiser.get(f"{delegations}/1").all("a[href$='/letter']") == []
    assert organiser.get(f"{delegations}/1/letter").status == 404
    hour(world, LATER)
    assert len(entries(world, "erase registrations")) == 1


class Stuck:
    """A feature that cannot let go of some people, and of nobody else's data."""

    def __init__(self, *ids: int) -> None:
        self.ids = set(ids)

    def show(self, session: Session, registration: Registration) -> Held:
        return Held("stuck", "", "", (), ())

    def erase(self, session: Session, registration_ids: Collection[int]) -> None:
        if self.ids & set(registration_ids):
            raise RuntimeError("stuck")


def test_an_event_whose_people_cannot_be_erased_keeps_those_of_no_other(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    events = [world.event(), world.event("stuck"), world.event("third")]
    people = [add(world, one, EMAIL, native_name="Leïla Zyxwvu") for one in events]
    with world.writing() as session:
        for one in events:
            rules = RegistrationRules.usual(one)
            rules.retention_days = 10
            session.add(rules)
    personal_data.plug(world.app, Stuck(people[1]))
    with pytest.raises(ExceptionGroup) as raised:
        hour(world, LATER)
    assert [registration(world, one).native_name for one in people] == ["", "Leïla Zyxwvu", ""]
    assert [failure.__notes__ for failure in raised.value.exceptions] == [[f"erase, event {events[1]}"]]
    assert [one.getMessage() for one in caplog.records] == [f"work of the hour failed: erase, event {events[1]}"]
    personal_data.plug(world.app)
    hour(world, LATER)
    assert registration(world, people[1]).native_name == ""


def test_a_hold_stops_the_hour(world: World) -> None:
    event = world.event()
    person(world, event)
    hold(world, event, retention_days=10)
    before = dump(world)
    hour(world, LATER)
    assert dump(world) == before


@pytest.mark.parametrize(("seen_by", "is_seen"), [(("organiser",), True), (("desk",), False)])
def test_sensitive_answers_are_for_their_roles_alone(world: World, seen_by: tuple[str, ...], is_seen: bool) -> None:
    event = world.event()
    known = add(world, event, EMAIL)
    answer(world, known, question(world, event, seen_by=seen_by))
    organiser = world.organiser(event)
    for path in (f"/{known}", f"/{known}/change", "", "/privacy?q=leila"):
        page = organiser.get(f"/en/thamm-2021/manage/registrations{path}")
        assert page.status == 200
        expected = is_seen and path.startswith(f"/{known}")
        assert ("peanuts-and-such" in page.source) == expected, path


def test_an_administrator_without_the_role_does_not_read_sensitive_answers(world: World) -> None:
    event = world.event()
    known = add(world, event, EMAIL)
    answer(world, known, question(world, event))
    administrator = world.signed_in(world.account("admin@example.org", is_site_administrator=True))
    page = administrator.get(f"/en/thamm-2021/manage/registrations/{known}")
    assert page.status == 200
    assert "peanuts-and-such" not in page.source


def test_only_organisers_open_the_page_and_erase(world: World) -> None:
    event, elsewhere = world.event(), world.event("elsewhere")
    known = add(world, event, EMAIL)
    for role in (Role.DESK, Role.TRANSLATOR):
        member = world.member(event, role)
        assert member.get(PAGE).status == 403
        assert member.get(f"/en/thamm-2021/manage/registrations/{known}/erase").status == 403
    other = world.organiser(elsewhere, "other@example.org")
    assert other.get(f"/en/elsewhere/manage/registrations/{known}/erase").status == 404


def test_the_page_asks_as_often_for_many_people_and_copies_as_for_few(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    counted = []
    for numbers in (range(3), range(3, 40)):
        for number in numbers:
            add(world, event, f"p{number}@example.org")
            with world.writing() as session:
                found = session.get_one(Event, event)
                record(session, "export registrations", found, by=None, event_id=event, before={}, after={"rows": 1})
        organiser.get(f"{PAGE}?q=example")
        with count_queries(world.app) as queries:
            assert organiser.get(f"{PAGE}?q=example").status == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
    assert counted[0] <= 14
    with count_queries(world.app) as queries:
        assert organiser.get(PAGE).status == 200
    assert len(queries) <= 12


@pytest.mark.parametrize(("language", "heading"), [("fr", "Données personnelles"), ("ar", "البيانات الشخصية")])
def test_the_page_speaks_every_language(world: World, language: str, heading: str) -> None:
    event = world.event()
    with clock.at(AFTER):
        person(world, event)
    assert world.organiser(event).get(PAGE.replace("/en/", f"/{language}/")).h1 == heading
