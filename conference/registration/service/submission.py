"""What a person sends in with the form of registration."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from conference.core.languages import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What a person says about themselves in the standard fields.

    `country` is an ISO 3166-1 code; `organisation_id` names an organisation of the event's registry, and
    `organisation` is its name as the person read it, or what they typed.
    """

    title: str = ""
    native_name: str
    latin_name: str = ""
    organisation: str
    organisation_id: int | None = None
    function: str = ""
    country: str
    category: str
    sex: str = ""
    language_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A form as somebody sent it.

    `answers` are values as `models.Answer` holds them, by the key of their field; None takes an answer back, and a
    field left out stays as it is. `consents` are the keys of those that stand, `untouched` of those that stay as they
    are, given or not. `language` is that of the page.
    """

    details: Details
    answers: Mapping[str, Mapping[str, Any] | None]
    consents: Collection[str]
    language: Language
    untouched: Collection[str] = ()
