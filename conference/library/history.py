"""The words in which the history of an event tells what was done with its library."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import pgettext

from conference.core.languages import LANGUAGES
from conference.core.localization import current_language
from conference.library.models import DocumentCategory, Part, Stage, Visibility
from conference.library.models.standing import Standing
from conference.library.words import (
    LICENCES,
    category_words,
    licence_words,
    part_words,
    standing_words,
    visibility_words,
)
from conference.registration.models import Category
from conference.registration.words import category_words as constituency_words


def sentences() -> Mapping[str, str]:
    """What was done, by subject and verb as `audit.record` notes them."""
    return {
        "document create": _("A document was added"),
        "document change": _("A document was changed"),
        "document place": _("The sessions or presentations of a document were changed"),
        "document_category add category": _("A category of documents was added"),
        "document_category name category": _("A category of documents was renamed"),
        "document_category move category": _("The order of the categories of documents was changed"),
        "document_category hide category": _("A category of documents was hidden"),
        "document_category offer category": _("A hidden category of documents is offered again"),
        "document_category remove category": _("A category of documents was removed"),
        "event set library rules": _("The rules of the library were changed"),
        "language_version assign": _("The work on a language version was changed"),
        "language_version remind": _("Somebody was reminded of a language version by hand"),
        "language_version change": _("A language version was changed"),
        "library_import import library": _("A library was taken over from a file"),
        "download_rule change": _("It was decided whether it is kept who downloads documents"),
        "language_version withdraw": _("A language version was withdrawn"),
        "revision add": _("A file was added to a document"),
        "revision publish": _("A file of a document was published"),
        "revision publish alone": _("A file of a document was published without waiting for the other languages"),
        "revision mark ready": _("A file of a document was marked as ready"),
        "revision mark not ready": _("A file of a document was no longer marked as ready"),
        "document make share link": _("A link to share a document was made"),
        "document end share link": _("A link to a document was ended"),
    }


def columns() -> Mapping[str, str]:
    return {
        "issued_by": _("Issued by"),
        "issued_on": _("Date of the document"),
        "original_code": _("Original language"),
        "licence": _("Licence"),
        "part": _("Kind of continuation"),
        "stage": _("How far it is"),
        "responsible_name": _("Who is responsible"),
        "responsible_email": _("Address of who is responsible"),
        "symbol_pattern": _("Pattern of symbols"),
        "publishes_together": _("All languages are published together"),
        "reminder_days": _("Days before, for the reminder of documents"),
        "reminds_overdue": _("Reminder of what is overdue"),
        "waited_for": _("Languages that were not ready"),
        "new": _("To be added"),
        "same": pgettext("document", "Unchanged"),
        "conflict": _("Differs from what is here"),
        "visible_to": _("Categories that may read it"),
        "embargo_until": _("Not before"),
        "embargo_announced": _("Said until then that it will be available"),
        "share_label": _("Whom it is for"),
        "share_until_on": _("Opens until the end of"),
    }


def values() -> Mapping[str, Mapping[str, str]]:
    names = {language.code: language.name_in(current_language()) for language in LANGUAGES}
    return {
        "category": {str(category): category_words(category) for category in DocumentCategory},
        "visibility": {str(one): visibility_words(one) for one in Visibility},
        "stage": {str(stage): standing_words(Standing(stage)) for stage in Stage},
        "part": {str(part): part_words(part) for part in Part},
        "licence": {licence: licence_words(licence) for licence in LICENCES},
        "original_code": names,
        "waited_for": names,
        "visible_to": {str(one): constituency_words(one) for one in Category},
    }
