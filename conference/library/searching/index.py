"""The index: which entries hold which tokens, in SQLite's FTS5 or in a `tsvector` of PostgreSQL with a GIN index.

Both hold what we give them and nothing else, so that both answer the same. A token is one of `core.search`; a sign
before it says where it stands: `=` in the title or the symbol, `~` in title, symbol, summary or sessions, `+` often in
the text; `_` marks a word as it is written. `@12en` is in every entry of event 12 in English.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from sqlalchemy import Text, bindparam, column, func, literal, select, text, union_all
from sqlalchemy import cast as sql_cast
from sqlalchemy import table as sql_table
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Session as Database
from sqlalchemy.sql.selectable import Select
from sqlalchemy.types import UserDefinedType

from conference.core.languages import LANGUAGES, Language

TITLE, HEAD, OFTEN, WRITTEN, EVENT = "=", "~", "+", "_", "@"
MOST_TOKENS = 40_000
"""In one entry: a `tsvector` takes a megabyte."""
ROOM = 8
"""How many languages an entry's id has room for."""


class Rank(IntEnum):
    """Where an entry holds all that is sought, the best first."""

    IN_TITLE = 0
    IN_HEAD = 1
    OFTEN = 2
    ANYWHERE = 3


SIGNS = {Rank.IN_TITLE: TITLE, Rank.IN_HEAD: HEAD, Rank.OFTEN: OFTEN, Rank.ANYWHERE: ""}


class _TsQuery(UserDefinedType[str]):
    """PostgreSQL's `tsquery`, cast from its text form, which leaves our tokens as they are."""

    cache_ok = True

    def get_col_spec(self, **_kwargs: object) -> str:
        return "tsquery"


@dataclass(frozen=True, slots=True)
class Term:
    """One token that an entry must hold; with `is_start`, one that begins with it will do."""

    token: str
    is_start: bool = False


Terms = Sequence[Term]
_lite = sql_table("library_index", column("rowid"), column("tokens"), column("library_index"))
_postgres = sql_table("library_index", column("id"), column("tokens", TSVECTOR))


def entry_id(document_id: int, language: Language) -> int:
    return document_id * ROOM + LANGUAGES.index(language)


def of_entry(id_: int) -> tuple[int, Language]:
    """The document and the language of an entry."""
    return id_ // ROOM, LANGUAGES[id_ % ROOM]


def event_token(event_id: int, language: Language) -> str:
    return f"{EVENT}{event_id}{language}"


def store(database: Database, id_: int, tokens: Collection[str]) -> None:
    """Make these the tokens of an entry."""
    kept = sorted(tokens)[:MOST_TOKENS] if len(tokens) > MOST_TOKENS else tokens
    remove(database, [id_])
    if _is_postgres(database):
        query = text("INSERT INTO library_index (id, tokens) VALUES (:id, array_to_tsvector(CAST(:tokens AS text[])))")
        database.execute(query, {"id": id_, "tokens": list(kept)})
    else:
        query = text("INSERT INTO library_index (rowid, tokens) VALUES (:id, :tokens)")
        database.execute(query, {"id": id_, "tokens": " ".join(kept)})


def remove(database: Database, ids: Iterable[int]) -> None:
    key = "id" if _is_postgres(database) else "rowid"
    query = text(f"DELETE FROM library_index WHERE {key} IN :ids").bindparams(bindparam("ids", expanding=True))  # noqa: S608
    database.execute(query, {"ids": list(ids)})


def holding(database: Database, alternatives: Sequence[Terms]) -> Select[tuple[int]]:
    """The ids of the entries that hold all terms of one of the alternatives, as a query."""
    if _is_postgres(database):
        asked = sql_cast(literal(_tsquery(alternatives), Text), _TsQuery())
        return select(_postgres.c.id).where(_postgres.c.tokens.op("@@")(asked))
    return select(_lite.c.rowid).where(_lite.c.library_index.op("MATCH")(literal(_fts5(alternatives), Text)))


def ranked(database: Database, by_rank: Sequence[tuple[Rank, Sequence[Terms]]]) -> dict[Rank, list[int]]:
    """The entries that hold one of the alternatives of each rank, in one query.

    Each rank comes as one text of numbers: thousands of rows would cost more to fetch than to find.
    """
    parts = []
    for rank, alternatives in by_rank:
        found = holding(database, alternatives).subquery()
        if _is_postgres(database):
            numbers = func.string_agg(sql_cast(found.c[0], Text), ",")
        else:
            numbers = func.group_concat(found.c[0])
        parts.append(select(literal(int(rank)), numbers))
    rows = database.execute(union_all(*parts))
    return {Rank(rank): [int(one) for one in numbers.split(",")] for rank, numbers in rows if numbers}


def _fts5(alternatives: Sequence[Terms]) -> str:
    """In FTS5's language: a string between quotation marks is taken as it is."""
    return " OR ".join(
        "(" + " AND ".join(f'"{term.token}"{" *" if term.is_start else ""}' for term in terms) + ")"
        for terms in alternatives
    )


def _tsquery(alternatives: Sequence[Terms]) -> str:
    return " | ".join(
        "(" + " & ".join(f"'{term.token}'{':*' if term.is_start else ''}" for term in terms) + ")"
        for terms in alternatives
    )


def _is_postgres(database: Database) -> bool:
    return database.get_bind().dialect.name == "postgresql"
