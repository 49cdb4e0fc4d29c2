"""Sections of a form: added, reworded, moved and taken away by organisers."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from conference.accounts.models import Account
from conference.core.translated import Translated
from conference.core.translated_fields import Edits, merge_into
from conference.events.service import lock as lock_event
from conference.registration.models import FormSection
from conference.registration.service.form.order import asked_in, check_order, in_order, number
from conference.registration.service.form.own import own_form, section_of
from conference.registration.service.form.telling import NOTHING, facts_of_section, tell


class SectionInUse(Exception):
    """The section still asks something."""


def add_section(session: Session, event_id: int, *, title: Translated, help: Translated, by: Account) -> str:
    """A section at the end of the form; returns its key."""
    by_id, event = by.id, lock_event(session, event_id)
    form = own_form(session, event)
    position = max((one.position for one in form.sections), default=-1) + 1
    section = FormSection(event_id=event.id, position=position, title=title, help=help)
    session.add(section)
    session.flush()
    tell(session, "add section", section, NOTHING, facts_of_section(section), by=by_id, event_id=event.id)
    return section.key


def change_section(session: Session, event_id: int, key: str, *, edits: Mapping[str, Edits], by: Account) -> None:
    """Reword a section. Raises NoSuchPart and Clashes."""
    by_id, event = by.id, lock_event(session, event_id)
    section = section_of(own_form(session, event), key)
    before = facts_of_section(section)
    merge_into(section, edits, source=event.source, by=by_id)
    if session.is_modified(section):
        tell(session, "change section", section, before, facts_of_section(section), by=by_id, event_id=event.id)


def move_section(session: Session, event_id: int, key: str, *, earlier: bool, by: Account) -> None:
    """Let a section change places with its neighbour. Raises NoSuchPart and AskedTooLate."""
    by_id, event = by.id, lock_event(session, event_id)
    form = own_form(session, event)
    sections, section = in_order(form.sections), section_of(form, key)
    place = sections.index(section)
    other = place - 1 if earlier else place + 1
    if not 0 <= other < len(sections):
        return
    sections[place], sections[other] = sections[other], sections[place]
    number(sections)
    check_order(form)
    told = {"position": place}, {"position": other}
    tell(session, "move section", section, *told, by=by_id, event_id=event.id)


def remove_section(session: Session, event_id: int, key: str, *, by: Account) -> None:
    """Take a section away that asks nothing; what it asked once goes to another. Raises NoSuchPart, SectionInUse."""
    by_id, event = by.id, lock_event(session, event_id)
    form = own_form(session, event)
    section = section_of(form, key)
    if asked_in(section):
        raise SectionInUse(key)
    # The fields that no form can do without stand in another section, so there is one.
    other = next(one for one in in_order(form.sections) if one is not section)
    last = max((one.position for one in other.fields), default=-1)
    for step, field in enumerate(in_order(section.fields), start=1):
        field.section, field.position = other, last + step
    session.flush()
    tell(session, "remove section", section, facts_of_section(section), NOTHING, by=by_id, event_id=event.id)
    session.expire(section, ["fields"])
    session.delete(section)
