"""Lists answer only what the public form would ask of the same people: the rest is pointed out and left out."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from conference.core.translated import Translated
from conference.registration.models import Answer, FieldType, FormField, Registration, StandardField
from tests.client import Page, Visitor
from tests.made.form import choice_ids, make_field
from tests.made.lists import HEADINGS, LEILA, OMAR, bring_in, check, written
from tests.made.registration import add, register, registration
from tests.world import World

TRAIN, WHEN = "Do you come by train?", "When do you arrive?"
EMPLOYER = ("Karim Haddad", "karim@example.org", "UTICA", "Tunisie", "Employers", "fr")
LEFT_OUT = "Left out: this person is not asked this question."


def remarks(page: Page) -> list[str]:
    return page.texts("tbody p")


def outcomes(page: Page) -> list[tuple[str, str]]:
    """Each line that is shown, and what happens to it."""
    return list(zip(page.texts("tbody th"), page.texts("tbody .badge"), strict=True))


def answers(world: World) -> list[tuple[str, dict[str, Any]]]:
    """Who answered what."""
    with world.reading() as session:
        query = select(Registration.email, Answer.value).join(Answer.registration).order_by(Answer.id)
        return [(email, value) for email, value in session.execute(query)]


@pytest.fixture
def event(world: World) -> int:
    return world.event()


def test_an_answer_of_a_category_that_is_not_asked_is_left_out_and_shown_with_line_and_column(
    world: World, event: int
) -> None:
    make_field(world, event, FieldType.TEXT, "Which ministry?", categories=["government"])
    organiser = world.organiser(event)
    body = written([(*HEADINGS, "Which ministry?"), (*LEILA, "Labour"), (*EMPLOYER, "None"), (*OMAR, "")])
    page = check(world, organiser, body)
    assert page.texts(".notice p") == [
        (
            "Every line can be imported: 3 new, 0 to change, 0 unchanged, 0 left as they are because they were "
            "declined or cancelled."
        ),
        (
            "On 1 line something is left out, because the person is not asked that question. The rest of the line is "
            "taken. Show what is left out"
        ),
    ]
    assert outcomes(page) == [("2", "New"), ("3", "New"), ("4", "New")]
    assert remarks(page) == [f"Which ministry? {LEFT_OUT} Only for: Government."]
    shown = page.visitor.get(page.all(".notice a")[0].get("href"))
    assert outcomes(shown) == [("3", "New")]
    organiser.follow(page.submit("form[action$='/write']"))
    world.deliver()
    assert world.count(Registration) == 3
    assert answers(world) == [("leila@example.org", {"text": "Labour"})]


def test_the_heading_of_the_file_names_the_column(world: World, event: int) -> None:
    key = make_field(world, event, FieldType.TEXT, "Which ministry?", categories=["government"])
    body = written([(*HEADINGS, "Tutelle"), (*EMPLOYER, "None")])
    page = check(world, world.organiser(event), body, column_6=f"field:{key}")
    assert remarks(page) == [f"Tutelle {LEFT_OUT} Only for: Government."]


def test_an_answer_counts_only_with_the_answer_that_it_hangs_on(world: World, event: int) -> None:
    train = make_field(world, event, FieldType.YES_NO, TRAIN)
    make_field(world, event, FieldType.TEXT, WHEN, shown_if=(train, ["yes"]))
    rows = [(*LEILA, "oui", "Noon"), (*EMPLOYER, "non", "Noon"), (*OMAR, "", "Noon")]
    organiser = world.organiser(event)
    page = check(world, organiser, written([(*HEADINGS, TRAIN, WHEN), *rows]))
    only = f"{WHEN} {LEFT_OUT} Only if the answer to “{TRAIN}” is: Yes."
    assert remarks(page) == [only, only]
    page.submit("form[action$='/write']")
    world.deliver()
    assert answers(world) == [
        ("leila@example.org", {"yes": True}),
        ("leila@example.org", {"text": "Noon"}),
        ("karim@example.org", {"yes": False}),
    ]


def test_a_list_without_the_question_that_decides_has_the_answers_of_nobody_new(world: World, event: int) -> None:
    train = make_field(world, event, FieldType.YES_NO, TRAIN)
    make_field(world, event, FieldType.TEXT, WHEN, shown_if=(train, ["yes"]))
    page = check(world, world.organiser(event), written([(*HEADINGS, WHEN), (*LEILA, "Noon")]))
    assert remarks(page) == [f"{WHEN} {LEFT_OUT} Only if the answer to “{TRAIN}” is: Yes."]


def test_what_a_person_said_before_decides_with_what_the_list_says(world: World, event: int) -> None:
    train = make_field(world, event, FieldType.YES_NO, TRAIN)
    make_field(world, event, FieldType.TEXT, WHEN, shown_if=(train, ["yes"]))
    for email, said in (("yes@example.org", "yes"), ("no@example.org", "no"), ("turns@example.org", "yes")):
        assert register(Visitor(world.app), email=email, **{train: said}).status == 302
    organiser = world.organiser(event)
    rows = [
        ("yes@example.org", "", "Noon"),
        ("no@example.org", "", "Noon"),
        ("turns@example.org", "no", "Noon"),
    ]
    page = check(world, organiser, written([("E-mail", "Name", TRAIN, WHEN), *((a, "", b, c) for a, b, c in rows)]))
    assert outcomes(page) == [("2", "Changes"), ("3", "Unchanged"), ("4", "Changes")]
    page.submit("form[action$='/write']")
    world.deliver()
    assert [one for one in answers(world) if "text" in one[1]] == [("yes@example.org", {"text": "Noon"})]


def test_a_condition_that_hangs_on_a_question_that_is_not_asked_itself_is_not_met(world: World, event: int) -> None:
    train = make_field(world, event, FieldType.YES_NO, TRAIN, categories=["government"])
    make_field(world, event, FieldType.TEXT, WHEN, shown_if=(train, ["yes"]))
    page = check(world, world.organiser(event), written([(*HEADINGS, TRAIN, WHEN), (*EMPLOYER, "yes", "Noon")]))
    assert remarks(page) == [
        f"{TRAIN} {LEFT_OUT} Only for: Government.",
        f"{WHEN} {LEFT_OUT} Only if the answer to “{TRAIN}” is: Yes.",
    ]


@pytest.mark.parametrize(("country", "is_asked"), [("Tunisie", True), ("Maroc", False)])
def test_a_condition_may_hang_on_a_country_or_a_choice(world: World, event: int, country: str, is_asked: bool) -> None:
    make_field(world, event, FieldType.TEXT, "Which governorate?", shown_if=("country", ["TN"]))
    meal = make_field(world, event, FieldType.CHOICES, "Meals", choices=["Lunch", "Dinner"])
    dinner = str(choice_ids(world, event, meal)[1])
    make_field(world, event, FieldType.TEXT, "Which dinner?", shown_if=(meal, [dinner]))
    headings = (*HEADINGS, "Which governorate?", "Meals", "Which dinner?")
    row = (*LEILA[:3], country, *LEILA[4:], "Sfax", "Lunch; Dinner" if is_asked else "Lunch", "Fish")
    page = check(world, world.organiser(event), written([headings, row]))
    assert len(remarks(page)) == (0 if is_asked else 2)


def test_what_is_wrong_in_a_cell_that_is_left_out_stops_nobody(world: World, event: int) -> None:
    make_field(world, event, FieldType.PHONE, "Direct line", categories=["government"])
    body = written([(*HEADINGS, "Direct line"), (*EMPLOYER, "n/a"), (*LEILA, "n/a")])
    page = check(world, world.organiser(event), body)
    assert outcomes(page) == [("2", "New"), ("3", "To correct")]
    assert remarks(page) == [
        f"Direct line {LEFT_OUT} Only for: Government.",
        "Direct line “\u2068n/a\u2069” is no telephone number. Write it with the country’s code.",
    ]


def test_nothing_is_left_out_while_the_cell_that_decides_cannot_be_read(world: World, event: int) -> None:
    train = make_field(world, event, FieldType.YES_NO, TRAIN)
    make_field(world, event, FieldType.TEXT, WHEN, shown_if=(train, ["yes"]))
    make_field(world, event, FieldType.TEXT, "Which ministry?", categories=["government"])
    headings = (*HEADINGS, TRAIN, WHEN, "Which ministry?")
    pirate = (*LEILA[:4], "Pirates", "fr", "perhaps", "Noon", "Labour")
    page = check(world, world.organiser(event), written([headings, pirate]))
    assert outcomes(page) == [("2", "To correct")]
    assert remarks(page) == [
        "Category “\u2068Pirates\u2069” is none of the categories.",
        f"{TRAIN} Write yes or no: “\u2068perhaps\u2069” is neither.",
    ]


@pytest.mark.parametrize("key", [StandardField.TITLE, StandardField.LATIN_NAME, StandardField.FUNCTION])
def test_a_field_of_the_platform_that_some_are_not_asked_is_left_out_too(
    world: World, event: int, key: StandardField
) -> None:
    make_field(world, event, FieldType.TEXT)
    with world.writing() as session:
        session.scalars(select(FormField).where(FormField.key == key)).one().categories = ["government"]
    heading = {"title": "Title", "latin_name": "Latin name", "function": "Function"}[key]
    cell = "Dr" if key == "title" else "Director"
    page = bring_in(world, world.organiser(event), written([(*HEADINGS, heading), (*EMPLOYER, cell)]))
    assert page.status == 200
    assert getattr(registration(world), key) == ""


def test_required_questions_that_a_list_leaves_empty_keep_nobody_out(world: World, event: int) -> None:
    train = make_field(world, event, FieldType.YES_NO, TRAIN, is_required=True)
    make_field(world, event, FieldType.TEXT, WHEN, shown_if=(train, ["yes"]), is_required=True)
    page = bring_in(world, world.organiser(event), written([(*HEADINGS, TRAIN, WHEN), (*LEILA, "oui", "")]))
    assert page.status == 200
    assert answers(world) == [("leila@example.org", {"yes": True})]
    assert registration(world).awaits_person


def test_an_answer_that_is_no_longer_asked_for_after_the_check_stops_the_whole_list(world: World, event: int) -> None:
    make_field(world, event, FieldType.TEXT, "Which ministry?")
    organiser = world.organiser(event)
    page = check(world, organiser, written([(*HEADINGS, "Which ministry?"), (*OMAR, ""), (*EMPLOYER, "None")]))
    assert remarks(page) == []
    with world.writing() as session:
        session.execute(update(FormField).where(FormField.type == FieldType.TEXT).values(categories=["government"]))
    page.submit("form[action$='/write']")
    world.deliver()
    assert organiser.get(page.response.request.path).texts(".notice p") == [
        "Line 3 no longer fits, because something changed after the check. Check the list again."
    ]
    assert world.count(Registration) == 0


def test_an_answer_that_was_left_out_stays_out_whatever_is_asked_by_then(world: World, event: int) -> None:
    make_field(world, event, FieldType.TEXT, "Which ministry?", categories=["government"])
    page = check(world, world.organiser(event), written([(*HEADINGS, "Which ministry?"), (*EMPLOYER, "None")]))
    with world.writing() as session:
        session.execute(update(FormField).values(categories=[]))
    page.submit("form[action$='/write']")
    world.deliver()
    assert (world.count(Registration), answers(world)) == (1, [])


def test_who_cancelled_is_left_alone_without_a_word_about_answers(world: World, event: int) -> None:
    make_field(world, event, FieldType.TEXT, "Which ministry?", categories=["government"])
    known = add(world, event, EMPLOYER[1], category="employers")
    with world.writing() as session:
        session.get_one(Registration, known).state = "cancelled"
    page = check(world, world.organiser(event), written([(*HEADINGS, "Which ministry?"), (*EMPLOYER, "None")]))
    assert remarks(page) == []


def test_what_new_people_are_given_changes_nobody_who_registered_meanwhile(world: World, event: int) -> None:
    organiser = world.organiser(event)
    body = written([("Name", "E-mail", "Organisation", "Country"), LEILA[:4]])
    page = check(world, organiser, body, category="employers", language_code="ar")
    assert outcomes(page) == [("2", "New")]
    known = add(world, event, LEILA[1], category="government", language_code="fr", organisation="Elsewhere")
    page.submit("form[action$='/write']")
    world.deliver()
    one = registration(world, known)
    assert (one.category, one.language_code, one.organisation) == ("government", "fr", LEILA[2])


def test_texts_and_choices_keep_to_the_bounds_of_their_question(world: World, event: int) -> None:
    make_field(world, event, FieldType.TEXT, "Reference", least=4, most=6)
    make_field(world, event, FieldType.CHOICES, "Meals", choices=["Lunch", "Dinner", "Supper"], least=2, most=2)
    headings = (*HEADINGS, "Reference", "Meals")
    rows = [(*LEILA, "abcd", "Lunch; Dinner"), (*OMAR, "abc", "Lunch"), (*EMPLOYER, "abcdefg", "Lunch|Dinner|Supper")]
    page = check(world, world.organiser(event), written([headings, *rows]))
    assert remarks(page) == [
        "Reference Write at least 4 characters: this text has 3.",
        "Meals Choose at least 2.",
        "Reference Shorten this text to 6 characters: it has 7.",
        "Meals At most 2 choices can be taken.",
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Laissé de côté : cette question n’est pas posée à cette personne. Seulement pour : Gouvernement."),
        ("ar", "تُرك جانبا لأن هذا السؤال لا يُطرح على هذا الشخص. لهذه الفئات فقط: حكومة."),
    ],
)
def test_it_is_said_in_the_organisers_language(world: World, event: int, language: str, words: str) -> None:
    make_field(world, event, FieldType.TEXT, Translated(), categories=["government"])
    organiser = world.organiser(event)
    with world.reading() as session:
        key = session.scalars(select(FormField.key).where(FormField.type == FieldType.TEXT)).one()
    page = check(world, organiser, written([(*HEADINGS, "Tutelle"), (*EMPLOYER, "None")]), column_6=f"field:{key}")
    shown = organiser.get(page.response.request.path.replace("/en/", f"/{language}/"))
    assert remarks(shown) == [f"Tutelle {words}"]
