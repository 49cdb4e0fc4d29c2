"""The words for categories, visibility and states, in the language that is being spoken."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import pgettext

from conference.library.models import DocumentCategory, Visibility


def category_words(category: str) -> str:
    return {
        DocumentCategory.CONCEPT_NOTE: _("Concept note"),
        DocumentCategory.AGENDA: _("Agenda"),
        DocumentCategory.DISCUSSION_PAPER: _("Discussion paper"),
        DocumentCategory.PRESENTATION: _("Presentation"),
        DocumentCategory.STATEMENT: _("Statement"),
        DocumentCategory.REPORT: _("Report"),
        DocumentCategory.PRACTICAL: _("Practical information"),
        DocumentCategory.OTHER: pgettext("document", "Other"),
    }[DocumentCategory(category)]


def visibility_words(visibility: str) -> str:
    return {
        Visibility.PUBLIC: _("Everybody"),
        Visibility.REGISTERED: _("Confirmed participants"),
        Visibility.ORGANISERS: _("The organisers’ team"),
    }[Visibility(visibility)]


def restriction_words(visibility: str) -> str:
    """What a page says about a document that not everybody sees; nothing for a public one."""
    return {
        Visibility.PUBLIC: "",
        Visibility.REGISTERED: _("For confirmed participants"),
        Visibility.ORGANISERS: _("For the organisers’ team"),
    }[Visibility(visibility)]
