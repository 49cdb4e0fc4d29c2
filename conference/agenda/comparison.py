"""Two agendas side by side: per session what it was and what it is, the words of texts marked where they differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from conference.agenda.published import Appearance, Person, PublishedAgenda, PublishedSession, Talk
from conference.core.languages import LANGUAGES, Language
from conference.core.translated import Translated

Data = Mapping[str, Any]
# Beyond this many words a text is compared as a whole: finding the longest common runs costs their product.
MOST_WORDS = 2000
_WORD = re.compile(r"\s*\S+\s*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that both sides have, or one alone."""

    text: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Words:
    """One side of a text in one language; without pieces it does not exist there."""

    language: Language
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Item:
    """Somebody with a role, or a talk, in a list; `is_own` where the other side has it not, or elsewhere."""

    person: Person | None
    role: str
    talk: Talk | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One fact: `kind` says which and how it is shown, None on a side that has none. `language` is a text's."""

    kind: str
    before: Any
    after: Any
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A session, a person, a place or the event, with the facts that differ. `state`: added, removed or changed."""

    subject: str
    name: Any
    state: str
    rows: Sequence[Row] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two agendas, and how many sessions are the same in both."""

    blocks: Sequence[Block]
    same: int


def compare(before: Data, after: Data) -> Comparison:
    """The sessions in the order of `after`, then those that it lacks; then people and places that both have."""
    old, new = PublishedAgenda.read(before), PublishedAgenda.read(after)
    earlier = {one.id: one for one in old.sessions}
    blocks = [Block("event", None, "changed", rows)] if (rows := list(_event(before["event"], after["event"]))) else []
    same = 0
    for session in new.sessions:
        was = earlier.pop(session.id, None)
        rows = list(_session(was, session))
        same += not rows
        if rows:
            blocks.append(Block("session", session.title, "changed" if was else "added", rows))
    blocks += [Block("session", one.title, "removed", list(_session(one, None))) for one in earlier.values()]
    return Comparison([*blocks, *_people(old, new), *_places(old, new)], same)


def marked(before: str, after: str) -> tuple[Sequence[Piece], Sequence[Piece]]:
    """Two texts as runs of words, those that only one of them has marked as its own."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > MOST_WORDS:
        return [Piece(before, True)], [Piece(after, True)]
    matcher = SequenceMatcher(None, [word.strip() for word in old], [word.strip() for word in new], autojunk=False)
    left, right = [], []
    for kind, first, last, from_, to in matcher.get_opcodes():
        is_own = kind != "equal"
        left += [Piece("".join(old[first:last]), is_own)] if last > first else []
        right += [Piece("".join(new[from_:to]), is_own)] if to > from_ else []
    return left, right


def _event(before: Data, after: Data) -> Iterator[Row]:
    for name in ("title", "venue"):
        yield from _text(name, Translated.from_json(before[name]), Translated.from_json(after[name]))
    if before["zone"] != after["zone"]:
        yield Row("zone", before["zone"], after["zone"])


def _session(before: PublishedSession | None, after: PublishedSession | None) -> Iterator[Row]:
    def pair(kind: str, fact: Any, key: Any = lambda value: value) -> Iterator[Row]:
        was, is_now = (fact(one) if one else None for one in (before, after))
        if key(was) != key(is_now):
            yield Row(kind, was, is_now)

    yield from pair("when", lambda one: (one.starts_at, one.ends_at))
    yield from pair("status", lambda one: one.status)
    yield from pair("room", lambda one: one.room.name if one.room else None, _texts)
    yield from pair("type", lambda one: one.type)
    yield from pair("code", lambda one: one.code)
    yield from pair("track", lambda one: one.track.name if one.track else None, _texts)
    yield from pair("floor", lambda one: one.floor)
    yield from pair("interpretation", lambda one: one.interpretation)
    yield from pair("capacity", lambda one: one.capacity)
    yield from _text("title", before.title if before else None, after.title if after else None)
    yield from _text("abstract", before.abstract if before else None, after.abstract if after else None)
    yield from _items("people", before.people if before else (), after.people if after else ())
    yield from _items("talks", before.talks if before else (), after.talks if after else ())


def _people(old: PublishedAgenda, new: PublishedAgenda) -> Iterator[Block]:
    were = {one.id: one for one in old.people}
    for person in new.people:
        was = were.get(person.id)
        if was is None:
            continue
        rows = [
            Row(name, getattr(was, name), getattr(person, name))
            for name in ("honorific", "native_name", "latin_name")
            if getattr(was, name) != getattr(person, name)
        ]
        for name in ("function", "organisation", "biography"):
            rows += _text(name, getattr(was, name), getattr(person, name))
        if rows:
            yield Block("speaker", person, "changed", rows)


def _places(old: PublishedAgenda, new: PublishedAgenda) -> Iterator[Block]:
    for subject, before, after in (("room", old.rooms, new.rooms), ("track", old.tracks, new.tracks)):
        names = {one.id: one.name for one in before}
        for place in after:
            rows = list(_text("name", names[place.id], place.name)) if place.id in names else []
            if rows:
                yield Block(subject, place.name, "changed", rows)


def _text(kind: str, before: Translated | None, after: Translated | None) -> Iterator[Row]:
    """A text in each language in which it reads otherwise."""
    for language in LANGUAGES:
        was, is_now = (one.text(language) if one else "" for one in (before, after))
        if was != is_now:
            left, right = marked(was, is_now)
            yield Row(kind, Words(language, left), Words(language, right), language)


def _items(kind: str, before: Sequence[Appearance | Talk], after: Sequence[Appearance | Talk]) -> Iterator[Row]:
    old, new = [_key(one) for one in before], [_key(one) for one in after]
    if old == new:
        return
    left, right = [True] * len(old), [True] * len(new)
    for first, from_, size in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        left[first : first + size] = right[from_ : from_ + size] = [False] * size
    yield Row(
        kind,
        [_item(one, is_own) for one, is_own in zip(before, left, strict=True)],
        [_item(one, is_own) for one, is_own in zip(after, right, strict=True)],
    )


def _key(one: Appearance | Talk) -> tuple[Any, ...]:
    if isinstance(one, Appearance):
        return (one.person.id, one.role)
    return (one.id, tuple(_texts(one.title).items()), one.minutes, tuple(_key(person) for person in one.people))


def _item(one: Appearance | Talk, is_own: bool) -> Item:
    if isinstance(one, Appearance):
        return Item(one.person, one.role, None, is_own)
    return Item(None, "", one, is_own)


def _texts(value: Translated | None) -> dict[str, str]:
    return {language.code: value.text(language) for language in value} if value else {}
