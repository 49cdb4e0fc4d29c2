"""Sealed lists: numbered without a gap, whole to the last byte, checked by their holders, replaced, never changed."""

from __future__ import annotations

import io
import json
import threading
from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from conference.attendance import service
from conference.attendance.evidence.seals import digest_of, written
from conference.attendance.models import Attendance, SealedFile, SealedList
from conference.core.storage import storage
from conference.events.models import Role
from conference.registration.models import Registration
from conference.registration.service import erase
from tests.client import Page, Visitor
from tests.made.agenda import make_session
from tests.made.attendance import mark
from tests.made.registration import add
from tests.made.sealed import LISTS, press_seal, seal, sealed
from tests.world import World

pytestmark = pytest.mark.databases

CHECK = "/en/thamm-2021/attendance-lists"
SEALED = "/en/thamm-2021/manage/attendance/sealed"


@pytest.fixture
def people(world: World) -> dict[str, int]:
    """Leila and Jean were at the first session, Leila at the second."""
    event = world.event()
    first = make_session(world, event, "D1-01")
    second = make_session(world, event, "D1-02", hours=("11:00", "12:00"))
    leila = add(world, event, "leila@example.org", native_name="ليلى بن علي", latin_name="Leila Ben Ali")
    jean = add(world, event, "jean@example.org", native_name="Jean Martin", country="FR")
    mark(world, first, leila)
    mark(world, first, jean)
    mark(world, second, leila)
    return {"event": event, "first": first, "second": second, "leila": leila, "jean": jean}


def pdf_of(world: World, number: int = 1, language: str = "en") -> bytes:
    """The file as it is stored."""
    one = next(one for one in sealed(world) if one.number == number)
    found = next(file for file in one.files if file.language_code == language)
    with world.app.app_context():
        return b"".join(storage().read(found.sha256))


def by_code(visitor: Visitor, number: int | str, code: str) -> Page:
    return visitor.get(f"{CHECK}?number={number}&code={code}")


def by_file(visitor: Visitor, content: bytes) -> Page:
    token = visitor.get(CHECK).values("form[method=post]")["csrf_token"]
    return visitor.post(CHECK, {"csrf_token": token, "file": (io.BytesIO(content), "list.pdf")})


def verdict(page: Page) -> str:
    return page.texts(".notice p strong")[0]


def test_what_sealing_means_is_said_before_and_then_it_is_kept(world: World, people: dict[str, int]) -> None:
    organiser = world.organiser(people["event"])
    page = organiser.get(f"{LISTS}/2021-07-05/seal")
    assert sealed(world) == [], "looking seals nothing"
    assert page.texts("h2")[-1] == "What sealing means"
    answer = press_seal(organiser)
    assert answer.location == f"{SEALED}/1"
    (one,) = sealed(world)
    assert (one.number, one.edition, one.day, one.session_code, one.people) == (1, 1, date(2021, 7, 5), "", 2)
    assert one.sha256 == digest_of(one.data)
    data = json.loads(one.data)
    assert [(row["name"], row["latin"], row["minutes"], row["sessions"]) for row in data["people"]] == [
        ("Jean Martin", "", 90, 1),
        ("ليلى بن علي", "Leila Ben Ali", 150, 2),
    ]
    assert data["event"]["donor"]["fr"] == "Financé par l’Union européenne"
    assert "email" not in data["people"][0], "what the event does not ask for is not kept"


def test_the_files_are_made_in_each_language_after_the_commit(world: World, people: dict[str, int]) -> None:
    organiser = world.organiser(people["event"])
    press_seal(organiser, "D1-01")
    assert sealed(world)[0].files == []
    assert organiser.get(f"{SEALED}/1").texts(".button") == []
    world.deliver()
    world.deliver()
    assert [one.language_code for one in sealed(world)[0].files] == ["en", "fr", "ar"]
    got = organiser.get(f"{SEALED}/1/fr.pdf")
    assert (got.status, got.response.data) == (200, pdf_of(world, language="fr"))
    assert got.response.data.startswith(b"%PDF-")
    assert organiser.get(f"{SEALED}/1.xlsx").status == 200


def test_its_holder_checks_it_by_number_and_code_and_learns_no_name(
    world: World, people: dict[str, int], visitor: Visitor
) -> None:
    press_seal(world.organiser(people["event"]), "D1-01")
    code = written(sealed(world)[0].code)
    for typed in (code, code.lower().replace("-", " "), code.replace("-", "")):
        page = by_code(visitor, "١", typed)
        assert verdict(page) == "There is a sealed list with this number and this code."
    facts = dict(zip(page.texts("dt"), page.texts("dd"), strict=True))
    assert facts["List no."] == "1"
    assert facts["Day or session"] == "Title D1-01 D1-01, Monday 5 July 2021"
    assert (facts["Edition"], facts["People on the list"]) == ("1", "2")
    assert page.response.headers["Cache-Control"] == "no-store"
    for name in ("Leila", "Jean", "ليلى"):
        assert name not in page.source


def test_one_letter_of_the_code_is_noticed(world: World, people: dict[str, int], visitor: Visitor) -> None:
    press_seal(world.organiser(people["event"]))
    code = sealed(world)[0].code
    for at, letter in enumerate(code):
        other = "B" if letter == "A" else "A"
        page = by_code(visitor, 1, code[:at] + other + code[at + 1 :])
        assert verdict(page) == "Not confirmed"
    for number, typed in ((2, code), ("x" * 9, code), (10**8, code), (1, code[:-1]), (1, code + "A")):
        assert verdict(by_code(visitor, number, typed)) == "Not confirmed"
    page = by_code(visitor, "", code)
    assert (page.status, page.errors) == (422, ["Type the number that is printed on the list."])


def test_the_pdf_is_known_and_one_byte_of_it_is_noticed(world: World, people: dict[str, int], visitor: Visitor) -> None:
    press_seal(world.organiser(people["event"]))
    world.deliver()
    for language in ("en", "fr", "ar"):
        content = pdf_of(world, language=language)
        assert verdict(by_file(visitor, content)) == "This PDF is unaltered."
        at = len(content) // 2
        altered = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        assert verdict(by_file(visitor, altered)) == "Not confirmed"
    page = visitor.get(CHECK).submit("form[method=post]")
    assert (page.status, page.errors) == (422, ["Choose a file."])


@pytest.mark.parametrize(
    "alteration",
    [
        {"data": "one byte"},
        {"data": "one byte", "sha256": "to fit"},
        {"sha256": "0" * 64},
        {"code": "A" * 16},
    ],
)
def test_altering_what_is_stored_is_noticed(
    world: World, people: dict[str, int], visitor: Visitor, alteration: dict[str, Any]
) -> None:
    organiser = world.organiser(people["event"])
    press_seal(organiser)
    world.deliver()
    (one,) = sealed(world)
    printed, content = one.code, pdf_of(world)
    values = dict(alteration)
    if "data" in values:
        values["data"] = one.data.replace('"minutes":90', '"minutes":91')
        assert values["data"] != one.data
    if values.get("sha256") == "to fit":
        values["sha256"] = digest_of(values["data"])
    with world.writing() as database:
        database.execute(update(SealedList).values(**values))
    expected = "Not confirmed" if "code" in values else "The list that is kept here was altered"
    assert verdict(by_code(visitor, 1, printed)) == expected
    assert verdict(by_file(visitor, content)) == "The list that is kept here was altered"
    assert organiser.get(f"{SEALED}/1").texts(".notice--brick strong") == ["This list was altered"]


def test_a_correction_is_another_edition_that_names_the_old(
    world: World, people: dict[str, int], visitor: Visitor
) -> None:
    organiser = world.organiser(people["event"])
    press_seal(organiser, "D1-02")
    first = sealed(world)[0].data
    same = press_seal(organiser, "D1-02")
    assert same.location == f"{SEALED}/1"
    assert len(sealed(world)) == 1, "sealing what did not change makes no edition"
    mark(world, people["second"], people["jean"])
    assert press_seal(organiser, "D1-02").location == f"{SEALED}/2"
    one, two = sealed(world)
    assert (one.data, two.edition, two.replaces_id) == (first, 2, one.id)
    assert json.loads(two.data)["replaces"] == 1
    page = by_code(visitor, 1, one.code)
    assert "A later edition replaced it: list no. 2" in page.text
    assert "No later edition exists." in by_code(visitor, 2, two.code).text


def test_numbers_have_no_gap_and_each_event_its_own(world: World, people: dict[str, int]) -> None:
    other = world.event("elsewhere")
    mark(world, make_session(world, other, "X1"), add(world, other, "sara@example.org"))
    organiser = world.organiser(people["event"])
    names = ["D1-01", "D1-02", "2021-07-05"]
    pages = [organiser.get(f"{LISTS}/{name}/seal") for name in names]
    threads = [
        threading.Thread(target=page.submit, args=(f"form[action='{LISTS}/{name}/seal']",))
        for name, page in zip(names, pages, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal(world, other, "X1")
    assert [(one.event_id, one.number) for one in sealed(world)] == [
        (people["event"], 1),
        (people["event"], 2),
        (people["event"], 3),
        (other, 1),
    ]


def test_two_who_seal_the_same_list_at_once_make_one(world: World, people: dict[str, int]) -> None:
    path = f"{LISTS}/D1-01/seal"
    pages = [world.organiser(people["event"], f"{name}@example.org").get(path) for name in ("one", "two", "three")]
    threads = [threading.Thread(target=page.submit, args=(f"form[action='{path}']",)) for page in pages]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(one.number, one.edition) for one in sealed(world)] == [(1, 1)]


def test_nobody_there_is_nothing_to_seal(world: World) -> None:
    event = world.event()
    make_session(world, event)
    organiser = world.organiser(event)
    assert organiser.get(f"{LISTS}/D1-01/seal").all(f"form[action='{LISTS}/D1-01/seal']") == []
    with pytest.raises(service.NobodyToList):
        seal(world, event, "D1-01")


def test_erased_people_stay_on_what_was_sealed_and_not_on_what_is_sealed_after(
    world: World, people: dict[str, int]
) -> None:
    organiser = world.organiser(people["event"])
    press_seal(organiser, "D1-01")
    with world.writing() as database:
        erase(database, database.get_one(Registration, people["jean"]), by=None)
    press_seal(organiser, "D1-01")
    one, two = (json.loads(found.data)["people"] for found in sealed(world))
    assert [row["name"] for row in one] == ["Jean Martin", "ليلى بن علي"]
    assert [row["name"] for row in two] == ["ليلى بن علي", ""]
    assert [row["minutes"] for row in two] == [90, 90]
    assert two[1]["code"] == ""


@pytest.mark.parametrize("role", [Role.DESK, Role.TRANSLATOR])
def test_lists_are_the_organisers_business(world: World, people: dict[str, int], role: Role) -> None:
    press_seal(world.organiser(people["event"]))
    world.deliver()
    member = world.member(people["event"], role)
    for path in (
        LISTS,
        f"{LISTS}/D1-01",
        f"{LISTS}/D1-01/seal",
        f"{LISTS}/D1-01/present.pdf",
        f"{LISTS}/D1-01/sign.xlsx",
        f"{SEALED}/1",
        f"{SEALED}/1/en.pdf",
        f"{SEALED}/1.xlsx",
    ):
        assert member.get(path).status == 403
    other = world.organiser(world.event("elsewhere"), "other@example.org")
    assert other.get(f"{SEALED}/1/en.pdf").status == 403
    assert other.get("/en/elsewhere/manage/attendance/sealed/1").status == 404


def test_a_list_of_one_event_is_unknown_at_another(world: World, people: dict[str, int], visitor: Visitor) -> None:
    press_seal(world.organiser(people["event"]))
    world.event("elsewhere")
    code = sealed(world)[0].code
    assert verdict(visitor.get(f"/en/elsewhere/attendance-lists?number=1&code={code}")) == "Not confirmed"


def test_rows_of_files_are_one_per_language(world: World, people: dict[str, int]) -> None:
    press_seal(world.organiser(people["event"]))
    world.deliver()
    assert world.count(SealedFile) == 3
    assert world.count(Attendance) == 3
