"""A device of a desk and what it sends, as static/js/desk does it."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from typing import Any

from conference.core.clock import now
from tests.client import Page, Visitor

DESK = "/en/thamm-2021/desk"


class DeskDevice:
    """A phone at a desk: it names itself, then sends what it reads."""

    def __init__(self, visitor: Visitor, name: str = "Main entrance", *, desk: str = DESK) -> None:
        self.visitor, self.desk = visitor, desk
        self.code = self.post("devices", {"name": name}).response.json["code"]

    def state(self, known: str = "") -> dict[str, Any]:
        device = getattr(self, "code", "")
        page = self.visitor.get(f"{self.desk}/state.json", query_string={"device": device, "known": known})
        assert page.status == 200, page.status
        found: dict[str, Any] = page.response.json
        return found

    def post(self, path: str, sent: Any) -> Page:
        token = self.visitor.get(f"{self.desk}/state.json").response.json["csrf"]
        body = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
        options = {"headers": {"X-CSRFToken": token}, "content_type": "application/json"}
        return self.visitor.post_body(f"{self.desk}/{path}", body, **options)

    def send(self, *scans: dict[str, Any], clock: datetime | None = None) -> Page:
        batch = {"device": self.code, "clock": (clock or now()).isoformat(), "scans": scans}
        return self.post("scans", batch)

    def results(self, *scans: dict[str, Any], clock: datetime | None = None) -> list[tuple[str, str]]:
        """What came of each: its outcome and its sentence, without the marks that isolate a name."""
        page = self.send(*scans, clock=clock)
        assert page.status == 200, page.source[:300]
        told = {one["nonce"]: one for one in page.response.json["results"]}
        return [
            (told[one["nonce"]]["outcome"], told[one["nonce"]]["sentence"].replace("\u2068", "").replace("\u2069", ""))
            for one in scans
        ]


def scan(read: str, at: datetime, *, direction: str = "in", session: str = "D1-01", **more: Any) -> dict[str, Any]:
    return {
        "nonce": str(uuid.uuid4()),
        "session": session,
        "read": read,
        "direction": direction,
        "at": at.astimezone(UTC).isoformat(),
        **more,
    }
