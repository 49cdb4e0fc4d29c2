"""The words for kinds and states of messages, and for what keeps them from arriving, in the language being spoken."""

from __future__ import annotations

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from conference.outbox.models import MessageState

# A feature that writes a new kind of message puts it into words here; until then its kind stands in the list.
KINDS: dict[str, LazyString] = {
    "accounts.sign_in_link": _l("Link to sign in"),
    "agenda.mine_link": _l("Link to somebody’s own agenda"),
    "outbox.hourly": _l("Work of the hour"),
    "agenda.changed": _l("News of the agenda"),
    "registration.received": _l("Receipt of a registration"),
    "registration.confirmed": _l("Confirmation of a registration"),
    "registration.waitlisted": _l("Place on the waiting list"),
    "registration.promoted": _l("Offer of a place that became free"),
    "registration.declined": _l("Registration declined"),
    "registration.correction": _l("Request to correct a registration"),
    "registration.finish": _l("Reminder to finish a registration"),
    "registration.reminder": _l("Reminder before the event"),
    "registration.cancelled": _l("Confirmation of a cancellation"),
    "registration.delegation_invited": _l("Invitation to a focal point to name a delegation"),
    "registration.nominated": _l("Request to confirm a nomination"),
    "registration.nomination_withdrawn": _l("A nomination was withdrawn"),
    "registration.erased": _l("Last message to somebody erased"),
    "registration.import.check": _l("Check of a list of people"),
    "registration.import.write": _l("Import of a list of people"),
    "registration.link": _l("Link to a registration, sent again"),
    "registration.invitation": _l("Invitation to register"),
    "registration.mail_test": _l("Mail tried out by one of the team"),
    "attendance.badge": _l("New code for the entrance"),
    "attendance.issue_certificates": _l("Issuing certificates"),
    "attendance.certificate": _l("Certificate"),
    "feeds.invitation": _l("Entry for somebody’s calendar"),
    "feeds.righting": _l("Correction of people’s calendars"),
    "translation.comment": _l("Remark about a text"),
    "library.draw": _l("Pictures of the pages of a document"),
    "library.read": _l("Reading the text of a file"),
    "library.arrived": _l("Reading what a file that was brought says of itself"),
    "library.enter": _l("Making documents findable anew"),
    "library.reminder": _l("Reminder of documents, sent by hand"),
    "library.due_reminder": _l("Reminder of documents that are due soon"),
    "library.overdue_reminder": _l("Reminder of documents that are overdue"),
    "speakers.invitation": _l("Invitation of a speaker"),
    "speakers.reminder": _l("Reminder of what is missing, sent to a speaker by hand"),
    "speakers.answer_reminder": _l("Reminder to answer an invitation to speak"),
    "speakers.slides_reminder": _l("Reminder to send slides"),
    "speakers.assistant": _l("Link for a speaker’s assistant"),
    "speakers.draw_slides": _l("Pictures of the pages of slides"),
    "speakers.slides_received": _l("Receipt for slides"),
    "speakers.early_access": _l("Link of somebody with early access"),
    "speakers.early_digest": _l("News of files for somebody with early access"),
    "speakers.message_to_organisers": _l("News that a speaker has written"),
    "speakers.message_to_speaker": _l("Message to a speaker"),
    "speakers.consent_withdrawn": _l("News that a speaker took back a consent"),
    "attendance.sealed_files": _l("Making the PDFs of a sealed attendance list"),
    "events.role_given": _l("A role at the event"),
}


def kind_words(kind: str) -> str:
    return str(KINDS.get(kind, kind))


def state_words(state: str) -> str:
    return {
        MessageState.WAITING: _("Waiting"),
        MessageState.SENDING: _("Being sent"),
        MessageState.SENT: _("Sent"),
        MessageState.FAILED: _("Not delivered"),
    }[MessageState(state)]


def state_tone(state: str) -> str:
    return {
        MessageState.WAITING: "saffron",
        MessageState.SENDING: "sea",
        MessageState.SENT: "leaf",
        MessageState.FAILED: "brick",
    }[MessageState(state)]


def error_words(error: str) -> str:
    """What an organiser can make of the worker's `ErrorName: details`; empty where there was no error."""
    name = error.partition(":")[0]
    if not name:
        return ""
    known = {
        "SMTPRecipientsRefused": _("The mail server refuses this address. Ask the person for another one."),
        "SMTPSenderRefused": _("The mail server refuses our own address. Tell whoever runs this installation."),
        "SMTPAuthenticationError": _("The mail server does not let us in. Tell whoever runs this installation."),
        "SMTPNotSupportedError": _(
            "The mail server lacks something that we need. Tell whoever runs this installation."
        ),
        "SMTPDataError": _("The mail server did not take the message."),
        "SMTPServerDisconnected": _("The mail server ended the connection."),
        "SMTPConnectError": _("The mail server could not be reached."),
        "ConnectionRefusedError": _("The mail server could not be reached."),
        "ConnectionResetError": _("The mail server ended the connection."),
        "TimeoutError": _("The mail server did not answer in time."),
        "gaierror": _("The mail server could not be found. Tell whoever runs this installation."),
        "SSLCertVerificationError": _(
            "The mail server could not prove who it is. Tell whoever runs this installation."
        ),
        "WorkersDied": _("Every attempt was interrupted. Tell whoever runs this installation."),
    }
    return known.get(name, _("Something went wrong while the message was written or sent."))
