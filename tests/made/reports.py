"""Reports of meetings as Zoom and Teams write them."""

from __future__ import annotations

import io
from collections.abc import Sequence

from conference.attendance.reports.reading import Report, read_report

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
