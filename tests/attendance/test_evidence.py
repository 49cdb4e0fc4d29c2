"""Evidence outlives the draft that it hangs on."""

from __future__ import annotations

from conference.agenda.models import Session
from tests.made.agenda import make_session
from tests.made.attendance import mark, presences
from tests.made.registration import add
from tests.world import World


def test_a_session_that_somebody_attended_is_cancelled_instead_of_deleted(world: World) -> None:
    event = world.event()
    attended, empty = make_session(world, event, "D1-01"), make_session(world, event, "D1-02")
    mark(world, attended, add(world, event, "leila@example.org"))
    organiser = world.organiser(event)
    for code in ("D1-01", "D1-02"):
        organiser.get(f"/en/thamm-2021/manage/agenda/sessions/{code}").submit("form[action$='/cancel']")
    with world.reading() as database:
        assert database.get_one(Session, attended).status == "cancelled"
        assert database.get(Session, empty) is None
    assert len(presences(world)) == 1
