"""A person's way through registration, as they see it and as it reaches their mailbox."""

from __future__ import annotations

import threading
from email.message import EmailMessage

import pytest

from conference.events.models import Event
from conference.outbox.models import Message
from conference.registration.models import Registration, RegistrationState
from tests.client import Page, Visitor
from tests.made.agenda import make_session, publish
from tests.made.registration import ANSWERS, add, link, link_in, register, registration
from tests.world import World

OWN_LANGUAGE = {
    "en": {"native_name": "Anna Smith", "latin_name": ""},
    "fr": {"native_name": "Hélène Çelik", "latin_name": ""},
    "ar": {"native_name": "ليلى بن علي", "latin_name": "Leila Ben Ali"},
}


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def facts(page: Page) -> dict[str, str]:
    """What a person's own page says about them, by label."""
    return dict(zip(page.texts(".facts dt"), page.texts(".facts dd"), strict=True))


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_register_change_cancel_and_come_back(world: World, visitor: Visitor, language: str) -> None:
    world.event()
    names = OWN_LANGUAGE[language]
    done = register(visitor, language=language, participant_list="y", **names)
    assert (done.status, done.location) == (302, f"/{language}/thamm-2021/register/received")
    assert visitor.follow(done).status == 200
    stored = registration(world)
    assert (stored.state, stored.language_code, stored.native_name) == ("confirmed", language, names["native_name"])
    assert list(stored.given) == ["participant_list"]

    (mail,) = world.deliver()
    assert (mail["To"], mail["Content-Language"]) == ("leila@example.org", language)
    assert names["native_name"] in text_of(mail)
    assert stored.code in text_of(mail)
    path = link_in(mail)
    assert path.startswith(f"/{language}/thamm-2021/registration/")
    own = visitor.get(path)
    assert own.status == 200
    assert stored.code in facts(own).values()

    changed = visitor.get(f"{path}/change").submit(organisation="OIT", participant_list=None, recording="y")
    assert changed.location == path
    assert "OIT" in facts(visitor.follow(changed)).values()
    assert list(registration(world).given) == ["recording"]

    assert visitor.get(f"{path}/cancel").status == 200
    assert registration(world).state == RegistrationState.CONFIRMED, "looking changes nothing"
    cancelled = visitor.get(f"{path}/cancel").submit("main form")
    assert visitor.follow(cancelled).texts("main .badge") != own.texts("main .badge")
    assert registration(world).state == RegistrationState.CANCELLED
    (mail,) = world.deliver()
    assert link_in(mail) == path

    assert register(visitor, language=language, **names).status == 302
    back = registration(world)
    assert (back.id, back.code, back.state) == (stored.id, stored.code, RegistrationState.CONFIRMED)
    (mail,) = world.deliver()
    assert visitor.get(path).status == 404, "the link of the cancelled registration is revoked"
    assert visitor.get(link_in(mail)).status == 200


def test_mails_are_in_the_language_that_the_person_chose(world: World, visitor: Visitor) -> None:
    world.event()
    register(visitor, language="en", language_code="ar", native_name="ليلى", latin_name="Leila")
    (mail,) = world.deliver()
    assert mail["Content-Language"] == "ar"
    html = mail.get_body(("html",))
    assert html is not None
    assert '<html lang="ar" dir="rtl">' in html.get_content()
    assert link_in(mail).startswith("/ar/")
    assert "بتمويل من الاتحاد الأوروبي" in text_of(mail), "the donor's line stands in every mail"


def test_a_confirmed_person_gets_the_address_of_the_published_agendas_calendar(world: World, visitor: Visitor) -> None:
    event = world.event()
    make_session(world, event)
    publish(world, event)
    register(visitor, language_code="fr")
    (mail,) = world.deliver()
    assert "http://localhost/fr/thamm-2021/calendar.ics" in text_of(mail).splitlines()
    assert list(mail.iter_attachments()) == [], "a copy of the agenda would never correct itself"


def test_without_a_published_agenda_or_a_place_there_is_no_calendar(world: World, visitor: Visitor) -> None:
    event = world.event(places=1)
    make_session(world, event)
    register(visitor, email="first@example.org")
    (mail,) = world.deliver()
    assert "calendar.ics" not in text_of(mail)
    publish(world, event)
    register(Visitor(world.app), email="second@example.org")
    (mail,) = world.deliver()
    assert "calendar.ics" not in text_of(mail)
    assert [registration(world, 1).state, registration(world, 2).state] == ["confirmed", "waitlisted"]


def test_registering_again_changes_nothing_and_mails_the_link(world: World, visitor: Visitor) -> None:
    world.event()
    first = register(visitor)
    before = registration(world)
    world.deliver()
    other = Visitor(world.app)
    second = register(other, email="LEILA@Example.org", native_name="Somebody Else", organisation="Elsewhere")
    assert (second.status, second.location) == (first.status, first.location)
    assert visitor.follow(first).text == other.follow(second).text
    after = registration(world)
    assert (after.native_name, after.organisation, after.link_secret, after.changed_at) == (
        before.native_name,
        before.organisation,
        before.link_secret,
        before.changed_at,
    )
    (mail,) = world.deliver()
    assert mail["To"] == "leila@example.org", "to the address that is registered"
    assert "Somebody Else" not in text_of(mail)
    assert visitor.get(link_in(mail)).status == 200


def test_send_me_my_link_again(world: World, visitor: Visitor) -> None:
    world.event()
    register(visitor)
    world.deliver()
    known = visitor.get("/fr/thamm-2021/registration").submit(email="Leila@example.org")
    unknown = visitor.get("/fr/thamm-2021/registration").submit(email="nobody@example.org")
    assert (known.status, known.location) == (302, "/fr/thamm-2021/registration/sent")
    assert (unknown.status, unknown.location) == (known.status, known.location)
    assert visitor.follow(known).status == 200
    (mail,) = world.deliver()
    assert (mail["To"], mail["Content-Language"]) == ("leila@example.org", "en")
    assert visitor.get(link_in(mail)).status == 200


def test_asking_for_the_link_too_often_sends_no_more_and_says_nothing(world: World, visitor: Visitor) -> None:
    world.event()
    register(visitor)
    world.deliver()
    page = visitor.get("/en/thamm-2021/registration")
    assert [page.submit(email="leila@example.org").status for _time in range(7)] == [302] * 7
    assert len(world.deliver()) == 5


def test_cancelling_twice_at_once_tells_the_person_once(world: World) -> None:
    event = world.event()
    path = link(world, add(world, event, "leila@example.org"))
    world.deliver()
    pages = [Visitor(world.app).get(f"{path}/cancel") for _window in range(4)]
    threads = [threading.Thread(target=page.submit, args=("main form",)) for page in pages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert registration(world).state == RegistrationState.CANCELLED
    assert len(world.deliver()) == 1


def test_what_was_cancelled_meanwhile_is_not_changed(world: World, visitor: Visitor) -> None:
    event = world.event()
    path = link(world, add(world, event, "leila@example.org"))
    form = visitor.get(f"{path}/change")
    visitor.get(f"{path}/cancel").submit("main form")
    done = form.submit(organisation="Elsewhere")
    assert done.location == path
    assert registration(world).organisation == ANSWERS["organisation"]


def test_a_closed_event_takes_nobody_and_says_so(world: World, visitor: Visitor) -> None:
    event = world.event()
    form = visitor.get("/en/thamm-2021/register")
    with world.writing() as session:
        session.get_one(Event, event).registration_open = False
    assert form.submit(**ANSWERS).all("form.form") == []
    assert visitor.get("/en/thamm-2021/register").all("form.form") == []
    assert (world.count(Registration), world.count(Message)) == (0, 0)


def test_a_persons_own_pages_are_kept_by_nobody(world: World, visitor: Visitor) -> None:
    event = world.event()
    path = link(world, add(world, event, "leila@example.org"))
    for page in (path, f"{path}/change", f"{path}/cancel"):
        headers = visitor.get(page).response.headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["X-Robots-Tag"] == "noindex"


def test_a_link_opens_one_registration_of_one_event_and_nothing_else(world: World, visitor: Visitor) -> None:
    here, there = world.event(), world.event("there")
    own, other = add(world, here, "leila@example.org"), add(world, there, "leila@example.org")
    path = link(world, own)
    token = path.rpartition("/")[2]
    assert visitor.get(path).status == 200
    assert visitor.get(f"/en/there/registration/{token}").status == 404
    assert visitor.get(link(world, other).replace("there", "thamm-2021")).status == 404
    for bad in ("x", token[:-1], token + "x", token.replace(".", "", 1), "%00", "sent2"):
        assert visitor.get(f"/en/thamm-2021/registration/{bad}").status == 404
        assert visitor.get(f"/en/thamm-2021/registration/{bad}/change").status == 404
        assert visitor.get(f"/en/thamm-2021/registration/{bad}/cancel").status == 404


def test_a_revoked_link_opens_nothing(world: World, visitor: Visitor) -> None:
    event = world.event()
    own = add(world, event, "leila@example.org")
    path = link(world, own)
    with world.writing() as session:
        session.get_one(Registration, own).link_secret = "a new one"
    assert visitor.get(path).status == 404
    assert visitor.get(link(world, own)).status == 200


def test_an_event_that_is_not_published_takes_no_registrations(world: World, visitor: Visitor) -> None:
    world.event("secret", publication="draft")
    assert visitor.get("/en/secret/register").status == 404
    assert visitor.get("/en/secret/registration").status == 404
    assert visitor.get("/en/nowhere/register").status == 404
