"""The words for categories, visibility and states, in the language that is being spoken."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from conference.core import formatting
from conference.core.localization import current_language
from conference.core.text import isolated
from conference.library.models import Audience, DocumentCategory, DownloadKind, Revision, TextState, Visibility
from conference.library.ports import RecordingStanding


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


def download_words(kind: str) -> str:
    return {DownloadKind.FILE: _("By itself"), DownloadKind.ZIP: _("In a ZIP")}[DownloadKind(kind)]


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
        Visibility.REGISTERED: _("For confirmed participants"),
        Visibility.ORGANISERS: _("For the organisers’ team"),
    }[Visibility(visibility)]


def audience_words(audience: str) -> str:
    return {
        Audience.PUBLIC: _("Everybody"),
        Audience.CONFIRMED: _("Confirmed participants"),
        Audience.ORGANISERS: _("The organisers’ team"),
    }[Audience(audience)]


def standing_words(standing: RecordingStanding) -> list[str]:
    """Who keeps a recording from readers, for the team; nothing where everybody allows it."""
    language = current_language()
    refusing, silent = (
        formatting.join_words([isolated(name) for name in names], language)
        for names in (standing.refusing, standing.silent)
    )
    lines = []
    if refusing:
        lines.append(_("These speakers do not allow a recording: %(names)s.", names=refusing))
    if silent:
        lines.append(_("These speakers have not said yet whether they allow a recording: %(names)s.", names=silent))
    return lines
