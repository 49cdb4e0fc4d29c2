"""The language of a request: read from the address, negotiated where the address has none, and put into every link."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask, Request, current_app, g, request
from flask_babel import Babel, force_locale
from werkzeug.routing import BaseConverter, IntegerConverter, Map, ValidationError

from conference.core.languages import ENGLISH, Language, UnknownLanguage, negotiate

COOKIE = "language"
babel = Babel()


class LanguageConverter(BaseConverter):
    """`<language:language>` in a route: `en`, `fr` or `ar`."""

    regex = "[a-z]{2}"

    def to_python(self, value: str) -> Language:
        try:
            return Language.of(value)
        except UnknownLanguage:
            raise ValidationError from None

    def to_url(self, value: Any) -> str:
        return str(value)


class RowConverter(IntegerConverter):
    """`<int:…>` in a route: a number that a row can have; a larger one is no row, and PostgreSQL would refuse it."""

    def __init__(self, map: Map, max: int = 2**31 - 1, **options: Any) -> None:
        super().__init__(map, max=max, **options)


class SlugConverter(BaseConverter):
    """`<slug:event>` in a route: an event's slug, which is never a language or a word that an address begins with."""

    regex = r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?"
    part_isolating = True

    @classmethod
    def names(cls, word: str) -> bool:
        """Whether an event could be called so: nothing else is worth a question to the database, which refuses NUL."""
        return re.fullmatch(cls.regex, word, re.ASCII) is not None


def language_of(visit: Request, chosen: str | None = None) -> Language:
    """The language for an address that names none: the cookie, the signed-in person's choice, the browser's wish."""
    for code in (visit.cookies.get(COOKIE), chosen):
        try:
            return Language.of(code or "")
        except UnknownLanguage:
            continue
    return negotiate(visit.headers.get("Accept-Language", "")) or ENGLISH


def language_of_path(path: str) -> Language | None:
    """The language that an address begins with, if it does."""
    try:
        return Language.of(path.lstrip("/").split("/")[0])
    except UnknownLanguage:
        return None


def current_language() -> Language:
    language: Language = g.language
    return language


def switch_language_url(language: Language) -> str:
    """Where the language switch leads: it sets the cookie and returns to this page with its filters."""
    parts = request.path.split("/")
    path = "/".join(["", language.code, *parts[2:]]) if language_of_path(request.path) else f"/{language.code}/"
    query = urlencode(list(request.args.items(multi=True)))
    return f"/language/{language.code}?" + urlencode({"next": f"{path}?{query}" if query else path})


def is_local_path(path: str) -> bool:
    """Whether a redirect to `path` stays here: one slash first, nothing a browser reads as another host."""
    return (
        path.startswith("/")
        and not path.startswith("//")
        and "\\" not in path
        and not any(ord(character) < 32 for character in path)
    )


def configure(app: Flask, *, translations: str) -> None:
    app.url_map.converters.update(language=LanguageConverter, slug=SlugConverter, int=RowConverter)
    app.config.update(BABEL_DEFAULT_LOCALE="en", BABEL_TRANSLATION_DIRECTORIES=translations)
    babel.init_app(app, locale_selector=lambda: g.get("language", ENGLISH).code)

    @app.before_request
    def choose() -> None:
        if "language" not in g:
            g.language = language_of_path(request.path) or language_of(request)

    @app.url_value_preprocessor
    def take(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values and "language" in values and not (_endpoint or "").startswith("languages."):
            g.language = values.pop("language")

    @app.url_defaults
    def give(endpoint: str, values: dict[str, Any]) -> None:
        if "language" not in values and app.url_map.is_endpoint_expecting(endpoint, "language"):
            values["language"] = g.get("language", ENGLISH)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Within the block everything is said in `language`: for mails and files, whatever page caused them."""
    before = g.get("language")
    g.language = language
    try:
        with force_locale(language.code):
            yield
    finally:
        if before is None:
            g.pop("language", None)
        else:
            g.language = before


def site_name() -> str:
    """This installation's name in the language that is being spoken."""
    names = current_app.config["SITE_NAMES"]
    return str(names.get(g.get("language", ENGLISH).code) or names[""])


def absolute_url(endpoint: str, **values: Any) -> str:
    """The whole address of a page, also where no request is there to tell the host: in mails, feeds and files."""
    values.setdefault("language", g.get("language", ENGLISH))
    adapter = current_app.url_map.bind(urlsplit(current_app.config["PUBLIC_URL"]).netloc)
    return str(current_app.config["PUBLIC_URL"]) + adapter.build(endpoint, values)
