"""Identifiers of the forms that c3voc's schemas take: acronyms, slugs, six-character codes and numbers.

All are ASCII, and none comes from a title: a slug made from an Arabic one would be empty.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from conference.core.text import ascii_letters
from conference.events.models import Event

_CODE = re.compile("[0-9A-Z]{6}")
# Crockford's base 32: no letters that are taken for digits.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def acronym(event: Event) -> str:
    """The event's slug in the one form that all schemas take: `[a-z0-9_]`, four characters or more."""
    plain = event.slug.replace("-", "_")
    return plain if len(plain) >= 4 else f"{plain}_{event.starts_on.year:04}"


def codes(known: Mapping[str, str]) -> dict[str, str]:
    """By guid, a unique code of six characters: our own code where it is one, else made of the guid."""
    found = {guid: code for guid, code in known.items() if _CODE.fullmatch(code)}
    taken = set(found.values())
    for guid in known:
        attempt = 0
        while guid not in found:
            code = _six(f"{guid}{attempt or ''}")
            if code not in taken:
                found[guid] = code
                taken.add(code)
            attempt += 1
    return found


def _six(words: str) -> str:
    number = int.from_bytes(hashlib.sha256(words.encode()).digest()[:4], "big")
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(25, -1, -5))


def numbers(rows: Iterable[tuple[int, int | None]]) -> dict[int, int]:
    """By a row's id, the number that a file had for it; for others the id, or where that is taken one beyond all."""
    rows = list(rows)
    found: dict[int, int] = {}
    taken: set[int] = set()
    for id_, number in rows:
        if number is not None and number not in taken:
            found[id_] = number
            taken.add(number)
    beyond = max([*taken, *(id_ for id_, _number in rows)], default=0)
    for id_, _number in rows:
        if id_ not in found:
            if id_ in taken:
                beyond += 1
            found[id_] = beyond if id_ in taken else id_
            taken.add(found[id_])
    return found


def session_slug(prefix: str, code: str, six: str) -> str:
    """`thamm_2021-opening`: `[a-z0-9_]{4,}-[a-z0-9_-]{4,}`. What is too short, or ends in a hyphen, ends in `six`."""
    plain = re.sub("[^a-z0-9_-]+", "-", code.lower()).strip("-")
    whole = plain if len(plain) >= 4 and plain[-1] != "_" else f"{plain}-{six.lower()}".lstrip("-")
    return f"{prefix}-{whole}"


def name_slugs(kind: str, names: Sequence[tuple[int, str]]) -> dict[int, str]:
    """By id, unique slugs `[a-z][a-z0-9-]+` of names; a name without Latin letters has its kind and its id."""
    found: dict[int, str] = {}
    for id_, name in names:
        plain = re.sub("[^a-z0-9]+", "-", ascii_letters(name).lower()).strip("-")[:60].strip("-")
        is_good = re.fullmatch("[a-z][a-z0-9-]+", plain) and plain not in found.values()
        found[id_] = plain if is_good else f"{kind}-{id_}"
    return found
