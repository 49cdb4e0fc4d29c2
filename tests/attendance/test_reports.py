"""Reports of Zoom and Teams: every stay and every total as a person would take them from the file by hand."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from conference.attendance.reports.reading import (
    CutOff,
    NobodyThere,
    NoHours,
    NoReport,
    Program,
    UnreadableHour,
)
from conference.attendance.reports.stays import Stay, merged, total_seconds
from conference.attendance.reports.times import DateOrder, read_duration, read_instant
from tests.made.reports import PREAMBLE_EN, PREAMBLE_FR, ZOOM_EN, ZOOM_FR, read, zoom

FIXTURE = "attendance/teams_v2_en_pseudonymised_14-11-22.csv"


def at(hour: str, day: int = 14) -> datetime:
    return datetime.fromisoformat(f"2022-11-{day:02} {hour}")


def test_the_fixture_of_teams_equals_a_table_made_by_hand(shared_data: Path) -> None:
    report = read((shared_data / FIXTURE).read_bytes())
    assert report.program == Program.TEAMS
    assert report.orders == [DateOrder.DAY_FIRST]
    found = [
        (one.name, one.email, one.read(DateOrder.DAY_FIRST), total_seconds(one.read(DateOrder.DAY_FIRST)), one.stated)
        for one in report.visitors
    ]
    assert found == [
        ("Amina EL FASSI", "participant1@example.org", [Stay(at("09:30:46"), at("09:50:12"))], 1166, 1166),
        ("BEN SALAH, Karim", "participant2@example.org", [Stay(at("09:30:52"), at("09:50:12"))], 1160, 1160),
        ("Youssef Hassan", "participant3@example.org", [Stay(at("09:30:52"), at("09:50:14"))], 1162, 1161),
        ("Élodie Dubois", "participant4@example.org", [Stay(at("09:30:52"), at("09:50:11"))], 1159, 1158),
        ("محمد عبد الله", "participant5@example.org", [Stay(at("09:31:19"), at("09:50:09"))], 1130, 1130),
        ("O'Neil, Zoé", "participant6@example.org", [Stay(at("09:32:28"), at("09:50:10"))], 1062, 1061),
        ("SMITH JOHN", "participant7@example.org", [Stay(at("09:35:21"), at("09:50:12"))], 891, 890),
    ]
    assert [one.differs_by(DateOrder.DAY_FIRST) for one in report.visitors] == [0] * 7


@pytest.mark.parametrize("preamble", ["", PREAMBLE_EN, PREAMBLE_FR])
@pytest.mark.parametrize("head", [ZOOM_EN, ZOOM_FR, ZOOM_FR.replace("\u2019", "'")])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize(("order", "day"), [(DateOrder.DAY_FIRST, "14/11/2022"), (DateOrder.MONTH_FIRST, "11/14/2022")])
def test_zoom_in_english_and_french_with_and_without_a_preamble(
    preamble: str, head: str, encoding: str, order: DateOrder, day: str
) -> None:
    no = "No,,No" if head == ZOOM_EN else "Non,Non"
    lines = [
        f"Amina (Amina El Fassi),a@example.org,{day} 09:00:10,{day} 09:30:40,31,{no}",
        f"Amina (Amina El Fassi),a@example.org,{day} 09:45:00,{day} 10:00:00,15,{no}",
        f"Zoé O’Neil,,{day} 09:10:00,{day} 09:20:00,10,{no}",
    ]
    report = read(zoom(lines, head=head, preamble=preamble, encoding=encoding))
    assert (report.program, report.orders) == (Program.ZOOM, [order])
    assert [(one.names, one.email, one.read(order)) for one in report.visitors] == [
        (
            ["Amina", "Amina El Fassi"],
            "a@example.org",
            [Stay(at("09:00:10"), at("09:30:40")), Stay(at("09:45:00"), at("10:00:00"))],
        ),
        (["Zoé O’Neil"], "", [Stay(at("09:10:00"), at("09:20:00"))]),
    ]
    assert [one.differs_by(order) for one in report.visitors] == [0, 0]


def test_both_orders_of_the_date_are_offered_where_the_days_leave_it_open() -> None:
    line = "Karim Ben Salah,,{0} 08:58:30 PM,{0} 09:58:30 PM,60,No,,No"
    assert read(zoom([line.format("01/21/2021")])).orders == [DateOrder.MONTH_FIRST]
    assert read(zoom([line.format("21/01/2021")])).orders == [DateOrder.DAY_FIRST]
    assert read(zoom([line.format("07/05/2021")])).orders == [DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST]
    assert read(zoom([line.format("2021-07-05").replace(" PM", "")])).orders == [DateOrder.YEAR_FIRST]
    assert read(zoom(["Karim Ben Salah,,18:14,19:05,51,No,,No"])).orders == [DateOrder.HOURS]


def test_who_waited_outside_was_not_there() -> None:
    report = read(
        zoom(
            [
                "Amina El Fassi,,2022-11-14 09:00:00,2022-11-14 09:04:00,4,Yes,,Yes",
                "Amina El Fassi,,2022-11-14 09:04:00,2022-11-14 09:30:00,26,Yes,,No",
            ]
        )
    )
    assert [one.read(DateOrder.YEAR_FIRST) for one in report.visitors] == [[Stay(at("09:04:00"), at("09:30:00"))]]


def test_two_devices_count_once_and_the_difference_is_said() -> None:
    line = "Amina El Fassi,a@example.org,2022-11-14 {},2022-11-14 {},{},Yes,,No"
    report = read(zoom([line.format("09:00:00", "10:00:00", 60), line.format("09:30:00", "10:30:00", 60)]))
    (visitor,) = report.visitors
    assert total_seconds(visitor.read(DateOrder.YEAR_FIRST)) == 90 * 60
    assert visitor.differs_by(DateOrder.YEAR_FIRST) == 30 * 60


TEAMS_2020 = [
    "Full Name\tUser Action\tTimestamp",
    "Amina El Fassi\tJoined before\t7/15/2020, 9:00:05 AM",
    "Karim Ben Salah\tJoined\t7/15/2020, 9:10:00 AM",
    "Karim Ben Salah\tLeft\t7/15/2020, 9:20:00 AM",
    "Karim Ben Salah\tJoined\t7/15/2020, 9:30:00 AM",
    "Amina El Fassi\tLeft\t7/15/2020, 10:00:05 AM",
    "",
]


def test_teams_of_2020_writes_comings_and_goings() -> None:
    report = read("\r\n".join(TEAMS_2020).encode("utf-16"))
    assert (report.program, report.orders) == (Program.TEAMS, [DateOrder.MONTH_FIRST])
    day = "2020-07-15 "
    assert [(one.name, one.read(DateOrder.MONTH_FIRST)) for one in report.visitors] == [
        ("Amina El Fassi", [_stay(day, "09:00:05", "10:00:05")]),
        ("Karim Ben Salah", [_stay(day, "09:10:00", "09:20:00"), _stay(day, "09:30:00", "10:00:05")]),
    ]


def _stay(day: str, start: str, end: str) -> Stay:
    return Stay(datetime.fromisoformat(day + start), datetime.fromisoformat(day + end))


def test_teams_of_2021_has_one_list_below_a_summary() -> None:
    lines = [
        "Meeting Summary",
        "Total Number of Participants\t1",
        "Meeting Title\tTHAMM",
        "",
        "Full Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\tParticipant ID (UPN)",
        "Karim Ben Salah\t7/15/2021, 9:10:00 AM\t7/15/2021, 10:12:10 AM\t1h 2m 10s\tk@example.org\tAttendee\tk",
    ]
    (visitor,) = read("\r\n".join(lines).encode("utf-16")).visitors
    assert visitor.read(DateOrder.MONTH_FIRST) == [_stay("2021-07-15 ", "09:10:00", "10:12:10")]
    assert visitor.differs_by(DateOrder.MONTH_FIRST) == 0


def test_teams_since_2022_in_french_keeps_the_dates_of_america() -> None:
    lines = [
        "1. Résumé",
        "Titre de la réunion\tTHAMM",
        "",
        "2. Participants",
        "Nom\tPremière participation\tDernier départ\tDurée de la réunion\tE-mail\tID de participant (UPN)\tRôle",
        "Amina El Fassi\t7/15/23, 9:00:00 AM\t7/15/23, 10:00:00 AM\t50m 0s\ta@example.org\ta@example.org\tPrésentateur",
        "",
        "3. Activités en réunion",
        "Nom\tHeure d\u2019arrivée\tHeure de départ\tDurée\tE-mail\tRôle",
        "Amina El Fassi\t7/15/23, 9:00:00 AM\t7/15/23, 9:30:00 AM\t30m 0s\ta@example.org\tPrésentateur",
        "Amina El Fassi\t7/15/23, 9:40:00 AM\t7/15/23, 10:00:00 AM\t20m 0s\ta@example.org\tPrésentateur",
    ]
    (visitor,) = read("\r\n".join(lines).encode("utf-16")).visitors
    stays = [_stay("2023-07-15 ", "09:00:00", "09:30:00"), _stay("2023-07-15 ", "09:40:00", "10:00:00")]
    assert visitor.read(DateOrder.MONTH_FIRST) == stays
    assert (visitor.stated, visitor.differs_by(DateOrder.MONTH_FIRST)) == (3000, 0)


def test_a_webinar_lists_hosts_panellists_and_those_who_did_not_come() -> None:
    stay = "11/14/2022 09:05:00 AM,11/14/2022 10:00:00 AM,55,Yes,Morocco"
    came = "Join Time,Leave Time,Time in Session (minutes),Is Guest,Country/Region Name"
    lines = [
        "Attendee Report",
        "Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Registered",
        "THAMM,811 2222 3333,11/14/2022 09:00:00 AM,60,3",
        "Host Details,",
        f"Attended,User Name (Original Name),Email,{came}",
        "Yes,Host Example,h@example.org,11/14/2022 09:00:00 AM,11/14/2022 10:00:00 AM,60,No,Tunisia",
        "Attendee Details,",
        f"Attended,User Name (Original Name),First Name,Last Name,Email,Registration Time,Approval Status,{came}",
        f"Yes,Amina El Fassi,Amina,El Fassi,a@example.org,11/01/2022 09:00:00 AM,approved,{stay}",
        "No,Karim Ben Salah,Karim,Ben Salah,k@example.org,11/01/2022 09:00:00 AM,approved,--,--,--,--,--",
    ]
    report = read("\r\n".join(lines).encode())
    assert [(one.name, total_seconds(one.read(DateOrder.MONTH_FIRST))) for one in report.visitors] == [
        ("Host Example", 3600),
        ("Amina El Fassi", 3300),
    ]


def test_what_is_no_report_is_said_to_be_so() -> None:
    with pytest.raises(NoReport):
        read(b"Country,Capital\r\nTunisia,Tunis\r\n")
    with pytest.raises(NoHours):
        read(b"Name (Original Name),User Email, Total Durection(Minutes),Guest\r\nAmina,a@example.org,12,Yes\r\n")
    with pytest.raises(NobodyThere):
        read(zoom([]))
    with pytest.raises(CutOff) as cut:
        read(zoom(["Amina El Fassi,,2022-11-14 09:00:00"]))
    assert cut.value.line == 2
    with pytest.raises(UnreadableHour) as unread:
        read(
            zoom(
                [
                    "Amina El Fassi,,2022-11-14 09:00:00,2022-11-14 9h,1,No,,No",
                    "B,,2022-11-14 09:00:00,2022-11-14 09:01:00",
                ]
            )
        )
    assert (unread.value.line, unread.value.text) == (2, "2022-11-14 9h")


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("11m 31s", 691),
        ("1h 2m 10s", 3730),
        ("1 h 2 min 3 s", 3723),
        ("1 godz. 2 min 3 sek", 3723),
        ("00:21:07", 1267),
        ("٢١د ٧ث", 1267),
        ("soon", None),
        ("", None),
    ],
)
def test_durations(written: str, seconds: int | None) -> None:
    assert read_duration(written) == seconds


@pytest.mark.parametrize(
    ("written", "order", "read_as"),
    [
        ("01/21/2021 08:58:30 PM", DateOrder.MONTH_FIRST, "2021-01-21 20:58:30"),
        ("7/5/21, 12:00:01\u202fAM", DateOrder.MONTH_FIRST, "2021-07-05 00:00:01"),
        ("14/11/22, 09:30:46", DateOrder.DAY_FIRST, "2022-11-14 09:30:46"),
        ("14.11.2022, 09:30:46", DateOrder.DAY_FIRST, "2022-11-14 09:30:46"),
        ("\u200f١٤/١١/٢٠٢٢ ٠٩:٣٠ م", DateOrder.DAY_FIRST, "2022-11-14 21:30:00"),
        ("2026-09-03T18:00:00Z", DateOrder.YEAR_FIRST, "2026-09-03 18:00:00"),
        ("31/02/2022 09:00", DateOrder.DAY_FIRST, None),
        ("14/11/2022 13:00 PM", DateOrder.DAY_FIRST, None),
    ],
)
def test_instants(written: str, order: DateOrder, read_as: str | None) -> None:
    assert read_instant(written, order) == (datetime.fromisoformat(read_as) if read_as else None)


def test_stays_that_touch_are_one() -> None:
    stays = [
        Stay(at("10:00:00"), at("10:30:00")),
        Stay(at("09:00:00"), at("10:00:00")),
        Stay(at("10:10:00"), at("10:20:00")),
    ]
    assert merged(stays) == [Stay(at("09:00:00"), at("10:30:00"))]
