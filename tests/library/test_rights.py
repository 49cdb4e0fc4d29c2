"""The rule of who may read is written twice, for Python and for the database: both say the same of everything."""

from __future__ import annotations

import itertools
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from conference.core.clock import now
from conference.library.access import Limits, Rights, meant_for_readers
from conference.library.models import Document, Visibility
from tests.made.agenda import make_session
from tests.made.library import make_document
from tests.world import World

RIGHTS = [
    Rights(is_team=team, is_registered=registered or confirmed, is_confirmed=confirmed, category=category)
    for team, registered, confirmed in itertools.product((False, True), repeat=3)
    for category in (("", "workers", "media") if confirmed else ("",))
]


def test_both_halves_of_the_rule_say_the_same(world: World) -> None:
    event, moment = world.event(), now()
    first = make_session(world, event, "A")
    second = make_session(world, event, "B", hours=("11:00", "12:00"))
    combinations = itertools.product(
        Visibility,
        ([], ["workers"], ["civil_society", "workers"], ["donor"]),
        ([], [first], [first, second]),
        (None, moment - timedelta(hours=1), moment, moment + timedelta(seconds=1)),
    )
    for number, (visibility, categories, sessions, embargo) in enumerate(combinations):
        if not sessions or visibility == Visibility.SESSIONS:
            make_document(
                world,
                event,
                f"A/{number}",
                languages=(),
                visibility=visibility,
                visible_to=categories,
                sessions=sessions,
                embargo_until=embargo,
            )
    with world.reading() as database:
        everything = database.scalars(select(Document).options(selectinload(Document.sessions))).all()
        assert len(everything) == 6 * 4 * 4 + 4 * 2 * 4
        asked = [*RIGHTS, Rights(sessions=frozenset({second})), Rights(True, sessions=frozenset({first}))]
        asked += [Rights(is_confirmed=True, category="workers", sessions=frozenset({first, second}))]
        for rights in asked:
            for at in (moment, moment + timedelta(hours=1)):
                by_condition = set(database.scalars(select(Document.id).where(rights.readable(at))))
                assert by_condition == {one.id for one in everything if rights.may_read(Limits.of(one), at)}, rights
                announced = set(database.scalars(select(Document.id).where(rights.announced(at))))
                assert announced == set()
        for_readers = set(database.scalars(select(Document.visibility).where(meant_for_readers())))
        assert for_readers == set(Visibility) - {Visibility.ORGANISERS}
