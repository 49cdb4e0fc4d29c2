"""Descriptions as other systems write them, in HTML or plain, as the plain paragraphs that our pages show."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from conference.core import text

_LOOKS_LIKE_HTML = re.compile(
    r"</?(p|br|ul|ol|li|div|h[1-6]|a|em|strong|b|i|pre|code|blockquote|span|hr)\b[^>]*>", re.I
)
_APART = frozenset({"p", "ul", "ol", "div", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "table", "hr"})
_UNSEEN = frozenset({"script", "style", "template"})
# White space that is layout; a no-break space is part of a French sentence.
_SPACES = re.compile("[ \t\r\n\f]+")
# What ends a line or a page elsewhere: of the separators our pages know the line feed alone.
_LINE_ENDS = re.compile("[\x0b\x0c\x85\u2028\u2029]")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = self._verbatim = 0

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self._unseen += tag in _UNSEEN
        self._verbatim += tag == "pre"
        if tag == "br":
            self.pieces.append("\n")
        elif tag == "li":
            self.pieces.append("\n• ")
        elif tag in _APART:
            self.pieces.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        self._verbatim -= tag == "pre" and self._verbatim > 0
        if tag in _APART:
            self.pieces.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data if self._verbatim else _SPACES.sub(" ", data))


def line(written: str) -> str:
    """One line of text, cleaned."""
    return text.clean(_SPACES.sub(" ", _LINE_ENDS.sub(" ", written)))


def paragraphs(written: str) -> str:
    """Plain paragraphs, an empty line between them; of HTML what a reader would see of it."""
    if _LOOKS_LIKE_HTML.search(written):
        reader = _Reader()
        reader.feed(written)
        reader.close()
        written = "".join(reader.pieces)
    return plain(written)


def plain(written: str) -> str:
    """Plain paragraphs of what is no HTML, whatever it looks like: our own files hold texts as they are."""
    lines = [one.strip(" \t\f") for one in _LINE_ENDS.sub("\n", text.clean(written)).split("\n")]
    return text.clean(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)))
