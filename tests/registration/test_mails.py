"""Mails about registrations as they reach people: their language, their two parts, whose words, and what is escaped."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from lxml.cssselect import CSSSelector
from sqlalchemy import select

from conference.accounts.models import Account
from conference.core.languages import ARABIC, ENGLISH, FRENCH, Language
from conference.core.translated import Translated
from conference.events.models import Event
from conference.outbox.models import Message
from conference.registration import service
from conference.registration.mail_words import our_words
from conference.registration.models import (
    MailKind,
    MailText,
    Registration,
    RegistrationInvitation,
    RegistrationState,
)
from conference.registration.placeholders import problems_of_body, problems_of_subject
from tests.client import Visitor, words
from tests.made.mails import html_of, text_of
from tests.made.registration import add, link_in, register
from tests.world import World

ELSEWHERE = (
    MailKind.INVITATION,
    MailKind.FINISH,
    MailKind.DELEGATION_INVITED,
    MailKind.NOMINATED,
    MailKind.NOMINATION_WITHDRAWN,
)
LANGUAGES = {"en": ENGLISH, "fr": FRENCH, "ar": ARABIC}


def own_words(world: World, event: int, kind: MailKind, *, subject: Translated, body: Translated) -> None:
    with world.writing() as session:
        session.add(MailText(event_id=event, kind=kind, subject=subject, body=body))


def told(world: World, registration: int, kind: MailKind, message: str = "") -> EmailMessage:
    """The mail of a kind to one person, whatever was written before."""
    world.deliver()
    with world.writing() as session:
        service.write_to(session, session.get_one(Registration, registration), kind, message=message)
    (mail,) = world.deliver()
    return mail


@pytest.mark.parametrize("language", list(LANGUAGES.values()), ids=list(LANGUAGES))
@pytest.mark.parametrize("kind", list(MailKind))
def test_our_own_words_keep_the_rules_that_organisers_have_to_keep(
    world: World, kind: MailKind, language: Language
) -> None:
    with world.reading():
        usual = our_words(kind, language)
    assert problems_of_subject(usual.subject, kind) == []
    assert problems_of_body(usual.body, kind) == []
    assert len(usual.subject) <= 150


@pytest.mark.parametrize(
    ("language", "opening", "subject"),
    [
        ("en", "We are pleased to confirm your place at", "Your place is confirmed – Conference"),
        ("fr", "Nous avons le plaisir de vous confirmer votre place à", "Votre place est confirmée – Conférence"),
        ("ar", "يسرنا أن نؤكد لكم مقعدكم في", "تأكد مقعدكم – مؤتمر"),
    ],
)
def test_both_parts_of_a_confirmation_say_the_same_in_the_readers_language(
    world: World, visitor: Visitor, language: str, opening: str, subject: str
) -> None:
    world.event()
    register(visitor, language=language, native_name="ليلى بن علي", latin_name="Leila Ben Ali")
    (mail,) = world.deliver()
    with world.reading() as session:
        code = session.scalar(select(Registration.code))
    assert (mail["Subject"], mail["Content-Language"]) == (subject, language)

    text = text_of(mail)
    assert opening in text
    assert ("ليلى بن علي" if language == "ar" else "Leila Ben Ali") in text
    assert f"\u2066{code}\u2069" in text, "a code keeps its direction"
    lines = text.splitlines()
    address = next(line for line in lines if line.startswith("http://"))
    assert (lines[lines.index(address) - 1], lines[lines.index(address) + 1]) == ("", "")

    html = html_of(mail)
    assert (html.get("lang"), html.get("dir")) == (language, "rtl" if language == "ar" else "ltr")
    assert opening in words(html)
    assert CSSSelector("a.button")(html)[0].get("href") == address
    tables = CSSSelector("table")(html)
    assert [one.get("dir") for one in tables] == [html.get("dir")] * 2
    sides = {cell.get("align") for cell in CSSSelector("table.details th, table.details td")(html)}
    assert sides == {"right" if language == "ar" else "left"}
    assert not CSSSelector('style, script, link, img:not([src="cid:qr"])')(html)


def test_an_events_own_words_are_said_in_their_language_and_ours_in_the_others(world: World, visitor: Visitor) -> None:
    event = world.event()
    own_words(
        world,
        event,
        MailKind.CONFIRMED,
        subject=Translated(),
        body=Translated.of(FRENCH, {FRENCH: "Chère {name},\n\nVotre page :\n\n{link}"}),
    )
    register(visitor, email="one@example.org", language="fr", native_name="Leïla Ben Ali")
    register(visitor, email="two@example.org", language="ar", native_name="ليلى", latin_name="Leila")
    french, arabic = world.deliver()
    assert french["Subject"] == "Votre place est confirmée – Conférence"
    assert "Chère \u2068Mme Leïla Ben Ali\u2069," in text_of(french)
    assert "Nous avons le plaisir" not in text_of(french)
    assert "يسرنا أن نؤكد لكم" in text_of(arabic)
    assert "Votre page" not in text_of(arabic)


def test_names_and_words_that_look_like_html_or_placeholders_stay_what_they_are(world: World, visitor: Visitor) -> None:
    event = world.event()
    own_words(
        world,
        event,
        MailKind.CONFIRMED,
        subject=Translated.of(ENGLISH, {ENGLISH: "For {name} <b>now</b>"}),
        body=Translated.of(ENGLISH, {ENGLISH: "Dear {name} <i>there</i>, {link}. {organisation}"}),
    )
    hostile = "<script>alert(1)</script> {code} {link}"
    register(visitor, native_name=hostile, organisation="<img src=x onerror=y>", title="")
    (mail,) = world.deliver()
    assert mail["Subject"] == f"For {hostile} <b>now</b>"
    assert f"Dear \u2068{hostile}\u2069 <i>there</i>," in text_of(mail)
    html = html_of(mail)
    assert not CSSSelector('script, img:not([src="cid:qr"]), i, b')(html)
    assert f"Dear {hostile} <i>there</i>" in words(html)


def test_an_address_inside_a_sentence_has_a_line_of_its_own_in_the_text_and_is_a_link_in_the_html(
    world: World, visitor: Visitor
) -> None:
    event = world.event()
    body = Translated.of(ENGLISH, {ENGLISH: "Your page is {link}. Keep it.\nThanks to {link}"})
    own_words(world, event, MailKind.CONFIRMED, subject=Translated(), body=body)
    register(visitor)
    (mail,) = world.deliver()
    address = f"http://localhost{link_in(mail)}"
    assert f"Your page is\n{address}\nKeep it.\nThanks to\n{address}\n" in text_of(mail)
    assert [one.get("href") for one in CSSSelector("p a")(html_of(mail))] == [address, address]


def test_paragraphs_without_anything_to_say_are_left_out_and_messages_are_never_lost(world: World) -> None:
    event = world.event()
    person = add(world, event, "leila@example.org")
    own_words(
        world,
        event,
        MailKind.DECLINED,
        subject=Translated(),
        body=Translated.of(ENGLISH, {ENGLISH: "We are sorry.\n\n{message}\n\nBye."}),
    )
    own_words(
        world,
        event,
        MailKind.CANCELLED,
        subject=Translated(),
        body=Translated.of(ENGLISH, {ENGLISH: "It is cancelled.\n\nSee {link}"}),
    )
    assert "We are sorry.\n\nBye." in text_of(told(world, person, MailKind.DECLINED))
    spoken = told(world, person, MailKind.DECLINED, "Too many <b>people</b>.\n\nWrite in May.")
    assert "We are sorry.\n\nToo many <b>people</b>.\n\nWrite in May.\n\nBye." in text_of(spoken)
    said = CSSSelector("p.said")(html_of(spoken))
    assert [(words(one), one.get("dir")) for one in said] == [
        ("Too many <b>people</b>.", "auto"),
        ("Write in May.", "auto"),
    ]
    unasked = told(world, person, MailKind.CANCELLED, "We had no answer.")
    assert "It is cancelled.\n\nWe had no answer.\n\nSee\nhttp" in text_of(unasked)


def test_every_kind_is_written_in_every_language_without_braces(world: World) -> None:
    event = world.event()
    people = {
        code: add(world, event, f"{code}@example.org", language_code=code, native_name="ليلى", latin_name="Leila")
        for code in LANGUAGES
    }
    world.deliver()
    for code, person in people.items():
        for kind in MailKind:
            if kind in ELSEWHERE:
                continue
            mail = told(world, person, kind, "…")
            assert mail["Content-Language"] == code
            assert "{" not in text_of(mail) + mail["Subject"]
            assert mail["Subject"].endswith({"en": "Conference", "fr": "Conférence", "ar": "مؤتمر"}[code])


def test_whom_to_write_to_is_the_contact_for_the_persons_country(world: World, visitor: Visitor) -> None:
    event = world.event()
    with world.writing() as session:
        found = session.get_one(Event, event)
        contact = type(found.contacts[0])
        label = Translated.of(ENGLISH, {ENGLISH: "Tunis"})
        found.contacts.append(contact(position=1, country="TN", label=label, email="tunis@example.org"))
    register(visitor, country="TN")
    register(visitor, country="MA", email="other@example.org")
    tunisian, other = world.deliver()
    assert "\u2066tunis@example.org\u2069" in text_of(tunisian)
    assert "\u2066secretariat@example.org\u2069" in text_of(other)


def invite(world: World, event: int) -> None:
    account = world.account("organiser@example.org")
    with world.writing() as session:
        service.invite(
            session,
            event,
            ["guest@example.org"],
            category="donor",
            language=FRENCH,
            by=session.get_one(Account, account),
        )


def test_an_invitation_is_written_in_its_language_and_its_link_opens_the_form(world: World, visitor: Visitor) -> None:
    event = world.event()
    own_words(
        world,
        event,
        MailKind.INVITATION,
        subject=Translated.of(FRENCH, {FRENCH: "Venez à {event}"}),
        body=Translated.of(FRENCH, {FRENCH: "Vous venez comme {category}.\n\n{link}"}),
    )
    invite(world, event)
    (mail,) = world.deliver()
    assert (mail["To"], mail["Subject"]) == ("guest@example.org", "Venez à Conférence")
    assert "Vous venez comme Bailleur" in text_of(mail)
    button = CSSSelector("a.button")(html_of(mail))[0]
    assert words(button) == "S’inscrire"
    path = button.get("href").removeprefix("http://localhost")
    assert path.startswith("/fr/thamm-2021/register/invited/")
    assert visitor.get(path).status == 200


def test_an_invitation_withdrawn_before_its_mail_says_nothing(world: World) -> None:
    event = world.event()
    invite(world, event)
    with world.writing() as session:
        invitation = session.scalars(select(RegistrationInvitation)).one()
        service.withdraw_invitation(session, invitation, by=session.scalars(select(Account)).one())
    assert world.deliver() == []


def test_a_person_who_was_erased_meanwhile_is_not_written_to(world: World, visitor: Visitor) -> None:
    world.event()
    register(visitor)
    with world.writing() as session:
        one = session.scalars(select(Registration)).one()
        one.erased_at = one.created_at
    assert world.deliver() == []


def test_what_reminds_or_asks_is_not_sent_once_it_is_no_longer_true(world: World) -> None:
    person = add(world, world.event(), "leila@example.org")
    world.deliver()
    with world.writing() as session:
        one = session.get_one(Registration, person)
        service.write_to(session, one, MailKind.REMINDER)
        service.write_to(session, one, MailKind.FINISH)
        service.write_to(session, one, MailKind.PROMOTED, until=one.created_at)
        one.state = RegistrationState.CANCELLED
    assert world.deliver() == []
    with world.reading() as session:
        states = session.scalars(
            select(Message.state).where(
                Message.kind.in_(["registration.reminder", "registration.finish", "registration.promoted"])
            )
        )
        assert list(states) == ["sent"] * 3
