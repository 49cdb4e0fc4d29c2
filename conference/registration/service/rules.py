"""Changing the rules of an event's registration: all of them at once, as their page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from conference.accounts.models import Account
from conference.audit.service import record
from conference.core.translated_fields import merge_into
from conference.events.models import Event
from conference.events.service import lock as lock_event
from conference.events.service import touch
from conference.registration.models import Category, CategoryRules
from conference.registration.queries import EventRules, event_rules
from conference.registration.service.waiting_list import fill_places

OF_EVENT = ("opens_at", "closes_at", "entry", "accept_hours", "reminder_days", "finish_days")
OF_CATEGORY = ("is_offered", "entry", "places")


class ClosesBeforeOpening(Exception):
    """Registration would close before it opens."""


class RulesSheet:
    """The rules of an event and of each category under one name each, such as `government_places`."""

    def __init__(self, rules: EventRules) -> None:
        for name in OF_EVENT:
            setattr(self, name, getattr(rules.of_event, name))
        for category in Category:
            one = rules.of_category.get(category)
            setattr(self, f"{category}_is_offered", one.is_offered if one else True)
            setattr(self, f"{category}_entry", (one.entry if one else None) or "")
            setattr(self, f"{category}_places", one.places if one else None)


def rules_sheet(session: Session, event: Event) -> RulesSheet:
    """The rules of now, for their form."""
    return RulesSheet(event_rules(session, event.id))


def change_rules(
    session: Session, event: Event, *, values: Mapping[str, Any], seen: Mapping[str, str], by: Account
) -> bool:
    """Change the rules, and let people in where there are more places now; False where nothing is new.

    `values` by the names of `RulesSheet`, `seen` as in `merge_into`. Raises Clashes where somebody changed the same
    rules meanwhile, and ClosesBeforeOpening.
    """
    by_id = by.id
    lock_event(session, event.id)
    rules = event_rules(session, event.id)
    before, sheet = RulesSheet(rules), RulesSheet(rules)
    merge_into(sheet, {}, source=event.source, by=by_id, values=values, seen=seen)
    changed = [name for name, value in vars(sheet).items() if value != getattr(before, name)]
    if not changed:
        return False
    opens_at, closes_at = getattr(sheet, "opens_at"), getattr(sheet, "closes_at")  # noqa: B009 # set by name
    if opens_at is not None and closes_at is not None and closes_at <= opens_at:
        raise ClosesBeforeOpening(event.slug)
    session.add(rules.of_event)
    for name in OF_EVENT:
        setattr(rules.of_event, name, getattr(sheet, name))
    for category in Category:
        if any(f"{category}_{name}" in changed for name in OF_CATEGORY):
            one = rules.of_category.get(category) or CategoryRules(event_id=event.id, category=category)
            one.is_offered = getattr(sheet, f"{category}_is_offered")
            one.entry = getattr(sheet, f"{category}_entry") or None
            one.places = getattr(sheet, f"{category}_places")
            session.add(one)
    was, becomes = ({name: getattr(side, name) for name in changed} for side in (before, sheet))
    record(session, "change registration rules", event, by=by_id, event_id=event.id, before=was, after=becomes)
    session.flush()
    touch(session, event.id)
    fill_places(session, event)
    return True
