"""Fields of an event's registration form, by the services behind the builder's pages, and what is stored of them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from conference.accounts.models import Account
from conference.core.languages import ENGLISH
from conference.core.storage import storage
from conference.core.translated import Translated
from conference.events.models import Event
from conference.registration import service
from conference.registration.models import FieldType, FormField, Registration
from conference.registration.queries import event_form
from conference.registration.service import form as builder
from tests.world import World, in_three


def make_field(
    world: World,
    event_id: int,
    type: FieldType,
    label: str | Translated = "A question",
    *,
    section: str = "about",
    choices: Sequence[str] = (),
    sessions: Mapping[int, int | None] | None = None,
    shown_if: tuple[str, Sequence[str]] | None = None,
    **values: Any,
) -> str:
    """A field at the end of a section, its choices without limits; `sessions` are places by id. Returns its key."""
    by = world.account_id("maker@example.org") or world.account("maker@example.org")
    with world.writing() as session:
        account = session.get_one(Account, by)
        key = builder.add_field(
            session,
            event_id,
            section,
            type=type,
            label=in_three(label) if isinstance(label, str) else label,
            help=Translated(),
            values=values,
            choices=[in_three(choice) for choice in choices],
            by=account,
        )
        if sessions is not None:
            wanted = {f"offered_{one}": True for one in sessions} | {f"places_{one}": n for one, n in sessions.items()}
            builder.offer_sessions(session, event_id, key, list(sessions), values=wanted, seen={}, by=account)
        if shown_if is not None:
            condition = {"shown_if_key": shown_if[0], "shown_if_values": list(shown_if[1])}
            builder.set_condition(session, event_id, key, values=condition, seen={}, by=account)
        return key


def answer_with_file(world: World, registration_id: int, key: str, body: bytes, name: str = "passport.pdf") -> None:
    """Somebody's answer to a question that asks for a file."""
    with world.writing() as session:
        kept = storage().keep(io.BytesIO(body))
        file = {"sha256": kept.sha256, "size": len(body), "name": name, "media_type": "application/pdf"}
        found = session.get_one(Registration, registration_id)
        asked = event_form(session, found.event).asked
        service.store_answers(session, found, asked, {key: {"file": file}}, language=ENGLISH)


def field(world: World, event_id: int, key: str) -> FormField | None:
    """A field as it is stored now, retired or not, with its section and choices; None where it is deleted."""
    with world.reading() as session:
        form = event_form(session, session.get_one(Event, event_id))
        found = form.any_field(key)
        if found is not None:
            # Looked at once, it is still there after the session has ended.
            assert found.section in form.sections
        session.expunge_all()
        return found


def choice_ids(world: World, event_id: int, key: str) -> list[int]:
    """The choices of a field, retired ones too, in order."""
    found = field(world, event_id, key)
    assert found is not None
    return [choice.id for choice in found.choices]


def choose(world: World, event: int, registration: int, key: str, *choices: int) -> None:
    """Somebody's answer to the question for sessions: the choices of these numbers."""
    ids = choice_ids(world, event, key)
    with world.writing() as database:
        found = database.get_one(Registration, registration)
        form = event_form(database, found.event)
        answer = {key: {"choices": [ids[number] for number in choices]}}
        service.store_answers(database, found, form.asked, answer, language=ENGLISH)


def asked(world: World, event_id: int) -> list[str]:
    """The English labels of all that the form asks, in order; sections apart by «–»."""
    with world.reading() as session:
        form = event_form(session, session.get_one(Event, event_id))
        lines: list[str] = []
        for section in form.sections:
            lines += ["–", *(one.label.text(ENGLISH) for one in section.fields if one.retired_at is None)]
        return lines[1:]
