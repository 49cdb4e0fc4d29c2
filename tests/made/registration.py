"""Registrations through the public door, and many at once."""

from __future__ import annotations

import re
from email.message import EmailMessage
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from conference.core.languages import ENGLISH
from conference.events.models import Event
from conference.feeds.models import CalendarInvitation
from conference.registration import service
from conference.registration.models import Registration, RegistrationState
from conference.registration.service import Details, Submission, token_of
from tests.client import Page, Visitor
from tests.world import World

ANSWERS: dict[str, Any] = {
    "title": "ms",
    "native_name": "Leïla Ben Ali",
    "latin_name": "",
    "email": "leila@example.org",
    "organisation": "Ministère de l’emploi",
    "function": "Directrice",
    "country": "TN",
    "category": "government",
}


def register(visitor: Visitor, *, language: str = "en", event: str = "thamm-2021", **typed: Any) -> Page:
    """What comes of filling in the form and sending it."""
    return visitor.get(f"/{language}/{event}/register").submit(**(ANSWERS | typed))


def submission(*, consents: tuple[str, ...] = (), **changes: str) -> Submission:
    """The form as the service takes it, in English and without answers to further questions."""
    facts = {name: value for name, value in ANSWERS.items() if name != "email"} | {"language_code": "en"}
    return Submission(details=Details(**(facts | changes)), answers={}, consents=consents, language=ENGLISH)


def add(
    world: World,
    event_id: int,
    email: str,
    *,
    state: RegistrationState = RegistrationState.CONFIRMED,
    **changes: str,
) -> int:
    """A registration in any state, without mails to look at; returns its id."""
    with world.writing() as session:
        given = service.register(session, event_id, email=email, submission=submission(**changes))
        given.state = state
        session.flush()
        if state != RegistrationState.CONFIRMED:
            # As if they had never been confirmed: nothing is in their calendar.
            session.execute(delete(CalendarInvitation).where(CalendarInvitation.registration_id == given.id))
        return given.id


def registration(world: World, registration_id: int | None = None) -> Registration:
    """One registration, or the only one, as it is stored now."""
    with world.reading() as session:
        query = select(Registration)
        if registration_id is not None:
            query = query.where(Registration.id == registration_id)
        found = session.scalars(query.options(selectinload(Registration.consents))).one()
        session.expunge_all()
        return found


def link(world: World, registration_id: int, *, language: str = "en") -> str:
    """The path of a person's own page."""
    with world.reading() as session:
        found = session.get_one(Registration, registration_id)
        slug = session.get_one(Event, found.event_id).slug
        return f"/{language}/{slug}/registration/{token_of(found)}"


def link_in(mail: EmailMessage) -> str:
    """The path of the link that a mail holds."""
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(r"http://localhost(/\S+/registration/\S+)", body.get_content())
    assert found, body.get_content()
    return found[1]
