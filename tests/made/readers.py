"""A library with a document behind every kind of door, and everybody who may or may not come in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from conference.agenda.published import PublishedAgenda
from conference.agenda.queries import latest_version
from conference.agenda.service import agenda_of_account, choose
from conference.core.clock import now
from conference.core.file_types import TEXT
from conference.core.languages import ENGLISH, Language
from conference.events.models import Event, Role
from conference.library.models import Document
from conference.library.service.share_links import make_share_link
from conference.registration.models import FieldType, RegistrationState
from conference.speakers.models import Invitation, InvitationState
from tests.client import Visitor
from tests.made import form
from tests.made.agenda import give_role, make_session, make_speaker, publish
from tests.made.attendance import mark
from tests.made.library import make_document, make_revision
from tests.made.registration import add
from tests.world import World, in_three

EN = "/en/thamm-2021"
ALL = frozenset(
    {
        "public",
        "registered",
        "confirmed",
        "category",
        "sessions",
        "enrolled",
        "organisers",
        "embargoed",
        "announced",
        "over",
        "late",
    }
)
"""What the documents are called, by who may read them; «over» was public later than its revision, «late» will be for
confirmed participants, «enrolled» is of a session in which the form gives places."""
PUBLIC = frozenset({"public", "over"})
OPENED = frozenset({"embargoed", "announced"})
REGISTERED = PUBLIC | {"registered"}
CONFIRMED = REGISTERED | {"confirmed"}


def symbol(key: str) -> str:
    return f"{key.upper()}/7"


def slug(key: str) -> str:
    return f"{key}-7"


@dataclass
class Library:
    """The library as it was made: ids by what the documents are called, and when the embargoes end."""

    event: int
    opens_at: datetime
    documents: dict[str, int] = field(default_factory=dict)
    sessions: dict[str, int] = field(default_factory=dict)
    question: str = ""


def make_library(world: World) -> Library:
    """Each document has a session of its own, a title and a text with a word that stands nowhere else, and a file."""
    library = Library(world.event(), now() + timedelta(hours=1))
    for number, key in enumerate(sorted(ALL)):
        hours = (f"{8 + number:02}:00", f"{8 + number:02}:30")
        library.sessions[key] = make_session(world, library.event, f"S-{key}", hours=hours)
    publish(world, library.event)
    for key in sorted(ALL):
        library.documents[key] = made = make_document(
            world,
            library.event,
            symbol(key),
            title=in_three(f"Paper title{key}"),
            category="report",
            languages=(),
            sessions=[library.sessions[key]],
            **_access(key, library.opens_at),
        )
        make_revision(world, made, ENGLISH, body=f"Saltpetre, only{key}".encode(), file_type=TEXT)
    offered = {library.sessions["enrolled"]: 5}
    library.question = form.make_field(world, library.event, FieldType.SESSIONS, sessions=offered)
    world.deliver()
    return library


def _access(key: str, opens_at: datetime) -> dict[str, object]:
    visibility = {"enrolled": "sessions", "late": "confirmed"}.get(key, key)
    if key in ("embargoed", "announced", "over"):
        visibility = "public"
    access: dict[str, object] = {"visibility": visibility}
    if key == "category":
        access["visible_to"] = ["workers", "donor"]
    if key in ("embargoed", "announced", "late"):
        access["embargo_until"] = opens_at
    if key == "announced":
        access["embargo_announced"] = True
    if key == "over":
        access["embargo_until"] = now() - timedelta(minutes=1)
    return access


# Makes somebody of an address that nobody had before.
Make = Callable[[World, Library, str], Visitor]


@dataclass(frozen=True)
class Reader:
    """Who asks, what they may read now, and what beside it once the embargoes are over."""

    make: Make
    reads: frozenset[str]
    later: frozenset[str] = OPENED


def registered(state: RegistrationState, category: str = "government") -> Make:
    def make(world: World, library: Library, email: str) -> Visitor:
        add(world, library.event, email, state=state, category=category)
        return world.signed_in(world.account(email))

    return make


def starred(state: RegistrationState) -> Make:
    """Somebody with the sessions of both documents in their own agenda."""

    def make(world: World, library: Library, email: str) -> Visitor:
        add(world, library.event, email, state=state)
        account = world.account(email)
        with world.writing() as database:
            event = database.get_one(Event, library.event)
            version = latest_version(database, event.id)
            assert version is not None
            personal = agenda_of_account(database, event.id, account)
            for session in PublishedAgenda.of(version).sessions:
                if session.code in ("S-sessions", "S-enrolled"):
                    choose(database, personal, session)
        return world.signed_in(account)

    return make


def enrolled(world: World, library: Library, email: str) -> Visitor:
    registration = add(world, library.event, email)
    form.choose(world, library.event, registration, library.question, 0)
    return world.signed_in(world.account(email))


def seen_there(world: World, library: Library, email: str) -> Visitor:
    registration = add(world, library.event, email)
    mark(world, library.sessions["sessions"], registration)
    return world.signed_in(world.account(email))


def speaker(state: InvitationState | None) -> Make:
    """Somebody who speaks in the session and is not registered; with an invitation, unless there is no state."""

    def make(world: World, library: Library, email: str) -> Visitor:
        made = make_speaker(world, library.event, email.partition("@")[0], email=email.upper())
        give_role(world, library.sessions["sessions"], made)
        if state is not None:
            with world.writing() as database:
                database.add(Invitation(speaker_id=made, link_secret="x", state=state, sent_at=now()))
        return world.signed_in(world.account(email))

    return make


def holder_of_another_link(world: World, library: Library, _email: str) -> Visitor:
    """Somebody who has just opened the link to a document that is the team's alone."""
    visitor = Visitor(world.app)
    other = make_document(world, library.event, "ELSEWHERE/1", title="Elsewhere", visibility="organisers")
    assert visitor.get(share_link(world, other)).status == 200
    return visitor


def share_link(
    world: World, document: int, *, language: Language | None = None, page: str = "en", **changes: object
) -> str:
    """The path of a new link to a document."""
    with world.writing() as database:
        secret = make_share_link(
            database,
            database.get_one(Document, document),
            label="The agency",
            language=language,
            until_on=changes.get("until_on"),  # type: ignore[arg-type]
            by=None,
        )
    return f"/{page}/thamm-2021/shared/{secret}"


def member(role: Role) -> Make:
    def make(world: World, library: Library, email: str) -> Visitor:
        return world.signed_in(world.account(email, event=library.event, roles=(role,)))

    return make


READERS: Mapping[str, Reader] = {
    "anonymous": Reader(lambda world, _library, _email: Visitor(world.app), PUBLIC),
    "account without registration": Reader(
        lambda world, _library, email: world.signed_in(world.account(email)), PUBLIC
    ),
    "pending": Reader(registered(RegistrationState.PENDING, "workers"), REGISTERED),
    "waitlisted": Reader(registered(RegistrationState.WAITLISTED), REGISTERED),
    "declined": Reader(registered(RegistrationState.DECLINED, "workers"), PUBLIC),
    "cancelled": Reader(registered(RegistrationState.CANCELLED), PUBLIC),
    "confirmed": Reader(registered(RegistrationState.CONFIRMED), CONFIRMED, OPENED | {"late"}),
    "confirmed in the category": Reader(
        registered(RegistrationState.CONFIRMED, "workers"), CONFIRMED | {"category"}, OPENED | {"late"}
    ),
    "pending with the sessions starred": Reader(starred(RegistrationState.PENDING), REGISTERED),
    "confirmed with the sessions starred": Reader(
        starred(RegistrationState.CONFIRMED), CONFIRMED | {"sessions"}, OPENED | {"late"}
    ),
    "confirmed with a place in the session": Reader(enrolled, CONFIRMED | {"enrolled"}, OPENED | {"late"}),
    "confirmed and seen at the session": Reader(seen_there, CONFIRMED | {"sessions"}, OPENED | {"late"}),
    "speaker": Reader(speaker(None), PUBLIC | {"sessions"}),
    "speaker who was invited": Reader(speaker(InvitationState.INVITED), PUBLIC | {"sessions"}),
    "speaker who declined": Reader(speaker(InvitationState.DECLINED), PUBLIC),
    "translator": Reader(member(Role.TRANSLATOR), ALL),
    "desk": Reader(member(Role.DESK), ALL),
    "organiser": Reader(member(Role.ORGANISER), ALL),
    "site administrator": Reader(
        lambda world, _library, email: world.signed_in(world.account(email, is_site_administrator=True)), ALL
    ),
    "organiser of another event": Reader(
        lambda world, _library, email: world.organiser(world.event("other-2022"), email), PUBLIC
    ),
    # The last, for it makes a document more for the team.
    "holder of a link to another document": Reader(holder_of_another_link, PUBLIC),
}


def make_reader(world: World, library: Library, name: str) -> Visitor:
    """Somebody of this name."""
    return READERS[name].make(world, library, f"reader-{list(READERS).index(name)}@example.org")
