"""What a sealed list says, as data in all languages of its event: nothing else goes into its files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from conference.attendance.evidence.scopes import Scope, Seen
from conference.attendance.models import ListColumn
from conference.core.translated import Translated
from conference.events.models import Event
from conference.registration.models import Registration

SCHEMA = 1


def content_of(
    scope: Scope,
    seen: Sequence[Seen],
    columns: Sequence[str],
    *,
    number: int,
    edition: int,
    replaces: int | None,
    sealed_at: datetime,
) -> dict[str, Any]:
    """The data of a list. Instants are ISO 8601 in UTC, to the second; texts are by language code."""
    event = scope.event
    return {
        "schema": SCHEMA,
        "number": number,
        "edition": edition,
        "replaces": replaces,
        "sealed_at": stored(sealed_at),
        "event": {
            "slug": event.slug,
            "title": _in_all(event, event.title),
            "bodies": [_in_all(event, one.acronym or one.name) for one in event.bodies],
            "donor": _in_all(event, event.donor_line),
            "zone": event.zone,
        },
        "day": scope.day.isoformat(),
        "session": session_facts(scope),
        "columns": [one for one in columns if one != ListColumn.SIGNATURE],
        "people": [_person(one, columns) for one in seen],
    }


def session_facts(scope: Scope) -> Mapping[str, Any] | None:
    """The session that a list is about, with its title in all languages of the event."""
    session = scope.session
    if session is None:
        return None
    return {
        "code": session.code,
        "title": _in_all(scope.event, session.title),
        "starts_at": stored(session.starts_at),
        "ends_at": stored(session.ends_at),
    }


def same_people(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    """Whether two lists say the same of the same people."""
    return all(first[part] == second[part] for part in ("people", "columns", "session", "day"))


def stored(instant: datetime | None) -> str:
    assert instant is not None
    return instant.astimezone(UTC).isoformat(timespec="seconds")


def _in_all(event: Event, text: Translated) -> Mapping[str, str]:
    """A text in each language of the event, or what stands for it there."""
    return {language.code: text.resolve(language).text for language in event.languages}


def _person(one: Seen, columns: Sequence[str]) -> Mapping[str, Any]:
    return {
        "code": one.person.code if one.person.erased_at is None else "",
        "name": one.person.native_name,
        "latin": one.person.latin_name,
        **{column: value_of(one.person, column) for column in columns if column != ListColumn.SIGNATURE},
        "first_seen": stored(one.presence.first_seen),
        "last_seen": stored(one.presence.last_seen),
        "minutes": one.presence.minutes,
        "is_measured": one.presence.is_measured,
        "sessions": one.sessions,
        "how": list(one.how),
    }


def value_of(person: Registration, column: str) -> str:
    """What a person's registration says in a column, as it is stored: codes of countries and categories."""
    return {
        ListColumn.ORGANISATION: person.organisation,
        ListColumn.FUNCTION: person.function,
        ListColumn.COUNTRY: person.country,
        ListColumn.CATEGORY: person.category,
        ListColumn.EMAIL: person.email,
    }[ListColumn(column)]
