"""The piece of a text in which something was found, as it stands there, with what was found marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape
from sqlalchemy import ColumnElement, Integer, case, func, literal, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session as Database

from conference.core.languages import Language
from conference.core.search import Word, words
from conference.library.models import PageText
from conference.library.searching.typed import Sought

LONGEST = 240
"""Characters of the text, about two lines."""
BEFORE = 60


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of a text in its language, with what was found marked."""

    language: Language
    text: Markup


def best_pages(database: Database, revisions: Mapping[int, Sought]) -> Mapping[int, tuple[int, str]]:
    """Per revision the first page of those with most of what is sought, by its number, and its text; in one query."""
    if not revisions:
        return {}
    by_language: dict[Language, tuple[Sought, list[int]]] = {}
    for id_, sought in revisions.items():
        by_language.setdefault(sought.language, (sought, []))[1].append(id_)
    held = case(
        *((PageText.revision_id.in_(ids), _held(sought)) for sought, ids in by_language.values()), else_=literal(0)
    ).label("held")
    counted = select(PageText.revision_id, PageText.number, held, PageText.text).where(
        PageText.revision_id.in_(revisions)
    )
    inner = counted.subquery()
    order = func.row_number().over(partition_by=inner.c.revision_id, order_by=(inner.c.held.desc(), inner.c.number))
    numbered = select(inner, order.label("place")).where(inner.c.held > 0).subquery()
    query = select(numbered.c.revision_id, numbered.c.number, numbered.c.text).where(numbered.c.place == 1)
    return {id_: (number, text) for id_, number, text in database.execute(query)}


def _held(sought: Sought) -> ColumnElement[int]:
    """How much of what is sought a page holds; words that must follow one another count for more than one."""
    parts = [case((PageText.tokens.contains(f" {token} ", autoescape=True), 1), else_=0) for token in sought.tokens]
    if sought.last is not None:
        # Tokens are stems, which may end before the word breaks off.
        start = sought.last.written[: max(3, len(sought.last.written) - 3)]
        parts.append(case((PageText.tokens.contains(f" {start}", autoescape=True), 1), else_=0))
    phrases = sought.phrases or ((sought.tokens,) if len(sought.tokens) > 1 else ())
    for phrase in phrases:
        whole = PageText.tokens.contains(f" {' '.join(phrase)} ", autoescape=True)
        parts.append(case((whole, 2 * len(sought.tokens)), else_=0))
    return sql_cast(sum(parts[1:], start=literal(0) + parts[0]), Integer)


def cut(text: str, sought: Sought) -> Markup | None:
    """The piece of a text with most of what is sought, marked; None where it holds nothing of it."""
    found = [word for word in words(text, sought.language) if is_sought(word, sought)]
    if not found:
        return None
    first = max(range(len(found)), key=lambda at: (_kinds(found, at), -at))
    start = _line_start(text, found[first].start)
    end = min(len(text), start + LONGEST)
    end = text.rfind(" ", start, end) if end < len(text) and text.rfind(" ", start, end) > found[first].end else end
    return (
        escape("… " if start else "")
        + _marked(text, start, end, [word for word in found if word.start >= start and word.end <= end])
        + (" …" if end < len(text) else "")
    )


def marked(text: str, sought: Sought) -> Markup:
    """A whole text with what is sought marked."""
    return _marked(text, 0, len(text), [word for word in words(text, sought.language) if is_sought(word, sought)])


def is_sought(word: Word, sought: Sought) -> bool:
    if word.form.token in sought.tokens or word.form.other in sought.tokens:
        return True
    return sought.last is not None and word.form.written.startswith(sought.last.written)


def _kinds(found: Sequence[Word], at: int) -> int:
    """How many different words stand in the piece that would begin with this one."""
    within = (word for word in found[at:] if word.end <= found[at].start + LONGEST - BEFORE)
    return len({word.form.token for word in within})


def _line_start(text: str, at: int) -> int:
    """Where a piece begins: at the beginning of the sentence or of a word, not far before what was found."""
    earliest = max(0, at - BEFORE)
    if earliest == 0:
        return 0
    for stop in (". ", "\n", "؟ ", "؛ ", "; "):
        place = text.rfind(stop, earliest, at)
        if place >= 0:
            return place + len(stop)
    place = text.find(" ", earliest, at)
    return place + 1 if place >= 0 else at


def _marked(text: str, start: int, end: int, found: Sequence[Word]) -> Markup:
    parts, at = [], start
    for word in found:
        parts += [escape(text[at : word.start]), Markup("<mark>{}</mark>").format(text[word.start : word.end])]
        at = word.end
    parts.append(escape(text[at:end]))
    return Markup("").join(parts)
