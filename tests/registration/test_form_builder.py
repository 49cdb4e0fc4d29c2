"""The organisers' form builder: sections and fields are added, changed, moved, retired and brought back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from conference.audit.models import AuditEntry
from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.events.models import Role
from conference.registration.models import FieldType, FormField, FormSection, Registration
from tests.client import Page, Visitor
from tests.made.form import asked, choice_ids, field, make_field
from tests.made.registration import add, link, register
from tests.queries import count_queries
from tests.world import World

FORM = "/en/thamm-2021/manage/registrations/form"
CORE = [
    "Title",
    "Full name",
    "Name in Latin script",
    "E-mail address",
    "Organisation",
    "Function",
    "Country",
    "You come from",
    "Sex",
    "Language of our messages to you",
]
CONSENTS = [
    "My name, function and organisation may appear in the list of participants.",
    "Photographs and recordings in which I appear may be published.",
    "You may invite me to later events and send me the programme’s news.",
]


def answered(world: World, event: int, key: str, value: str = "Vegetarian", email: str = "leila@example.org") -> str:
    """Somebody registers and answers one field; returns the path of their page."""
    done = register(world.signed_in(world.account()), email=email, **{key: value})
    assert done.status == 302, done.errors
    with world.reading() as session:
        found = session.scalars(select(Registration.id).where(Registration.email == email)).one()
    return link(world, found)


def press(page: Page, button: str, on: str) -> Page:
    """Press the button of one line, and see the page that comes."""
    return page.visitor.follow(page.submit(f"#{on} form[action$={button}]"))


def test_an_event_begins_with_the_form_that_all_begin_with_and_stores_it_when_it_changes(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    page = organiser.get(FORM)
    assert page.texts(".part strong") == CORE + CONSENTS
    assert page.texts("section h2") == ["About you", "What you allow"]
    assert page.texts(".badge--sea") == ["Always asked"] * 6
    assert world.count(FormSection) == 0
    press(page, "later", "field-title")
    assert asked(world, event) == [CORE[1], CORE[0], *CORE[2:], "–", *CONSENTS]
    assert world.count(FormSection) == 2


def test_what_the_platform_needs_is_reworded_and_moved_but_never_taken_away(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    page = organiser.get(FORM)
    assert page.all("#field-email form[action$=remove]") == []
    token = page.values("form[action$=later]")["csrf_token"]
    done = organiser.follow(organiser.post(f"{FORM}/fields/email/remove", {"csrf_token": token}))
    assert done.texts(".notice p") == [
        "The platform needs this field: it can be reworded and moved, not taken away or changed otherwise."
    ]
    edit = organiser.get(f"{FORM}/fields/native_name")
    assert {name for name in edit.values() if "-" not in name} == {"csrf_token", "seen", "section_key", "stays_open"}
    edit.submit(**{"label-en": "Your name"})
    assert organiser.get("/en/thamm-2021/register").texts("label[for=native_name]") == ["Your name"]


def test_a_section_is_added_reworded_moved_and_removed_once_it_asks_nothing(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    new = organiser.get(f"{FORM}/sections/new")
    refused = new.submit(**{"title-fr": "Votre séjour"})
    assert (refused.status, refused.errors) == (422, ["Enter the heading in the source language."])
    assert refused.values()["title-fr"] == "Votre séjour"
    done = organiser.follow(refused.submit(**{"title-en": "Your stay"}))
    assert done.texts("section h2") == ["About you", "What you allow", "Your stay"]
    key = done.all("section")[2].get("id").removeprefix("section-")
    organiser.get(f"{FORM}/sections/{key}").submit(**{"title-en": "Your visit"})
    moved = press(organiser.get(FORM), "earlier", f"section-{key} .page-head")
    assert moved.texts("section h2") == ["About you", "Your visit", "What you allow"]
    assert moved.visitor.get("/en/thamm-2021/register").texts("legend.form-section-title") == [
        "About you",
        "What you allow",
    ]
    gone = press(moved, "remove", f"section-{key} .page-head")
    assert gone.texts("section h2") == ["About you", "What you allow"]
    token = gone.values("form[action$=later]")["csrf_token"]
    kept = organiser.follow(organiser.post(f"{FORM}/sections/about/remove", {"csrf_token": token}))
    assert kept.texts(".notice p") == ["This section still asks something. First move or remove its fields."]


def test_a_removed_section_leaves_what_it_asked_once_to_another(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    organiser.get(f"{FORM}/sections/new").submit(**{"title-en": "Your stay"})
    with world.reading() as session:
        section = session.scalars(select(FormSection.key).order_by(FormSection.id.desc())).first()
    assert section is not None
    key = make_field(world, event, FieldType.TEXT, "Diet", section=section)
    page = answered(world, event, key)
    press(organiser.get(FORM), "remove", f"field-{key}")
    press(organiser.get(FORM), "remove", f"section-{section} .page-head")
    assert organiser.get(FORM).texts("#retired strong") == ["Diet"]
    assert "Vegetarian" in organiser.get(page).text


def test_fields_move_by_buttons_through_their_section_and_into_the_next(world: World) -> None:
    event = world.event()
    key = make_field(world, event, FieldType.TEXT, "Diet", section="allowed")
    organiser = world.organiser(event)
    for _step in range(4):
        page = press(organiser.get(FORM), "earlier", f"field-{key}")
    assert asked(world, event) == [*CORE, "Diet", "–", *CONSENTS]
    assert page.all(f"#field-{key}") != []
    press(page, "earlier", f"field-{key}")
    assert asked(world, event) == [*CORE[:-1], "Diet", CORE[-1], "–", *CONSENTS]
    for _step in range(2):
        press(organiser.get(FORM), "later", f"field-{key}")
    assert asked(world, event) == [*CORE, "–", "Diet", *CONSENTS]


def test_the_first_has_no_button_up_and_the_last_none_down(world: World) -> None:
    event = world.event()
    page = world.organiser(event).get(FORM)
    assert page.all("#field-title form[action$=earlier]") == []
    assert page.all("#field-invitations form[action$=later]") == []
    token = page.values("form[action$=later]")["csrf_token"]
    page.visitor.post(f"{FORM}/fields/title/earlier", {"csrf_token": token})
    assert asked(world, event) == [*CORE, "–", *CONSENTS]


def test_a_field_is_put_into_another_section_on_its_page(world: World) -> None:
    event = world.event()
    key = make_field(world, event, FieldType.TEXT, "Diet")
    organiser = world.organiser(event)
    organiser.get(f"{FORM}/fields/{key}").submit(section_key="allowed")
    assert asked(world, event) == [*CORE, "–", *CONSENTS, "Diet"]
    refused = organiser.get(f"{FORM}/fields/{key}").submit(section_key="elsewhere")
    assert (refused.status, refused.errors) == (422, ["Choose one of the options listed."])


def test_a_field_without_answers_is_deleted_and_one_with_answers_retired(world: World) -> None:
    event = world.event()
    diet = make_field(world, event, FieldType.TEXT, "Diet")
    hotel = make_field(world, event, FieldType.TEXT, "Hotel")
    theirs = answered(world, event, diet)
    organiser = world.organiser(event)
    page = press(organiser.get(FORM), "remove", f"field-{hotel}")
    assert (page.texts(".notice p"), field(world, event, hotel)) == (["Removed."], None)
    page = press(page, "remove", f"field-{diet}")
    assert page.texts("#retired strong") == ["Diet"]
    assert page.texts("#retired .quiet") == ["Short text · Optional · 1 answer"]
    assert organiser.get("/en/thamm-2021/register").all(f"[name={diet}]") == []
    assert organiser.get(theirs).texts(".facts dd")[-1] == "Vegetarian"
    page = press(page, "restore", f"field-{diet}")
    assert asked(world, event) == [*CORE, "Diet", "–", *CONSENTS]
    assert organiser.get(f"{theirs}/change").values()[diet] == "Vegetarian"


def test_a_retired_answer_survives_a_change_of_the_others(world: World) -> None:
    event = world.event()
    diet = make_field(world, event, FieldType.TEXT, "Diet")
    theirs = answered(world, event, diet)
    organiser = world.organiser(event)
    press(organiser.get(FORM), "remove", f"field-{diet}")
    organiser.get(f"{theirs}/change").submit(function="Minister")
    assert organiser.get(theirs).texts(".facts dd")[-1] == "Vegetarian"


def test_a_consent_that_somebody_gave_is_retired_and_one_that_nobody_gave_is_deleted(world: World) -> None:
    event = world.event()
    register(world.organiser(event, "other@example.org"), recording="y")
    organiser = world.organiser(event)
    press(organiser.get(FORM), "remove", "field-recording")
    press(organiser.get(FORM), "remove", "field-invitations")
    assert organiser.get(FORM).texts("#retired strong") == [CONSENTS[1]]
    assert asked(world, event) == [*CORE, "–", CONSENTS[0]]


def test_a_field_of_the_platform_that_can_be_spared_is_always_brought_back(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    press(organiser.get(FORM), "remove", "field-sex")
    assert organiser.get("/en/thamm-2021/register").all("[name=sex]") == []
    add(world, event, "leila@example.org", sex="female")
    theirs = organiser.get(f"{link(world, 1)}/change")
    assert theirs.status == 200
    theirs.submit(function="Minister")
    with world.reading() as session:
        assert session.scalars(select(Registration.sex)).one() == "female"
    press(organiser.get(FORM), "restore", "field-sex")
    assert organiser.get("/en/thamm-2021/register").all("[name=sex]") != []


def test_new_words_leave_earlier_answers_the_words_that_they_were_given_under(world: World) -> None:
    event = world.event()
    key = make_field(world, event, FieldType.TEXT, "Do you eat meat?")
    first = answered(world, event, key, "Yes")
    organiser = world.organiser(event)
    organiser.get(f"{FORM}/fields/{key}").submit(**{"label-en": "Are you a vegetarian?"})
    second = answered(world, event, key, "No", email="omar@example.org")
    assert [organiser.get(page).texts(".facts dt")[-1] for page in (first, second)] == [
        "Do you eat meat?",
        "Are you a vegetarian?",
    ]
    page = organiser.get(f"{FORM}/fields/{key}")
    assert page.texts("[aria-labelledby=earlier-title] li") == ["Do you eat meat? 1 answer"]


def test_a_consent_reworded_is_told_apart_from_the_sentence_that_people_agreed_to(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    register(organiser, recording="y")
    organiser.get(f"{FORM}/fields/recording").submit(**{"label-en": "I may be filmed."})
    assert organiser.get(f"{FORM}/fields/recording").texts("[aria-labelledby=earlier-title] li") == [
        f"{CONSENTS[1]} 1 answer"
    ]
    assert CONSENTS[1] in organiser.get(link(world, 1)).text


def test_the_type_changes_until_somebody_has_answered(world: World) -> None:
    event = world.event()
    key = make_field(world, event, FieldType.CHOICE, "Meal", choices=["Fish", "Couscous"])
    organiser = world.organiser(event)
    organiser.get(f"{FORM}/fields/{key}").submit("form[action$=type]", type="choices")
    changed = field(world, event, key)
    assert changed is not None
    assert (changed.type, [one.label.text(ENGLISH) for one in changed.choices]) == ("choices", ["Fish", "Couscous"])
    organiser.get(f"{FORM}/fields/{key}").submit("form[action$=type]", type="text")
    assert choice_ids(world, event, key) == []
    answered(world, event, key)
    refused = organiser.get(f"{FORM}/fields/{key}").submit("form[action$=type]", type="number")
    assert (refused.status, refused.errors) == (
        422,
        ["1 person has answered, so the type stays. Remove the field (the answer is kept) and add a new one."],
    )
    kept = field(world, event, key)
    assert kept is not None
    assert kept.type == "text"


@pytest.mark.parametrize("type", ["standard", "nonsense", ""])
def test_a_type_that_nobody_offers_is_refused(world: World, type: str) -> None:
    event = world.event()
    key = make_field(world, event, FieldType.TEXT)
    page = world.organiser(event).get(f"{FORM}/fields/{key}").submit("form[action$=type]", type=type)
    assert (page.status, page.errors) == (422, ["Choose one of the options listed."])


def test_bad_input_is_refused_beside_its_field_and_nothing_typed_is_lost(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    page = organiser.get(f"{FORM}/sections/about/fields/new?type=number")
    refused = page.submit(
        **{"label-fr": "Âge", "least": "90", "most": "18", "is_sensitive": "y", "seen_by": [], "categories": "workers"}
    )
    assert refused.status == 422
    assert refused.errors == [
        "Enter the question in the source language.",
        "This is less than the least. Correct one of them.",
        "Tick at least one role: somebody has to see the answers.",
    ]
    sent = refused.values()
    assert (sent["label-fr"], sent["least"], sent["most"], sent["categories"]) == ("Âge", "90", "18", "workers")
    assert world.count(FormField) == 0
    refused = page.submit(**{"label-en": "Age", "least": "-1", "most": "many"})
    assert refused.errors == ["Enter a whole number from 0 to 1000000.", "Enter a whole number from 1 to 1000000."]
    text = organiser.get(f"{FORM}/sections/about/fields/new?type=text").submit(**{"label-en": "X", "most": "5000"})
    assert text.errors == ["Enter at most 1000."]
    long = page.submit(**{"label-en": "X" * 301})
    assert long.errors == ["Shorten this text to 300 characters: it has 301."]


def test_choices_are_typed_one_on_each_line_and_their_number_agrees_in_all_languages(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    page = organiser.get(f"{FORM}/sections/about/fields/new?type=choice")
    typed = {"label-en": "Meal", "lines-en": "Fish\n\n Couscous \n", "lines-fr": "Poisson\r\nCouscous\r\nRiz"}
    refused = page.submit(**typed)
    assert (refused.status, refused.errors) == (
        422,
        ["There are 3 lines here, and 2 in the source language. Each choice needs its own line."],
    )
    assert refused.values()["lines-fr"].split() == ["Poisson", "Couscous", "Riz"]
    organiser.follow(refused.submit(**{"lines-fr": "Poisson\nCouscous"}))
    with world.reading() as session:
        made = session.scalars(select(FormField).where(FormField.type == "choice")).one()
        assert [(one.label.text(ENGLISH), one.label.text(FRENCH), one.label.text(ARABIC)) for one in made.choices] == [
            ("Fish", "Poisson", ""),
            ("Couscous", "Couscous", ""),
        ]
    assert page.submit(**{"label-en": "Meal", "lines-en": "x" * 201}).errors == [
        "Shorten each choice to at most 200 characters."
    ]
    assert page.submit(**{"label-en": "Meal", "lines-en": "x\n" * 201}).errors == ["Enter at most 200 choices."]


def test_two_organisers_who_change_one_field_are_shown_both(world: World) -> None:
    event = world.event()
    key = make_field(world, event, FieldType.TEXT, "Diet")
    one, other = world.organiser(event), world.organiser(event, "other@example.org")
    page, theirs = one.get(f"{FORM}/fields/{key}"), other.get(f"{FORM}/fields/{key}")
    theirs.submit(**{"label-en": "What do you eat?", "label-fr": "Que mangez-vous ?", "categories": "workers"})
    clash = page.submit(**{"label-en": "Food", "label-ar": "الطعام", "categories": "media"})
    assert clash.status == 422
    assert clash.errors == [
        "Somebody changed the text in English while you edited. Both are shown: keep what is right.",
        "Somebody else set this to Workers’ organisation while you edited. Choose what is right, then save again.",
    ]
    assert clash.texts(".translated-theirs blockquote") == ["What do you eat?"]
    assert one.follow(clash.submit()).status == 200
    stored = field(world, event, key)
    assert stored is not None
    assert [stored.label.text(language) for language in (ENGLISH, FRENCH, ARABIC)] == [
        "Food",
        "Que mangez-vous ?",
        "الطعام",
    ]
    assert stored.categories == ["media"]


def test_what_another_organiser_took_out_meanwhile_is_said(world: World) -> None:
    event = world.event()
    key = make_field(world, event, FieldType.TEXT, "Diet")
    organiser = world.organiser(event)
    form, page = organiser.get(FORM), organiser.get(f"{FORM}/fields/{key}")
    press(organiser.get(FORM), "remove", f"field-{key}")
    assert organiser.follow(form.submit(f"#field-{key} form[action$=earlier]")).texts(".notice p") == [
        "Somebody took this out of the form meanwhile."
    ]
    assert organiser.follow(page.submit("form[action$=type]", type="date")).texts(".notice p") == [
        "Somebody took this out of the form meanwhile."
    ]
    assert organiser.get(f"{FORM}/fields/{key}").status == 404


def test_the_first_change_of_two_who_had_the_first_form_open_counts_for_both(world: World) -> None:
    event = world.event()
    one, other = world.organiser(event), world.organiser(event, "other@example.org")
    page, theirs = one.get(f"{FORM}/fields/function"), other.get(f"{FORM}/fields/function")
    theirs.submit(**{"label-fr": "Poste"})
    assert page.submit(**{"label-en": "Position"}).status == 302
    stored = field(world, event, "function")
    assert stored is not None
    assert (stored.label.text(ENGLISH), stored.label.text(FRENCH)) == ("Position", "Poste")
    assert world.count(FormSection) == 2


def test_a_translator_changes_texts_and_nothing_else(world: World) -> None:
    event = world.event()
    key = make_field(world, event, FieldType.CHOICE, "Meal", choices=["Fish", "Couscous"], is_required=True)
    translator = world.member(event, Role.TRANSLATOR)
    page = translator.get(FORM)
    assert page.all("main form") == []
    assert page.texts(".manage-navigation [aria-current]") == ["Registration form"]
    assert [link.get("href").rpartition("/")[2] for link in page.all(".page-actions a")] == ["preview"]
    edit = translator.get(f"{FORM}/fields/{key}")
    assert {name for name in edit.values() if "-" not in name} == {"csrf_token", "kind", "seen"}
    edit.submit(**{"label-ar": "الوجبة", "is_required": "", "categories": "workers", "section_key": "allowed"})
    choice = choice_ids(world, event, key)[0]
    translator.get(f"{FORM}/fields/{key}/choices/{choice}").submit(**{"label-ar": "سمك", "places": "1"})
    translator.get(f"{FORM}/sections/about").submit(**{"title-ar": "عنكم"})
    stored = field(world, event, key)
    assert stored is not None
    assert (stored.label.text(ARABIC), stored.choices[0].label.text(ARABIC)) == ("الوجبة", "سمك")
    assert (stored.is_required, stored.categories, stored.choices[0].places) == (True, [], None)
    assert (stored.section.key, stored.section.title.text(ARABIC)) == ("about", "عنكم")


def test_the_parity_of_every_language_is_shown_on_the_form_and_beside_each_field(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    assert organiser.get(FORM).texts(".progress progress") == [
        "English: 21 of 21 texts",
        "French: 21 of 21 texts",
        "Arabic: 21 of 21 texts",
    ]
    page = organiser.get(f"{FORM}/sections/about/fields/new?type=text")
    done = organiser.follow(page.submit(**{"label-en": "Diet", "label-fr": "Régime"}))
    assert done.texts(".progress progress")[1:] == ["French: 22 of 22 texts", "Arabic: 21 of 22 texts"]
    key = asked_key(world, "Diet")
    assert done.texts(f"#field-{key} .badge") == ["Arabic: missing"]
    organiser.get(f"{FORM}/fields/{key}").submit(**{"label-en": "What do you eat?"})
    assert organiser.get(FORM).texts(f"#field-{key} .badge") == ["French: out of date", "Arabic: missing"]


def asked_key(world: World, label: str) -> str:
    with world.reading() as session:
        return next(one.key for one in session.scalars(select(FormField)) if one.label.text(ENGLISH) == label)


@pytest.mark.parametrize(("language", "heading"), [("en", "About you"), ("fr", "À votre sujet"), ("ar", "عنكم")])
def test_the_preview_is_the_form_as_registrants_see_it_in_each_language(
    world: World, language: str, heading: str
) -> None:
    event = world.event()
    make_field(world, event, FieldType.YES_NO, "Do you come by train?")
    organiser = world.organiser(event)
    preview = organiser.get(f"/{language}/thamm-2021/manage/registrations/form/preview")
    public = organiser.get(f"/{language}/thamm-2021/register")
    assert preview.texts("[data-event-form] label, [data-event-form] legend") == public.texts(
        "[data-event-form] label, [data-event-form] legend"
    )
    assert preview.all("main form") == []
    assert preview.texts("main nav a") == ["English", "Français", "العربية"]


def test_every_change_is_in_the_history_in_words(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    key = make_field(world, event, FieldType.TEXT, "Diet")
    organiser.get(f"{FORM}/fields/{key}").submit(**{"label-en": "Food", "seen_by": ["organiser", "desk"]})
    press(organiser.get(FORM), "later", f"field-{key}")
    page = organiser.get("/en/thamm-2021/manage/history")
    words = page.text
    for sentence in (
        "A field was added to the registration form",
        "A field of the registration form was changed",
        "A field of the registration form was moved",
    ):
        assert sentence in words
    with world.reading() as session:
        verbs = session.scalars(select(AuditEntry.verb).where(AuditEntry.subject.like("form_field:%"))).all()
    assert verbs == ["add field", "change field", "move field"]


def test_the_builder_and_the_public_form_ask_as_often_for_three_fields_as_for_thirty(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    counted = []
    anybody = Visitor(world.app)
    anybody.get("/en/thamm-2021/register")
    for more in (3, 27):
        for _number in range(more):
            make_field(world, event, FieldType.CHOICES, "Meal", choices=["Fish", "Couscous"])
        for who, page in ((organiser, FORM), (anybody, "/en/thamm-2021/register"), (organiser, f"{FORM}/preview")):
            with count_queries(world.app) as queries:
                who.get(page)
            counted.append(len(queries))
    assert counted[:3] == counted[3:]
    assert max(counted) <= 12, counted
