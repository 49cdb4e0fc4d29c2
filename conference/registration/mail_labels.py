"""The words for kinds of mails, for placeholders and for what is wrong with a text, in the language being spoken."""

from __future__ import annotations

from flask_babel import gettext as _

from conference.core.braces import StrayBrace, Unknown
from conference.registration.mail_parity import Words
from conference.registration.models import MailKind
from conference.registration.placeholders import (
    Absent,
    Misplaced,
    NotAlone,
    NotOffered,
    Placeholder,
    Problem,
)


def mail_words(kind: str) -> str:
    """What a kind of mail is called."""
    return {
        MailKind.RECEIVED: _("Receipt of a registration"),
        MailKind.CONFIRMED: _("Confirmation of a registration"),
        MailKind.WAITLISTED: _("Place on the waiting list"),
        MailKind.PROMOTED: _("Offer of a place that became free"),
        MailKind.DECLINED: _("Registration declined"),
        MailKind.CORRECTION: _("Request to correct a registration"),
        MailKind.FINISH: _("Reminder to finish a registration"),
        MailKind.REMINDER: _("Reminder before the event"),
        MailKind.CANCELLED: _("Confirmation of a cancellation"),
        MailKind.LINK: _("Link to a registration, sent again"),
        MailKind.INVITATION: _("Invitation to register"),
        MailKind.DELEGATION_INVITED: _("Invitation to a focal point to name a delegation"),
        MailKind.NOMINATED: _("Request to confirm a nomination"),
        MailKind.NOMINATION_WITHDRAWN: _("Withdrawal of a nomination"),
    }[MailKind(kind)]


def occasion_words(kind: str) -> str:
    """When a kind of mail is sent."""
    return {
        MailKind.RECEIVED: _("Sent to people who register and whom you examine first."),
        MailKind.CONFIRMED: _("Sent when a person has a place, at once or after you approved it."),
        MailKind.WAITLISTED: _("Sent when all places are taken."),
        MailKind.PROMOTED: _("Sent to the next person on the waiting list when a place becomes free."),
        MailKind.DECLINED: _("Sent when you decline a registration."),
        MailKind.CORRECTION: _("Sent when you ask somebody to correct what they sent."),
        MailKind.FINISH: _(
            "Sent once to a person who did not answer: to a request to correct, to a nomination or to an offer."
        ),
        MailKind.REMINDER: _("Sent once to everybody who has a place, some days before the event."),
        MailKind.CANCELLED: _("Sent when a registration is cancelled."),
        MailKind.LINK: _("Sent to a person who asks for the link again, or who registers a second time."),
        MailKind.INVITATION: _("Sent when you invite an address to register."),
        MailKind.DELEGATION_INVITED: _("Sent to the focal point when you invite a delegation, and with each new link."),
        MailKind.NOMINATED: _(
            "Sent to people whom a focal point names. Where somebody has no address of their own it goes to the focal "
            "point, who is asked to pass it on."
        ),
        MailKind.NOMINATION_WITHDRAWN: _("Sent to people whom a focal point takes out of the delegation."),
    }[MailKind(kind)]


def placeholder_words(placeholder: Placeholder) -> str:
    """What stands in the place of a placeholder."""
    return {
        Placeholder.NAME: _("The person’s title and name, as readers of the language write them"),
        Placeholder.EVENT: _("The title of the event; in a subject, its short title"),
        Placeholder.DATES: _("The days of the event"),
        Placeholder.PLACE: _("The venue, or that the event is online"),
        Placeholder.CATEGORY: _("The person’s category"),
        Placeholder.ORGANISATION: _("The person’s organisation, as they wrote it; of a delegation, as you named it"),
        Placeholder.FOCAL_POINT: _("The name of the delegation’s focal point"),
        Placeholder.STATE: _("The state of the registration at that moment"),
        Placeholder.CODE: _("The person’s registration code"),
        Placeholder.LINK: _("The address of the person’s own page; in a paragraph of its own, a button"),
        Placeholder.UNTIL: _("The day and hour until which the person can answer"),
        Placeholder.QUOTAS: _(
            "How many people of each category the delegation may hold, as a list in a paragraph of its own; nothing "
            "where there is no limit"
        ),
        Placeholder.DETAILS: _("A table of what is known of the event and the person, in a paragraph of its own"),
        Placeholder.MESSAGE: _("What you write to this person when you decide, in a paragraph of its own"),
        Placeholder.CONTACT: _("Whom to write to: the contact for the person’s country, or the event’s first contact"),
    }[placeholder]


def parity_words(words: Words) -> tuple[str, str]:
    """Whose words a language has, and the tone of the badge that says so."""
    return {
        Words.USUAL: (_("Usual wording"), "neutral"),
        Words.OWN: (_("Own words"), "leaf"),
        Words.BEHIND: (_("Own words missing"), "brick"),
        Words.OUT_OF_DATE: (_("Out of date"), "saffron"),
    }[words]


def problem_words(problem: Problem) -> str:
    """What is wrong with a text, and what to do."""
    match problem:
        case Unknown(name):
            return _(
                "There is no placeholder %(placeholder)s. Use one of those listed below, or take the braces away.",
                placeholder=braces(name),
            )
        case StrayBrace(near):
            return _("A brace stands alone near “%(words)s”. Add the other one, or take it away.", words=near)
        case Misplaced(placeholder):
            return _("%(placeholder)s cannot stand in a subject. Take it away.", placeholder=braces(placeholder))
        case NotOffered(placeholder):
            return _("%(placeholder)s has nothing to say in this mail. Take it away.", placeholder=braces(placeholder))
        case NotAlone(placeholder):
            return _(
                "%(placeholder)s needs a paragraph of its own, with a blank line before and after it.",
                placeholder=braces(placeholder),
            )
        case Absent(placeholder):
            return _(
                "This mail needs %(placeholder)s: without it the person cannot do what it asks for.",
                placeholder=braces(placeholder),
            )


def braces(name: str) -> str:
    """A placeholder as it is written, kept in one piece inside a line of any direction (UAX #9)."""
    return "\u2066{" + str(name) + "}\u2069"
