"""Files of translations: exported through the translators' door, translated by hand, and sent back."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

from conference.accounts.models import Account
from conference.core.clock import now
from conference.core.storage import storage
from conference.events.models import Event
from conference.translation import service
from conference.translation.models import GlossaryTerm, TextComment
from tests.client import Page, Visitor
from tests.world import World

DESK = "/en/thamm-2021/manage/translation"
HANDOVER = f"{DESK}/hand-over"
APPLY = "form[action$='/apply']"
NS = {"x": "urn:oasis:names:tc:xliff:document:1.2"}


def exported(visitor: Visitor, ending: str = "xlf", **asked: Any) -> bytes:
    """A file of what is missing or out of date."""
    page = visitor.get(f"{HANDOVER}/texts.{ending}", query_string=asked)
    assert page.status == 200, page.location
    return page.response.data


def units(body: bytes) -> list[Any]:
    return list(etree.fromstring(body).iterfind(".//x:trans-unit", NS))


def translated(body: bytes, words: Mapping[str, str] | Callable[[Any], str | None], **state: str) -> bytes:
    """The XLIFF with the words of a translator in it, found by their unit's id; the others stay as they were."""
    root = etree.fromstring(body)
    for unit in root.iterfind(".//x:trans-unit", NS):
        found = words.get(unit.get("id")) if isinstance(words, Mapping) else words(unit)
        if found is not None:
            target = unit.find("x:target", NS)
            target.text = found
            target.set("state", state.get("state", "translated"))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8"))


def send(visitor: Visitor, body: bytes, *, name: str = "texts.xlf") -> Page:
    """Send a file; where it is taken, the page of what it would change."""
    form = visitor.get(HANDOVER).values("form[enctype]")
    page = visitor.post(HANDOVER, {**form, "file": (io.BytesIO(body), name)}, content_type="multipart/form-data")
    return visitor.follow(page) if page.status == 302 else page


def take_over(page: Page, **chosen: str) -> Page:
    """Take the file over as chosen, and look at the page that follows."""
    answer = page.submit(APPLY, **chosen)
    return page.visitor.follow(answer) if answer.status == 302 else answer


def counts(page: Page) -> str:
    """What the dry run says that the file would do."""
    return page.texts(".notice p")[0]


def make_import(world: World, event: int) -> int:
    """A file that waits to be taken over; its id."""
    unit = '<trans-unit id="room.1.name"><source>Hall</source><target>Salle</target></trans-unit>'
    file = f'<file original="thamm-2021" source-language="en" target-language="fr"><body>{unit}</body></file>'
    sender = world.account("sender@example.org")
    with world.app.app_context():
        blob = storage().keep(io.BytesIO(f'<xliff version="1.2">{file}</xliff>'.encode()))
    with world.writing() as database:
        found = service.begin_import(
            database,
            database.get_one(Event, event),
            format="xliff",
            name="texts.xlf",
            sha256=blob.sha256,
            by=database.get_one(Account, sender),
        )
        return found.id


def make_term(world: World) -> int:
    """A term of the glossary."""
    return _added(world, GlossaryTerm(source_code="en", target_code="fr", term="migration", preferred="migration"))


def make_remark(world: World, event: int) -> int:
    """A remark about the title of an event, which waits for somebody."""
    words, at = "Is this the title?", now()
    return _added(
        world, TextComment(event_id=event, kind="event", row=event, field="title", words=words, written_at=at)
    )


def _added(world: World, row: GlossaryTerm | TextComment) -> int:
    with world.writing() as session:
        session.add(row)
        session.flush()
        return row.id
