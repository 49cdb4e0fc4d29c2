"""The words of the history for what the features recorded."""

from __future__ import annotations

from tests.client import Visitor
from tests.made.agenda import make_session, make_speaker
from tests.made.registration import add
from tests.made.speakers import invited
from tests.world import World

PATH = "/en/thamm-2021/manage/history"


def test_an_answer_to_an_invitation_is_told_in_words(world: World, visitor: Visitor) -> None:
    event = world.event()
    visitor.get(invited(world, make_speaker(world, event, latin_name=""))).submit("form[action$='/confirm']")
    page = world.organiser(event).get(PATH)
    assert page.texts("tbody strong")[0] == "A speaker answered the invitation"
    assert page.texts(".change-details del") == ["Invited"]
    assert page.texts(".change-details ins")[0] == "Confirmed"
    assert "ليلى بن علي" in page.texts("tbody tr")[0], "without a Latin name, the one that there is"


def test_who_was_marked_present_is_named(world: World) -> None:
    event = world.event()
    make_session(world, event)
    person = add(world, event, "leila@example.org", native_name="ليلى")
    desk = world.organiser(event)
    desk.get("/en/thamm-2021/desk/D1-01?q=ليلى").submit(f"form[action$='/present/{person}']")
    page = desk.get(PATH)
    assert page.texts("tbody strong")[0] == "A person was marked present"
    assert "ليلى" in page.texts("tbody tr")[0]
