"""Delegations for tests: an organisation in the registry, and a focal point who is invited by the service."""

from __future__ import annotations

import re
from email.message import EmailMessage
from io import BytesIO
from typing import Any

from sqlalchemy import select

from conference.accounts.models import Account
from conference.core.languages import ENGLISH, Language
from conference.events.models import Event
from conference.registration import service
from conference.registration.models import Delegation, Organisation, Registration
from conference.registration.service import DelegationTerms, delegation_token
from tests.client import Page
from tests.world import World, in_three

PERSON: dict[str, Any] = {
    "title": "ms",
    "native_name": "Amel Testi",
    "latin_name": "",
    "email": "amel@example.org",
    "function": "Director",
    "category": "government",
    "country": "TN",
    "language_code": "en",
}


def make_organisation(world: World, event: int, name: str = "Ministry of Tests", **changes: Any) -> int:
    with world.writing() as session:
        made = Organisation(event_id=event, name=in_three(name), country="TN", **changes)
        session.add(made)
        session.flush()
        return made.id


def make_delegation(
    world: World, event: int, *, organisation: int | None = None, language: Language = ENGLISH, **changes: Any
) -> int:
    """A delegation whose focal point is invited; by default two of government, one of employers, one of workers."""
    organisation = organisation or make_organisation(world, event)
    terms: dict[str, Any] = {
        "focal_name": "Focal Point",
        "focal_email": "focal@example.org",
        "language": language,
        "quotas": service.ILO_RULE,
        "closes_at": None,
    }
    with world.reading() as session:
        known = session.scalar(select(Account.id).where(Account.email_key == "inviter@example.org"))
    by = known or world.account("inviter@example.org")
    with world.writing() as session:
        return service.invite_delegation(
            session,
            session.get_one(Event, event),
            session.get_one(Organisation, organisation),
            DelegationTerms(**(terms | changes)),
            by=session.get_one(Account, by),
        ).id


def page_of(world: World, delegation: int, *, language: str = "en", event: str = "thamm-2021") -> str:
    """The path of the focal point's page."""
    with world.reading() as session:
        return f"/{language}/{event}/delegation/{delegation_token(session.get_one(Delegation, delegation))}"


def delegation_link_in(mail: EmailMessage) -> str:
    """The path of the link that an invitation holds."""
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(r"http://localhost(/\S+/delegation/\S+)", body.get_content())
    assert found, body.get_content()
    return found[1]


def nominate(page: str, visitor: Any, **typed: Any) -> Page:
    """What comes of the form that nominates one person."""
    answer: Page = visitor.get(f"{page}/nominate").submit(**(PERSON | typed))
    return answer


def send_letter(page: Page, body: bytes, name: str = "letter.pdf") -> Page:
    """Send the letter's form as a browser does."""
    form = page.values("form[data-upload]") | {"file": (BytesIO(body), name)}
    return page.visitor.post(page.one("form[data-upload]").get("action"), form, content_type="multipart/form-data")


def nominees(world: World) -> list[tuple[str, str, str, bool, bool]]:
    """Everybody who is or was in a delegation: name, category, state, whether awaited, whether heading it."""
    with world.reading() as session:
        query = select(Registration).where(Registration.delegation_id.is_not(None)).order_by(Registration.id)
        return [
            (one.native_name, one.category, str(one.state), one.awaits_person, one.is_head)
            for one in session.scalars(query)
        ]
