"""Content lines of calendars: whatever is written is what a calendar reads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from conference.agenda.content_lines import instant, line, text

# What our texts can hold (core.text refuses the rest), with what lines are folded at and escaped for.
WORDS = st.text(
    st.one_of(
        st.sampled_from("\n,;:\\\"^ Nn'é’بع😀"),
        st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")),
    ),
    max_size=300,
)


def read(body: bytes) -> Calendar:
    whole = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + body + b"END:VEVENT\r\nEND:VCALENDAR\r\n"
    return Calendar.from_ical(whole)


@given(WORDS)
def test_a_text_is_read_as_it_was_written_in_lines_of_75_octets(words: str) -> None:
    body = line("DESCRIPTION", text(words), {"LANGUAGE": "ar"})
    assert all(len(one) <= 75 for one in body.split(b"\r\n"))
    assert all(one.decode() for one in body.split(b"\r\n")[:-1])
    (event,) = read(body).walk("VEVENT")
    # The library takes «\N» for a line break even where the backslash itself is escaped.
    assert str(event["DESCRIPTION"]) == words or "\\N" in words or "\\n" in words


@given(st.text(st.sampled_from("aé,;: ب-"), min_size=1, max_size=120))
def test_a_parameter_is_read_as_it_was_written(name: str) -> None:
    body = line("ORGANIZER", "mailto:somebody@example.org", {"CN": name})
    (event,) = read(body).walk("VEVENT")
    assert event["ORGANIZER"].params["CN"] == name


def test_quotes_and_carets_of_a_parameter_are_escaped() -> None:
    assert line("ORGANIZER", "mailto:a@example.org", {"CN": 'The "old"\nhouse^'}) == (
        b"ORGANIZER;CN=\"The ^'old^'^nhouse^^\":mailto:a@example.org\r\n"
    )


def test_neither_a_letter_nor_an_escape_is_broken_in_two() -> None:
    for length in range(60, 80):
        for tail in ("é" * 10, "\\;" * 10, "\\\\" * 10, "😀" * 10):
            folded = line("SUMMARY", "x" * length + tail)
            assert all(len(one) <= 75 for one in folded.split(b"\r\n"))
            pieces = [one.removeprefix(b" ") for one in folded.removesuffix(b"\r\n").split(b"\r\n")]
            assert b"".join(pieces).decode() == f"SUMMARY:{'x' * length}{tail}"
            assert all((len(one) - len(one.rstrip(b"\\"))) % 2 == 0 for one in pieces)


def test_instants_are_in_utc() -> None:
    there = datetime(2021, 7, 5, 9, 30, tzinfo=timezone(timedelta(hours=5)))
    assert instant(there) == instant(there.astimezone(UTC)) == "20210705T043000Z"
