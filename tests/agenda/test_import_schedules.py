"""Agendas come in as schedule.xml and schedule.json: looked at first, then taken over whole or not at all."""

from __future__ import annotations

from conference.agenda.models import Session
from tests.made.agenda_files import look, schedule_xml, take_over, xml_event
from tests.world import World


def test_a_schedule_is_shown_first_and_written_only_then(world: World) -> None:
    organiser = world.organiser(world.event())
    page = look(organiser, schedule_xml(xml_event()))
    assert page.texts(".notice") == ["Nothing is taken over yet. Sessions: 1 new, 0 to change, 0 unchanged."]
    assert world.count(Session) == 0
    page = take_over(organiser, schedule_xml(xml_event()))
    assert world.count(Session) == 1
    page = look(organiser, schedule_xml(xml_event()))
    assert page.texts(".notice") == ["Nothing changes: the draft says all of this already."]
