"""Every address, who may call it, and that nobody else gets through."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from conference.agenda.models import Presentation, Room, SpeakerInSession
from conference.config import ROOT
from conference.core.access import AccessNotDeclared, access, public, require_declared_access
from conference.core.languages import ENGLISH
from conference.events.models import Body, Event, EventRole, Publication, Role
from conference.library.models import Arrival
from conference.outbox.models import Message
from conference.registration.models import FieldChoice, FieldType, RegistrationInvitation
from tests.client import Visitor
from tests.made import (
    agenda,
    agenda_files,
    arrivals,
    invitation_lists,
    library,
    lists,
    recordings,
    reports,
    translation,
)
from tests.made.certificates import make_certificate
from tests.made.delegations import make_delegation, page_of, send_letter
from tests.made.early_access import make_early_access
from tests.made.form import answer_with_file, make_field
from tests.made.photographs import give_photograph
from tests.made.registration import add
from tests.made.rules import make_invitation
from tests.made.sealed import make_sealed
from tests.queries import count_queries
from tests.world import World, only

GOLDEN = ROOT / "tests" / "routes.txt"
RENEW = "UPDATE_ROUTES=1"
ASKED = ("GET", "POST", "PUT", "PATCH", "DELETE")

PEOPLE = ("nobody", "participant", "translator", "desk", "organiser", "organiser elsewhere", "administrator")
EVERYBODY = frozenset(PEOPLE)
ALLOWED: Mapping[str, frozenset[str]] = {
    "public": EVERYBODY,
    "visitor": EVERYBODY,
    "signed in": EVERYBODY - {"nobody"},
    "site administrator": frozenset({"administrator"}),
    "team": frozenset({"translator", "desk", "organiser", "administrator"}),
    "organiser": frozenset({"organiser", "administrator"}),
    "translator": frozenset({"translator", "organiser", "administrator"}),
    "desk": frozenset({"desk", "organiser", "administrator"}),
    # A link opens these to whoever holds it: tests/speakers shows that nothing else does.
    "speaker": frozenset(),
    # The same of the link of an interpreter or a rapporteur: tests/speakers/test_early_access.py.
    "early access": frozenset(),
    # The same, but for assistants: tests/speakers/test_assistants.py.
    "speaker in person": frozenset(),
    # The same of the link to a document: tests/library/test_share_links.py.
    "share link": frozenset(),
    # The same of a delegation's link: tests/registration/test_delegations.py.
    "focal point": frozenset(),
    # The same of the link to what somebody's calendar is made of: tests/feeds/test_personal.py.
    "owner": frozenset(),
}


BY_A_LINK = {name for name, allowed in ALLOWED.items() if not allowed}


def rules(app: Flask) -> Iterator[Rule]:
    return iter(sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, rule.endpoint)))


def methods(rule: Rule) -> list[str]:
    return [method for method in ASKED if method in (rule.methods or ())]


def policy(app: Flask, rule: Rule) -> str:
    return str(app.view_functions[rule.endpoint].access.name)  # type: ignore[attr-defined]


def test_routes_and_who_may_call_them_are_as_written_down(app: Flask) -> None:
    lines = sorted(
        f"{rule.rule} {','.join(methods(rule))} {rule.endpoint} [{policy(app, rule)}]" for rule in rules(app)
    )
    if os.environ.get("UPDATE_ROUTES"):
        GOLDEN.write_text("\n".join(lines) + "\n", encoding="utf-8")
    written = GOLDEN.read_text(encoding="utf-8").splitlines()
    gone, new = [line for line in written if line not in lines], [line for line in lines if line not in written]
    assert (gone, new) == ([], []), f"read the difference, then renew with: {RENEW} python -m pytest {__file__}"
    assert written == lines


def test_a_view_that_does_not_say_who_may_call_it_is_refused(app: Flask) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "open to all")
    with pytest.raises(AccessNotDeclared, match="forgotten"):
        require_declared_access(app)


def test_a_view_that_says_so_is_not(app: Flask) -> None:
    app.add_url_rule("/said", "said", access(public)(lambda: "open to all"))
    require_declared_access(app)


def test_every_policy_stands_in_the_matrix(app: Flask) -> None:
    assert {policy(app, rule) for rule in rules(app)} <= set(ALLOWED)


@pytest.fixture
def values(world: World) -> dict[str, Any]:
    """An event with something behind every address, and what its addresses are made of."""
    event = world.event()
    one = agenda.make_session(world, event)
    agenda.make_room(world, event, only(ENGLISH, "Hall"))
    talk = agenda.make_presentation(world, one)
    speaker = agenda.make_speaker(world, event)
    agenda.give_role(world, one, speaker, "speaker", talk)
    give_photograph(world, speaker)
    agenda.publish(world, event)
    library.make_document(world, event, languages=(ENGLISH,))
    heard = recordings.make_recording(
        world, event, agenda.make_session(world, event, "D1-02", hours=("11:00", "12:00"))
    )
    arrivals.make_arrival(world, event)
    arrivals.make_library_import(world, event)
    registered = add(world, event, "participant@example.org")
    passport = make_field(world, event, FieldType.FILE)
    answer_with_file(world, registered, passport, library.pdf())
    question = make_field(world, event, FieldType.CHOICE, choices=["Couscous", "Fish"])
    of_sessions = make_field(world, event, FieldType.SESSIONS, sessions={one: None})
    send_letter(Visitor(world.app).get(page_of(world, make_delegation(world, event))), library.pdf())
    import_id = lists.make_checked(world, event)
    agenda_files.make_import(world, event)
    invitation_lists.make_list(world, event)
    translation.make_import(world, event)
    term_id, remark_id = translation.make_term(world), translation.make_remark(world, event)
    make_invitation(world, event)
    report_id = reports.keep(world, one)
    attendance_id = make_sealed(world, one, registered)
    access_id = make_early_access(world, event)
    certificate_id = make_certificate(world, event, registered)
    world.event("elsewhere")
    with world.reading() as session:
        found = {
            "registration_id": registered,
            "field_key": passport,
            "message_id": session.scalar(select(Message.id).where(Message.event_id.is_not(None)).order_by(Message.id)),
            "part_id": session.scalar(select(Body.id)),
            "place_id": session.scalar(select(Room.id)),
            "presentation_id": session.scalar(select(Presentation.id)),
            "role_id": session.scalar(select(SpeakerInSession.id)),
            "choice_id": session.scalar(select(FieldChoice.id)),
            "import_id": import_id,
            "recording_id": heard,
            "arrival_id": session.scalar(select(Arrival.id)),
            "report_id": report_id,
            "attendance_id": attendance_id,
            "access_id": access_id,
            "term_id": term_id,
            "remark_id": remark_id,
            "certificate_id": certificate_id,
            "invitation_id": session.scalar(select(RegistrationInvitation.id)),
        }
    return found | {
        "part": 1,
        "verb": "resend",
        "language": "en",
        "event": "thamm-2021",
        "slug": "thamm-2021-1",
        "number": 1,
        "side": 96,
        "before": 1,
        "after": 1,
        "token": "forged",
        "digest": "old",
        "name": "css/tokens.css",
        "day": "2021-07-05",
        "list_name": "2021-07-05",
        "ending": "pdf",
        "file_language": "en",
        "direction": "later",
        "decision": "confirm",
        "what": "session",
        "row": 1,
        "category": "report",
        "field": "title",
        "sections/key": "about",
        "fields/key": question,
        "sessions/key": of_sessions,
    }


def people(world: World, event: str = "thamm-2021") -> dict[str, Visitor]:
    with world.reading() as session:
        ids = dict(iter(session.execute(select(Event.slug, Event.id))))
    return {
        "nobody": Visitor(world.app),
        "participant": world.signed_in(world.account("participant@example.org")),
        "translator": world.member(ids[event], Role.TRANSLATOR),
        "desk": world.member(ids[event], Role.DESK),
        "organiser": world.organiser(ids[event]),
        "organiser elsewhere": world.organiser(ids["elsewhere"], "elsewhere@example.org"),
        "administrator": world.signed_in(world.account("administrator@example.org", is_site_administrator=True)),
    }


def address(rule: Rule, values: Mapping[str, Any]) -> str:
    """A rule's address with something that exists in every place that a value belongs to."""
    owner = rule.endpoint.partition(".")[0]
    speaker = owner == "speakers" or "speaker" in rule.endpoint
    code = "en" if owner == "library" else "benali" if speaker else "D1-01"
    choice = re.search(r"<any\(([a-z]+)", rule.rule)
    own = {"code": code, "kind": choice[1] if choice else "", "role_id": 1} if owner == "events" else {"code": code}
    for name in ("kind", "verb", "part"):
        if name in rule.arguments and choice:
            own[name] = choice[1]
    if "key" in rule.arguments:
        part = rule.rule.partition("/<key>")[0].rpartition("/")[2]
        part = "sessions" if rule.endpoint == "registration.field_sessions" else part
        own["key"] = values.get(f"{part}/key", "1")
    known = dict(values) | own
    filled = rule.rule
    for name in rule.arguments:
        filled = re.sub(rf"<(?:[^<>:]+:)?{name}>", str(known.get(name, 1)), filled)
    return filled


def asked(app: Flask, values: Mapping[str, Any]) -> Iterator[tuple[Rule, str, str]]:
    for rule in rules(app):
        for method in methods(rule):
            yield rule, method, address(rule, values)


# What leads elsewhere, what only a link in a mail opens, and what needs a choice in a list; behind every other
# address `values` puts something.
NOT_OPENED = {
    "accounts.confirm_link",
    "accounts.sign_in",
    "agenda.choose_comparison",
    "agenda.mine",
    "feeds.own",
    "feeds.own_page",
    "languages.choose",
    "library.picture",
    "library.shared",
    "library.shared_file",
    "languages.negotiate",
    "library.remind_whom",
    "library.replace",
    "speakers.early",
    "speakers.early_download",
    "speakers.early_join",
    "registration.cancel",
    "registration.change",
    "registration.delegation_page",
    "registration.edit_nominee",
    "registration.nominate",
    "registration.nominate_rows",
    "registration.own_letter",
    "registration.consents",
    "registration.erase",
    "registration.invited",
    "registration.my_data",
    "registration.my_data_file",
    "registration.my_file",
    "registration.review",
    "registration.show",
    "speakers.manage_slides_picture",
    "speakers.newer_slides",
    "speakers.own_photograph",
    "speakers.own_photograph_file",
    "speakers.own_slides_file",
    "speakers.public_photograph",
    "speakers.remind_whom",
    "speakers.slides_file",
    "speakers.slides_page",
    "speakers.slides_picture",
    "attendance.certificate_check",
    "attendance.join_as_speaker",
    "attendance.report_columns",
    "attendance.own_certificate_file",
    "attendance.speakers_certificate_file",
    "speakers.speak",
}


# The draft, at addresses of their own that only its secret link opens: tests/agenda/test_preview.py.
BY_LINK = "/agenda/preview/"


def test_there_is_something_behind_every_address(app: Flask, world: World, values: dict[str, Any]) -> None:
    administrator = people(world)["administrator"]
    asked_for = [
        (rule.endpoint, path)
        for rule, method, path in asked(app, values)
        if method == "GET" and BY_LINK not in rule.rule
    ]
    assert {endpoint for endpoint, path in asked_for if administrator.get(path).status != 200} == NOT_OPENED


def test_the_wrong_people_are_refused_everywhere(app: Flask, world: World, values: dict[str, Any]) -> None:
    wrong = []
    visitors = people(world)
    for rule, method, path in asked(app, values):
        for name in EVERYBODY - ALLOWED[policy(app, rule)]:
            page = visitors[name].ask(method, path)
            to_sign_in = page.status == 302 and page.location.startswith("/en/sign-in")
            if not (
                to_sign_in if name == "nobody" and policy(app, rule) not in BY_A_LINK else page.status in (403, 404)
            ):
                wrong.append((name, method, path, page.status))
    assert wrong == []


def test_nothing_fails_for_the_right_people_and_looking_changes_nothing(
    app: Flask, world: World, values: dict[str, Any]
) -> None:
    wrong = []
    visitors = people(world)
    for rule, method, path in asked(app, values):
        if method != "GET":
            continue
        for name in ALLOWED[policy(app, rule)]:
            with count_queries(app) as queries:
                page = visitors[name].get(path)
            wrote = [query for query in queries if not query.lstrip().upper().startswith(("SELECT", "WITH"))]
            if page.status in (403, 405) or page.status >= 500 or wrote:
                wrong.append((name, path, page.status, wrote))
    assert wrong == []


def test_a_post_without_the_token_of_its_page_changes_nothing(app: Flask, world: World, values: dict[str, Any]) -> None:
    wrong = []
    visitors = people(world)
    for rule, method, path in asked(app, values):
        if method == "GET":
            continue
        for name in ALLOWED[policy(app, rule)]:
            with count_queries(app) as queries:
                page = visitors[name].ask(method, path)
            wrote = [query for query in queries if not query.lstrip().upper().startswith(("SELECT", "WITH"))]
            if page.status not in (302, 400, 403, 404, 422, 429) or wrote:
                wrong.append((name, path, page.status, wrote))
    assert wrong == []


def test_a_draft_is_shown_to_its_team_alone(app: Flask, world: World, values: dict[str, Any]) -> None:
    visitors = people(world)
    with world.writing() as session:
        event = session.scalars(select(Event).where(Event.slug == "thamm-2021")).one()
        event.publication = Publication.DRAFT
    seen = []
    for rule, method, path in asked(app, values):
        if "event" not in rule.arguments:
            continue
        for name in ("nobody", "participant", "organiser elsewhere"):
            page = visitors[name].ask(method, path)
            to_sign_in = name == "nobody" and page.status == 302 and page.location.startswith("/en/sign-in")
            if page.status != 404 and not to_sign_in:
                seen.append((name, method, path, page.status))
    assert seen == []


def test_everybody_in_the_matrix_is_somebody(world: World, values: dict[str, Any]) -> None:
    assert tuple(people(world)) == PEOPLE
    assert world.count(EventRole) == 4
