"""What is found of what should be, by the labelled queries; and that every database answers the same."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy import select

from conference.core.languages import LANGUAGES
from conference.library.models import Document
from conference.library.searching.finding import find
from tests.made.search_labels import Query, quality, read_queries
from tests.made.search_library import make_library
from tests.world import World

ANSWERS = Path(__file__).parent / "search_answers.txt"
UPDATE = "UPDATE_SEARCH"
LEAST_RECALL, LEAST_PRECISION = 0.95, 0.9


def test_search_finds_what_it_should_and_every_database_answers_the_same(world: World, shared_data: Path) -> None:
    answers = ask(world, make_library(world, shared_data))
    written = "\n".join(f"{query.language} {query.words}: {' '.join(found)}" for query, found in answers.items()) + "\n"
    if os.environ.get(UPDATE):
        ANSWERS.write_text(written, encoding="utf-8")
    for is_held_out in (False, True):
        half = quality({query: found for query, found in answers.items() if query.is_held_out == is_held_out})
        print(f"{'held out' if is_held_out else 'tuning'}: {half}")
        assert half.recall >= LEAST_RECALL
        assert half.precision >= LEAST_PRECISION
    # Written down once, and the same whichever database the suite runs on.
    assert written == ANSWERS.read_text(encoding="utf-8")


def ask(world: World, event_id: int) -> Mapping[Query, Sequence[str]]:
    """The symbols found for each query, the best first, as somebody who may see everything finds them."""
    with world.reading() as database:
        symbols = {one.id: one.symbol for one in database.execute(select(Document.id, Document.symbol))}
        order = database.scalars(select(Document.id).order_by(Document.position, Document.id)).all()
        place = {id_: number for number, id_ in enumerate(order)}
        return {
            query: [
                symbols[id_]
                for id_ in find(
                    database, event_id, query.words, language=query.language, languages=LANGUAGES, place=place
                ).documents
            ]
            for query in read_queries()
        }
