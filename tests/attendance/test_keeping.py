"""How long evidence is kept, what stops its erasing, and that what is erased is listed and leaves no name."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from conference.attendance.models import Attendance, EvidenceErasure, MeetingReport, SealedList
from conference.attendance.queries import known_blobs
from conference.audit.models import AuditEntry
from conference.core import clock
from conference.core.storage import storage
from conference.events.models import Role
from conference.outbox.tasks import do_hourly_work
from conference.registration.models import Registration
from conference.registration.service import erase
from tests.client import Page, Visitor
from tests.made.agenda import make_session
from tests.made.attendance import mark, presences
from tests.made.registration import add, link
from tests.made.reports import send, zoom, zoom_line
from tests.made.sealed import press_seal, sealed
from tests.world import World

PAGE = "/en/thamm-2021/manage/attendance/keeping"
DURING = datetime(2021, 7, 6, 9, tzinfo=UTC)
BEFORE, AFTER = datetime(2021, 8, 5, 22, 30, tzinfo=UTC), datetime(2021, 8, 5, 23, 30, tzinfo=UTC)
"""Thirty days after the event, an hour around midnight in Tunis."""


@pytest.fixture
def evidence(world: World) -> dict[str, int]:
    """Leila by a report, Jean by the desk; the session's list is sealed."""
    event = world.event()
    session = make_session(world, event, "D1-01")
    leila = add(world, event, "leila@example.org", native_name="Leila Ben Ali")
    jean = add(world, event, "jean@example.org", native_name="Jean Martin")
    organiser = world.organiser(event)
    line = zoom_line("Leila Ben Ali", "09:00", "10:00", email="leila@example.org")
    organiser.follow(send(organiser, zoom([line]))).submit(then="apply")
    mark(world, session, jean)
    press_seal(organiser, "D1-01")
    world.deliver()
    return {"event": event, "leila": leila, "jean": jean}


def decide(world: World, evidence: dict[str, int], **typed: str) -> Page:
    organiser = world.signed_in(world.account_id("organiser@example.org") or 0)
    return organiser.get(PAGE).submit(**typed)


def hour(world: World, moment: datetime) -> None:
    with clock.at(moment), world.app.app_context():
        do_hourly_work({})


def test_evidence_is_erased_on_its_day_and_listed(world: World, evidence: dict[str, int], visitor: Visitor) -> None:
    decide(world, evidence, retention_days="30")
    hour(world, BEFORE)
    assert len(presences(world)) == 2
    assert world.count(EvidenceErasure) == 0
    hour(world, AFTER)
    assert presences(world) == []
    (one,) = sealed(world)
    assert (one.data, one.number, one.people, len(one.sha256)) == ("", 1, 2, 64)
    with world.reading() as database:
        (erasure,) = database.scalars(select(EvidenceErasure)).all()
        assert erasure.retention_days == 30
        assert erasure.found == {
            "sessions": [{"code": "D1-01", "people": 2, "rows": 2}],
            "reports": 1,
            "lists": [1],
        }
        report = database.query(MeetingReport).one()
        assert (report.name, report.decisions, report.erased_at is None) == ("", {}, False)
        assert known_blobs(database) == set()
        entry = database.scalars(select(AuditEntry).where(AuditEntry.verb == "erase evidence")).one()
        assert entry.after["evidence_rows"] == 2
        told = database.scalars(select(AuditEntry).where(AuditEntry.subject.startswith("meeting_report:"))).all()
        assert [(one.before, one.after) for one in told] == [({}, {})] * len(told)
    organiser = world.signed_in(world.account_id("organiser@example.org") or 0)
    page = organiser.get(PAGE)
    assert page.texts("[aria-labelledby=erased] tbody tr") == ["D1-0122"]
    checked = visitor.get(f"/en/thamm-2021/attendance-lists?number=1&code={one.code}")
    assert checked.texts(".notice p strong") == ["There is a sealed list with this number and this code."]
    assert "Its names are no longer kept here" in checked.text
    assert organiser.get("/en/thamm-2021/manage/attendance/sealed/1/en.pdf").status == 404
    assert organiser.get("/en/thamm-2021/manage/attendance/D1-01/reports/1").status == 404
    hour(world, AFTER)
    assert world.count(EvidenceErasure) == 1, "a second hour finds nothing"


def test_the_sweep_takes_the_files_of_what_was_erased(world: World, evidence: dict[str, int]) -> None:
    from conference.attendance.evidence.found import known_sealed_files

    with world.reading() as database:
        assert len(known_sealed_files(database)) == 3
    decide(world, evidence, retention_days="30")
    hour(world, AFTER)
    with world.reading() as database:
        assert known_sealed_files(database) == set()
        assert [len(one.files) for one in database.scalars(select(SealedList))] == [3], "their digests stay"


def test_a_hold_stops_it_and_says_who_and_why(world: World, evidence: dict[str, int]) -> None:
    decide(world, evidence, retention_days="30")
    refused = decide(world, evidence, legal_hold="y")
    assert (refused.status, refused.errors) == (422, ["Write why the hold is set or lifted; the history keeps it."])
    decide(world, evidence, legal_hold="y", reason="Audit of the Commission")
    hour(world, AFTER)
    assert len(presences(world)) == 2
    organiser = world.signed_in(world.account_id("organiser@example.org") or 0)
    notice = organiser.get(PAGE).texts(".notice--saffron")[0]
    assert "Audit of the Commission" in notice
    assert "organiser@example.org" in notice
    decide(world, evidence, legal_hold="", reason="The audit is over")
    hour(world, AFTER)
    assert presences(world) == []


def test_the_hold_of_the_other_personal_data_stops_it_too(world: World, evidence: dict[str, int]) -> None:
    decide(world, evidence, retention_days="30")
    organiser = world.signed_in(world.account_id("organiser@example.org") or 0)
    privacy = organiser.get("/en/thamm-2021/manage/registrations/privacy")
    assert privacy.submit(legal_hold="y", reason="A claim").status == 302
    hour(world, AFTER)
    assert len(presences(world)) == 2


def test_the_other_data_go_before_and_the_evidence_stays(world: World, evidence: dict[str, int]) -> None:
    with world.writing() as database:
        erase(database, database.get_one(Registration, evidence["leila"]), by=None)
    assert len(presences(world)) == 2
    assert "Leila Ben Ali" in sealed(world)[0].data
    with world.reading() as database:
        report = database.query(MeetingReport).one()
        content = b"".join(storage().read(report.sha256))
    assert b"Leila Ben Ali" in content, "the raw file is evidence: unchanged, under the evidence's own time"
    assert report.sha256 == storage_digest(world, content)


def storage_digest(world: World, content: bytes) -> str:
    with world.app.app_context():
        return storage().keep(io.BytesIO(content)).sha256


def test_a_person_is_shown_which_lists_and_files_name_them_and_until_when(
    world: World, evidence: dict[str, int], visitor: Visitor
) -> None:
    decide(world, evidence, retention_days="30")
    with clock.at(DURING):
        page = visitor.get(link(world, evidence["leila"]) + "/data")
    assert page.status == 200
    text = page.text
    assert "Lists and files of evidence" in text
    assert "List no. 1" in text
    assert "6 August 2021" in text
    other = visitor.get(link(world, add(world, evidence["event"], "sara@example.org")) + "/data").text
    assert "List no. 1" not in other


@pytest.mark.parametrize("role", [Role.DESK, Role.TRANSLATOR])
def test_keeping_is_the_organisers_business(world: World, evidence: dict[str, int], role: Role) -> None:
    assert world.member(evidence["event"], role).get(PAGE).status == 403


def test_nothing_is_erased_while_no_day_is_set(world: World, evidence: dict[str, int]) -> None:
    hour(world, datetime(2041, 7, 6, tzinfo=UTC))
    assert world.count(Attendance) == 2
