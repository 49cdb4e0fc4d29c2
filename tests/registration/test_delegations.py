"""Delegations through the public door: invited, nominated, confirmed, replaced; and whoever may not is refused."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from conference.core.clock import now
from conference.core.languages import ARABIC
from conference.events.models import Role
from conference.registration.models import Delegation, Registration, RegistrationState
from tests.client import Visitor
from tests.made.delegations import (
    PERSON,
    delegation_link_in,
    make_delegation,
    make_organisation,
    nominate,
    nominees,
    page_of,
    send_letter,
)
from tests.made.registration import add, link_in, register
from tests.made.speakers import pdf
from tests.queries import count_queries
from tests.world import World

MANAGE = "/en/thamm-2021/manage/registrations/delegations"


@pytest.fixture
def event(world: World) -> int:
    return world.event()


def test_an_organiser_invites_a_focal_point_who_gets_a_link_in_their_language(world: World, event: int) -> None:
    organiser = world.organiser(event)
    organisation = make_organisation(world, event)
    form = organiser.get(f"{MANAGE}/new")
    typed = {
        "organisation": str(organisation),
        "focal_name": "Nour Focal",
        "focal_email": "nour@example.org",
        "language_code": "ar",
        "quota_government": "2",
        "quota_employers": "1",
    }
    listed = organiser.follow(form.submit(**typed))
    assert listed.h1 == "Delegation"
    [mail] = world.deliver()
    assert (mail["To"], mail["Subject"]) == ("nour@example.org", "وفدكم – مؤتمر")
    page = Visitor(world.app).get(delegation_link_in(mail))
    assert (page.status, page.h1, page.one("html").get("dir")) == (200, "وفدكم", "rtl")
    assert page.response.headers["Cache-Control"] == "no-store"
    with world.reading() as session:
        assert session.scalars(select(Delegation)).one().quotas == {"government": 2, "employers": 1}


def test_the_ilo_rule_fills_the_quotas_in_and_keeps_what_was_typed(world: World, event: int) -> None:
    organiser = world.organiser(event)
    page = organiser.get(f"{MANAGE}/new").submit(focal_name="Nour Focal", quota_media="7", preset="ilo")
    values = page.values()
    assert (page.status, values["focal_name"]) == (200, "Nour Focal")
    assert {name: value for name, value in values.items() if name.startswith("quota_") and value} == {
        "quota_government": "2",
        "quota_employers": "1",
        "quota_workers": "1",
    }


def test_an_organisation_is_invited_once(world: World, event: int) -> None:
    organisation = make_organisation(world, event)
    make_delegation(world, event, organisation=organisation)
    typed = {"organisation": str(organisation), "focal_name": "Other", "focal_email": "other@example.org"}
    page = world.organiser(event).get(f"{MANAGE}/new").submit(**typed)
    assert page.status == 422
    assert page.errors == ["This organisation sends a delegation already: change that one."]


def test_a_nominee_confirms_their_own_data_and_only_then_takes_a_place(world: World, event: int) -> None:
    page = page_of(world, make_delegation(world, event))
    world.deliver()
    told = Visitor(world.app)
    listed = told.follow(nominate(page, told, language_code="fr"))
    assert "Has still to confirm" in listed.text
    assert nominees(world) == [("Amel Testi", "government", "pending", True, False)]
    [mail] = world.deliver()
    assert (mail["To"], "désignation" in mail["Subject"]) == ("amel@example.org", True)
    person = Visitor(world.app)
    own = person.get(link_in(mail))
    form = person.get(own.all("main p a.button")[0].get("href"))
    assert form.h1 == "Vérifiez et confirmez vos données"
    assert "category" not in form.values()
    assert form.submit(native_name="Amel Testi-Essai").status == 302
    assert nominees(world) == [("Amel Testi-Essai", "government", "confirmed", False, False)]
    assert len(world.deliver()) == 1
    refused = told.follow(told.get(f"{page}/people/1"))
    assert "This person has confirmed or left: only they change their own data now." in refused.source


def test_a_full_event_puts_a_nominee_who_confirms_on_the_waiting_list(world: World) -> None:
    event = world.event(places=1)
    add(world, event, "early@example.org")
    page = page_of(world, make_delegation(world, event))
    world.deliver()
    nominate(page, Visitor(world.app))
    [mail] = world.deliver()
    Visitor(world.app).get(f"{link_in(mail)}/change").submit()
    assert nominees(world) == [("Amel Testi", "government", "waitlisted", False, False)]


def test_whoever_registered_before_keeps_that_registration(world: World, event: int) -> None:
    register(Visitor(world.app), email="amel@example.org", native_name="Amel Testi")
    page = page_of(world, make_delegation(world, event))
    world.deliver()
    nominate(page, Visitor(world.app))
    mail = [one for one in world.deliver() if one["To"] == "amel@example.org"][-1]
    assert Visitor(world.app).get(f"{link_in(mail)}/change").submit().status == 302
    with world.reading() as session:
        found = session.scalars(select(Registration)).one()
        assert (found.id, found.delegation_id, found.state) == (1, 1, "confirmed")


def test_nominees_without_an_address_share_the_focal_points_and_each_gets_a_link(world: World, event: int) -> None:
    page, visitor = page_of(world, make_delegation(world, event)), Visitor(world.app)
    world.deliver()
    nominate(page, visitor, email="")
    nominate(page, visitor, email="", native_name="Badr Testi")
    assert [mail["To"] for mail in world.deliver()] == ["focal@example.org"] * 2
    visitor.get("/en/thamm-2021/registration").submit(email="focal@example.org")
    sent = world.deliver()
    assert [mail["To"] for mail in sent] == ["focal@example.org"] * 2
    assert len({link_in(mail) for mail in sent}) == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            {"category": "employers"},
            "The only place for Employers’ organisation is taken. Withdraw somebody first, or ask the organisers.",
        ),
        ({"native_name": " amel  TESTI "}, "Your delegation names somebody of this name already."),
        (
            {"email": "AMEL@example.org"},
            "Somebody else of your delegation has this address. Enter the person’s own, or leave it empty.",
        ),
        ({"native_name": ""}, "Enter the person’s full name."),
        ({"native_name": "أمل"}, "Enter the name in Latin letters too: lists in English and French need it."),
    ],
)
def test_a_nomination_that_breaks_a_rule_is_refused_beside_its_field(
    world: World, event: int, typed: dict[str, str], sentence: str
) -> None:
    page, visitor = page_of(world, make_delegation(world, event)), Visitor(world.app)
    nominate(page, visitor, category="employers")
    other = {"native_name": "Someone Else", "email": "else@example.org", "function": "Kept"}
    refused = nominate(page, visitor, **(other | typed))
    assert (refused.status, refused.errors) == (422, [sentence])
    assert refused.values()["function"] == "Kept"
    assert len(nominees(world)) == 1


def test_a_delegation_has_one_head(world: World, event: int) -> None:
    page, visitor = page_of(world, make_delegation(world, event)), Visitor(world.app)
    nominate(page, visitor)
    nominate(page, visitor, native_name="Badr Testi", email="badr@example.org")
    for person in (1, 2):
        visitor.get(page).submit(form=f"form[action$='/people/{person}/head']")
        assert [one[4] for one in nominees(world)] == [person == 1, person == 2]
    assert visitor.get(page).texts(".part .badge--sea")[0] == "Head of delegation"


def test_somebody_is_withdrawn_and_replaced(world: World, event: int) -> None:
    page, visitor = page_of(world, make_delegation(world, event, quotas={"workers": 1})), Visitor(world.app)
    nominate(page, visitor, category="workers")
    world.deliver()
    visitor.get(page).submit(form="form[action$='/people/1/withdraw']")
    [mail] = world.deliver()
    assert (mail["To"], mail["Subject"].split(":")[0][:29]) == (
        "amel@example.org",
        "Your nomination was withdrawn"[:29],
    )
    nominate(page, visitor, category="workers", native_name="Badr Testi", email="badr@example.org")
    assert nominees(world) == [
        ("Amel Testi", "workers", "cancelled", False, False),
        ("Badr Testi", "workers", "pending", True, False),
    ]


ROWS = """Full name\tE-mail\tCategory
Amel Testi\tamel@example.org\tGovernment
{second}
Fourth Person\tfourth@example.org\tWorkers’ organisation"""


def test_pasted_rows_are_looked_at_and_then_nominated_together(world: World, event: int) -> None:
    page, visitor = page_of(world, make_delegation(world, event)), Visitor(world.app)
    rows = ROWS.format(second="Badr Testi\tbadr@example.org\tgouvernement")
    looked = visitor.get(f"{page}/rows").submit(rows=rows)
    assert (looked.status, looked.texts("tbody .badge")) == (200, ["New"] * 3)
    assert nominees(world) == []
    assert looked.submit(step="nominate").status == 302
    assert [(one[0], one[1]) for one in nominees(world)] == [
        ("Amel Testi", "government"),
        ("Badr Testi", "government"),
        ("Fourth Person", "workers"),
    ]
    again = visitor.get(f"{page}/rows").submit(rows=rows)
    assert again.texts("tbody .badge") == ["Nominated already"] * 3


def test_one_bad_row_keeps_all_of_them_out_and_says_its_line(world: World, event: int) -> None:
    page, visitor = page_of(world, make_delegation(world, event)), Visitor(world.app)
    rows = ROWS.format(second="Badr Testi\tno address\tMartians")
    refused = visitor.get(f"{page}/rows").submit(rows=rows, step="nominate")
    assert refused.status == 422
    assert refused.texts("tbody th") == ["Line 2", "Line 3", "Line 4"]
    assert refused.texts("tbody .badge") == ["New", "To correct", "New"]
    assert refused.values()["rows"].split() == rows.split()
    assert nominees(world) == []


def test_rows_beyond_a_quota_keep_all_of_them_out(world: World, event: int) -> None:
    page, visitor = page_of(world, make_delegation(world, event)), Visitor(world.app)
    rows = "\n".join(f";Person {letter};;{letter}@example.org;;Employers’ organisation" for letter in "ab")
    refused = visitor.get(f"{page}/rows").submit(rows=rows, step="nominate")
    assert (refused.status, refused.texts("tbody .badge"), nominees(world)) == (422, ["New", "To correct"], [])


def test_the_last_place_of_a_quota_goes_to_one_of_eight(world: World, event: int) -> None:
    page = page_of(world, make_delegation(world, event))
    forms = [Visitor(world.app).get(f"{page}/nominate") for _window in range(8)]
    statuses: list[int] = []

    def send(number: int) -> None:
        typed = {"category": "workers", "native_name": f"Person {number}", "email": f"p{number}@example.org"}
        statuses.append(forms[number].submit(**(PERSON | typed)).status)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [302, *[422] * 7]
    assert len(nominees(world)) == 1


def test_the_letter_arrives_and_both_sides_download_it(world: World, event: int) -> None:
    page, visitor = page_of(world, make_delegation(world, event)), Visitor(world.app)
    body = pdf(1)
    arrived = visitor.follow(send_letter(visitor.get(page), body, "note verbale.pdf"))
    assert "The letter has arrived." in arrived.text
    assert visitor.get(f"{page}/letter").response.data == body
    file = world.organiser(event).get(f"{MANAGE}/1/letter").response
    assert (file.data, file.headers["X-Content-Type-Options"]) == (body, "nosniff")
    assert "attachment" in file.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("body", "name", "status"),
    [
        (b"", "letter.pdf", 422),
        (b"not a letter", "letter.pdf", 422),
        (b"%PDF-1.4" + b"0" * 5_000_000, "letter.pdf", 413),
    ],
)
def test_a_letter_that_is_empty_of_another_type_or_too_large_is_refused(
    world: World, event: int, body: bytes, name: str, status: int
) -> None:
    page, visitor = page_of(world, make_delegation(world, event)), Visitor(world.app)
    refused = send_letter(visitor.get(page), body, name)
    assert (refused.status, len(refused.errors)) == (status, 1)
    with world.reading() as session:
        assert session.scalars(select(Delegation)).one().letter_sha256 == ""


@pytest.mark.parametrize("verb", ["renew", "withdraw"])
def test_an_old_link_opens_nothing(world: World, event: int, verb: str) -> None:
    page = page_of(world, make_delegation(world, event))
    world.organiser(event).get(f"{MANAGE}/1").submit(form=f"form[action$='/{verb}']")
    visitor = Visitor(world.app)
    assert [visitor.get(path).status for path in (page, f"{page}/nominate", f"{page}/rows")] == [404] * 3
    assert visitor.get("/en/thamm-2021/delegation/forged").status == 404


def test_a_link_of_one_event_opens_nothing_at_another_and_nobody_elses_person(world: World, event: int) -> None:
    elsewhere = world.event("elsewhere")
    page = page_of(world, make_delegation(world, event))
    other = page_of(world, make_delegation(world, elsewhere), event="elsewhere")
    visitor = Visitor(world.app)
    nominate(page, visitor)
    assert visitor.get(page.replace("thamm-2021", "elsewhere")).status == 404
    assert visitor.get(f"{other}/people/1").status == 404


def test_numbers_beyond_the_database_are_not_found(world: World, event: int) -> None:
    page, organiser = page_of(world, make_delegation(world, event)), world.organiser(event)
    beyond = 2**63
    assert organiser.get(f"{MANAGE}/{beyond}").status == 404
    assert organiser.get(f"{MANAGE.replace('/delegations', '/organisations')}/{beyond}").status == 404
    assert Visitor(world.app).get(f"{page}/people/{beyond}").status == 404


def test_after_the_closing_the_page_can_only_be_looked_at(world: World, event: int) -> None:
    page = page_of(world, make_delegation(world, event, closes_at=now() - timedelta(hours=1)))
    visitor = Visitor(world.app)
    looked = visitor.get(page)
    assert (looked.status, looked.all("main form")) == (200, [])
    closed = visitor.follow(visitor.get(f"{page}/nominate"))
    assert "Nominations are closed: nothing was changed. Write to the organisers." in closed.source


def test_people_without_the_role_do_not_reach_the_organisers_pages(world: World, event: int) -> None:
    make_delegation(world, event)
    for who in (world.member(event, Role.DESK), world.member(event, Role.TRANSLATOR)):
        assert [who.get(path).status for path in (MANAGE, f"{MANAGE}/1", f"{MANAGE}/1/letter")] == [403] * 3


def test_a_withdrawn_nominee_frees_a_place_for_the_waiting_list(world: World) -> None:
    event = world.event(places=1, starts_on=date(2030, 7, 5), ends_on=date(2030, 7, 7))
    page, visitor = page_of(world, make_delegation(world, event)), Visitor(world.app)
    world.deliver()
    nominate(page, visitor)
    [mail] = world.deliver()
    Visitor(world.app).get(f"{link_in(mail)}/change").submit()
    waiting = add(world, event, "late@example.org", state=RegistrationState.WAITLISTED)
    visitor.get(page).submit(form="form[action$='/people/1/withdraw']")
    with world.reading() as session:
        one = session.get_one(Registration, waiting)
        assert one.state == "confirmed" or one.offer_ends_at is not None


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_pages_speak_french_and_arabic(world: World, event: int, language: str) -> None:
    page = page_of(world, make_delegation(world, event, language=ARABIC), language=language)
    visitor, organiser = Visitor(world.app), world.organiser(event)
    nominate(page, visitor)
    paths = [page, f"{page}/nominate", f"{page}/rows", f"{page}/people/1"]
    manage = f"/{language}/thamm-2021/manage/registrations"
    own = [f"{manage}/{one}" for one in ("delegations", "delegations/new", "delegations/1", "delegations/1/change")]
    own += [f"{manage}/organisations{one}" for one in ("", "/new", "/lines", "/1")]
    pages = [visitor.get(path) for path in paths] + [organiser.get(path) for path in own]
    assert [one.status for one in pages] == [200] * len(pages)


def test_the_list_asks_as_often_for_thirty_delegations_as_for_three(world: World, event: int) -> None:
    organiser = world.organiser(event)
    asked = []
    for count in (3, 27):
        for number in range(count):
            name = f"Ministry {count} {number}"
            organisation = make_organisation(world, event, name)
            page = page_of(world, make_delegation(world, event, organisation=organisation))
            nominate(page, Visitor(world.app), email=f"a{count}{number}@example.org")
        with count_queries(world.app) as queries:
            assert len(organiser.get(MANAGE).all("tbody tr")) == (3 if count == 3 else 30)
        with count_queries(world.app) as registry:
            assert organiser.get("/en/thamm-2021/manage/registrations/organisations").status == 200
        asked.append((len(queries), len(registry)))
    assert asked[0] == asked[1]
    assert max(asked[0]) <= 12


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        ("Nom\tPrénom\tCourriel\tGroupe", "Testi\tAmel\tamel@example.org\tTravailleurs"),
        ("Nom\tAdresse électronique\tMandant\tOrganisme", "Amel Testi\tamel@example.org\tSyndicat\tUGTT"),
        ("الاسم الكامل\tالبريد الإلكتروني\tالفئة\tالبلد", "Amel Testi\tamel@example.org\tالأجراء\tتونس"),
        ("Participant\tE-mail\tE-mail address\tGroup", "Amel Testi\t\tamel@example.org\tTrade union"),
    ],
)
def test_pasted_headings_and_words_are_those_that_lists_understand(
    world: World, event: int, headings: str, row: str
) -> None:
    page, visitor = page_of(world, make_delegation(world, event)), Visitor(world.app)
    pasted = f"{headings}\n{row}"
    assert visitor.get(f"{page}/rows").submit(rows=pasted).submit(step="nominate").status == 302
    assert [(one[0], one[1]) for one in nominees(world)] == [("Amel Testi", "workers")]


def test_pasted_rows_without_headings_come_in_the_order_that_the_page_names(world: World, event: int) -> None:
    page, visitor = page_of(world, make_delegation(world, event)), Visitor(world.app)
    pasted = "السيدة;أمل التستي;Amel Testi;amel@example.org;Director;gov;Tunisie;arabe"
    assert visitor.get(f"{page}/rows").submit(rows=pasted).submit(step="nominate").status == 302
    with world.reading() as session:
        one = session.scalars(select(Registration)).one()
        assert (one.title, one.native_name, one.latin_name, one.category, one.country, one.language_code) == (
            "ms",
            "أمل التستي",
            "Amel Testi",
            "government",
            "TN",
            "ar",
        )
