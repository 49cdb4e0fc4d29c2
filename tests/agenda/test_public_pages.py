"""The published agenda as visitors see it."""

from __future__ import annotations

from tests.client import Visitor
from tests.made.agenda import full_agenda
from tests.world import World


def test_before_a_publication_the_agenda_says_so_in_every_language(world: World, visitor: Visitor) -> None:
    world.event()
    for language in ("en", "fr", "ar"):
        assert visitor.get(f"/{language}/thamm-2021/agenda").texts(".empty h2") != []
        assert visitor.get(f"/{language}/thamm-2021/speakers").texts(".empty h2") != []
        assert visitor.get(f"/{language}/thamm-2021/calendar.ics").status == 404


def test_a_day_lists_its_sessions_with_hours_of_the_event(world: World, visitor: Visitor) -> None:
    full_agenda(world, world.event(), 3)
    page = visitor.get("/fr/thamm-2021/agenda")
    assert page.texts(".session-title") == ["Titre S0", "Titre S1", "Titre S2"]
    assert page.texts(".slot-time") == ["09:00–09:10", "09:10–09:20", "09:20–09:30"]
