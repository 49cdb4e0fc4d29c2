"""Fields that are asked only after some answer to another: set by organisers, and never left hanging."""

from __future__ import annotations

import pytest

from conference.registration.models import Answer, FieldType
from tests.client import Page, Visitor
from tests.made.form import asked, choice_ids, field, make_field
from tests.made.registration import register
from tests.world import World

FORM = "/en/thamm-2021/manage/registrations/form"


def condition_of(world: World, event: int, key: str) -> tuple[str, list[str]]:
    found = field(world, event, key)
    assert found is not None
    return found.shown_if_key, found.shown_if_values


def told(page: Page) -> list[str]:
    return page.visitor.follow(page).texts(".notice p")


@pytest.fixture
def train(world: World) -> tuple[int, str, str]:
    """An event that asks «Do you come by train?», and, of those who do, «When?»."""
    event = world.event()
    train = make_field(world, event, FieldType.YES_NO, "Do you come by train?")
    when = make_field(world, event, FieldType.TEXT, "When?", shown_if=(train, ["yes"]), is_required=True)
    return event, train, when


def test_a_field_comes_up_by_an_answer_that_the_organiser_chose(world: World) -> None:
    event = world.event()
    train = make_field(world, event, FieldType.YES_NO, "Do you come by train?")
    when = make_field(world, event, FieldType.TEXT, "When?", is_required=True)
    organiser, person = world.organiser(event), Visitor(world.app)
    choose = organiser.get(f"{FORM}/fields/{when}/condition?other={train}")
    assert choose.texts("#other option") == [
        "Title",
        "Country",
        "Sex",
        "Language of our messages to you",
        "Do you come by train?",
    ]
    refused = choose.submit(shown_if_values=None)
    assert (refused.status, refused.errors) == (422, ["Tick at least one answer, or ask everybody."])
    organiser.follow(choose.submit(shown_if_values="yes"))
    assert organiser.get(FORM).texts(f"#field-{when} .quiet")[1] == (
        "Only if the answer to “Do you come by train?” is: Yes."
    )
    assert register(person, **{train: "no"}).status == 302
    refused = register(person, email="omar@example.org", **{train: "yes"})
    assert (refused.status, refused.errors) == (422, ["Answer this question."])
    assert refused.submit(**{when: "At noon"}).status == 302
    assert world.count(Answer) == 3


def test_a_condition_is_taken_away_by_one_button(world: World, train: tuple[int, str, str]) -> None:
    event, _key, when = train
    organiser = world.organiser(event)
    page = organiser.get(f"{FORM}/fields/{when}/condition")
    assert page.values()["shown_if_values"] == "yes"
    page.submit("main > form:not(.form):not(.filters)")
    assert condition_of(world, event, when) == ("", [])


def test_only_questions_that_stand_before_may_decide(world: World, train: tuple[int, str, str]) -> None:
    event, key, when = train
    organiser = world.organiser(event)
    page = organiser.get(f"{FORM}/fields/{key}/condition")
    assert "When?" not in page.texts("#other option")
    page = organiser.get(f"{FORM}/fields/{key}/condition?other=country")
    forged = page.submit(shown_if_key=when, shown_if_values="TN")
    assert forged.status in (302, 422)
    assert condition_of(world, event, key) == ("", [])


@pytest.mark.parametrize("value", ["maybe", "'; --"])
def test_an_answer_that_cannot_be_given_is_refused(world: World, train: tuple[int, str, str], value: str) -> None:
    event, _key, when = train
    page = world.organiser(event).get(f"{FORM}/fields/{when}/condition").submit(shown_if_values=value)
    assert (page.status, page.errors) == (422, ["Choose one of the options listed."])
    assert condition_of(world, event, when)[1] == ["yes"]


def test_a_field_on_which_another_hangs_is_not_removed_nor_changes_its_type(
    world: World, train: tuple[int, str, str]
) -> None:
    event, key, when = train
    organiser = world.organiser(event)
    sentence = "“When?” is asked depending on this. First change when it is asked."
    assert told(organiser.get(FORM).submit(f"#field-{key} form[action$=remove]")) == [sentence]
    refused = organiser.get(f"{FORM}/fields/{key}").submit("form[action$=type]", type="text")
    assert (refused.status, refused.errors) == (422, [sentence])
    organiser.get(FORM).submit(f"#field-{when} form[action$=remove]")
    assert told(organiser.get(FORM).submit(f"#field-{key} form[action$=remove]")) == ["Removed."]


def test_a_field_stays_behind_the_one_that_it_hangs_on(world: World, train: tuple[int, str, str]) -> None:
    event, key, when = train
    organiser = world.organiser(event)
    before = asked(world, event)
    sentence = "“When?” is asked depending on “Do you come by train?”, so it has to stand after it. Nothing was moved."
    assert told(organiser.get(FORM).submit(f"#field-{when} form[action$=earlier]")) == [sentence]
    assert told(organiser.get(FORM).submit(f"#field-{key} form[action$=later]")) == [sentence]
    refused = organiser.get(f"{FORM}/fields/{key}").submit(section_key="allowed")
    assert (refused.status, refused.errors) == (422, [sentence])
    organiser.get(f"{FORM}/fields/{when}").submit(section_key="allowed")
    assert told(organiser.get(FORM).submit("#section-allowed .page-head form[action$=earlier]")) == [sentence]
    assert [one for one in asked(world, event) if one != "–"] == [
        *(one for one in before[:-4] if one not in ("When?", "–")),
        *before[-3:],
        "When?",
    ]


def test_a_choice_on_which_a_field_hangs_is_not_removed(world: World) -> None:
    event = world.event()
    meal = make_field(world, event, FieldType.CHOICE, "Meal", choices=["Fish", "Other"])
    other = choice_ids(world, event, meal)[1]
    make_field(world, event, FieldType.TEXT, "Which?", shown_if=(meal, [str(other)]))
    organiser = world.organiser(event)
    page = organiser.get(f"{FORM}/fields/{meal}").submit(f"form[action$='{other}/remove']")
    assert told(page)[0] == "“Which?” is asked depending on this. First change when it is asked."
    assert len(choice_ids(world, event, meal)) == 2


def test_a_retired_field_comes_back_behind_the_one_that_it_hangs_on(world: World, train: tuple[int, str, str]) -> None:
    event, key, when = train
    register(Visitor(world.app), **{key: "yes", when: "At noon"})
    organiser = world.organiser(event)
    organiser.get(FORM).submit(f"#field-{when} form[action$=remove]")
    organiser.get(FORM).submit(f"#field-{key} form[action$=remove]")
    assert told(organiser.get(FORM).submit(f"#field-{when} form[action$=restore]")) == [
        "This field depends on “Do you come by train?”, which is no longer asked. First bring that one back."
    ]
    organiser.get(FORM).submit(f"#field-{key} form[action$=restore]")
    organiser.get(f"{FORM}/fields/{key}").submit(section_key="allowed")
    organiser.get(FORM).submit(f"#field-{when} form[action$=restore]")
    assert asked(world, event)[-2:] == ["Do you come by train?", "When?"]


def test_two_organisers_who_set_one_condition_are_shown_both(world: World, train: tuple[int, str, str]) -> None:
    event, key, when = train
    one, other = world.organiser(event), world.organiser(event, "other@example.org")
    page, theirs = one.get(f"{FORM}/fields/{when}/condition"), other.get(f"{FORM}/fields/{when}/condition")
    theirs.submit(shown_if_values=["no"])
    clash = page.submit(shown_if_values=["yes", "no"])
    assert (clash.status, clash.errors) == (
        422,
        ["Somebody else set this to No while you edited. Choose what is right, then save again."],
    )
    clash.submit()
    assert condition_of(world, event, when) == (key, ["yes", "no"])


def test_what_is_always_asked_has_no_condition(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    assert organiser.get(f"{FORM}/fields/email/condition").status == 404
    assert organiser.get(f"{FORM}/fields/email").all("#asked-title") == []
