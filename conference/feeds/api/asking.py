"""How the API is asked: the parameters of an address, each with what it may be, and the language to answer in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Request
from flask_babel import gettext as _

from conference.core.languages import CODES, ENGLISH, LANGUAGES, Language, negotiate
from conference.core.text import one_way
from conference.core.translated import Translated
from conference.events.models import Event
from conference.feeds.api.shapes import Text

ALL = "all"
Asked = Mapping[str, Any]


class NotUnderstood(ValueError):
    """The address asks for something that there is no answer to; says what may be asked, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One that an address may have; `meaning` is for programmers, `default` is what its absence stands for."""

    name: str
    meaning: str
    default: Any = None

    @property
    def schema(self) -> dict[str, Any]:
        """What it may be, as JSON Schema."""
        raise NotImplementedError

    @property
    def rule(self) -> str:
        """What it may be, as a sentence in the language that is being spoken."""
        raise NotImplementedError

    def read(self, value: str) -> Any:
        """Raises ValueError."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole(Parameter):
    """A whole number between two others, inclusive."""

    least: int = 1
    most: int = 2**31 - 1

    @property
    def schema(self) -> dict[str, Any]:
        default = {} if self.default is None else {"default": self.default}
        return {"type": "integer", "minimum": self.least, "maximum": self.most} | default

    @property
    def rule(self) -> str:
        return _(
            "“%(name)s” is a whole number from %(least)s to %(most)s.",
            name=self.name,
            least=self.least,
            most=self.most,
        )

    def read(self, value: str) -> int:
        if not re.fullmatch("-?[0-9]{1,10}", value) or not self.least <= int(value) <= self.most:
            raise ValueError(value)
        return int(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day(Parameter):
    """A day."""

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string", "format": "date"}

    @property
    def rule(self) -> str:
        return _("“%(name)s” is a day, for example %(example)s.", name=self.name, example=one_way("2021-07-05"))

    def read(self, value: str) -> date:
        if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            raise ValueError(value)
        return date.fromisoformat(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf(Parameter):
    """One of a few words."""

    values: tuple[str, ...]

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string", "enum": list(self.values)}

    @property
    def rule(self) -> str:
        return _("“%(name)s” is one of these: %(values)s.", name=self.name, values=", ".join(self.values))

    def read(self, value: str) -> str:
        if value not in self.values:
            raise ValueError(value)
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Parameter):
    """A code of the event's own; one that it does not have finds nothing."""

    @property
    def schema(self) -> dict[str, Any]:
        return {"type": "string"}

    @property
    def rule(self) -> str:
        return ""

    def read(self, value: str) -> str:
        return value


LANG = OneOf(
    name="lang",
    values=(*CODES, ALL),
    meaning="The language of the answer; `all` for every language at once. Goes before Accept-Language.",
)
PAGE = Whole(name="page", most=100_000, default=1, meaning="Which part of the list, counted from 1.")
LIMIT = Whole(name="limit", most=100, default=50, meaning="How many items make a page.")
PAGED = (LIMIT, PAGE)


def read(parameters: Iterable[Parameter], request: Request) -> Asked:
    """What an address asks for, by name, with defaults. Raises NotUnderstood."""
    known = {parameter.name: parameter for parameter in parameters}
    asked: dict[str, Any] = {name: parameter.default for name, parameter in known.items()}
    for name, values in request.args.lists():
        if name not in known:
            names = ", ".join(known)
            raise NotUnderstood(
                _("“%(name)s” is no parameter here. There are: %(names)s.", name=name[:80], names=names)
            )
        if len(values) > 1:
            raise NotUnderstood(_("“%(name)s” is given more than once.", name=name))
        try:
            asked[name] = known[name].read(values[0])
        except ValueError:
            raise NotUnderstood(known[name].rule) from None
    return asked


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom texts are for: a language, and of every text all of `every` where that was asked for."""

    language: Language
    every: tuple[Language, ...] = ()

    @classmethod
    def of(cls, request: Request, event: Event | None = None) -> Reader:
        """The language asked for where the event has it, else its source; without an event, of all those there are.

        `?lang=` goes before `Accept-Language`, and nobody's cookie counts: shared caches cannot see it.
        """
        offered, source = (event.languages, event.source) if event else (LANGUAGES, ENGLISH)
        wanted = request.args.get("lang", "")
        if wanted == ALL:
            return cls(source, offered)
        if wanted in CODES:
            return cls(Language.of(wanted) if Language.of(wanted) in offered else source)
        return cls(negotiate(request.headers.get("Accept-Language", ""), offered) or source)

    @property
    def languages(self) -> tuple[Language, ...]:
        """Those that the answer is written for (`Content-Language`)."""
        return self.every or (self.language,)

    def text(self, value: Translated) -> Text | None:
        """A text as it is told; None where there is none in any language."""
        resolved = value.resolve(self.language)
        if not resolved.text:
            return None
        told = Text(text=resolved.text, language=resolved.language.code)
        if self.every:
            told.translations = {language.code: value.text(language) for language in self.every if value.text(language)}
        return told
