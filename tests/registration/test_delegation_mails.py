"""Mails to focal points and to whom they name: in three languages, in the event's own words, and tried out before."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml.cssselect import CSSSelector

from conference.core.languages import ARABIC, ENGLISH, FRENCH, Language
from conference.events.models import Role
from conference.registration.models import Delegation, MailKind
from tests.client import Visitor, words
from tests.made.delegations import delegation_link_in, make_delegation, make_organisation, nominate, page_of
from tests.made.mails import MAILS, html_of, stored, text_of, write
from tests.made.registration import add, link_in
from tests.world import World

CLOSES = datetime(2031, 6, 20, 17, 30, tzinfo=UTC)
KINDS = (MailKind.DELEGATION_INVITED, MailKind.NOMINATED, MailKind.NOMINATION_WITHDRAWN)


@pytest.fixture
def event(world: World) -> int:
    return world.event()


def nominated(world: World, event: int, *, delegation: int | None = None, **typed: str) -> str:
    """The page of a focal point who named one person; no mail waits."""
    page = page_of(world, delegation or make_delegation(world, event))
    nominate(page, Visitor(world.app), **typed)
    world.deliver()
    return page


@pytest.mark.parametrize(
    ("language", "subject", "sentence", "numbers", "button"),
    [
        (
            ENGLISH,
            "Your delegation – Conference",
            "These people may come:",
            ["Government: 2", "Employers’ organisation: 1", "Workers’ organisation: 1"],
            "Open my delegation",
        ),
        (
            FRENCH,
            "Votre délégation – Conférence",
            "Peuvent venir :",
            ["Gouvernement : 2", "Organisation d’employeurs : 1", "Organisation de travailleurs : 1"],
            "Ouvrir ma délégation",
        ),
        (
            ARABIC,
            "وفدكم – مؤتمر",
            "يمكن أن يحضر:",
            ["حكومة: 2", "منظمة أصحاب عمل: 1", "منظمة عمال: 1"],
            "فتح صفحة وفدي",
        ),
    ],
    ids=["en", "fr", "ar"],
)
def test_an_invitation_says_in_both_parts_who_may_come_and_until_when_they_are_named(
    world: World, event: int, language: Language, subject: str, sentence: str, numbers: list[str], button: str
) -> None:
    make_delegation(world, event, language=language, closes_at=CLOSES)
    (mail,) = world.deliver()
    assert (mail["Subject"], mail["Content-Language"]) == (subject, language.code)
    text, html = text_of(mail), html_of(mail)
    said = [" ".join(line.split()) for line in text.splitlines()]
    assert said[said.index(sentence) :][: 1 + len(numbers)] == [sentence, *(f"- {one}" for one in numbers)]
    assert "18:30" in text
    assert "Ministry of Tests" in text
    assert html.get("dir") == language.direction
    assert [words(one) for one in CSSSelector("li")(html)] == numbers
    (link,) = CSSSelector("a.button")(html)
    assert (words(link), link.get("href")) == (button, f"http://localhost{delegation_link_in(mail)}")


def test_what_has_no_limit_and_no_closing_is_not_spoken_of(world: World, event: int) -> None:
    make_delegation(world, event, quotas={})
    (mail,) = world.deliver()
    assert "These people may come" not in text_of(mail)
    assert "Please name its people" not in text_of(mail)
    assert not CSSSelector("ul, li")(html_of(mail))


def test_an_events_own_words_are_said_and_names_in_them_stay_names(world: World, event: int) -> None:
    organiser = world.organiser(event)
    body = "{name} of {organisation} <b>may</b> name:\n\n{quotas}\n\n{link}"
    assert write(organiser, "delegation_invited", subject_en="Come, {organisation}", body_en=body).status == 302
    hostile = make_organisation(world, event, "<i>Tests</i> {link}")
    make_delegation(world, event, organisation=hostile, focal_name="<script>alert(1)</script> {quotas}")
    (mail,) = world.deliver()
    assert mail["Subject"] == "Come, <i>Tests</i> {link}"
    opening = "<script>alert(1)</script> {quotas} of <i>Tests</i> {link} <b>may</b> name:"
    assert opening in text_of(mail).replace("\u2068", "").replace("\u2069", "")
    assert opening in words(html_of(mail))
    assert not CSSSelector("script, i, b")(html_of(mail))
    assert text_of(mail).count("- Government: 2") == 1


def test_who_is_named_and_who_is_withdrawn_read_the_events_words(world: World, event: int) -> None:
    organiser = world.organiser(event)
    write(organiser, "nominated", body_en="{name} goes for {organisation}, says {focal_point}.\n\n{link}")
    write(organiser, "nomination_withdrawn", subject_en="Not you", body_en="{name} stays: ask {focal_point}. {state}.")
    page = page_of(world, make_delegation(world, event))
    world.deliver()
    focal = Visitor(world.app)
    nominate(page, focal)
    (named,) = world.deliver()
    assert named["Subject"] == "Please confirm your nomination – Conference"
    said = text_of(named).replace("\u2068", "").replace("\u2069", "")
    assert "Ms Amel Testi goes for Ministry of Tests, says Focal Point." in said
    assert words(CSSSelector("a.button")(html_of(named))[0]) == "Check and confirm"
    assert Visitor(world.app).get(link_in(named)).status == 200
    focal.get(page).submit(form="form[action$='/people/1/withdraw']")
    (withdrawn,) = world.deliver()
    assert withdrawn["Subject"] == "Not you"
    said = text_of(withdrawn).replace("\u2068", "").replace("\u2069", "")
    assert "Ms Amel Testi stays: ask Focal Point. Cancelled." in said


def test_a_focal_point_is_asked_to_pass_it_on_whatever_words_the_event_has(world: World, event: int) -> None:
    write(world.organiser(event), "nominated", body_en="Dear {name},\n\n{link}\n\nBye.")
    nominate(page_of(world, make_delegation(world, event)), Visitor(world.app), email="")
    (_invited, named) = world.deliver()
    assert named["To"] == "focal@example.org"
    note = "This person has no address of their own here, so the message goes to the focal point. Please pass it on."
    assert f"{note}\n\nhttp" in text_of(named)
    assert note in words(html_of(named))


@pytest.mark.parametrize(
    ("kind", "body", "sentence"),
    [
        (
            "delegation_invited",
            "Dear {focal},\n\n{link}",
            "There is no placeholder \u2066{focal}\u2069. Use one of those listed below, or take the braces away.",
        ),
        (
            "delegation_invited",
            "Dear {name}",
            "This mail needs \u2066{link}\u2069: without it the person cannot do what it asks for.",
        ),
        (
            "delegation_invited",
            "You may send {quotas} {link}",
            "\u2066{quotas}\u2069 needs a paragraph of its own, with a blank line before and after it.",
        ),
        ("nominated", "{code} {link}", "\u2066{code}\u2069 has nothing to say in this mail. Take it away."),
        ("nomination_withdrawn", "{quotas}", "\u2066{quotas}\u2069 has nothing to say in this mail. Take it away."),
        (
            "confirmed",
            "{focal_point} {link}",
            "\u2066{focal_point}\u2069 has nothing to say in this mail. Take it away.",
        ),
    ],
)
def test_words_that_would_go_wrong_are_refused_and_not_kept(
    world: World, event: int, kind: str, body: str, sentence: str
) -> None:
    page = write(world.organiser(event), kind, body_en=body)
    assert (page.status, page.errors) == (422, [sentence])
    assert stored(world, kind) == {}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_preview_shows_a_made_up_delegation_where_none_is_chosen(
    world: World, event: int, kind: MailKind, language: str
) -> None:
    page = world.organiser(event).get(f"{MAILS}/{kind}/preview?to={language}")
    assert page.status == 200
    (letter,) = page.texts(".letter")
    assert "{" not in letter
    assert {"en": "Ministry of Labour", "fr": "Ministère du travail", "ar": "وزارة العمل"}[language] in letter
    assert page.one(".letter").get("dir") == ("rtl" if language == "ar" else "ltr")
    assert page.texts("select option") == ["A made-up person"]


def test_an_invitation_is_tried_on_a_real_delegation_without_its_link(world: World, event: int) -> None:
    delegation = make_delegation(world, event, closes_at=CLOSES, quotas={"media": 7})
    world.deliver()
    organiser = world.organiser(event)
    page = organiser.get(f"{MAILS}/delegation_invited/preview")
    assert page.texts("select#delegation option") == ["A made-up person", "Ministry of Tests (Focal Point)"]
    chosen = organiser.get(f"{MAILS}/delegation_invited/preview?delegation={delegation}")
    (letter,) = chosen.texts(".letter")
    assert "- Media: 7" in letter
    assert "20 June 2031, 18:30 (Tunis time)" in letter
    assert "/delegation/example" in letter
    assert words(organiser.get(chosen.one("iframe").get("src")).one("li")) == "Media: 7"
    chosen.submit("form[action*=test]")
    (mail,) = world.deliver()
    assert (mail["To"], mail["Subject"]) == ("organiser@example.org", "Test: Your delegation – Conference")
    assert "- Media: 7" in text_of(mail)


@pytest.mark.parametrize("kind", KINDS[1:])
def test_mails_to_people_who_are_named_are_tried_on_those_alone(world: World, event: int, kind: MailKind) -> None:
    nominated(world, event)
    alone = add(world, event, "alone@example.org")
    world.deliver()
    organiser = world.organiser(event)
    page = organiser.get(f"{MAILS}/{kind}/preview?registration=1")
    assert [one.split(" (")[0] for one in page.texts("select#registration option")] == [
        "A made-up person",
        "Amel Testi",
    ]
    (letter,) = page.texts(".letter")
    assert "Ministry of Tests" in letter
    assert ("Focal Point" in letter) == (kind == MailKind.NOMINATION_WITHDRAWN)
    assert organiser.get(f"{MAILS}/{kind}/preview?registration={alone}").status == 404
    page.submit("form[action*=test]")
    (mail,) = world.deliver()
    assert (mail["To"], "Ministry of Tests" in text_of(mail)) == ("organiser@example.org", True)


def test_delegations_of_other_events_and_of_people_who_were_erased_are_not_found(world: World, event: int) -> None:
    elsewhere = world.event("elsewhere")
    other = make_delegation(world, elsewhere, organisation=make_organisation(world, elsewhere))
    own = make_delegation(world, event)
    organiser = world.organiser(event)
    assert organiser.get(f"{MAILS}/delegation_invited/preview?delegation={own}").status == 200
    with world.writing() as session:
        emptied = session.get_one(Delegation, own)
        emptied.focal_name = emptied.focal_email = emptied.focal_email_key = ""
    for number in (other, own, 0, 2**31):
        assert organiser.get(f"{MAILS}/delegation_invited/preview?delegation={number}").status == 404


def test_translators_see_no_delegation(world: World, event: int) -> None:
    delegation = make_delegation(world, event)
    page = world.member(event, Role.TRANSLATOR).get(f"{MAILS}/delegation_invited/preview?delegation={delegation}")
    assert (page.status, page.all("select"), "Ministry of Tests" in page.source) == (200, [], False)


def test_a_mail_of_a_delegation_that_nobody_has_any_more_is_not_sent(world: World, event: int) -> None:
    page = page_of(world, make_delegation(world, event))
    focal = Visitor(world.app)
    nominate(page, focal)
    focal.get(page).submit(form="form[action$='/people/1/withdraw']")
    world.organiser(event).get("/en/thamm-2021/manage/registrations/delegations/1").submit("form[action$='/withdraw']")
    assert [mail["Subject"] for mail in world.deliver()] == ["Your nomination was withdrawn – Conference"]
