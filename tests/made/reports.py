"""Reports of meetings as Zoom and Teams write them."""

from __future__ import annotations

import io
from collections.abc import Sequence

from conference.attendance.models import MeetingReport
from conference.attendance.reports.reading import Program, Report, read_report
from conference.attendance.reports.times import DateOrder
from conference.core.clock import now
from conference.core.storage import storage
from tests.client import Page, Visitor
from tests.world import World

ZOOM_EN = (
    "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent,In Waiting Room"
)
ZOOM_FR = (
    "Nom (nom original),Adresse e-mail de l\u2019utilisateur,Heure d\u2019arrivée,Heure de départ,"
    "Durée (minutes),Invité,Salle d\u2019attente"
)
PREAMBLE_EN = "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants"
PREAMBLE_FR = (
    "N° de réunion,Sujet,Heure de début,Heure de fin,Adresse e-mail de l'utilisateur,Durée (minutes),Participants"
)


def read(content: bytes) -> Report:
    """What a file says, read as an upload is."""
    return read_report(io.BytesIO(content))


def zoom(lines: Sequence[str], *, head: str = ZOOM_EN, preamble: str = "", encoding: str = "utf-8-sig") -> bytes:
    """A file of Zoom; `lines` are its stays."""
    above = [preamble, "811 2222 3333,THAMM,x,y,host@example.org,90,3", ""] if preamble else []
    return "\r\n".join([*above, head, *lines, ""]).encode(encoding)


def send(organiser: Visitor, content: bytes, *, name: str = "report.csv", code: str = "D1-01") -> Page:
    """Send a report for a session, as the form does."""
    path = f"/en/thamm-2021/manage/attendance/{code}/reports"
    token = organiser.get(path).values()["csrf_token"]
    return organiser.post(path, {"csrf_token": token, "file": (io.BytesIO(content), name)})


def zoom_line(name: str, start: str, end: str, *, email: str = "", day: str = "2021-07-05") -> str:
    """One stay, in a file whose clocks show the event's hours."""
    return f"{name},{email},{day} {start}:00,{day} {end}:00,0,Yes,,No"


def keep(world: World, session_id: int) -> int:
    """The id of a report that waits for a decision."""
    content = zoom([zoom_line("Omar", "09:00", "10:00")])
    with world.app.app_context():
        blob = storage().keep(io.BytesIO(content))
    with world.writing() as database:
        report = MeetingReport(
            session_id=session_id,
            name="report.csv",
            sha256=blob.sha256,
            size=blob.size,
            ending="csv",
            program=Program.ZOOM,
            zone="Africa/Tunis",
            date_order=DateOrder.YEAR_FIRST,
            uploaded_at=now(),
        )
        database.add(report)
        database.flush()
        return report.id
