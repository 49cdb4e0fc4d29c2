"""Who may see which document: every address that could tell of one, for every kind of viewer."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from conference.core.languages import ENGLISH
from conference.events.models import Role
from conference.registration.models import Registration, RegistrationState
from tests.client import Visitor, words
from tests.made.agenda import make_session, publish
from tests.made.library import make_document, make_revision
from tests.world import World

EN = "/en/thamm-2021"
SYMBOLS = {"public": "PUB/1", "registered": "REG/1", "confirmed": "CON/1", "organisers": "ORG/1"}


def registered(state: RegistrationState) -> Callable[[World, int], Visitor]:
    def make(world: World, event: int) -> Visitor:
        world_visitor = Visitor(world.app)
        page = world_visitor.get(f"{EN}/register")
        page.submit(
            native_name="Leila", email="leila@example.org", organisation="Union", country="TN", category="workers"
        )
        with world.writing() as session:
            registration = session.query(Registration).one()
            registration.state = state
        return world.signed_in(world.account("leila@example.org"))

    return make


VIEWERS: dict[str, tuple[Callable[[World, int], Visitor], set[str]]] = {
    "anonymous": (lambda world, event: Visitor(world.app), {"public"}),
    "account without registration": (lambda world, event: world.signed_in(world.account()), {"public"}),
    "pending": (registered(RegistrationState.PENDING), {"public", "registered"}),
    "waitlisted": (registered(RegistrationState.WAITLISTED), {"public", "registered"}),
    "declined": (registered(RegistrationState.DECLINED), {"public"}),
    "cancelled": (registered(RegistrationState.CANCELLED), {"public"}),
    "confirmed": (registered(RegistrationState.CONFIRMED), {"public", "registered", "confirmed"}),
    "organiser": (lambda world, event: world.organiser(event), set(SYMBOLS)),
    "translator": (lambda world, event: world.member(event, Role.TRANSLATOR), set(SYMBOLS)),
    "desk": (lambda world, event: world.member(event, Role.DESK), set(SYMBOLS)),
    "organiser of another event": (lambda world, event: world.organiser(world.event("other-2022")), {"public"}),
    "site administrator": (
        lambda world, event: world.signed_in(world.account(is_site_administrator=True)),
        set(SYMBOLS),
    ),
}


def sealed(world: World) -> int:
    """One document of each visibility, each in a session, with titles that only it has."""
    event = world.event()
    sessions = [
        make_session(world, event, f"S-{name}", hours=(f"{hour}:00", f"{hour}:30"))
        for hour, name in zip((10, 11, 12, 13), SYMBOLS, strict=True)
    ]
    publish(world, event)
    for session, (visibility, symbol) in zip(sessions, SYMBOLS.items(), strict=True):
        make_document(
            world,
            event,
            symbol,
            title=f"Title {visibility}",
            visibility=visibility,
            sessions=[session],
            category="report",
        )
    return event


@pytest.mark.parametrize("name", VIEWERS)
def test_every_address_tells_of_what_the_viewer_may_see_and_of_nothing_else(world: World, name: str) -> None:
    event = sealed(world)
    make, allowed = VIEWERS[name]
    visitor = make(world, event)
    symbols = {SYMBOLS[visibility] for visibility in allowed}

    listed = visitor.get(f"{EN}/documents", query_string={"q": "title"})
    assert set(listed.texts(".document-meta bdi")) == symbols
    assert listed.texts(".page-lead") == [f"{len(symbols)} document" + ("s" if len(symbols) > 1 else "")]
    assert set(visitor.get(f"{EN}/documents").texts(".document-meta bdi")) == symbols
    offered = {option.get("value") for option in listed.all("#session option")} - {""}
    assert offered == {f"S-{visibility}" for visibility in allowed}

    archive = visitor.get(f"{EN}/documents.zip", query_string={"language": "fr"}).response
    with zipfile.ZipFile(io.BytesIO(archive.data)) as packed:
        contents = packed.read("00 Contents.html").decode()
        assert len(packed.namelist()) == 1 + len(symbols)
    assert words(visitor.get(f"{EN}/take-home").one(".file-facts")).startswith(f"{len(symbols)} file")
    agenda = visitor.get(f"{EN}/agenda")
    assert len(agenda.all(".session-documents a")) == len(symbols)

    for visibility, symbol in SYMBOLS.items():
        status = 200 if visibility in allowed else 404
        slug = symbol.lower().replace("/", "-")
        for path in (slug, f"{slug}/en", f"{slug}/en/1"):
            assert visitor.get(f"{EN}/documents/{path}").status == status, path
        found = visitor.get(f"{EN}/documents", query_string={"q": symbol}).texts(".document-meta bdi")
        assert found == ([symbol] if visibility in allowed else [])
        assert (symbol in contents) == (visibility in allowed)
        panel = visitor.get(f"{EN}/agenda/S-{visibility}")
        assert (symbol in panel.source) == (visibility in allowed)
        assert (symbol in agenda.source) is False


@pytest.mark.parametrize("visibility", ["registered", "confirmed", "organisers"])
def test_a_kept_page_never_holds_what_somebody_with_more_rights_saw_before(world: World, visibility: str) -> None:
    event = sealed(world)
    organiser, anonymous = world.organiser(event), Visitor(world.app)
    slug = SYMBOLS[visibility].lower().replace("/", "-")
    paths = ("documents", f"documents/{slug}", f"agenda/S-{visibility}", "agenda", f"documents/{slug}/en")
    for path in paths:
        assert organiser.get(f"{EN}/{path}").status == 200
    for path in paths:
        for _visit in range(2):
            page = anonymous.get(f"{EN}/{path}")
            assert SYMBOLS[visibility] not in page.source
            assert f"Title {visibility}" not in page.source


def test_what_only_some_may_see_is_not_kept(world: World) -> None:
    event = sealed(world)
    organiser = world.organiser(event)
    for path in ("documents", "documents/reg-1", "documents/reg-1/en", "documents.zip?language=en"):
        assert "no-cache" in organiser.get(f"{EN}/{path}").response.headers["Cache-Control"]
        assert not organiser.get(f"{EN}/{path}").response.headers.get("ETag", "").startswith("W/")


@pytest.mark.parametrize("name", VIEWERS)
def test_a_revision_that_is_not_published_is_for_the_team(world: World, name: str) -> None:
    event = sealed(world)
    document = make_document(world, event, "DRAFT/1", languages=())
    make_revision(world, document, ENGLISH, publish=False)
    half = make_document(world, event, "HALF/1", languages=(ENGLISH,))
    make_revision(world, half, ENGLISH, publish=False)
    make, allowed = VIEWERS[name]
    visitor = make(world, event)
    is_team = "organisers" in allowed
    statuses = {
        path: visitor.get(f"{EN}/documents/{path}").status
        for path in ("draft-1", "draft-1/en", "draft-1/en/1", "half-1/en/2")
    }
    team = 200 if is_team else 404
    assert statuses == {"draft-1": team, "draft-1/en": 404, "draft-1/en/1": team, "half-1/en/2": team}
    newest = visitor.get(f"{EN}/documents/half-1/en").response.headers["Content-Disposition"]
    assert newest == 'attachment; filename="HALF-1_en_rev1.pdf"'
    assert "DRAFT/1" not in visitor.get(f"{EN}/documents").source


MANAGE = f"{EN}/manage/documents"
WRITES = [
    f"{MANAGE}/new",
    f"{MANAGE}/pub-1/add",
    f"{MANAGE}/pub-1/en/1/publish",
    f"{MANAGE}/pub-1/en/withdraw",
]


@pytest.mark.parametrize("name", VIEWERS)
def test_who_may_manage(world: World, name: str) -> None:
    event = sealed(world)
    make, allowed = VIEWERS[name]
    visitor = make(world, event)
    writes = name in ("organiser", "site administrator")
    reads = writes or name == "translator"
    refused = {302, 403}
    assert (visitor.get(MANAGE).status == 200) == reads
    assert (visitor.get(f"{MANAGE}/org-1").status == 200) == reads
    for path in (f"{MANAGE}/new", f"{MANAGE}/pub-1/add"):
        assert visitor.get(path).status in ({200} if writes else refused)
    if not writes:
        for path in WRITES:
            page = visitor.post(path, {"csrf_token": "x"})
            assert page.status in refused
            assert page.status == 403 or "/sign-in" in page.location
    assert allowed


def test_a_draft_event_hides_its_documents(world: World, visitor: Visitor) -> None:
    event = world.event(publication="draft")
    make_document(world, event)
    for path in ("documents", "documents.zip", "documents/thamm-2021-1", "documents/thamm-2021-1/en"):
        assert visitor.get(f"{EN}/{path}").status == 404
    assert world.member(event, Role.DESK).get(f"{EN}/documents/thamm-2021-1").status == 200


def test_documents_of_another_event_are_not_found(world: World, visitor: Visitor) -> None:
    make_document(world, world.event("other-2022"))
    world.event()
    assert visitor.get(f"{EN}/documents/thamm-2021-1").status == 404
    assert visitor.get(f"{EN}/documents/thamm-2021-1/en").status == 404
