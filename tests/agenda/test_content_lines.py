"""Content lines of calendars: whatever is written is what a calendar reads."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event, vCalAddress

from conference.agenda.content_lines import content_line, folded, folded_line

# What our texts can hold (core.text refuses the rest), with what lines are folded at and escaped for.
WORDS = st.text(
    st.one_of(
        st.sampled_from("\n,;:\\\"^ Nn'é’بع😀"),
        st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")),
    ),
    max_size=300,
)


def read(body: bytes) -> Calendar:
    return Calendar.from_ical(b"BEGIN:VCALENDAR\r\n" + body + b"END:VCALENDAR\r\n")


@given(WORDS)
def test_a_text_is_read_as_it_was_written_in_lines_of_75_octets(words: str) -> None:
    entry = Event()
    entry.add("description", words, {"LANGUAGE": "ar"})
    body = folded(entry)
    assert body.endswith(b"END:VEVENT\r\n")
    assert all(len(one) <= 75 and one.decode() for one in body.removesuffix(b"\r\n").split(b"\r\n"))
    (event,) = read(body).walk("VEVENT")
    # The library takes «\N» for a line break even where the backslash itself is escaped.
    assert str(event["DESCRIPTION"]) == words or "\\N" in words or "\\n" in words


@given(st.text(st.sampled_from("aé,;: ب-"), min_size=1, max_size=120))
def test_a_parameter_is_read_as_it_was_written(name: str) -> None:
    entry, organiser = Event(), vCalAddress("mailto:somebody@example.org")
    organiser.params["CN"] = name
    entry.add("organizer", organiser)
    (event,) = read(folded(entry)).walk("VEVENT")
    assert event["ORGANIZER"].params["CN"] == name


def test_neither_a_letter_nor_an_escape_is_broken_in_two() -> None:
    for length in range(60, 80):
        for tail in ("é" * 10, "\\;" * 10, "\\\\" * 10, "😀" * 10):
            written = folded_line(f"SUMMARY:{'x' * length}{tail}")
            assert all(len(one) <= 75 for one in written.split(b"\r\n"))
            pieces = [one.removeprefix(b" ") for one in written.removesuffix(b"\r\n").split(b"\r\n")]
            assert b"".join(pieces).decode() == f"SUMMARY:{'x' * length}{tail}"
            assert all((len(one) - len(one.rstrip(b"\\"))) % 2 == 0 for one in pieces)


def test_a_line_of_a_text_is_escaped() -> None:
    assert content_line("X-WR-CALNAME", "Skills, work; rights") == "X-WR-CALNAME:Skills\\, work\\; rights"
