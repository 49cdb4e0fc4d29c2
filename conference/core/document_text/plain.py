"""The text of web pages and of plain text, whose form feeds part pages."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

_UNSEEN = frozenset({"script", "style", "template", "noscript", "head"})
_WITHIN_A_LINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "i", "kbd", "mark", "q", "s", "small", "span", "strong"}
    | {"sub", "sup", "time", "u", "var", "wbr"}
)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHARSET = re.compile(rb"""<meta[^>]+charset=["']?\s*([\w-]+)""", re.IGNORECASE)
_HEAD = 2048


def pages(path: Path, ending: str) -> Iterator[str]:
    if ending == "html":
        reader = _Reader()
        reader.feed(read_page(path))
        reader.close()
        yield "".join(reader.parts)
    else:
        yield from decoded(path.read_bytes(), "").removesuffix("\f").split("\f")


def read_page(path: Path) -> str:
    """The source of a page of the web in the characters that it declares."""
    body = path.read_bytes()
    return decoded(body, _declared(body))


def decoded(body: bytes, declared: str) -> str:
    """The characters of a file: by its mark, else as it declares, else UTF-8, else as Windows writes them here."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, errors="replace")
    for name in filter(None, (declared, "utf-8")):
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    # Windows-1256 holds the French letters in the places that Windows-1252 has them.
    return body.decode("cp1256", errors="replace")


def _declared(body: bytes) -> str:
    found = _CHARSET.search(body[:_HEAD])
    return found[1].decode("ascii") if found else ""


class _Reader(HTMLParser):
    """Collects what a page shows; every block stands on lines of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag not in _WITHIN_A_LINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag not in _WITHIN_A_LINE:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data.replace("\n", " "))
