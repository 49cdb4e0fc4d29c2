"""The demonstration's content is complete, and well written as far as a machine can tell."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from conference.core.formatting import MONTH_STYLES, format_date
from conference.core.languages import ARABIC, ENGLISH, FRENCH, LANGUAGES, Language
from conference.demonstration import content, reading
from conference.demonstration.library import read_documents

FIRST_DAY = date(2026, 11, 24)
ARABIC_LETTER = "[\u0621-\u063a\u0641-\u064a]"
SLUGS = (
    "tripartite-groups-2021",
    "quebec-2021",
    "esco-2021",
    "iris-2021",
    "rsmms-2021",
    "thamm-2021",
    "thamm-2023",
    "rehearsal",
)


def _in_tables(value: object, place: str, code: str) -> Iterator[tuple[str, str]]:
    """Every string under the key of a language, with its place."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == code and isinstance(inner, str):
                yield place, inner
            elif key != "outdated":
                yield from _in_tables(inner, f"{place}.{key}", code)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _in_tables(inner, f"{place}[{number}]", code)


def _prose(path: Path) -> str:
    """The text of a document without the lines that are only Typst code."""
    code = re.compile(r"#(import|lined|block)\b|\s+(columns|breakable|header):")
    return "\n".join(line for line in path.read_text(encoding="utf-8").splitlines() if not code.match(line))


def texts(language: Language) -> Iterator[tuple[str, str]]:
    """All that is written in a language, with the place that it stands in."""
    for path in sorted(reading.FOLDER.rglob("*.toml")):
        yield from _in_tables(tomllib.loads(path.read_text(encoding="utf-8")), path.name, language.code)
    for path in sorted(reading.FOLDER.glob(f"documents/*.{language}.typ")):
        yield path.name, _prose(path)


def found(pattern: str, language: Language) -> list[tuple[str, str]]:
    """Where a pattern that should not occur does, with what stands around it."""
    return [
        (place, text[max(0, match.start() - 20) : match.end() + 20])
        for place, text in texts(language)
        for match in re.finditer(pattern, text)
    ]


def test_all_events_load_in_order() -> None:
    demonstration = content.load_all(first_day=FIRST_DAY)
    assert tuple(event.slug for event in demonstration.events) == SLUGS
    starts = [event.starts_on for event in demonstration.events]
    assert starts == sorted(starts)
    assert len(demonstration.bodies) == len({body.code for body in demonstration.bodies})


def test_first_conference_is_as_large_as_it_should_be() -> None:
    event = content.load_event("thamm-2021")
    assert (event.starts_on, event.ends_on) == (date(2021, 7, 5), date(2021, 7, 7))
    assert len(event.sessions) == 15
    assert len(event.tracks) == 4
    assert {document.symbol for document in event.documents} == {
        "THAMM/2021/1",
        "THAMM/2021/2",
        "THAMM/2021/3",
        "THAMM/2021/INF/1",
        "THAMM/2021/INF/2",
    }
    assert {document.visibility for document in event.documents} == {"public", "confirmed", "organisers"}
    parallel = [
        (one.code, other.code)
        for one, other in combinations(event.sessions, 2)
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at
    ]
    assert parallel == [("D2-02", "D2-03"), ("D2-05", "D2-06")]


def test_hours_are_local_to_the_event_and_kept_in_utc() -> None:
    opening = content.load_event("thamm-2021").sessions[0]
    assert opening.starts_at == datetime(2021, 7, 5, 9, 0, tzinfo=UTC)
    in_ramadan = content.load_event("esco-2021").sessions[0]
    assert in_ramadan.starts_at == datetime(2021, 4, 22, 10, 0, tzinfo=UTC)


def test_only_the_rehearsal_lacks_translations() -> None:
    missing = {
        (event.slug, session.code, name, language.code)
        for event in content.load_all(first_day=FIRST_DAY).events
        for session in event.sessions
        for name in ("title", "abstract")
        for language in LANGUAGES
        if (text := getattr(session, name)) is not None and language not in text
    }
    assert missing == {
        ("rehearsal", code, name, language)
        for code in ("R1-05", "R2-02")
        for name in ("title", "abstract")
        for language in ("fr", "ar")
    }


def test_one_french_translation_is_out_of_date() -> None:
    outdated = {
        (session.code, name, language.code)
        for session in content.load_event("rehearsal", first_day=FIRST_DAY).sessions
        for name in ("title", "abstract")
        for language in getattr(session, name).made_from
    }
    assert outdated == {("R1-03", "abstract", "fr")}
    session = next(each for each in content.load_event("rehearsal").sessions if each.code == "R1-03")
    assert session.abstract is not None
    assert session.abstract.made_from[FRENCH] != session.abstract[ENGLISH]


def test_rehearsal_begins_on_the_first_day_and_always_has_a_session() -> None:
    event = content.load_event("rehearsal", first_day=FIRST_DAY)
    assert (event.starts_on, event.ends_on) == (FIRST_DAY, FIRST_DAY + timedelta(days=2))
    midnight = datetime.combine(FIRST_DAY, datetime.min.time(), tzinfo=ZoneInfo(event.zone))
    for hour in range(72):
        instant = midnight + timedelta(hours=hour, minutes=30)
        assert any(session.starts_at <= instant < session.ends_at for session in event.sessions), instant


@pytest.mark.parametrize("slug", SLUGS)
def test_agenda_fits_its_event(slug: str) -> None:
    event = content.load_event(slug, first_day=FIRST_DAY)
    zone = ZoneInfo(event.zone)
    for session in event.sessions:
        assert event.starts_on <= session.starts_at.astimezone(zone).date()
        assert (session.ends_at - timedelta(minutes=1)).astimezone(zone).date() <= event.ends_on
    for one, other in combinations(event.sessions, 2):
        if one.starts_at < other.ends_at and other.starts_at < one.ends_at:
            assert one.room != other.room
            if slug != "rehearsal":
                assert not _people(one) & _people(other), f"{one.code} and {other.code} share a speaker"


def _people(session: content.Session) -> set[str]:
    presented = {speaker for presentation in session.presentations for speaker in presentation.speakers}
    return presented | {appearance.speaker for appearance in session.appearances}


def test_every_address_is_an_example() -> None:
    for event in content.load_all(first_day=FIRST_DAY).events:
        assert all(contact.email.endswith("@example.org") for contact in event.contacts)
        for room in event.rooms:
            assert room.is_online == (room.address is not None)
            assert room.address is None or room.address.startswith("https://meet.example.org/")


def test_arabic_is_written_in_arabic_letters() -> None:
    without = [(place, text) for place, text in texts(ARABIC) if not re.search(ARABIC_LETTER, text)]
    latin = {"Enabel", "GIZ", "RSMMS", "Certif-ID"}
    assert {text for _, text in without} == latin
    assert {place.rpartition(".")[2] for place, _ in without} == {"acronym"}


def test_arabic_has_its_own_punctuation_and_digits_of_the_house() -> None:
    assert not found(rf"{ARABIC_LETTER}[»)]?\s?[,;?]|[,;?]\s?{ARABIC_LETTER}", ARABIC)
    assert not found("\u0640", ARABIC), "tatweel"
    assert not found("[٠-٩۰-۹]", ARABIC)
    assert not found("[\ufb50-\ufdff\ufe70-\ufeff]", ARABIC), "presentation forms"
    assert not found(r"\s[،؛؟:.]", ARABIC)


@pytest.mark.parametrize("slug", SLUGS)
def test_arabic_months_are_those_of_the_events_style(slug: str) -> None:
    event = content.load_event(slug, first_day=FIRST_DAY)
    written = [event.title, event.summary, *(session.abstract for session in event.sessions if session.abstract)]
    arabic = [text[ARABIC] for text in written if ARABIC in text]
    arabic += [
        (reading.FOLDER / f"documents/{document.key}.ar.typ").read_text(encoding="utf-8")
        for document in event.documents
        if ARABIC in document.languages
    ]
    months = {
        style: {format_date(date(2021, month, 1), ARABIC, style, "MMMM") for month in range(1, 13)}
        for style in MONTH_STYLES
    }
    foreign = set().union(*months.values()) - months[event.month_style]
    assert not [month for month in foreign for text in arabic if re.search(rf"\b{month}\b", text)]


def test_french_has_no_break_spaces() -> None:
    assert not found(r"(?<![\u00a0\u202f])[;?!»]", FRENCH)
    assert not found(r"(?<!\u00a0):(?=[\s*]|$)", FRENCH)
    assert not found(r"«(?!\u00a0)", FRENCH)


def test_apostrophes_are_typographic() -> None:
    assert not [hit for language in (ENGLISH, FRENCH) for hit in found(r"\w'", language)]


def test_no_text_holds_what_a_form_would_refuse() -> None:
    for language in LANGUAGES:
        assert not found("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", language), "controls of direction"
        for place, text in texts(language):
            assert text == unicodedata.normalize("NFC", text), place


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (('title.ar = "افتتاح المؤتمر"\n', ""), "title is missing in ar"),
        (('speaker = "moderator-ilo"', 'speaker = "nobody"'), "speaker is unknown: 'nobody'"),
        (('body = "ilo"', 'body = "olo"'), "body is unknown: 'olo'"),
        (('room = "plenary"', 'room = "cellar"'), "room is unknown: 'cellar'"),
        (('ends = "10:45"', 'ends = "09:45"'), "it ends before it starts"),
        (('ends = "10:45"', 'ends = "11:00"'), "D1-01 and D1-02 share the room plenary"),
        (("date = 2021-07-05", "date = 2021-07-08"), "2021-07-08 lies outside the event"),
        (('code = "D1-01"', 'code = "D1-02"'), "the code D1-02 is used twice"),
        (('type = "opening"', 'type = "opening"\nrooom = "x"'), "rooom is not known here"),
        (('type = "opening"', 'type = "opening"\ngaps = ["title.fr"]'), "title.fr should not be there"),
    ],
)
def test_a_mistake_is_named(
    change: tuple[str, str], problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = (reading.FOLDER / "agendas/thamm-2021.toml").read_text(encoding="utf-8")
    assert change[0] in original
    faulty = tmp_path / "faulty.toml"
    faulty.write_text(original.replace(*change, 1), encoding="utf-8")
    parsed = reading._parsed
    monkeypatch.setattr(
        reading, "_parsed", lambda path, name: parsed(faulty if name == "agendas/thamm-2021.toml" else path, name)
    )
    with pytest.raises(reading.ContentError) as caught:
        content.load_event("thamm-2021")
    assert caught.value.problem == problem
    assert "agendas/thamm-2021.toml" in str(caught.value)


def test_a_document_of_an_unknown_session_is_named() -> None:
    with pytest.raises(reading.ContentError, match="sessions names an unknown 'D1-02'"):
        read_documents("thamm-2021", ["D1-01"])
