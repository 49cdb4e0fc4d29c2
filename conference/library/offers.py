"""What a reader is offered of a document: its files, the page's language first, and what there is instead of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext

from conference.core import formatting
from conference.core.clock import now
from conference.core.files import safe_name
from conference.core.languages import Language
from conference.core.rendering import month_style
from conference.core.text import isolated
from conference.events.models import Event
from conference.library.models import Document, LanguageVersion, Revision
from conference.library.words import category_of, licence_address, licence_words, reason_words, restriction_words


@dataclass(frozen=True, slots=True)
class File:
    """One published file as its link describes it."""

    language: Language
    revision: Revision
    day: date

    @property
    def pages(self) -> int:
        """How many of its pages can be read one by one."""
        return self.revision.readable_pages

    @property
    def facts(self) -> str:
        """Type, size, pages and day, each isolated: «PDF · 1.2 MB · 12 pages · 5 July 2021»."""
        revision = self.revision
        pages = ngettext("%(num)s page", "%(num)s pages", revision.pages) if revision.pages else ""
        day = formatting.format_date(self.day, g.language, month_style())
        size = formatting.format_size(revision.size, g.language)
        return " · ".join(isolated(fact) for fact in (revision.ending.upper(), size, pages, day) if fact)


@dataclass(frozen=True, slots=True)
class Offer:
    """A document as a reader of the page's language is offered it."""

    document: Document
    files: Sequence[File]
    missing: Sequence[Language]

    @property
    def category(self) -> str:
        return category_of(self.document)

    @property
    def original(self) -> Language | None:
        """The language in which it was written, where that is said."""
        return Language.of(self.document.original_code) if self.document.original_code else None

    @property
    def licence(self) -> str:
        """What readers may do with it, in words; empty where that is not said."""
        return licence_words(self.document.licence)

    @property
    def licence_address(self) -> str:
        return licence_address(self.document.licence)

    @property
    def restriction(self) -> str:
        return restriction_words(self.document.visibility)

    @property
    def reason(self) -> str:
        """Why not everybody reads it, as a sentence; nothing for what is public."""
        return reason_words(self.document.visibility, self.document.visible_to)

    @property
    def waits_until(self) -> datetime | None:
        """When readers beside the team have it, while they have not."""
        embargo = self.document.embargo_until
        return embargo if embargo is not None and embargo > now() else None

    @property
    def missing_sentence(self) -> str:
        """What is said where the page's own language is missing, with what there is instead; else nothing."""
        if g.language not in self.missing:
            return ""
        there = [file.language for file in self.files]
        if there and g.language not in self.document.languages_due:
            return _(
                "This document is not issued in %(language)s. There is: %(languages)s.", **_named(g.language, there)
            )
        return missing_words(g.language, there)

    @property
    def also_missing(self) -> Sequence[Language]:
        """The other languages in which it is due and not there."""
        due = self.document.languages_due
        return [language for language in self.missing if language in due and language != g.language]


def offer(event: Event, document: Document) -> Offer:
    """The published files of a document, the page's language first, then in the event's order."""
    files = []
    for language in in_reading_order(event):
        version = document.version_in(language)
        if version is not None and version.current is not None:
            files.append(described(event, version, version.current))
    there = {file.language for file in files}
    return Offer(document, files, [language for language in event.languages if language not in there])


def described(event: Event, version: LanguageVersion, revision: Revision) -> File:
    shown_at = revision.published_at or revision.uploaded_at
    return File(version.language, revision, shown_at.astimezone(event.zone_info).date())


def in_reading_order(event: Event) -> list[Language]:
    return sorted(event.languages, key=lambda language: language != g.language)


def missing_words(language: Language, instead: Sequence[Language]) -> str:
    """That a document is not there in a language, and in which it is."""
    if not instead:
        return _("Not available yet in any language.")
    return _("Not available in %(language)s yet. There is: %(languages)s.", **_named(language, instead))


def _named(language: Language, there: Sequence[Language]) -> dict[str, str]:
    names = formatting.join_words([one.name_in(g.language) for one in there], g.language)
    return {"language": language.name_in(g.language), "languages": names}


def file_name(document: Document, version: LanguageVersion, revision: Revision) -> str:
    """What a downloaded file is called: symbol, language and revision (THAMM-2021-1_fr_rev2.pdf)."""
    symbol = safe_name(document.symbol) or document.slug
    return f"{symbol}_{version.language_code}_rev{revision.number}.{revision.ending}"
