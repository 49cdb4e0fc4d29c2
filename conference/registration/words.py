"""The words for states, categories, titles and sexes, in the language that is being spoken."""

from __future__ import annotations

from datetime import datetime

from flask import g
from flask_babel import gettext as _
from flask_babel import pgettext

from conference.core import formatting
from conference.core.rendering import month_style
from conference.events.models import Event
from conference.registration.models import Category, ConsentPurpose, Entry, Registration, RegistrationState, Sex
from conference.registration.service import Action, ApprovalNeeded, CategoryFull, InvitationNeeded


def state_words(state: str) -> str:
    return {
        RegistrationState.PENDING: _("Being examined"),
        RegistrationState.CONFIRMED: _("Confirmed"),
        RegistrationState.WAITLISTED: _("On the waiting list"),
        RegistrationState.DECLINED: pgettext("registration", "Declined"),
        RegistrationState.CANCELLED: pgettext("registration", "Cancelled"),
    }[RegistrationState(state)]


def state_tone(state: str) -> str:
    return {
        RegistrationState.PENDING: "saffron",
        RegistrationState.CONFIRMED: "leaf",
        RegistrationState.WAITLISTED: "saffron",
        RegistrationState.DECLINED: "brick",
        RegistrationState.CANCELLED: "neutral",
    }[RegistrationState(state)]


def nominee_words(registration: Registration) -> str:
    """How far somebody is whom a delegation named."""
    return _("Has still to confirm") if _is_awaited(registration) else state_words(registration.state)


def nominee_tone(registration: Registration) -> str:
    return "sea" if _is_awaited(registration) else state_tone(registration.state)


def _is_awaited(registration: Registration) -> bool:
    return registration.awaits_person and registration.is_active


def category_words(category: str) -> str:
    return {
        Category.GOVERNMENT: _("Government"),
        Category.EMPLOYERS: _("Employers’ organisation"),
        Category.WORKERS: _("Workers’ organisation"),
        Category.ACADEMIA: _("Academia and research"),
        Category.INTERNATIONAL: _("International organisation"),
        Category.DONOR: _("Donor or implementing agency"),
        Category.CIVIL_SOCIETY: _("Civil society"),
        Category.MEDIA: _("Media"),
        Category.OTHER: pgettext("category", "Other"),
    }[Category(category)]


def sex_words(sex: str) -> str:
    return {
        Sex.FEMALE: _("Female"),
        Sex.MALE: _("Male"),
        Sex.UNSAID: _("I prefer not to say"),
    }[Sex(sex)]


def entry_words(entry: str) -> str:
    return {
        Entry.OPEN: _("Confirmed at once while there are places"),
        Entry.APPROVAL: _("The organisers approve each registration"),
        Entry.INVITATION: _("By invitation only"),
    }[Entry(entry)]


def action_words(action: str) -> str:
    return {
        Action.APPROVE: _("Approve"),
        Action.DECLINE: pgettext("registration", "Decline"),
        Action.CORRECT: _("Ask for a correction"),
    }[Action(action)]


def opening_words(opens_at: datetime, event: Event) -> str:
    """From when people can register, in the event's hours."""
    return _(
        "Registration opens on %(instant)s (time in %(city)s).",
        instant=formatting.format_instant(opens_at, event.zone, g.language, month_style()),
        city=formatting.zone_city(event.zone, g.language),
    )


def refusal_words(refused: Exception) -> str:
    """Why somebody is not let in by the form, or not into another category."""
    if isinstance(refused, InvitationNeeded):
        return _("People of this category come by invitation. Ask the organisers for one.")
    if isinstance(refused, CategoryFull):
        return _("All places of this category are taken. You keep your place in the one you had.")
    if isinstance(refused, ApprovalNeeded):
        return _("The organisers approve people of this category first. Write to them: you keep your place until then.")
    return _("The event takes no registrations of this category.")


def erased_words() -> str:
    """What stands where the name of somebody erased stood."""
    return _("Erased person")


def consent_words(purpose: str) -> str:
    """What a consent is for, as short as a table wants it."""
    return {
        ConsentPurpose.PARTICIPANT_LIST: _("List of participants"),
        ConsentPurpose.RECORDING: _("Photographs and recordings"),
        ConsentPurpose.INVITATIONS: _("Invitations to later events"),
        ConsentPurpose.OTHER: pgettext("purpose", "Another purpose"),
    }[ConsentPurpose(purpose)]
