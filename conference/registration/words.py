"""The words for states, categories, titles and sexes, in the language that is being spoken."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import pgettext

from conference.registration.models import Category, ConsentPurpose, RegistrationState, Sex, Title
from conference.registration.service import InvitationNeeded


def state_words(state: str) -> str:
    return {
        RegistrationState.PENDING: _("Being examined"),
        RegistrationState.CONFIRMED: _("Confirmed"),
        RegistrationState.WAITLISTED: _("On the waiting list"),
        RegistrationState.DECLINED: _("Declined"),
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


def title_words(title: str) -> str:
    return {
        Title.NONE: pgettext("title", "None"),
        Title.MS: _("Ms"),
        Title.MR: _("Mr"),
        Title.DR: _("Dr"),
        Title.PROFESSOR: _("Professor"),
        Title.EXCELLENCY: _("H.E."),
    }[Title(title)]


def sex_words(sex: str) -> str:
    return {
        Sex.FEMALE: _("Female"),
        Sex.MALE: _("Male"),
        Sex.UNSAID: _("I prefer not to say"),
    }[Sex(sex)]


def refusal_words(refused: Exception) -> str:
    """Why somebody of a category is not let in by the form."""
    if isinstance(refused, InvitationNeeded):
        return _("People of this category come by invitation. Ask the organisers for one.")
    return _("The event takes no registrations of this category.")


def erased_words() -> str:
    """What stands where the name of somebody erased stood."""
    return _("Erased person")


def purpose_words(purpose: str) -> str:
    return {
        ConsentPurpose.PARTICIPANT_LIST: _("List of participants"),
        ConsentPurpose.RECORDING: _("Photographs and recordings"),
        ConsentPurpose.INVITATIONS: _("Later invitations and news"),
        ConsentPurpose.OTHER: pgettext("purpose", "Another purpose"),
    }[ConsentPurpose(purpose)]
