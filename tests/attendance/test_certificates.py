"""Certificates: who earned one, what it says, and how organisers issue, correct and revoke them."""

from __future__ import annotations

from email.message import EmailMessage

import pypdfium2
import pytest
from sqlalchemy import delete

from conference.agenda import service as agenda_service
from conference.agenda.models import Speaker, SpeakerInSession
from conference.attendance.models import How
from conference.events.models import Event
from conference.registration import service as registration_service
from conference.registration.models import Registration
from tests.client import Visitor
from tests.made.agenda import give_role, make_speaker
from tests.made.attendance import mark
from tests.made.certificates import attended, certificates, make_certificate, sessions_of, set_terms
from tests.made.registration import add, link
from tests.queries import count_queries
from tests.world import World

PAGE = "/en/thamm-2021/manage/certificates"
TERMS = f"{PAGE}/terms"
TITLE, TEXT = "title-en", "participant_text-en"
CHECK = "/en/thamm-2021/certificates"


def words_of(pdf: bytes) -> str:
    text = "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    return " ".join(text.translate(dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))).split())


def pdf_in(mail: EmailMessage) -> bytes:
    (file,) = [part for part in mail.iter_attachments() if part.get_content_type() == "application/pdf"]
    found = file.get_content()
    assert isinstance(found, bytes)
    return found


def issued(world: World, organiser: Visitor) -> list[EmailMessage]:
    """The mails that come of the button."""
    world.deliver()
    organiser.get(PAGE).submit("form[action$='/issue']")
    return [*world.deliver(), *world.deliver()]


def test_whoever_attended_enough_gets_a_numbered_certificate_by_mail(world: World) -> None:
    event = world.event()
    sessions = sessions_of(world, event, 3)
    attended(world, event, sessions, "leila@example.org", native_name="Leïla Ben Ali")
    attended(world, event, sessions[:2], "karim@example.org", native_name="Karim")
    attended(world, event, sessions[:1], "sara@example.org", native_name="Sara")
    set_terms(world, event, at_least=2)
    organiser = world.organiser(event)
    page = organiser.get(PAGE)
    assert page.texts("tbody td[data-label='Attended']") == [
        f"{reached} (needed: 2 sessions)" for reached in ("2 sessions", "3 sessions", "1 session")
    ]
    assert page.texts("tbody td[data-label='Earned']") == ["Yes", "Yes", "No"]
    mails = issued(world, organiser)
    assert [(mail["To"], mail["Subject"]) for mail in mails] == [
        (f"{name}@example.org", "Your certificate") for name in ("karim", "leila")
    ]
    assert [(one.number, one.name) for one in certificates(world)] == [(1, "Karim"), (2, "Leïla Ben Ali")]
    words = words_of(pdf_in(mails[1]))
    number = certificates(world)[1].shown_number
    for said in ("Certificate of attendance", "Leïla Ben Ali", "attending 3 sessions", number, "Funded by"):
        assert said in words
    assert "0 are owed" in organiser.get(PAGE).text
    assert organiser.get(PAGE).all("form[action$='/issue']") == []
    everybody = organiser.get(f"{PAGE}/all/1.pdf").response.data
    assert len(pypdfium2.PdfDocument(everybody)) == 2
    assert [organiser.get(f"{PAGE}/all/{part}.pdf").status for part in (0, 2)] == [404, 404]


def test_an_arabic_certificate_can_be_searched_and_one_in_two_languages_says_both(world: World) -> None:
    event = world.event()
    facts = {"native_name": "ليلى بن علي", "latin_name": "Leïla Ben Ali", "language_code": "ar"}
    leila = attended(world, event, sessions_of(world, event, 1), "leila@example.org", **facts)
    (mail,) = issued(world, world.organiser(event))
    words = words_of(pdf_in(mail))
    # This reader puts the words of a Latin name in an Arabic page the other way round; each of them is found.
    for said in ("شهادة حضور", "ليلى بن علي", "Leïla", "مؤتمر إقليمي", "بتمويل من الاتحاد الأوروبي"):
        assert said in words
    set_terms(world, event, language_codes=["ar", "fr"])
    with world.writing() as database:
        database.get_one(Registration, leila).native_name = "ليلى المنصوري"
    (one,) = certificates(world)
    organiser = world.organiser(event, "second@example.org")
    organiser.get(f"{PAGE}/{one.id}").submit("form[action$='/reissue']", reason="Name corrected")
    both = words_of(organiser.get(f"{PAGE}/{certificates(world)[1].id}/file.pdf").response.data)
    for said in ("Attestation de présence", "شهادة حضور", "ليلى المنصوري", f"En remplacement de {one.shown_number}"):
        assert said in both


@pytest.mark.parametrize(
    ("measure", "least", "gets"), [("minutes", 120, True), ("minutes", 121, False), ("days", 2, False)]
)
def test_minutes_and_days_count_as_the_evidence_says(world: World, measure: str, least: int, gets: bool) -> None:
    event = world.event()
    first, second = sessions_of(world, event, 2)
    leila = attended(world, event, [first, second], "leila@example.org")
    # The same presence, known in a second way, counts once.
    mark(world, first, leila, how=How.HAND)
    set_terms(world, event, measure=measure, at_least=least)
    assert world.organiser(event).get(PAGE).texts("td[data-label='Earned']") == ["Yes" if gets else "No"]


def test_a_speaker_who_was_heard_gets_one_with_words_of_its_own(world: World) -> None:
    event = world.event()
    (session,) = sessions_of(world, event, 1)
    speaker = make_speaker(world, event, email="speaker@example.org")
    give_role(world, session, speaker, "speaker")
    organiser = world.organiser(event)
    assert organiser.get(PAGE).all("form[action$='/issue']") == [], "the rule does not say so"
    set_terms(world, event, for_speakers=True)
    (mail,) = issued(world, organiser)
    assert mail["To"] == "speaker@example.org"
    assert "for the contribution as a speaker" in words_of(pdf_in(mail))


def test_words_and_rule_are_changed_with_an_example_first_and_placeholders_checked(world: World) -> None:
    event = world.event()
    organiser = world.organiser(event)
    form = organiser.get(TERMS)
    refused = form.submit(**{TITLE: "Attestation of {event}", TEXT: "{nmae} was here { for"})
    assert (refused.status, len(refused.errors)) == (422, 1)
    assert "«nmae» is no placeholder" in refused.text
    good = {TITLE: "Attestation of {event}", TEXT: "{name}\n\nwas here for {days}"}
    example = form.submit(**good, first="en", example="participant")
    assert "Attestation of Regional conference" in words_of(example.response.data)
    assert "was here for 3 days" in words_of(example.response.data)
    twice = form.submit(first="fr", second="fr")
    assert (twice.status, twice.errors) == (422, ["Choose another language than the first."])
    form.submit(**good, at_least="2", measure="days")
    assert "at least 2 days" in organiser.get(PAGE).text
    assert "The rule or the words of certificates were changed" in organiser.get("/en/thamm-2021/manage/history").text


def test_the_public_page_confirms_number_name_and_event_to_the_holder_and_nothing_else(
    world: World, visitor: Visitor
) -> None:
    event = world.event()
    make_certificate(world, event, add(world, event, "leila@example.org", native_name="Leïla Ben Ali"))
    (one,) = certificates(world)
    page = visitor.get(f"{CHECK}/{one.shown_number}/{one.code}")
    assert page.texts(".facts dd") == [one.shown_number, "Leïla Ben Ali", "Regional conference"]
    assert "This certificate is good." in page.text
    for private in ("leila@example.org", "Ministère", "TN"):
        assert private not in page.text
    assert "no-store" in page.response.headers["Cache-Control"]
    assert page.one("meta[name=robots]").get("content") == "noindex"
    typed = visitor.get(CHECK).submit(number=one.shown_number, code=f" {one.code[:4].lower()}-{one.code[4:]} ")
    assert "This certificate is good." in typed.text


def test_a_wrong_code_an_unknown_number_and_another_event_are_answered_alike(world: World, visitor: Visitor) -> None:
    event = world.event()
    world.event("other-2021")
    make_certificate(world, event, add(world, event, "leila@example.org", native_name="Leïla Ben Ali"))
    (one,) = certificates(world)
    other = "A" if one.code[0] != "A" else "B"
    asked = [
        f"{CHECK}/{one.shown_number}/{other}{one.code[1:]}",
        f"{CHECK}/{one.year}-0002/{one.code}",
        f"{CHECK}/nonsense/{one.code}",
        f"/en/other-2021/certificates/{one.shown_number}/{one.code}",
    ]
    answers = [visitor.get(path) for path in asked]
    assert [page.status for page in answers] == [404] * 4
    assert {page.texts(".notice")[0] for page in answers} == {
        "There is no certificate with this number and this code. Compare both with the paper, letter by letter."
    }
    assert all("Leïla" not in page.source for page in answers)


def test_a_corrected_certificate_names_the_old_one_and_a_revoked_one_says_so(world: World, visitor: Visitor) -> None:
    event = world.event()
    leila = attended(world, event, sessions_of(world, event, 1), "leila@example.org", native_name="Leila Ben Aly")
    organiser = world.organiser(event)
    issued(world, organiser)
    (first,) = certificates(world)
    with world.writing() as database:
        database.get_one(Registration, leila).native_name = "Leila Ben Ali"
    page = organiser.get(f"{PAGE}/{first.id}")
    assert page.submit("form[action$='/reissue']", reason="").status == 422
    page.submit("form[action$='/reissue']", reason="Name corrected")
    assert "Meanwhile" in organiser.follow(page.submit("form[action$='/reissue']", reason="Again")).source
    first, second = certificates(world)
    assert (first.end, second.number, second.name, second.replaces_id) == ("replaced", 2, "Leila Ben Ali", first.id)
    (mail,) = world.deliver()
    assert f"In place of {first.shown_number}" in words_of(pdf_in(mail))
    assert "replaced by a corrected one" in visitor.get(f"{CHECK}/{first.shown_number}/{first.code}").text
    organiser.get(f"{PAGE}/{second.id}").visitor.post(
        f"{PAGE}/{second.id}/revoke", organiser.get(f"{PAGE}/{second.id}").values() | {"reason": "Was not there"}
    )
    told = visitor.get(f"{CHECK}/{second.shown_number}/{second.code}")
    assert "was revoked" in told.text
    assert "Was not there" not in told.source
    assert visitor.get(link(world, leila)).all("a[href$='/certificate.pdf']") == []
    assert organiser.get(PAGE).all("form[action$='/issue']") == [], "what was revoked does not come back by itself"


def test_people_take_theirs_from_their_own_page_where_the_event_lets_them(world: World, visitor: Visitor) -> None:
    event = world.event()
    leila = attended(world, event, sessions_of(world, event, 1), "leila@example.org")
    absent = add(world, event, "absent@example.org")
    path = link(world, leila)
    take = {"csrf_token": visitor.get(CHECK).values()["csrf_token"]}
    assert visitor.get(path).all("form[action$='/certificate']") == []
    visitor.post(f"{path}/certificate", take)
    assert certificates(world) == [], "not open yet"
    set_terms(world, event, is_open=True)
    visitor.get(path).submit("form[action$='/certificate']")
    visitor.post(f"{path}/certificate", take)
    assert [one.registration_id for one in certificates(world)] == [leila]
    file = visitor.get(visitor.get(path).one("a[href$='/certificate.pdf']").get("href") or "").response
    assert "Leïla Ben Ali" in words_of(file.data)
    assert visitor.get(f"{link(world, absent)}/certificate.pdf").status == 404
    assert visitor.get(link(world, absent)).all("form[action$='/certificate']") == []


def test_an_erased_person_is_named_nowhere_and_their_number_stays_taken(world: World, visitor: Visitor) -> None:
    event = world.event()
    leila = add(world, event, "leila@example.org", native_name="Leïla Ben Ali")
    make_certificate(world, event, leila)
    (one,) = certificates(world)
    assert "Your certificates" in visitor.get(f"{link(world, leila)}/data").text
    with world.writing() as database:
        registration_service.erase(database, database.get_one(Registration, leila), by=None)
    assert visitor.get(f"{CHECK}/{one.shown_number}/{one.code}").status == 404
    (kept,) = certificates(world)
    assert (kept.number, kept.name, kept.contents, kept.end) == (1, "", {}, "erased")
    make_certificate(world, event, add(world, event, "karim@example.org"))
    assert [each.number for each in certificates(world)] == [1, 2]


def test_the_list_asks_as_often_for_many_as_for_few(world: World) -> None:
    event = world.event()
    sessions = sessions_of(world, event, 2)
    set_terms(world, event, for_speakers=True)
    organiser = world.organiser(event)
    counted = []
    for wanted in (3, 20):
        for number in range(wanted):
            attended(world, event, sessions, f"p{wanted}-{number}@example.org")
        with count_queries(world.app) as queries:
            organiser.get(PAGE)
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 12


@pytest.fixture
def speaker(world: World) -> tuple[int, int]:
    """An event, and a speaker who has a certificate."""
    event = world.event()
    (session,) = sessions_of(world, event, 1)
    speaker = make_speaker(world, event, email="speaker@example.org", native_name="Leïla Ben Ali")
    give_role(world, session, speaker, "speaker")
    set_terms(world, event, for_speakers=True)
    issued(world, world.organiser(event))
    assert [one.name for one in certificates(world)] == ["Leïla Ben Ali"]
    return event, speaker


def test_a_speakers_certificate_is_shown_and_erased_with_whoever_is_registered_too(
    world: World, visitor: Visitor, speaker: tuple[int, int]
) -> None:
    event, _speaker = speaker
    (one,) = certificates(world)
    theirs = add(world, event, "speaker@example.org")
    assert one.shown_number in visitor.get(f"{link(world, theirs)}/data").text
    with world.writing() as database:
        registration_service.erase(database, database.get_one(Registration, theirs), by=None)
    assert visitor.get(f"{CHECK}/{one.shown_number}/{one.code}").status == 404
    assert [(each.name, each.end) for each in certificates(world)] == [("", "erased")]


def test_a_speaker_who_is_taken_out_of_the_agenda_is_certified_no_more(
    world: World, visitor: Visitor, speaker: tuple[int, int]
) -> None:
    event, speaker_id = speaker
    (one,) = certificates(world)
    with world.writing() as database:
        database.execute(delete(SpeakerInSession))
    with world.writing() as database:
        agenda_service.delete_speaker(
            database, database.get_one(Event, event), database.get_one(Speaker, speaker_id), by=None
        )
    assert visitor.get(f"{CHECK}/{one.shown_number}/{one.code}").status == 404
    assert [(each.name, each.end) for each in certificates(world)] == [("", "erased")]
