"""What a schedule says of a session in one language, and which of it is in another because nothing else is there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from flask_babel import gettext as _
from flask_babel import ngettext

from conference.agenda.ics import spoken
from conference.agenda.identities import listed_name
from conference.agenda.published import Talk
from conference.core.formatting import listed
from conference.core.languages import Language
from conference.core.localization import absolute_url, speaking
from conference.core.text import for_files
from conference.core.translated import Translated
from conference.events.models import Event
from conference.feeds.schedules.reading import Guest, Item, reading_order
from conference.library.models import Document, DocumentCategory

Json: TypeAlias = dict[str, object]


@dataclass(frozen=True, slots=True)
class Wording:
    """A session's texts as a reader of one language is given them; `fallbacks` has the real language of the others."""

    title: str
    abstract: str
    room: str
    track: str
    fallbacks: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reference:
    """A document of a session, its page or one of its files, or its recordings. `kind` is slides, paper or media."""

    url: str
    title: str
    kind: str


def wording(item: Item, language: Language) -> Wording:
    """A session's texts in `language`, or in what there is instead."""
    texts = {
        "title": item.session.title,
        "abstract": item.session.abstract,
        "room": item.room.name if item.room else Translated(),
        "track": item.track.name if item.track else Translated(),
    }
    resolved = {name: text.resolve(language) for name, text in texts.items()}
    return Wording(
        **{name: for_files(one.text) for name, one in resolved.items()},
        fallbacks={name: one.language.code for name, one in resolved.items() if one.is_fallback},
    )


def name_of(guest: Guest, language: Language) -> str:
    return for_files(listed_name(guest.person, language))


def description(item: Item, language: Language) -> str:
    """What a schedule has no field for: the presentations in their order, and which languages are to be heard.

    Speaks the language of the request, or of the block it stands in (`core.localization.speaking`).
    """
    talks = "\n".join(_talk(talk, language) for talk in item.session.talks)
    return for_files("\n\n".join(part for part in (talks, "\n".join(spoken(item.session))) if part))


def _talk(talk: Talk, language: Language) -> str:
    minutes = ngettext("%(num)s minute", "%(num)s minutes", talk.minutes) if talk.minutes else ""
    names = dict.fromkeys(listed_name(one.person, language) for one in talk.people)
    told = [talk.title.resolve(language).text, listed((name for name in names if name), language), minutes]
    return "• " + " – ".join(one for one in told if one)


def session_url(event: Event, item: Item, language: Language) -> str:
    return absolute_url("agenda.session", language=language, event=event.slug, code=item.session.code)


def speaker_url(event: Event, guest: Guest, language: Language) -> str:
    return absolute_url("agenda.speaker", language=language, event=event.slug, code=guest.person.code)


def links(event: Event, item: Item, language: Language) -> Iterable[Reference]:
    """The pages of a session's documents, where all their languages are, and its recordings on its own page."""
    for document in item.documents:
        url = absolute_url("library.document", language=language, event=event.slug, slug=document.slug)
        yield Reference(url, _title(document, language), _kind(document))
    if item.is_recorded:
        with speaking(language):
            yield Reference(f"{session_url(event, item, language)}#recordings", for_files(_("Recordings")), "media")


def attachments(event: Event, item: Item, language: Language) -> Iterable[Reference]:
    """The file of each document in `language`; else in another, which its title names."""
    for document in item.documents:
        files = file_languages(event, document, language)
        if files:
            yield attached(event, document, files[0], language)


def attached(event: Event, document: Document, file: Language, language: Language) -> Reference:
    """A file of a document in a schedule of `language`."""
    title = _title(document, language)
    url = absolute_url("library.file", language=language, event=event.slug, slug=document.slug, code=file.code)
    return Reference(url, title if file == language else f"{title} ({file.native_name})", _kind(document))


def file_languages(event: Event, document: Document, language: Language) -> Sequence[Language]:
    """The languages in which a document has a file to read, `language` first."""
    versions = ((one, document.version_in(one)) for one in reading_order(event, language))
    return [one for one, version in versions if version is not None and version.current is not None]


def _title(document: Document, language: Language) -> str:
    return for_files(document.title.resolve(language).text or document.symbol)


def _kind(document: Document) -> str:
    return "slides" if document.category == DocumentCategory.PRESENTATION else "paper"
