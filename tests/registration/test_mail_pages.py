"""The organisers' pages for mails: their words, what is refused, two editors at once, previews and tests."""

from __future__ import annotations

import pytest
from lxml.cssselect import CSSSelector
from sqlalchemy import select

from conference.audit.models import AuditEntry
from conference.core.languages import ENGLISH, FRENCH
from conference.core.security import FRAMED_POLICY, FRAMING_POLICY
from conference.events.models import Event, Role
from conference.registration.mail_words import our_words
from conference.registration.models import MailKind, MailText
from tests.client import Visitor, words
from tests.made.mails import MAILS, html_of, stored, text_of, write
from tests.made.registration import add, register
from tests.queries import count_queries
from tests.world import World

BODY = "Dear {name},\n\nYou are in.\n\n{link}"


def usual(world: World, kind: MailKind, language: str = "en") -> str:
    with world.reading():
        return our_words(kind, {"en": ENGLISH, "fr": FRENCH}[language]).body


@pytest.mark.parametrize(
    ("language", "first", "badge"),
    [
        ("en", "Receipt of a registration", "Usual wording"),
        ("fr", "Accusé de réception d’une inscription", "Texte habituel"),
        ("ar", "إشعار باستلام تسجيل", "الصيغة المعتادة"),
    ],
)
def test_the_list_names_every_mail_and_whose_words_each_language_has(
    world: World, language: str, first: str, badge: str
) -> None:
    organiser = world.organiser(world.event())
    page = organiser.get(f"/{language}/thamm-2021/manage/registrations/mails")
    names = page.texts("tbody th a")
    assert (len(names), names[0]) == (len(MailKind), first)
    assert page.texts("tbody .badge") == [badge] * len(MailKind) * 3


def test_the_list_asks_the_same_few_queries_with_and_without_own_words(world: World) -> None:
    organiser = world.organiser(world.event())
    with count_queries(world.app) as before:
        organiser.get(MAILS)
    for kind in MailKind:
        write(organiser, kind, subject_en="Hello")
    with count_queries(world.app) as after:
        organiser.get(MAILS)
    assert len(after) == len(before) <= 12


def test_the_usual_wording_stands_in_the_form_and_saving_it_stores_nothing(world: World) -> None:
    organiser = world.organiser(world.event())
    page = organiser.get(f"{MAILS}/confirmed")
    values = page.values()
    assert values["body-en"] == usual(world, MailKind.CONFIRMED)
    assert values["body-fr"] == usual(world, MailKind.CONFIRMED, "fr")
    assert organiser.follow(page.submit()).texts(".notice p") == ["Nothing was changed."]
    assert stored(world, "confirmed") == {}


def test_changed_words_are_stored_alone_shown_in_the_list_and_sent(world: World, visitor: Visitor) -> None:
    organiser = world.organiser(world.event())
    assert write(organiser, "confirmed", body_en=BODY).status == 302
    assert stored(world, "confirmed") == {"subject": {}, "body": {"en": BODY}}
    assert write(organiser, "confirmed", body_fr="Bonjour {name},\n\n{link}").status == 302
    row = organiser.get(MAILS).texts("tbody tr:nth-child(2) .badge")
    assert row == ["Own words", "Own words", "Own words missing"]
    register(visitor)
    (mail,) = world.deliver()
    assert "You are in." in text_of(mail)
    assert write(organiser, "confirmed", body_en=BODY + "\n\nNew.").status == 302
    row = organiser.get(MAILS).texts("tbody tr:nth-child(2) .badge")
    assert row == ["Own words", "Out of date", "Own words missing"]


def test_an_emptied_language_has_the_usual_wording_again(world: World) -> None:
    organiser = world.organiser(world.event())
    write(organiser, "confirmed", body_en=BODY, body_fr="Bonjour {name},\n\n{link}")
    assert write(organiser, "confirmed", body_en="").status == 302
    assert stored(world, "confirmed") == {"subject": {}, "body": {"fr": "Bonjour {name},\n\n{link}"}}
    assert write(organiser, "confirmed", body_fr=usual(world, MailKind.CONFIRMED, "fr")).status == 302
    assert stored(world, "confirmed") == {}, "an event without words of its own has no row"


@pytest.mark.parametrize(
    ("kind", "typed", "language", "sentence"),
    [
        (
            "confirmed",
            {"body_en": "Dear {nmae},\n\n{link}"},
            "en",
            "There is no placeholder \u2066{nmae}\u2069. Use one of those listed below, or take the braces away.",
        ),
        (
            "confirmed",
            {"body_fr": "Bonjour {nom},\n\n{link}"},
            "fr",
            (
                "La variable \u2066{nom}\u2069 n’existe pas. Utilisez l’une de celles de la liste ci-dessous ou "
                "supprimez les accolades."
            ),
        ),
        (
            "confirmed",
            {"body_ar": "{الاسم}\n\n{link}"},
            "ar",
            "لا يوجد متغير \u2066{الاسم}\u2069. استخدموا أحد المتغيرات المذكورة أدناه أو احذفوا القوسين المعقوفين.",
        ),
        (
            "confirmed",
            {"body_en": "Dear {name\n\n{link}"},
            "en",
            "A brace stands alone near “Dear {name {link}”. Add the other one, or take it away.",
        ),
        (
            "promoted",
            {"body_en": "A place is free until {until}."},
            "en",
            "This mail needs \u2066{link}\u2069: without it the person cannot do what it asks for.",
        ),
        (
            "correction",
            {"body_en": "Please correct it: {link}"},
            "en",
            "This mail needs \u2066{message}\u2069: without it the person cannot do what it asks for.",
        ),
        (
            "reminder",
            {"body_en": "Come until {until}"},
            "en",
            "\u2066{until}\u2069 has nothing to say in this mail. Take it away.",
        ),
        (
            "invitation",
            {"body_en": "Dear {name},\n\n{link}"},
            "en",
            "\u2066{name}\u2069 has nothing to say in this mail. Take it away.",
        ),
        (
            "confirmed",
            {"subject_en": "Look at {link}"},
            "en",
            "\u2066{link}\u2069 cannot stand in a subject. Take it away.",
        ),
        (
            "confirmed",
            {"body_en": "See {details} and {link}"},
            "en",
            "\u2066{details}\u2069 needs a paragraph of its own, with a blank line before and after it.",
        ),
    ],
)
def test_words_that_would_go_wrong_are_refused_with_a_sentence_and_stay_typed(
    world: World, kind: str, typed: dict[str, str], language: str, sentence: str
) -> None:
    organiser = world.organiser(world.event())
    names = {name.replace("_", "-"): text for name, text in typed.items()}
    page = organiser.get(f"/{language}/thamm-2021/manage/registrations/mails/{kind}").submit(**names)
    assert page.status == 422
    assert page.errors == [sentence]
    assert {name: page.values()[name] for name in names} == names
    assert stored(world, kind) == {}


def test_capitals_and_spaces_inside_braces_do_no_harm(world: World, visitor: Visitor) -> None:
    organiser = world.organiser(world.event())
    assert write(organiser, "confirmed", body_en="Dear { Name },\n\n{LINK}").status == 302
    register(visitor, title="")
    (mail,) = world.deliver()
    assert "Dear \u2068Leïla Ben Ali\u2069," in text_of(mail)


def test_two_editors_at_once_keep_both_languages_and_see_each_others_words_in_one(world: World) -> None:
    event = world.event()
    first, second = world.organiser(event), world.member(event, Role.TRANSLATOR)
    mine, theirs = first.get(f"{MAILS}/confirmed"), second.get(f"{MAILS}/confirmed")
    assert theirs.submit(**{"body-fr": "À elle {link}", "body-ar": "لها {link}"}).status == 302
    clash = mine.submit(**{"body-en": "Mine {link}", "body-fr": "À moi {link}"})
    assert clash.status == 422
    assert clash.errors == ["Somebody changed the text in French while you edited. Both are shown: keep what is right."]
    assert clash.texts(".translated-theirs blockquote") == ["À elle {link}"]
    assert clash.values()["body-fr"] == "À moi {link}"
    assert stored(world, "confirmed")["body"] == {"fr": "À elle {link}", "ar": "لها {link}"}
    assert clash.submit(**{"body-fr": "À nous {link}"}).status == 302
    assert stored(world, "confirmed")["body"] == {"en": "Mine {link}", "fr": "À nous {link}", "ar": "لها {link}"}


def test_words_given_up_while_somebody_edits_them_are_a_clash(world: World) -> None:
    event = world.event()
    first, second = world.organiser(event), world.organiser(event, "second@example.org")
    write(first, "confirmed", body_en=BODY)
    mine = first.get(f"{MAILS}/confirmed")
    assert second.get(f"{MAILS}/confirmed").submit("form[action$=usual]").status == 302
    clash = mine.submit(**{"body-en": BODY + "\n\nMore."})
    assert (clash.status, clash.texts(".translated-theirs blockquote")) == (422, ["–"])
    assert clash.submit().status == 302
    assert stored(world, "confirmed")["body"] == {"en": BODY + "\n\nMore."}


def test_back_to_the_usual_wording_is_on_record_with_what_was_given_up(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    write(organiser, "confirmed", body_en=BODY)
    page = organiser.get(f"{MAILS}/confirmed").submit("form[action$=usual]")
    assert organiser.follow(page).texts(".notice p") == ["The usual wording is used again, in all languages."]
    assert stored(world, "confirmed") == {}
    with world.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.subject.startswith("registration_mail")))
        assert [(one.verb, one.after.get("mail")) for one in entries] == [
            ("change mail", "confirmed"),
            ("use usual mail", "confirmed"),
        ]
    history = organiser.get("/en/thamm-2021/manage/history").text
    assert "A mail about registrations has its usual wording again" in history
    assert "Confirmation of a registration" in history


def test_words_are_seen_before_they_are_saved(world: World) -> None:
    organiser = world.organiser(world.event())
    page = write(organiser, "confirmed", body_en="Dear {name}, <b>welcome</b>.\n\n{link}", **{"try": "1"})
    assert page.status == 200
    shown = page.texts("#tried .letter")
    assert "Dear \u2068Ms Amina Haddad\u2069, <b>welcome</b>." in shown[0]
    assert "Nous avons le plaisir" in shown[1]
    assert [(one.get("lang"), one.get("dir")) for one in page.all("#tried .letter")] == [
        ("en", "ltr"),
        ("fr", "ltr"),
        ("ar", "rtl"),
    ]
    assert page.values()["body-en"] == "Dear {name}, <b>welcome</b>.\n\n{link}"
    assert stored(world, "confirmed") == {}
    refused = write(organiser, "confirmed", body_en="{nmae}", **{"try": "1"})
    assert (refused.status, refused.all("#tried")) == (422, [])


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("en", "Your place is confirmed"),
        ("fr", "Votre place est confirmée"),
        ("ar", "تأكد مقعدكم"),
    ],
)
def test_a_preview_shows_both_parts_of_the_mail_for_a_made_up_person(world: World, language: str, heading: str) -> None:
    organiser = world.organiser(world.event())
    page = organiser.get(f"{MAILS}/confirmed/preview?to={language}")
    assert page.response.headers["Content-Security-Policy"] == FRAMING_POLICY
    assert page.response.headers["Cache-Control"] == "no-store"
    assert heading in page.texts(".letter")[0]
    frame = page.one("iframe")
    assert frame.get("sandbox") == ""
    letter = organiser.get(frame.get("src"))
    assert letter.response.headers["Content-Security-Policy"] == FRAMED_POLICY
    assert letter.response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert letter.h1 == heading
    assert letter.one("html").get("dir") == ("rtl" if language == "ar" else "ltr")


def test_a_preview_about_a_real_person_says_their_facts_but_not_their_link(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    person = add(world, event, "leila@example.org", native_name="Leïla <b>Ben</b> Ali")
    page = organiser.get(f"{MAILS}/confirmed/preview")
    page = organiser.get(f"{MAILS}/confirmed/preview?registration={person}")
    assert "Leïla <b>Ben</b> Ali" in page.texts(".letter")[0]
    assert "/registration/example" in page.texts(".letter")[0]
    letter = organiser.get(page.one("iframe").get("src"))
    assert "Leïla <b>Ben</b> Ali" in words(letter.one(".mail"))
    assert letter.all(".mail b") == []


def test_people_of_other_events_and_made_up_numbers_are_not_found(world: World) -> None:
    organiser = world.organiser(world.event())
    other = add(world, world.event("elsewhere"), "leila@example.org")
    for asked in (f"registration={other}", "registration=0", f"registration={2**31}", "to=xx", "to=de"):
        assert organiser.get(f"{MAILS}/confirmed/preview?{asked}").status == 404
    assert organiser.get(f"{MAILS}/unheard").status == 404


def test_a_language_that_the_event_does_not_have_has_no_words(world: World) -> None:
    organiser = world.organiser(world.event(language_codes=["en", "fr"]))
    assert set(organiser.get(f"{MAILS}/confirmed").values()) & {"body-ar", "subject-ar"} == set()
    assert organiser.get(f"{MAILS}/confirmed/preview?to=ar").status == 404


def test_a_test_goes_to_whoever_asks_for_it_and_its_link_opens_nothing(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    person = add(world, event, "leila@example.org", native_name="Leïla")
    world.deliver()
    write(organiser, "confirmed", body_fr="Bonjour {name},\n\n{link}")
    page = organiser.get(f"{MAILS}/confirmed/preview?to=fr&registration={person}").submit("form[action*=test]")
    assert "organiser@example.org" in organiser.follow(page).texts(".notice p")[0]
    (mail,) = world.deliver()
    assert (mail["To"], mail["Content-Language"]) == ("organiser@example.org", "fr")
    assert mail["Subject"] == "Essai : Votre place est confirmée – Conférence"
    assert "Bonjour \u2068Mme Leïla\u2069," in text_of(mail)
    assert (
        CSSSelector("a.button")(html_of(mail))[0].get("href") == "http://localhost/fr/thamm-2021/registration/example"
    )


def test_translators_change_words_and_try_them_on_nobody_real(world: World) -> None:
    event = world.event()
    person = add(world, event, "leila@example.org", native_name="Leïla")
    world.deliver()
    translator = world.member(event, Role.TRANSLATOR)
    assert "Mails" in translator.get(MAILS).texts(".manage-navigation a")
    assert write(translator, "confirmed", body_fr="Bonjour {name},\n\n{link}").status == 302
    assert translator.get(f"{MAILS}/confirmed").all("form[action$=usual]") == []
    assert translator.post(f"{MAILS}/confirmed/usual").status == 403
    page = translator.get(f"{MAILS}/confirmed/preview?registration={person}&to=fr")
    assert page.status == 200
    assert ("Leïla" in page.source, page.all("select#registration")) == (False, [])
    assert page.submit("form[action*=test]").status == 302
    (mail,) = world.deliver()
    assert (mail["To"], "Amina Haddad" in text_of(mail)) == ("translator@example.org", True)


@pytest.mark.parametrize("path", ["", "/confirmed", "/confirmed/preview", "/confirmed/preview/letter"])
def test_the_desk_and_people_without_a_role_may_not(world: World, visitor: Visitor, path: str) -> None:
    event = world.event()
    assert world.member(event, Role.DESK).get(f"{MAILS}{path}").status == 403
    assert world.signed_in(world.account()).get(f"{MAILS}{path}").status == 403
    assert visitor.get(f"{MAILS}{path}").location.startswith("/en/sign-in")


def test_words_go_with_their_event(world: World) -> None:
    event = world.event()
    write(world.organiser(event), "confirmed", body_en=BODY)
    with world.writing() as session:
        session.delete(session.get_one(Event, event))
    assert world.count(MailText) == 0
