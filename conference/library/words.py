"""The words for categories, visibility and states, in the language that is being spoken."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from conference.core import formatting
from conference.core.localization import current_language
from conference.library.models import DocumentCategory, Revision, TextState, Visibility
from conference.registration.models import Category
from conference.registration.words import category_words as constituency_words


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
        Visibility.REGISTERED: _("Everybody who registered, confirmed or not yet"),
        Visibility.CONFIRMED: _("Confirmed participants"),
        Visibility.CATEGORY: _("Confirmed participants of some categories"),
        Visibility.SESSIONS: _("Those who take part in its sessions"),
        Visibility.ORGANISERS: _("The organisers’ team"),
    }[Visibility(visibility)]


def text_words(revision: Revision) -> list[str]:
    """What the team is told of a file's text, where readers cannot search it or do not see all; else nothing."""
    said = {
        TextState.WAITING: _("Its text has not been read yet; until then only title and summary are found."),
        TextState.NONE: _(
            "This file holds pictures of pages and no text, as a scanner makes them: search does not "
            "find what it says, and a screen reader cannot read it aloud. Have its text recognised "
            "(OCR), and add that as a new revision."
        ),
        TextState.PROTECTED: _(
            "This file opens with a password only: search does not find what it says. Save it without "
            "one, and add that as a new revision."
        ),
        TextState.FAILED: _("The text of this file could not be read: search does not find what it says."),
        TextState.UNREAD: _("The text of files of this kind is not read: search does not find what it says."),
    }
    state = TextState(revision.text_state)
    lines = [said[state]] if state in said else []
    if revision.attachments:
        lines.append(
            ngettext(
                "This PDF has %(num)s other file attached to it, which many readers never see and search "
                "does not read. Publish it as a document of its own.",
                "This PDF has %(num)s other files attached to it, which many readers never see and search "
                "does not read. Publish them as documents of their own.",
                revision.attachments,
            )
        )
    return lines


def restriction_words(visibility: str) -> str:
    """What a page says about a document that not everybody sees; nothing for a public one."""
    return {
        Visibility.PUBLIC: "",
        Visibility.REGISTERED: _("For everybody who registered"),
        Visibility.CONFIRMED: _("For confirmed participants"),
        Visibility.CATEGORY: _("For some categories"),
        Visibility.SESSIONS: _("For those in its sessions"),
        Visibility.ORGANISERS: _("For the organisers’ team"),
    }[Visibility(visibility)]


def reason_words(visibility: str, categories: Sequence[str]) -> str:
    """Why not everybody reads a document, as a sentence to those who do; nothing for a public one."""
    return {
        Visibility.PUBLIC: "",
        Visibility.REGISTERED: _("This document is for everybody who registered. Others do not see it."),
        Visibility.CONFIRMED: _("This document is for confirmed participants. Others do not see it."),
        Visibility.CATEGORY: _(
            "This document is for confirmed participants of these categories: %(categories)s. Others do not see it.",
            categories=_listed(categories),
        ),
        Visibility.SESSIONS: _("This document is for those who take part in its sessions. Others do not see it."),
        Visibility.ORGANISERS: _("Only the organisers’ team sees this document."),
    }[Visibility(visibility)]


def _listed(categories: Sequence[str]) -> str:
    known = [one for one in Category if one in set(categories)]
    return formatting.join_words([constituency_words(one) for one in known], current_language())
