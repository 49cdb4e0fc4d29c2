"""By what other programs know sessions and speakers: ids and names that leave with a schedule and are found again."""

from __future__ import annotations

import re
from typing import Protocol
from uuid import NAMESPACE_URL, uuid5

from flask import current_app

from conference.core.languages import ARABIC, LANGUAGES, Language
from conference.core.translated import Translated

GENERATOR = "THAMM conference platform"
"""What schedules name as their generator: an import of one of ours knows what in it was derived."""
_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NUMBER = re.compile("id:([1-9][0-9]{0,8})")


class Named(Protocol):
    """A speaker of the draft, or one as published."""

    @property
    def native_name(self) -> str: ...
    @property
    def latin_name(self) -> str: ...
    @property
    def function(self) -> Translated: ...
    @property
    def organisation(self) -> Translated: ...


def session_guid(uid: str, import_key: str | None) -> str:
    """The UUID (RFC 9562) of a session: the one that the file it came from gave it, else its own for calendars."""
    for known in (import_key or "", uid):
        if _UUID.fullmatch(known.lower()):
            return known.lower()
    return str(uuid5(NAMESPACE_URL, f"urn:session:{uid}"))


def speaker_guid(event_id: int, speaker_id: int, import_key: str | None) -> str:
    """The UUID of a speaker: that of the file they came from, else one of this installation. Nothing private is in it.

    The schemas propose one made from the address of a person, which whoever guesses an address could confirm.
    """
    if import_key and _UUID.fullmatch(import_key.lower()):
        return import_key.lower()
    return guid(event_id, f"speakers/{speaker_id}")


def guid(event_id: int, part: str) -> str:
    """The UUID of a part of an event, from its number and the address of the installation: slugs and names change."""
    return str(uuid5(NAMESPACE_URL, f"{current_app.config['PUBLIC_URL']}/events/{event_id}/{part}"))


def file_number(import_key: str | None) -> int | None:
    """The number that a file without UUIDs knew something by."""
    found = _NUMBER.fullmatch(import_key or "")
    return int(found[1]) if found else None


def listed_name(person: Named, language: Language) -> str:
    """A name as a reader of `language` reads it best; without one, the function, else the body."""
    own = person.native_name or person.latin_name
    name = own if language == ARABIC else person.latin_name or own
    if name:
        return name
    return next((one for text in (person.function, person.organisation) if (one := text.resolve(language).text)), "")


def listed_names(person: Named) -> frozenset[str]:
    """Everything that `listed_name` calls a person."""
    return frozenset({person.native_name, person.latin_name, *(listed_name(person, one) for one in LANGUAGES)} - {""})
