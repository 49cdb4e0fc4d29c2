"""The words in which the history of an event tells what was done about registration."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from conference.registration.field_words import field_type_words, purpose_words
from conference.registration.mail_labels import mail_words
from conference.registration.models import Category, ConsentPurpose, Entry, FieldType, MailKind
from conference.registration.words import category_words, entry_words


def sentences() -> Mapping[str, str]:
    """What was done, by subject and verb as `audit.record` notes them."""
    return {
        "registration decide": _("A registration was decided"),
        "registration ask correction": _("A person was asked for a correction"),
        "registration send correction": _("A person sent the correction that was asked"),
        "registration register at the door": _("A person was registered at the door"),
        "registration come back": _("A person who had cancelled registered again"),
        "registration lose choices": _("A person who came back lost choices that are full by now"),
        "registration cancel": _("A person cancelled their registration"),
        "registration erase registration": _("A person was erased"),
        "event erase registrations": _("All personal data of registrations were erased, for their time was over"),
        "event erase sensitive answers": _("Sensitive answers were erased, for their time was over"),
        "event change privacy": _("The rules of privacy were changed"),
        "registration change": _("The data of a registration were corrected"),
        "registration change answers": _("Answers of a registration were corrected"),
        "registration offer place": _("A place was offered to a person of the waiting list"),
        "registration let offer pass": _("An offered place was not accepted in time"),
        "registration accept offer": _("A person accepted the place that was offered"),
        "registration promote": _("A person of the waiting list got a place"),
        "participant_import import registrations": _("A list of people was imported"),
        "event export registrations": _("A copy of registrations was taken"),
        "event change registration rules": _("The rules of registration were changed"),
        "registration_invitation invite": _("Somebody was invited to register"),
        "registration_invitation send invitation again": _("An invitation to register was sent again"),
        "registration_invitation withdraw invitation": _("An invitation to register was withdrawn"),
        "registration nominate": _("A focal point nominated a person"),
        "registration change nominee": _("A focal point changed a nomination"),
        "registration withdraw nominee": _("A focal point withdrew a nomination"),
        "registration name head": _("A focal point named the head of the delegation"),
        "organisation add organisation": _("An organisation was added to the registry"),
        "organisation change organisation": _("An organisation of the registry was changed"),
        "organisation retire organisation": _("An organisation is no longer offered"),
        "organisation restore organisation": _("An organisation is offered again"),
        "organisation delete organisation": _("An organisation was deleted from the registry"),
        "delegation invite delegation": _("A delegation was invited"),
        "delegation change delegation": _("A delegation was changed"),
        "delegation renew link": _("A focal point got a new link"),
        "delegation resend link": _("A focal point’s link was sent again"),
        "delegation withdraw delegation": _("A delegation was withdrawn"),
        "delegation send letter": _("A focal point sent the letter of nomination"),
        "registration_mail_text change mail": _("The words of a mail about registrations were changed"),
        "registration_mail_text use usual mail": _("A mail about registrations has its usual wording again"),
        "form_section add section": _("A section was added to the registration form"),
        "form_section change section": _("A section of the registration form was changed"),
        "form_section move section": _("A section of the registration form was moved"),
        "form_section remove section": _("A section was removed from the registration form"),
        "form_field add field": _("A field was added to the registration form"),
        "form_field change field": _("A field of the registration form was changed"),
        "form_field change condition": _("It was changed when a field of the registration form is asked"),
        "form_field move field": _("A field of the registration form was moved"),
        "form_field retire field": _("A field of the registration form is no longer asked; its answers stay"),
        "form_field remove field": _("A field was removed from the registration form"),
        "form_field restore field": _("A field of the registration form is asked again"),
        "form_choice add choice": _("A choice was added to a field of the registration form"),
        "form_choice change choice": _("A choice of the registration form was changed"),
        "form_choice move choice": _("A choice of the registration form was moved"),
        "form_choice retire choice": _("A choice of the registration form is no longer offered"),
        "form_choice remove choice": _("A choice was removed from the registration form"),
        "form_choice restore choice": _("A choice of the registration form is offered again"),
    }


def columns() -> Mapping[str, str]:
    """What changed, by the names under which it is recorded."""
    return {
        "offer_ends_at": _("Kept until"),
        "correction": _("Correction asked"),
        "opens_at": _("Opens"),
        "closes_at": _("Closes"),
        "people": _("People"),
        "answers": _("Answers"),
        "sensitive_days": _("Days after the event until sensitive answers are erased"),
        "retention_days": _("Days after the event until all personal data are erased"),
        "legal_hold": _("Legal hold: nothing is erased"),
        "reason": _("Reason"),
        "entry": _("How people come in"),
        "accept_hours": _("Hours to accept a place from the waiting list"),
        "reminder_days": _("Days before the event on which confirmed people are reminded"),
        "finish_days": _("Days after which people are reminded to finish"),
        "erased_answers": _("Answers"),
        **{name: label for category in Category for name, label in _of_category(category).items()},
        "focal_name": _("Focal point"),
        "focal_email": _("E-mail address of the focal point"),
        "quotas": _("Quotas"),
        "rows": _("Rows"),
        "columns": _("Columns"),
        "filter": _("Filter"),
        "import_new": _("New"),
        "import_changed": _("Changed"),
        "import_same": _("Unchanged"),
        "import_left": _("Left as they are: declined or cancelled"),
        "mail": _("Mail"),
        "subject": _("Subject"),
        "body": _("Text"),
        "question": _("Question"),
        "choice": _("Choice"),
        "choices": _("Choices"),
        "help": _("Help"),
        "form_section": _("Section"),
        "field_type": _("Type of answer"),
        "is_required": _("Answer required"),
        "categories": _("Asked of"),
        "depends_on": _("Depends on the answer to"),
        "is_sensitive": _("Sensitive"),
        "seen_by": _("Roles that see sensitive answers"),
        "stays_open": _("Can be changed after confirmation"),
        "least": _("At least"),
        "most": _("At most"),
        "purpose": _("What it is for"),
    }


def values() -> Mapping[str, Mapping[str, str]]:
    """Stored values in words, by the names of `columns`."""
    entries = {str(one): entry_words(one) for one in Entry} | {"": _("As for the event")}
    return {
        "entry": entries,
        **{f"{category}_entry": entries for category in Category},
        "categories": {str(one): category_words(one) for one in Category},
        "field_type": {str(one): field_type_words(one) for one in FieldType},
        "mail": {str(kind): mail_words(kind) for kind in MailKind},
        "purpose": {str(one): purpose_words(one) for one in ConsentPurpose},
    }


def _of_category(category: Category) -> Mapping[str, str]:
    words = category_words(category)
    return {
        f"{category}_is_offered": _("%(category)s: offered", category=words),
        f"{category}_entry": _("%(category)s: how people come in", category=words),
        f"{category}_places": _("%(category)s: places", category=words),
    }
