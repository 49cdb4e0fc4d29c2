"""The words for categories, visibility, states, parts and licences, in the language that is being spoken."""

from __future__ import annotations

from collections.abc import Sequence

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from conference.core import formatting
from conference.core.localization import current_language, speaking
from conference.core.rendering import shown
from conference.core.text import isolated
from conference.core.translated import Translated
from conference.library.models import (
    Audience,
    Document,
    DocumentCategory,
    DownloadKind,
    Part,
    Revision,
    TextState,
    Visibility,
)
from conference.library.models.standing import Standing
from conference.library.ports import RecordingStanding
from conference.library.queries import Category
from conference.registration.models import Category as Constituency
from conference.registration.words import category_words as constituency_words


def category_words(category: str) -> str:
    """The usual words of a built-in category; a code that is none says itself."""
    words = {
        DocumentCategory.CONCEPT_NOTE: _("Concept note"),
        DocumentCategory.AGENDA: _("Agenda"),
        DocumentCategory.DISCUSSION_PAPER: _("Discussion paper"),
        DocumentCategory.PRESENTATION: _("Presentation"),
        DocumentCategory.STATEMENT: _("Statement"),
        DocumentCategory.REPORT: _("Report"),
        DocumentCategory.PARTICIPANTS: _("List of participants"),
        DocumentCategory.PRACTICAL: _("Practical information"),
        DocumentCategory.OTHER: pgettext("document", "Other"),
    }
    return words[DocumentCategory(category)] if category in words else category


def category_of(document: Document) -> str:
    """What the category of a document is called on this page; its event's own name is marked where it is a fallback."""
    own = document.own_category
    return shown(own.name) if own is not None and own.name else category_words(document.category)


def category_name(document: Document) -> Translated:
    """What the category of a document is called in each language of its event, for those who read several at once."""
    own, event = document.own_category, document.event
    if own is not None and own.name:
        return own.name
    words = {}
    for language in event.languages:
        with speaking(language):
            words[language] = category_words(document.category)
    return Translated.of(event.source, words)


def category_choice(category: Category) -> str:
    """What a category is called where no marks can stand: an option of a list."""
    name = category.name
    own = name.text(g.language) or (name.text(name.source) if name.source else "")
    return own or category_words(category.code)


def visibility_words(visibility: str) -> str:
    return {
        Visibility.PUBLIC: _("Everybody"),
        Visibility.REGISTERED: _("Everybody who registered, confirmed or not yet"),
        Visibility.CONFIRMED: _("Confirmed participants"),
        Visibility.CATEGORY: _("Confirmed participants of some categories"),
        Visibility.SESSIONS: _("Those who take part in its sessions"),
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
        Visibility.REGISTERED: _("For everybody who registered"),
        Visibility.CONFIRMED: _("For confirmed participants"),
        Visibility.CATEGORY: _("For some categories"),
        Visibility.SESSIONS: _("For those in its sessions"),
        Visibility.ORGANISERS: _("For the organisers’ team"),
    }[Visibility(visibility)]


def audience_words(audience: str) -> str:
    return {
        Audience.PUBLIC: _("Everybody"),
        Audience.CONFIRMED: _("Confirmed participants"),
        Audience.ORGANISERS: _("The organisers’ team"),
    }[Audience(audience)]


def recording_words(standing: RecordingStanding) -> list[str]:
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


def standing_words(standing: Standing) -> str:
    return {
        Standing.AWAITED: _("Awaited"),
        Standing.DRAFT: _("Draft"),
        Standing.IN_TRANSLATION: _("In translation"),
        Standing.IN_REVIEW: _("In review"),
        Standing.READY: _("Ready"),
        Standing.PUBLISHED: _("Published"),
        Standing.OUT_OF_DATE: _("Out of date"),
        Standing.WITHDRAWN: _("Withdrawn"),
    }[standing]


def part_words(part: str) -> str:
    return {
        Part.REVISION: _("Revised document"),
        Part.ADDENDUM: _("Addendum"),
        Part.CORRIGENDUM: _("Corrigendum"),
    }[Part(part)]


CC_BY, CC_BY_NC, CC_BY_NC_SA_IGO, RESERVED = "CC BY 4.0", "CC BY-NC 4.0", "CC BY-NC-SA 3.0 IGO", "reserved"
LICENCES = (CC_BY, CC_BY_NC, CC_BY_NC_SA_IGO, RESERVED)
"""The well-known licences, as they are stored; another one is stored in the words that were typed."""
_DEEDS = {
    CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    CC_BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
    CC_BY_NC_SA_IGO: "https://creativecommons.org/licenses/by-nc-sa/3.0/igo/",
}


def licence_words(licence: str) -> str:
    return _("All rights reserved") if licence == RESERVED else licence


def licence_name(licence: str) -> str:
    """A licence as programs are told it: in English where it is none of the well-known names."""
    return "All rights reserved" if licence == RESERVED else licence


def licence_address(licence: str) -> str:
    """Where a licence can be read; empty for one that is not known."""
    return _DEEDS.get(licence, "")


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
    known = [one for one in Constituency if one in set(categories)]
    return formatting.join_words([constituency_words(one) for one in known], current_language())
