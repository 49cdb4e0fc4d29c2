"""Agendas of any size, plainly made up, and an organiser who works on them over HTTP."""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from people import TOKEN

FIRST_DAY, A_DAY, ROOMS, SPEAKERS_EACH = date(2031, 1, 6), 400, 20, 2


@dataclass(frozen=True)
class Organiser:
    """Somebody who is signed in at the server on `port`."""

    port: int
    cookies: str

    def get(self, path: str) -> bytes:
        return self._ask(path)[1]

    def post(self, path: str, page: str, fields: Mapping[str, str], *, file: tuple[str, bytes] | None = None) -> str:
        """Send a form of `page`, whose token counts; the address that the answer leads to."""
        body = self.get(page)
        token = TOKEN.search(body.decode())
        assert token is not None, f"{page} has no form"
        sent = {**_shown(body.decode(), path), **fields, "csrf_token": token[1]}
        return self._ask(path, *_multipart(sent, file))[0]

    def _ask(self, path: str, body: bytes | None = None, kind: str = "") -> tuple[str, bytes]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data=body)
        request.add_header("Cookie", self.cookies)
        if kind:
            request.add_header("Content-Type", kind)
        with urllib.request.build_opener().open(request, timeout=300) as answer:
            # Redirects are followed: the address at the end tells where they led.
            return str(answer.geturl()).partition(str(self.port))[2], answer.read()


def _shown(page: str, action: str) -> dict[str, str]:
    """The hidden values of the form that posts to `action`."""
    found = re.search(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', page, re.DOTALL)
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', found[1] if found else "")
    return dict(hidden)


def _multipart(fields: Mapping[str, str], file: tuple[str, bytes] | None) -> tuple[bytes, str]:
    edge = uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    if file is not None:
        head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{file[0]}"\r\n\r\n'
        parts.append(head.encode() + file[1] + b"\r\n")
    return b"".join(parts) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


def make_event(world: Any, slug: str, sessions: int) -> int:
    """A published event with a draft of made-up sessions, 400 a day in 20 rooms, three languages, two people each."""
    from conference.agenda.models import Room, Session, Speaker, SpeakerInSession, Track
    from tests.world import in_three

    days = -(-sessions // A_DAY)
    event_id: int = world.event(slug, starts_on=FIRST_DAY, ends_on=FIRST_DAY + timedelta(days=days - 1))
    with world.writing() as database:
        rooms = [
            Room(event_id=event_id, position=number, name=in_three(f"Made-up room {number}")) for number in range(ROOMS)
        ]
        tracks = [
            Track(event_id=event_id, position=number, name=in_three(f"Made-up theme {number}")) for number in range(8)
        ]
        people = [
            Speaker(
                event_id=event_id,
                code=f"nobody-{number}",
                position=number,
                native_name=f"Nobody {number}",
                function=in_three(f"Made-up function {number}"),
                organisation=in_three("An organisation that does not exist"),
            )
            for number in range(max(2, sessions // 2))
        ]
        database.add_all([*rooms, *tracks, *people])
        for number in range(sessions):
            place, slot = number % A_DAY % ROOMS, number % A_DAY // ROOMS
            starts_at = datetime.combine(FIRST_DAY + timedelta(days=number // A_DAY), datetime.min.time(), tzinfo=UTC)
            starts_at += timedelta(hours=7, minutes=30 * slot)
            session = Session(
                event_id=event_id,
                code=f"S-{number}",
                uid=str(uuid4()),
                type="panel",
                title=in_three(f"Made-up session {number}"),
                abstract=in_three(f"What session {number} would be about if it took place. " * 8),
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=25),
                room=rooms[place],
                track=tracks[number % len(tracks)],
                floor_codes=["en"],
                interpretation_codes=["fr", "ar"],
            )
            session.roles = [
                SpeakerInSession(
                    speaker=people[(number * SPEAKERS_EACH + each) % len(people)], role="panellist", position=each
                )
                for each in range(SPEAKERS_EACH)
            ]
            database.add(session)
    return event_id


def timed(port: int, path: str) -> tuple[float, int]:
    """Seconds until the whole answer is there, and its bytes as they come, compressed where it is a page."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip"})
    began = time.perf_counter()
    with urllib.request.urlopen(request, timeout=120) as answer:
        size = len(answer.read())
    return time.perf_counter() - began, size
