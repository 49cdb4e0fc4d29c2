"""Finding speakers' photographs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session as Database

from conference.speakers.models import Photograph


def photographs_of(database: Database, speaker_ids: Iterable[int]) -> Mapping[int, Photograph]:
    """The photographs of these speakers by the speaker's id, in one query; also those that the public may not see."""
    query = select(Photograph).where(Photograph.speaker_id.in_(list(speaker_ids)))
    return {one.speaker_id: one for one in database.scalars(query)}


def public_photographs(database: Database, speaker_ids: Iterable[int]) -> Mapping[int, Photograph]:
    """Those of these speakers' photographs that the public may see, by the speaker's id, in one query."""
    return {id_: one for id_, one in photographs_of(database, speaker_ids).items() if one.may_be_published}


def known_photographs(session: Database) -> set[str]:
    """The SHA-256 of every square of a photograph, for the sweep."""
    squares = (Photograph.small_sha256, Photograph.middle_sha256, Photograph.large_sha256)
    return set(session.scalars(union_all(*(select(one) for one in squares))))
