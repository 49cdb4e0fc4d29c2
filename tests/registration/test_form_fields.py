"""Every type of field through the public door: an organiser adds it, somebody answers, reads and changes the answer."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from conference.agenda.models import Session
from conference.registration.models import Answer, FieldType, FormField, Registration
from tests.client import Page, Visitor
from tests.made import agenda
from tests.made.form import choice_ids, field, make_field
from tests.made.registration import ANSWERS, link, register
from tests.made.speakers import pdf
from tests.world import World

FORM = "/en/thamm-2021/manage/registrations/form"
PUBLIC = "/en/thamm-2021/register"


def build(world: World, organiser: Visitor, type: str, **typed: Any) -> str:
    """Add a field on the builder's pages; returns its key."""
    page = organiser.get(f"{FORM}/sections/about/fields/new?type={type}")
    done = page.submit(**({"label-en": "A question"} | typed))
    assert done.status == 302, done.errors
    with world.reading() as session:
        return session.scalars(select(FormField.key).order_by(FormField.id.desc())).first() or ""


def own_page(world: World) -> str:
    with world.reading() as session:
        found = session.scalars(select(Registration.id)).one()
    return link(world, found)


def said(page: Page) -> str:
    """The last answer on a person's own page."""
    return page.texts(".facts dd")[-1]


@pytest.mark.parametrize(
    ("type", "rules", "wrong", "sentence", "right", "shown", "changed", "shown_then"),
    [
        (
            "text",
            {"least": "3", "most": "10"},
            "ab",
            "Write at least 3 characters: this text has 2.",
            "Couscous",
            "Couscous",
            "Fish",
            "Fish",
        ),
        (
            "text",
            {"most": "10"},
            "a" * 11,
            "Shorten this text to 10 characters: it has 11.",
            "Couscous",
            "Couscous",
            "",
            "",
        ),
        ("long_text", {"is_required": "y"}, "", "Answer this question.", "One\ntwo", "One two", "Three", "Three"),
        (
            "number",
            {"least": "1", "most": "5"},
            "6",
            "Enter a whole number from 1 to 5.",
            "٣",
            "3",
            "5",
            "5",
        ),
        (
            "date",
            {},
            "5 July",
            "Enter a day as year-month-day, for example 2021-07-05.",
            "2021-07-04",
            "4 July 2021",
            "2021-07-05",
            "5 July 2021",
        ),
        ("yes_no", {"is_required": "y"}, "", "Answer this question.", "yes", "Yes", "no", "No"),
        (
            "email",
            {},
            "somebody",
            "Enter a complete e-mail address, for example name@organisation.org.",
            "me@example.org",
            "me@example.org",
            "you@example.org",
            "you@example.org",
        ),
        (
            "phone",
            {},
            "12",
            "Enter a complete telephone number with the country’s code, for example +216 71 123 456.",
            "71 123 456",
            "+216 71 123 456",
            "+20 2 27364000",
            "+20 2 27364000",
        ),
        ("country", {}, "XX", "Choose one of the options listed.", "MA", "Morocco", "EG", "Egypt"),
        ("organisation", {"is_required": "y"}, "", "Answer this question.", "ILO", "ILO", "IOM", "IOM"),
    ],
)
def test_a_field_is_built_answered_read_and_changed(
    world: World,
    type: str,
    rules: dict[str, str],
    wrong: str,
    sentence: str,
    right: str,
    shown: str,
    changed: str,
    shown_then: str,
) -> None:
    event = world.event()
    organiser, person = world.organiser(event), Visitor(world.app)
    key = build(world, organiser, type, **rules)
    refused = register(person, **{key: wrong})
    assert (refused.status, refused.errors) == (422, [sentence])
    assert refused.submit(**{key: right}).status == 302
    assert said(person.get(own_page(world))) == shown
    person.get(f"{own_page(world)}/change").submit(**{key: changed})
    page = person.get(own_page(world))
    assert (said(page) if shown_then else page.all("main h2:contains('Your answers')")) == (shown_then or [])


def test_one_choice_is_answered_and_changed_and_another_language_reads_its_own_words(world: World) -> None:
    event = world.event()
    organiser, person = world.organiser(event), Visitor(world.app)
    key = build(world, organiser, "choice", **{"lines-en": "Fish\nCouscous", "lines-fr": "Poisson\nCouscous"})
    fish, couscous = choice_ids(world, event, key)
    refused = register(person, **{key: "999"})
    assert refused.errors == ["Choose one of the options listed."]
    refused.submit(**{key: str(fish)})
    page = own_page(world)
    assert said(person.get(page)) == "Fish"
    assert said(person.get(page.replace("/en/", "/fr/"))) == "Poisson"
    person.get(f"{page}/change").submit(**{key: str(couscous)})
    assert said(person.get(page)) == "Couscous"


def test_several_choices_are_counted(world: World) -> None:
    event = world.event()
    organiser, person = world.organiser(event), Visitor(world.app)
    key = build(world, organiser, "choices", **{"lines-en": "Monday\nTuesday\nWednesday", "least": "2", "most": "2"})
    days = [str(one) for one in choice_ids(world, event, key)]
    assert register(person, **{key: days[:1]}).errors == ["Choose at least 2."]
    assert register(person, **{key: days}).errors == ["Choose at most 2."]
    assert register(person, **{key: days[:2]}).status == 302
    assert said(person.get(own_page(world))) == "Monday, Tuesday"


def test_places_of_a_choice_end_and_the_organiser_sees_how_many_are_taken(world: World) -> None:
    event = world.event()
    organiser, person = world.organiser(event), Visitor(world.app)
    key = build(world, organiser, "choice", **{"lines-en": "Bus\nTrain"})
    bus, train = choice_ids(world, event, key)
    organiser.get(f"{FORM}/fields/{key}/choices/{bus}").submit(places="1")
    assert person.get(PUBLIC).texts(f"#{key} label, label[for^={key}]")[1:] == ["Bus (1 place left)", "Train"]
    assert register(person, **{key: str(bus)}).status == 302
    refused = register(person, email="omar@example.org", **{key: str(bus)})
    assert (refused.status, refused.errors) == (422, ["No place is left here: Bus (full). Choose another."])
    assert organiser.get(f"{FORM}/fields/{key}").texts("#choices .part .quiet") == [
        "1 of 1 places taken",
        "Chosen by 0 people",
    ]
    theirs = person.get(f"{own_page(world)}/change").submit(function="Minister")
    assert theirs.status == 302
    assert refused.submit(**{key: str(train)}).status == 302


def test_choices_move_are_retired_where_somebody_took_them_and_deleted_where_nobody_did(world: World) -> None:
    event = world.event()
    organiser, person = world.organiser(event), Visitor(world.app)
    key = build(world, organiser, "choice", **{"lines-en": "Fish\nCouscous\nRice"})
    fish, couscous, rice = choice_ids(world, event, key)
    register(person, **{key: str(fish)})
    edit = f"{FORM}/fields/{key}"
    organiser.get(edit).submit(f"form[action$='{rice}/earlier']")
    assert choice_ids(world, event, key) == [fish, rice, couscous]
    gone = organiser.follow(organiser.get(edit).submit(f"form[action$='{couscous}/remove']"))
    assert (gone.texts(".notice p")[0], choice_ids(world, event, key)) == ("Removed.", [fish, rice])
    kept = organiser.follow(organiser.get(edit).submit(f"form[action$='{fish}/remove']"))
    assert kept.texts(".notice p")[0] == (
        "The choice is no longer offered. Whoever took it keeps it, and you can bring it back below."
    )
    assert said(person.get(own_page(world))) == "Fish"
    assert person.get(f"{own_page(world)}/change").texts(f"label[for^={key}]")[1:] == [
        "Fish (yours, no longer offered)",
        "Rice",
    ]
    assert person.get(f"{own_page(world)}/change").submit(function="Minister").status == 302
    assert person.get(PUBLIC).texts(f"label[for^={key}]")[1:] == ["Rice"]
    organiser.get(edit).submit(f"form[action$='{fish}/restore']")
    assert person.get(PUBLIC).texts(f"label[for^={key}]")[1:] == ["Fish", "Rice"]


def test_choices_reworded_keep_the_words_of_earlier_answers_and_further_ones_are_added(world: World) -> None:
    event = world.event()
    organiser, person = world.organiser(event), Visitor(world.app)
    key = build(world, organiser, "choice", **{"lines-en": "Fish\nCouscous"})
    fish, _couscous = choice_ids(world, event, key)
    register(person, **{key: str(fish)})
    organiser.get(f"{FORM}/fields/{key}/choices/{fish}").submit(**{"label-en": "Meat"})
    assert said(person.get(own_page(world))) == "Fish"
    organiser.get(f"{FORM}/fields/{key}/choices/new").submit(**{"lines-en": "Rice\nEggs"})
    assert person.get(PUBLIC).texts(f"label[for^={key}]")[1:] == ["Meat", "Couscous", "Rice", "Eggs"]
    refused = organiser.get(f"{FORM}/fields/{key}/choices/new").submit()
    assert refused.errors == ["Enter the choices in the source language, one on each line."]
    assert organiser.get(f"{FORM}/fields/{key}").texts("[aria-labelledby=earlier-title] p") == [
        "A question",
        "Fish · Couscous",
        "1 answer",
    ]


def test_two_organisers_who_change_one_choice_are_shown_both(world: World) -> None:
    event = world.event()
    one, other = world.organiser(event), world.organiser(event, "other@example.org")
    key = build(world, one, "choice", **{"lines-en": "Fish"})
    path = f"{FORM}/fields/{key}/choices/{choice_ids(world, event, key)[0]}"
    page, theirs = one.get(path), other.get(path)
    theirs.submit(places="5")
    clash = page.submit(places="6")
    assert (clash.status, clash.errors) == (
        422,
        ["Somebody else set this to 5 while you edited. Choose what is right, then save again."],
    )
    assert clash.values()["places"] == "6"
    clash.submit()
    stored = field(world, event, key)
    assert stored is not None
    assert stored.choices[0].places == 6


def test_sessions_are_chosen_with_places_and_never_two_at_once(world: World) -> None:
    event = world.event()
    first = agenda.make_session(world, event, "D1-01", hours=("09:00", "10:30"))
    second = agenda.make_session(world, event, "D1-02", hours=("10:00", "11:00"))
    third = agenda.make_session(world, event, "D1-03", hours=("11:00", "12:00"))
    agenda.make_session(world, event, "D1-04", hours=("12:00", "13:00"), type="break")
    agenda.publish(world, event)
    organiser, person = world.organiser(event), Visitor(world.app)
    page = organiser.get(f"{FORM}/sections/about/fields/new?type=sessions").submit(**{"label-en": "Workshops"})
    choose = organiser.follow(page)
    words = [
        "Mon 5 July, \u206609:00–10:30\u2069: Title D1-01",
        "Mon 5 July, \u206610:00–11:00\u2069: Title D1-02",
        "Mon 5 July, \u206611:00–12:00\u2069: Title D1-03",
    ]
    assert choose.texts("form.form label")[::2] == words
    bad = choose.submit(**{f"offered_{first}": "y", f"places_{first}": "none"})
    assert (bad.status, bad.errors) == (422, ["Enter a whole number from 1 to 100000."])
    done = choose.submit(**{f"offered_{one}": "y" for one in (first, second, third)} | {f"places_{third}": "1"})
    key = done.location.partition("/fields/")[2].partition("#")[0]
    one, two, three = (str(choice) for choice in choice_ids(world, event, key))
    refused = register(person, **{key: [one, two]})
    assert refused.errors == [f"These two overlap: {words[0]} and {words[1]}. Keep one of them."]
    assert refused.submit(**{key: [two, three]}).status == 302
    assert said(person.get(own_page(world))) == "Title D1-02, Title D1-03"
    full = register(person, email="omar@example.org", **{key: [three]})
    assert full.errors == [f"No place is left here: {words[2]} (full). Choose another."]
    less = organiser.get(f"{FORM}/fields/{key}/sessions")
    less.submit(**{f"offered_{first}": None, f"offered_{second}": None})
    assert choice_ids(world, event, key) == [int(two), int(three)]
    assert organiser.get(f"{FORM}/fields/{key}").texts("#choices li .quiet") == ["1 of 1 places taken"]
    assert said(person.get(own_page(world))) == "Title D1-02, Title D1-03"


def test_a_session_across_midnight_is_offered_with_the_day_on_which_it_ends(world: World) -> None:
    event = world.event()
    one = agenda.make_session(world, event, hours=("22:00", "23:00"))
    with world.writing() as database:
        night = database.get_one(Session, one)
        assert night.ends_at is not None
        night.ends_at += timedelta(hours=2)
    agenda.publish(world, event)
    make_field(world, event, FieldType.SESSIONS, "Workshops", sessions={one: None})
    offered = {
        "en": "Mon 5 July, \u206622:00\u2069, until Tue 6 July, \u206601:00\u2069: Title D1-01",
        "fr": "lun. 5 juillet, \u206622:00\u2069, jusqu’au mar. 6 juillet, \u206601:00\u2069 : Titre D1-01",
        "ar": "الاثنين 5 يوليوز، \u206622:00\u2069، حتى الثلاثاء 6 يوليوز، \u206601:00\u2069: عنوان D1-01",
    }
    for language, words in offered.items():
        page = Visitor(world.app).get(f"/{language}/thamm-2021/register")
        assert [text for text in page.texts("label") if "22:00" in text] == [words]


def test_two_organisers_who_choose_sessions_are_shown_both(world: World) -> None:
    event = world.event()
    one = agenda.make_session(world, event)
    agenda.publish(world, event)
    mine, theirs = world.organiser(event), world.organiser(event, "other@example.org")
    key = make_field(world, event, FieldType.SESSIONS, sessions={one: 5})
    path = f"{FORM}/fields/{key}/sessions"
    page = mine.get(path)
    theirs.get(path).submit(**{f"places_{one}": "6"})
    clash = page.submit(**{f"places_{one}": "7"})
    assert (clash.status, clash.errors) == (
        422,
        ["Somebody else set this to 6 while you edited. Choose what is right, then save again."],
    )
    assert clash.submit().status == 302
    stored = field(world, event, key)
    assert stored is not None
    assert stored.choices[0].places == 7


def test_without_a_published_agenda_there_are_no_sessions_to_choose_from(world: World) -> None:
    event = world.event()
    key = make_field(world, event, FieldType.SESSIONS, "Workshops")
    organiser = world.organiser(event)
    assert organiser.get(f"{FORM}/fields/{key}/sessions").texts(".empty h2") == ["No sessions yet"]
    assert organiser.get(FORM).texts(f"#field-{key} .badge") == ["Without choices: nobody is asked it yet"]
    assert organiser.get(PUBLIC).all(f"[name={key}]") == []


def test_a_file_is_asked_for_and_kept(world: World) -> None:
    event = world.event()
    organiser, person = world.organiser(event), Visitor(world.app)
    key = build(world, organiser, "file", is_required="y")
    page = person.get(PUBLIC)
    refused = page.submit(**ANSWERS)
    assert refused.errors == ["Answer this question."]
    passport = (io.BytesIO(pdf()), "passport.pdf")
    sent = person.post(PUBLIC, page.values() | ANSWERS | {key: passport})
    assert sent.status == 302, sent.errors
    assert said(person.get(own_page(world))) == "passport.pdf"
    kept = person.get(f"{own_page(world)}/change")
    assert kept.submit(function="Minister").status == 302
    assert said(person.get(own_page(world))) == "passport.pdf"


def test_a_consent_is_asked_for_and_its_wording_kept(world: World) -> None:
    event = world.event()
    organiser, person = world.organiser(event), Visitor(world.app)
    key = build(world, organiser, "consent", **{"label-en": "My badge may show my photograph.", "is_required": "y"})
    refused = register(person)
    assert (refused.status, refused.errors) == (422, ["Tick this box to go on."])
    assert refused.submit(**{key: "y"}).status == 302
    assert person.get(own_page(world)).texts("main ul li")[0] == "My badge may show my photograph."


def test_a_field_is_asked_of_some_categories_only(world: World) -> None:
    event = world.event()
    organiser, person = world.organiser(event), Visitor(world.app)
    key = build(world, organiser, "text", is_required="y", categories=["workers", "employers"])
    assert organiser.get(FORM).texts(f"#field-{key} .quiet")[1] == (
        "Only for: Employers’ organisation and Workers’ organisation."
    )
    assert register(person, category="government").status == 302
    refused = register(person, email="omar@example.org", category="workers")
    assert (refused.status, refused.errors) == (422, ["Answer this question."])


def test_sensitive_answers_name_the_roles_that_see_them(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    key = build(world, organiser, "text", is_sensitive="y", seen_by=["desk", "organiser"], stays_open=None)
    stored = field(world, event, key)
    assert stored is not None
    assert (stored.is_sensitive, sorted(stored.seen_by), stored.stays_open) == (True, ["desk", "organiser"], False)
    assert organiser.get(FORM).texts(f"#field-{key} .badge")[:2] == ["Sensitive", "Closed once the place is confirmed"]


def test_an_answer_that_is_not_asked_is_not_kept(world: World) -> None:
    event = world.event()
    organiser, person = world.organiser(event), Visitor(world.app)
    key = build(world, organiser, "text", categories=["workers"])
    register(person, category="government", **{key: "Something"})
    assert world.count(Answer) == 0
