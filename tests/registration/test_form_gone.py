"""A field is taken out of the form while somebody else has its page open: what they typed is not lost."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from conference.core.languages import ARABIC, ENGLISH
from conference.events.models import Role
from conference.registration.models import FieldType, FormField
from tests.made.form import asked, field, make_field
from tests.made.registration import register
from tests.world import World

FORM = "/en/thamm-2021/manage/registrations/form"
WORDS = {
    "en": (
        "This field was removed meanwhile",
        (
            "Somebody took this field out of the form while you were changing it. What you typed stands below, and you"
            " can add it as a new field."
        ),
        "Add as a new field",
    ),
    "fr": (
        "Ce champ a été retiré entre-temps",
        (
            "Quelqu’un a retiré ce champ du formulaire pendant que vous le modifiiez. Votre saisie figure ci-dessous,"
            " et vous pouvez l’ajouter comme nouveau champ."
        ),
        "Ajouter comme nouveau champ",
    ),
    "ar": (
        "أزيل هذا الحقل في هذه الأثناء",
        "أزال شخص آخر هذا الحقل من الاستمارة أثناء تعديلكم إياه. وما كتبتموه وارد أدناه، ويمكنكم إضافته حقلا جديدا.",
        "إضافة حقل جديد",
    ),
}
RETIRED = (
    "Somebody took this field out of the form while you were changing it. What you typed stands below, and you can"
    " bring the field back with it."
)
TRANSLATOR = (
    "Somebody took this field out of the form while you were translating it. What you typed stands below: copy what"
    " you still need."
)


def remove(world: World, event: int, key: str) -> None:
    """Another organiser takes a field out of the form."""
    other = world.organiser(event, "other@example.org")
    assert other.get(FORM).submit(f"#field-{key} form[action$=remove]").status == 302


def answered(world: World, key: str) -> None:
    """Somebody registers and answers the field, so that it is retired and not deleted."""
    assert register(world.signed_in(world.account()), **{key: "Vegetarian"}).status == 302


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_what_was_typed_for_a_field_that_was_deleted_is_added_anew(world: World, language: str) -> None:
    event = world.event()
    key = make_field(world, event, FieldType.TEXT, "Diet")
    organiser = world.organiser(event)
    page = organiser.get(f"{FORM.replace('/en/', f'/{language}/')}/fields/{key}")
    remove(world, event, key)
    typed = {"label-en": "Food", "label-ar": "الطعام", "most": "40", "categories": "media", "is_required": "y"}
    gone = page.submit(**typed)
    assert gone.status == 409
    shown = [*gone.texts("h1"), *gone.texts(".notice p"), *gone.texts(".form-actions button")]
    assert shown == list(WORDS[language])
    assert {name: value for name, value in gone.values().items() if name in typed} == typed
    assert gone.submit().status == 302
    stored = next(one for one in fields(world, event) if one.label.text(ENGLISH) == "Food")
    assert stored.key != key
    assert (stored.type, stored.label.text(ARABIC), stored.most, stored.categories, stored.is_required) == (
        "text",
        "الطعام",
        40,
        ["media"],
        True,
    )
    assert "Food" in asked(world, event)


def fields(world: World, event: int) -> list[FormField]:
    with world.reading() as session:
        found = list(session.scalars(select(FormField).where(FormField.event_id == event)))
        session.expunge_all()
        return found


def test_a_field_of_choices_that_was_deleted_asks_for_them_again(world: World) -> None:
    event = world.event()
    key = make_field(world, event, FieldType.CHOICE, "Diet", choices=("Fish", "Rice"))
    organiser = world.organiser(event)
    page = organiser.get(f"{FORM}/fields/{key}")
    remove(world, event, key)
    gone = page.submit(**{"label-en": "Food"})
    assert (gone.status, gone.submit().errors) == (409, ["Enter the choices in the source language, one on each line."])
    assert gone.submit(**{"lines-en": "Fish\nRice"}).status == 302
    assert "Food" in asked(world, event)


def test_what_was_typed_for_a_field_that_was_retired_comes_back_with_it(world: World) -> None:
    event = world.event()
    key = make_field(world, event, FieldType.TEXT, "Diet")
    answered(world, key)
    organiser = world.organiser(event)
    page = organiser.get(f"{FORM}/fields/{key}")
    remove(world, event, key)
    gone = page.submit(**{"label-en": "Food"})
    assert (gone.status, gone.texts(".form-actions button")) == (409, ["Bring it back and save"])
    assert gone.texts(".notice p") == [RETIRED]
    refused = gone.submit(**{"label-en": ""})
    assert (refused.status, refused.errors) == (409, ["Enter the question in the source language."])
    assert refused.submit(**{"label-en": "Food"}).status == 302
    stored = field(world, event, key)
    assert stored is not None
    assert (stored.retired_at, stored.label.text(ENGLISH)) == (None, "Food")
    assert world.count(FormField) == len(asked(world, event)) - 1


def test_a_translator_keeps_what_was_typed_to_copy_it_and_cannot_bring_the_field_back(world: World) -> None:
    event = world.event()
    key = make_field(world, event, FieldType.TEXT, "Diet")
    answered(world, key)
    translator = world.member(event, Role.TRANSLATOR)
    page = translator.get(f"{FORM}/fields/{key}")
    remove(world, event, key)
    gone = page.submit(**{"label-fr": "Régime"})
    assert (gone.status, gone.values()["label-fr"], gone.texts("form.form button")) == (409, "Régime", [])
    assert gone.texts(".notice p") == [TRANSLATOR]
    assert gone.submit(again="1").status == 409
    stored = field(world, event, key)
    assert stored is not None
    assert stored.retired_at is not None


def test_a_field_that_never_was_is_not_found(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    token = organiser.get(f"{FORM}/fields/function").values()["csrf_token"]
    assert organiser.post(f"{FORM}/fields/f00", {"csrf_token": token, "label-en": "Food"}).status == 404
