"""An XML file as a small tree that knows its lines: without document types, entities, or more than a schedule needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from conference.core.sent_bytes import FileRefused

MOST_ELEMENTS, DEEPEST = 300_000, 40
_FALLBACK = re.compile('([a-z]+)="([a-z]{2})"')


@dataclass(slots=True)
class Node:
    """An element: its local name, its attributes, its own text, the elements in it, and the line it begins on.

    `fallbacks` are what the instruction `<?fallback title="en"?>` in it tells: which of its texts are in which
    language. The schemas have no place for it.
    """

    name: str
    attributes: dict[str, str]
    line: int
    pieces: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    fallbacks: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "".join(self.pieces).strip()

    def child(self, name: str) -> Node | None:
        return next((one for one in self.children if one.name == name), None)

    def text_of(self, name: str) -> str:
        """The text of the first child of this name; empty where there is none."""
        found = self.child(name)
        return found.text if found else ""

    def all(self, name: str) -> Iterator[Node]:
        return (one for one in self.children if one.name == name)


class _Builder:
    """What the parser tells its events to (xml.etree's interface of a target)."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self.parser: Any = None
        self._open: list[Node] = []
        self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise FileRefused("elements", most=MOST_ELEMENTS)
        if len(self._open) >= DEEPEST:
            raise FileRefused("depth", most=DEEPEST)
        node = Node(_local(tag), {_local(name): value for name, value in attributes.items()}, self._line())
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def end(self, _tag: str) -> None:
        self._open.pop()

    def data(self, text: str) -> None:
        if self._open:
            self._open[-1].pieces.append(text)

    def pi(self, target: str, text: str) -> None:
        if target == "fallback" and self._open:
            self._open[-1].fallbacks = dict(_FALLBACK.findall(text))

    def close(self) -> None:
        """Nothing is left to do."""

    def _line(self) -> int:
        return int(self.parser.parser.CurrentLineNumber)


def tree(body: bytes) -> Node:
    """The root element. Raises FileRefused: not well-formed, a document type or entities, too many or deep elements."""
    builder = _Builder()
    builder.parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    try:
        builder.parser.feed(body)
        builder.parser.close()
    except DefusedXmlException:
        raise FileRefused("forbidden") from None
    except (ParseError, ValueError, LookupError) as error:
        raise FileRefused("xml", line=getattr(error, "position", (0, 0))[0]) from None
    if builder.root is None:
        raise FileRefused("xml", line=1)
    return builder.root


def _local(name: str) -> str:
    return name.rpartition("}")[2]
