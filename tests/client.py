"""A visitor with a browser: follows the public door, submits the forms it was shown, and inspects every page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import html5lib
from flask import Flask
from lxml.cssselect import CSSSelector
from lxml.etree import _Element as Element
from werkzeug.test import TestResponse

from conference.core.languages import LANGUAGES
from conference.core.localization import language_of_path
from conference.core.translated import Resolved, fallback_shown

_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
DIRECTIONS = {language.code: language.direction for language in LANGUAGES}


class BadPage(AssertionError):
    """A page broke one of the rules that hold for all of them."""


@dataclass
class Page:
    """An answer, with its HTML parsed where it is HTML."""

    visitor: Visitor
    response: TestResponse
    fallbacks: list[Resolved] = field(default_factory=list)
    root: Element | None = None

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def location(self) -> str:
        return self.response.headers["Location"]

    @property
    def source(self) -> str:
        return self.response.text

    def all(self, selector: str) -> list[Element]:
        assert self.root is not None, "this answer is not a page"
        return list(CSSSelector(selector)(self.root))

    def one(self, selector: str) -> Element:
        found = self.all(selector)
        assert len(found) == 1, f"{len(found)} elements match {selector!r}"
        return found[0]

    def texts(self, selector: str) -> list[str]:
        """The words of every element that matches, white space collapsed."""
        return [words(element) for element in self.all(selector)]

    @property
    def text(self) -> str:
        return words(self.one("main"))

    @property
    def h1(self) -> str:
        return words(self.one("h1"))

    @property
    def errors(self) -> list[str]:
        """The sentences beside fields, in order."""
        return [text.split(":", 1)[-1].strip() if ":" in text[:9] else text for text in self.texts(".field-error")]

    def values(self, form: str = "form.form") -> dict[str, Any]:
        """What the first form that matches would send as it stands; several values of one name as a list."""
        found = self.all(form)
        assert found, f"no form matches {form!r}"
        sent: dict[str, Any] = {}
        for control in CSSSelector("input, select, textarea")(found[0]):
            name, kind = control.get("name"), control.get("type")
            if not name or kind in ("submit", "file"):
                continue
            if kind in ("checkbox", "radio") and control.get("checked") is None:
                continue
            for value in _values(control):
                sent[name] = [*_listed(sent[name]), value] if name in sent else value
        return sent

    def submit(self, form: str = "form.form", **typed: Any) -> Page:
        """Send the first form that matches with some fields typed over; None leaves a field out."""
        element = self.all(form)[0]
        data = {name: value for name, value in (self.values(form) | typed).items() if value is not None}
        action = element.get("action") or self.response.request.full_path.rstrip("?")
        assert (element.get("method") or "get").lower() == "post", "only forms that post are submitted here"
        return self.visitor.post(action, data)


class Visitor:
    """A browser with its own cookies. `get` and `post` do not follow redirects; `follow` does."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client = app.test_client()

    def get(self, path: str, **options: Any) -> Page:
        return self._open("GET", path, **options)

    def post(self, path: str, data: Mapping[str, Any] | None = None, **options: Any) -> Page:
        return self._open("POST", path, data=dict(data or {}), **options)

    def post_body(self, path: str, body: bytes, **options: Any) -> Page:
        """What is no form, as our scripts send it."""
        return self._open("POST", path, data=body, **options)

    def ask(self, method: str, path: str) -> Page:
        """Any method, with nothing sent."""
        return self._open(method, path)

    def follow(self, page: Page) -> Page:
        """The page that a redirect leads to."""
        assert page.status in (302, 303), f"status {page.status} is no redirect: {page.source[:300]}"
        return self.get(page.location)

    def _open(self, method: str, path: str, **options: Any) -> Page:
        with watch_fallbacks() as fallbacks:
            response = self.client.open(path, method=method, **options)
            response.get_data()
        page = Page(self, response, fallbacks)
        # What stands in a frame of its own, as a mail is shown, is no page of ours.
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303, 308):
            source = readable(response.text)
            page.root = html5lib.parse(source, treebuilder="lxml", namespaceHTMLElements=False).getroot()
            if "sandbox" not in response.headers.get("Content-Security-Policy", ""):
                inspect(page, path)
        return page


def readable(text: str) -> str:
    """A text without the characters that our parser's trees cannot hold, as a refused field sends them back."""
    return _UNREADABLE.sub("\ufffd", text)


@contextmanager
def watch_fallbacks() -> Iterator[list[Resolved]]:
    seen: list[Resolved] = []

    def note(_sender: object, resolved: Resolved) -> None:
        seen.append(resolved)

    with fallback_shown.connected_to(note):
        yield seen


def inspect(page: Page, path: str) -> None:
    """Raise BadPage for what no page of ours may do."""
    assert page.root is not None
    html = page.root
    language = language_of_path(path.partition("?")[0])
    code = html.get("lang")
    if language is not None and code != language.code:
        raise BadPage(f"{path}: lang is {code!r}, the address says {language.code!r}")
    if html.get("dir") != DIRECTIONS.get(code or ""):
        raise BadPage(f"{path}: dir is {html.get('dir')!r} in {code!r}")
    if (count := len(page.all("h1"))) != 1:
        raise BadPage(f"{path}: {count} h1")
    if not words(page.one("title")):
        raise BadPage(f"{path}: no title")
    ids = [element.get("id") for element in page.all("[id]")]
    if twice := {one for one in ids if ids.count(one) > 1}:
        raise BadPage(f"{path}: ids used twice: {sorted(twice)}")
    for form in page.all("form"):
        if (form.get("method") or "get").lower() == "post" and not CSSSelector("input[name=csrf_token]")(form):
            raise BadPage(f"{path}: a form without CSRF to {form.get('action')!r}")
    for name in ("for", "aria-describedby", "aria-labelledby", "aria-controls"):
        for element in page.all(f"[{name}]"):
            if missing := set(element.get(name, "").split()) - set(ids):
                raise BadPage(f"{path}: {name} names no element: {sorted(missing)}")
    for control in page.all("input:not([type=hidden]):not([type=submit]), select, textarea"):
        labelled = (
            control.get("aria-label")
            or control.get("aria-labelledby")
            or control.get("id") in {label.get("for") for label in page.all("label")}
        )
        if not labelled:
            raise BadPage(f"{path}: {control.tag} {control.get('name')!r} has no label")
    if page.all("[style], style, script:not([src]):not([type='application/ld+json'])"):
        raise BadPage(f"{path}: something that the CSP refuses")
    _inspect_fallbacks(page, path, code or "")


def _inspect_fallbacks(page: Page, path: str, code: str) -> None:
    """Every text that was resolved in another language stands inside an element that says so."""
    foreign = {(resolved.text, resolved.language.code) for resolved in page.fallbacks if resolved.language.code != code}
    for element in page.all("body *"):
        own = words_of_itself(element)
        for text, language in foreign:
            if " ".join(text.split()) and " ".join(text.split()) in own and _language_at(element) != language:
                raise BadPage(f"{path}: {text!r} is in {language!r} and not marked")


def _language_at(element: Element) -> str | None:
    while element is not None:
        if element.get("lang"):
            return element.get("lang")
        element = element.getparent()
    return None


def words(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def words_of_itself(element: Element) -> str:
    """The words directly inside an element, without those of elements in it."""
    pieces = [element.text or "", *(child.tail or "" for child in element)]
    return " ".join("".join(pieces).split())


def _values(control: Element) -> list[str]:
    if control.tag == "select":
        options = CSSSelector("option")(control)
        chosen = [option for option in options if option.get("selected") is not None]
        if not chosen and control.get("multiple") is None:
            chosen = options[:1]
        return [option.get("value", words(option)) for option in chosen]
    if control.tag == "textarea":
        return [(control.text or "").removeprefix("\n")]
    return [control.get("value", "on" if control.get("type") in ("checkbox", "radio") else "")]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
