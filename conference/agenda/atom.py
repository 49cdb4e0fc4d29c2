"""The feed of an agenda's changes (RFC 4287): one entry per version, in one language.

Identifiers are made from the event's number and the address of the installation, so that they stay when a slug, a
title or a note changes (RFC 4287 §4.2.6).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from conference.core.languages import Language

MEDIA_TYPE = "application/atom+xml"
ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# What XML 1.0 §2.2 allows in no document, not even escaped.
_NO_CHARACTER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One version: what its title, its page and its content as HTML are."""

    number: int
    title: str
    url: str
    published_at: datetime
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The feed of one event in one language; `key` names it for ever, `others` are the same in other languages."""

    key: str
    language: Language
    title: str
    subtitle: str
    author: str
    url: str
    page_url: str
    others: Sequence[tuple[Language, str]]
    entries: Sequence[Entry]


def to_xml(feed: Feed) -> bytes:
    """The document in UTF-8; it changed when its newest entry did."""
    root = ET.Element(f"{{{ATOM}}}feed", {_LANG: feed.language.code})
    _add(root, "id", _urn(feed.key))
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.subtitle)
    _add(root, "updated", _instant(feed.entries[0].published_at))
    _add(_add(root, "author"), "name", feed.author)
    _link(root, "self", feed.url, MEDIA_TYPE, feed.language)
    _link(root, "alternate", feed.page_url, "text/html", feed.language)
    for language, url in feed.others:
        _link(root, "alternate", url, MEDIA_TYPE, language)
    for one in feed.entries:
        entry = _add(root, "entry")
        _add(entry, "id", _urn(f"{feed.key}/{one.number}"))
        _add(entry, "title", one.title)
        _add(entry, "published", _instant(one.published_at))
        _add(entry, "updated", _instant(one.published_at))
        _link(entry, "alternate", one.url, "text/html", feed.language)
        _add(entry, "content", one.html).set("type", "html")
    ET.register_namespace("", ATOM)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _add(parent: ET.Element, name: str, text: str | None = None) -> ET.Element:
    element = ET.SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = _NO_CHARACTER.sub("\ufffd", text) if text is not None else None
    return element


def _link(parent: ET.Element, rel: str, url: str, media_type: str, language: Language) -> None:
    element = _add(parent, "link")
    element.attrib.update({"rel": rel, "href": url, "type": media_type, "hreflang": language.code})


def _urn(key: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, key)}"


def _instant(instant: datetime) -> str:
    """RFC 3339, in UTC and whole seconds."""
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")
