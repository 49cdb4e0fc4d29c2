"""Our template: downloaded filled with the draft, changed in a spreadsheet, sent again."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from conference.agenda.models import Presentation, Session, Speaker
from conference.agenda.queries import whole_sessions_of
from conference.core.languages import ARABIC, ENGLISH, FRENCH
from conference.core.translated import State
from conference.core.xlsx_rows import sheet_names, sheet_rows
from conference.events.models import Event
from tests.client import Page, Visitor
from tests.made.agenda import (
    change,
    give_role,
    make_presentation,
    make_room,
    make_session,
    make_speaker,
    make_track,
    publish,
)
from tests.made.agenda_files import APPLY, IMPORTS, look, take_over, template
from tests.world import World, in_three

NOTHING_CHANGES = "Nothing changes: the draft says all of this already."
Sheets = dict[str, list[list[Any]]]


@pytest.fixture
def event(world: World) -> int:
    """An agenda of two sessions with a room, a track, a talk and three roles."""
    event_id = world.event()
    room, track = make_room(world, event_id), make_track(world, event_id)
    one = make_session(world, event_id, room_id=room, track_id=track, capacity=80)
    make_session(
        world,
        event_id,
        "D1-02",
        hours=None,
        abstract=in_three("One\n\nTwo", "Un", "واحد"),
        title=in_three("=1+1", "Titre : deux", "عنوان: اثنان"),
    )
    talk = make_presentation(world, one)
    leila, omar = make_speaker(world, event_id), make_speaker(world, event_id, "omar", latin_name="Omar")
    give_role(world, one, omar, "moderator")
    give_role(world, one, leila, "speaker", talk)
    return event_id


@pytest.fixture
def organiser(world: World, event: int) -> Visitor:
    return world.organiser(event)


def download(organiser: Visitor, language: str = "en") -> bytes:
    answer = organiser.get(f"{IMPORTS.replace('/en/', f'/{language}/')}/template.xlsx")
    assert answer.response.mimetype.endswith("spreadsheetml.sheet")
    return answer.response.data


def tables(body: bytes, tmp_path: Any) -> Sheets:
    """The cells of each sheet by its name."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(body)
    with path.open("rb") as stream:
        names = sheet_names(stream)
        return {
            name: [cells for _line, cells in sheet_rows(stream, at, columns=100, longest=10_000)]
            for at, name in enumerate(names)
        }


def written(sheets: Sheets) -> bytes:
    return template(**{name.partition(" ")[0].lower(): rows for name, rows in sheets.items()})


def at(rows: list[list[Any]], heading: str) -> int:
    return int(rows[0].index(heading))


def send_again(organiser: Visitor, sheets: Sheets, **chosen: str) -> Page:
    return look(organiser, written(sheets), name="agenda.xlsx", **chosen)


def drafted(world: World) -> dict[str, Session]:
    with world.reading() as database:
        return {one.code: one for one in whole_sessions_of(database, database.scalars(select(Event.id)).one())}


def notice(page: Page) -> str:
    return page.texts(".notice")[-1]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_what_is_sent_back_unchanged_changes_nothing(organiser: Visitor, language: str) -> None:
    page = look(organiser, download(organiser, language), name="agenda.xlsx")
    assert page.texts(".notice") == [NOTHING_CHANGES]
    assert page.texts("nav[aria-label='Sessions to show'] > *") == ["Unchanged (2)"]


def test_the_template_holds_every_language_and_all_that_it_says(organiser: Visitor, tmp_path: Any) -> None:
    sheets = tables(download(organiser), tmp_path)
    assert list(sheets) == ["Sessions", "Presentations", "Speakers", "Roles in sessions"]
    rows = sheets["Sessions"]
    assert rows[0][:6] == ["Code", "Kind of session", "Title – English", "Title – Français", "Title – العربية", "Day"]
    assert dict(zip(rows[0], rows[1], strict=True)) | {"Key: leave as it is": ""} == {
        "Code": "D1-01",
        "Kind of session": "Plenary",
        "Title – English": "Title D1-01",
        "Title – Français": "Titre D1-01",
        "Title – العربية": "عنوان D1-01",
        "Day": "2021-07-05",
        "Starts at": "09:00",
        "Day of the end, if another": "",
        "Ends at": "10:30",
        "Room – English": "Hall",
        "Room – Français": "Hall (français)",
        "Room – العربية": "Hall (عربي)",
        "Track – English": "Theme",
        "Track – Français": "Theme (français)",
        "Track – العربية": "Theme (عربي)",
        "Languages of the floor": "English",
        "Interpretation into": "French, Arabic",
        "Capacity": "80",
        "Description – English": "Abstract D1-01",
        "Description – Français": "Résumé D1-01",
        "Description – العربية": "ملخص D1-01",
        "Key: leave as it is": "",
    }
    assert sheets["Roles in sessions"][1:] == [["D1-01", "", "omar", "Moderator"], ["D1-01", "1", "benali", "Speaker"]]
    assert "private.example.org" not in str(sheets)


def test_rows_that_change_and_rows_that_are_added_are_taken_over(
    world: World, organiser: Visitor, tmp_path: Any
) -> None:
    sheets = tables(download(organiser), tmp_path)
    rows = sheets["Sessions"]
    rows[1][at(rows, "Title – Français")] = "Titre nouveau"
    rows[1][at(rows, "Capacity")] = 90
    new: list[Any] = [""] * len(rows[0])
    for heading, cell in {
        "Code": "D2-01",
        "Kind of session": "panel",
        "Title – English": "New",
        "Title – العربية": "جديد",
        "Day": "٢٠٢١-٠٧-٠٦",
        "Starts at": "9h30",
        "Ends at": "11:00",
        "Room – English": "Annex",
        "Languages of the floor": "français ; العربية",
    }.items():
        new[at(rows, heading)] = cell
    rows.append(new)
    sheets["Presentations"].append(["D2-01", 1, "A new talk", "", "", 15, ""])
    sheets["Speakers"].append(["zoe", "Dr", "Zoé", "", "Researcher", "", "", "", "", "", "", "", ""])
    sheets["Roles in sessions"] += [["D2-01", "", "benali", "Chair"], ["D2-01", 1, "zoe", "Panellist"]]
    page = send_again(organiser, sheets)
    assert notice(page) == "Nothing is taken over yet. Sessions: 1 new, 1 to change, 1 unchanged."
    assert page.texts("tbody td li") == [
        "Capacity 90 instead of 80",
        "Title (French) Titre nouveau instead of Titre D1-01",
    ]
    organiser.follow(page.submit(APPLY))
    draft = drafted(world)
    old, new_one = draft["D1-01"], draft["D2-01"]
    assert (old.title.text(FRENCH), old.title.state(FRENCH), old.title.state(ARABIC), old.capacity) == (
        "Titre nouveau",
        State.TRANSLATED,
        State.TRANSLATED,
        90,
    )
    assert (new_one.type, new_one.floor_codes, new_one.starts_at, new_one.import_key) == (
        "panel",
        ["fr", "ar"],
        datetime(2021, 7, 6, 8, 30, tzinfo=UTC),
        None,
    )
    assert [(talk.title.text(ENGLISH), talk.minutes) for talk in new_one.presentations] == [("A new talk", 15)]
    assert [(role.speaker.code, role.role, role.presentation_id is None) for role in new_one.roles] == [
        ("benali", "chair", True),
        ("zoe", "panellist", False),
    ]
    with world.reading() as database:
        zoe = database.scalars(select(Speaker).where(Speaker.code == "zoe")).one()
        assert (zoe.honorific, zoe.native_name, zoe.function.text(ENGLISH)) == ("Dr", "Zoé", "Researcher")
    assert notice(send_again(organiser, sheets)) == NOTHING_CHANGES
    assert look(organiser, download(organiser), name="agenda.xlsx").texts(".notice") == [NOTHING_CHANGES]


def test_an_empty_cell_and_a_missing_sheet_change_nothing(world: World, organiser: Visitor, tmp_path: Any) -> None:
    rows = tables(download(organiser), tmp_path)["Sessions"]
    kept = [
        [cell if heading in ("Code", "Title – English") else "" for heading, cell in zip(rows[0], row, strict=False)]
        for row in rows[1:]
    ]
    assert notice(send_again(organiser, {"Sessions": [rows[0], *kept]})) == NOTHING_CHANGES
    assert world.count(Presentation) == 1


def test_a_session_is_found_by_its_key_though_its_code_changes(world: World, organiser: Visitor, tmp_path: Any) -> None:
    sheets = tables(download(organiser), tmp_path)
    for name in ("Sessions", "Presentations", "Roles in sessions"):
        for row in sheets[name][1:]:
            row[0] = row[0].replace("D1-01", "OPENING")
    ids = {code: one.id for code, one in drafted(world).items()}
    take_over(organiser, written(sheets), name="agenda.xlsx")
    assert {code: one.id for code, one in drafted(world).items()} == {"OPENING": ids["D1-01"], "D1-02": ids["D1-02"]}


def test_a_template_of_another_event_makes_the_same_agenda_there(
    world: World, organiser: Visitor, tmp_path: Any
) -> None:
    body = download(organiser)
    other = world.event("elsewhere")
    visitor = world.organiser(other, "elsewhere@example.org")
    path = IMPORTS.replace("thamm-2021", "elsewhere")
    for expected in ("Nothing is taken over yet. Sessions: 2 new, 0 to change, 0 unchanged.", NOTHING_CHANGES):
        sent = visitor.get(path).submit(file=(io.BytesIO(body), "agenda.xlsx"))
        page = visitor.get(sent.location)
        assert notice(page) == expected
        if page.all(APPLY):
            visitor.follow(page.submit(APPLY))
    assert world.count(Session) == 4


HEADINGS = ["Code", "Title – English", "Day", "Starts at", "Ends at"]
GOOD = ["D9-01", "A title", "2021-07-06", "09:00", "10:00"]


@pytest.mark.parametrize(
    ("column", "cell", "sentence"),
    [
        ("Code", "é 1", "Use Latin letters, digits and hyphens only, for example D1-03."),
        ("Code", "", "Enter a code, for example D1-03."),
        ("Title – English", "", "The title is missing."),
        ("Day", "tomorrow", "“\u2068tomorrow\u2069” is no day. Write year-month-day, for example 2021-07-05."),
        ("Day", "", "Enter the day and both hours, or neither hour."),
        ("Starts at", "25:00", "“\u206825:00\u2069” is no hour. Write it as 09:30."),
        ("Ends at", "", "Enter the day and both hours, or neither hour."),
        ("Ends at", "08:00", "The end must come after the start."),
        ("Kind of session", "Party", "We know no kind of session “\u2068Party\u2069”."),
        (
            "Languages of the floor",
            "English, Klingon",
            "We know no language “\u2068Klingon\u2069”: write English, French or Arabic.",
        ),
        ("Capacity", "many", "Enter a whole number from 1 to 100000."),
    ],
)
def test_what_is_wrong_stands_with_its_row(organiser: Visitor, column: str, cell: str, sentence: str) -> None:
    headings = HEADINGS if column in HEADINGS else [*HEADINGS, column]
    bad = [cell if heading == column else value for heading, value in zip(headings, [*GOOD, ""], strict=False)]
    bad[0] = bad[0].replace("D9-01", "D9-02")
    page = send_again(organiser, {"Sessions": [headings, [*GOOD, *[""] * (len(headings) - 5)], bad]})
    assert (page.texts("tbody th")[0], page.texts("td[data-label='What is wrong']")) == ("3", [sentence])
    assert page.all(APPLY) == []


def test_what_is_wrong_in_the_other_sheets_stands_with_its_row(organiser: Visitor) -> None:
    page = send_again(
        organiser,
        {
            "Sessions": [HEADINGS, GOOD],
            "Presentations": [
                ["Code of the session", "Number", "Title – English", "Minutes"],
                ["D0", 1, "Lost", ""],
                ["D9-01", 1, "First", "long"],
                ["D9-01", 1, "Again", ""],
            ],
            "Speakers": [["Code", "Full name"], ["zoe", "Zoé"], ["zoe", "Zoé"], ["nobody", ""]],
            "Roles": [
                ["Code of the session", "Number of the presentation, if in one", "Code of the speaker", "Role"],
                ["D9-01", "", "nowhere", "Speaker"],
                ["D9-01", 4, "zoe", "Speaker"],
                ["D9-01", "", "zoe", "Dictator"],
                ["D9-01", "", "zoe", "Speaker"],
                ["D9-01", "", "zoe", "Speaker"],
            ],
        },
    )
    assert list(zip(page.texts("tbody th")[:9], page.texts("td[data-label='What is wrong']"), strict=True)) == [
        ("3", "The same stands on line 2 already."),
        ("4", "The name is missing."),
        ("2", "No session of this file has the code “\u2068D0\u2069”."),
        ("3", "Enter a whole number from 1 to 600."),
        ("4", "Another presentation of this session has this number."),
        ("2", "No speaker of this file has the code “\u2068nowhere\u2069”."),
        ("3", "The session has no presentation with the number “\u20684\u2069”."),
        ("4", "We know no role “\u2068Dictator\u2069”."),
        ("6", "This person has this role already. Choose another person or role."),
    ]


def test_the_code_of_a_published_session_stays(world: World, event: int, organiser: Visitor, tmp_path: Any) -> None:
    publish(world, event)
    sheets = tables(download(organiser), tmp_path)
    sheets = {"Sessions": sheets["Sessions"]}
    sheets["Sessions"][1][0] = "OTHER"
    page = send_again(organiser, sheets)
    assert page.texts("td[data-label='What is wrong']") == ["This session is published: its code stays as it is."]


def test_a_night_and_an_hour_that_comes_twice_are_unchanged(world: World, event: int, organiser: Visitor) -> None:
    with world.writing() as database:
        of = database.get_one(Event, event)
        of.zone, of.starts_on, of.ends_on = "Africa/Casablanca", date(2021, 4, 10), date(2021, 4, 12)
    # In Morocco clocks went back on 11 April 2021 at 3:00: 2:30 came twice, first at 1:30 UTC, then at 2:30 UTC.
    make_session(world, event, "TWICE", hours=None, starts_at=utc(11, 2, 30), ends_at=utc(11, 4, 0))
    make_session(world, event, "NIGHT", hours=None, starts_at=utc(10, 22, 0), ends_at=utc(11, 1, 0))
    page = look(organiser, download(organiser), name="agenda.xlsx")
    assert page.texts(".notice") == [NOTHING_CHANGES]


def utc(day: int, hour: int, minute: int) -> datetime:
    return datetime(2021, 4, day, hour, minute, tzinfo=UTC)


def test_rooms_of_one_name_keep_their_sessions(world: World, event: int, organiser: Visitor) -> None:
    change(world, drafted(world)["D1-02"].id, room_id=make_room(world, event))
    page = look(organiser, download(organiser), name="agenda.xlsx")
    assert page.texts(".notice") == [NOTHING_CHANGES]


def test_rows_that_were_deleted_are_sessions_to_take_out(world: World, organiser: Visitor, tmp_path: Any) -> None:
    sheets = {"Sessions": tables(download(organiser), tmp_path)["Sessions"]}
    del sheets["Sessions"][1]
    page = send_again(organiser, sheets)
    assert notice(page) == NOTHING_CHANGES
    page = send_again(organiser, sheets, out="y")
    organiser.follow(page.submit(APPLY))
    assert drafted(world)["D1-01"].starts_at is None
