"""Content lines of calendars, folded at 75 octets (RFC 5545 §3.1).

The library makes the lines; it is folded here because a version holds a VEVENT per session and language, publishing
holds the event's lock meanwhile, and the library looks at each letter by itself: most of the time went there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from icalendar import Component, vText, vUri
from icalendar.parser import Contentline, Parameters

LONGEST = 75


def content_line(name: str, text: str, parameters: Mapping[str, str] | None = None) -> str:
    """One line that holds a TEXT value, not folded yet."""
    return str(Contentline.from_parts(name, Parameters(parameters or {}), vText(text)))


def uri_line(name: str, uri: str, parameters: Mapping[str, str | Sequence[str]]) -> str:
    """One line whose value is an address, not folded yet; the value's type is said."""
    return str(Contentline.from_parts(name, Parameters({"VALUE": "URI", **parameters}), vUri(uri)))


def folded(component: Component) -> bytes:
    """A component as a calendar file holds it."""
    return b"".join(folded_line(line) for line in component.content_lines() if line)


def folded_line(line: str) -> bytes:
    """The line in pieces of at most 75 octets with its end, neither a letter nor an escape broken in two."""
    whole = line.encode()
    pieces, start, room = [], 0, LONGEST
    while len(whole) - start > room:
        end = start + room
        while whole[end] & 0xC0 == 0x80:
            end -= 1
        if _ends_in_escape(whole, start, end):
            end -= 1
        pieces.append(whole[start:end])
        start, room = end, LONGEST - 1
    pieces.append(whole[start:])
    return b"\r\n ".join(pieces) + b"\r\n"


def _ends_in_escape(whole: bytes, start: int, end: int) -> bool:
    """Whether the last octet before `end` begins an escape: an odd number of backslashes stands there."""
    piece = whole[start:end]
    return (len(piece) - len(piece.rstrip(b"\\"))) % 2 == 1
