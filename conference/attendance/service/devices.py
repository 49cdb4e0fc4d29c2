"""The devices of a desk: a phone or laptop is named once, and gets the key of what it keeps."""

from __future__ import annotations

import base64
import secrets

from sqlalchemy.orm import Session as Database

from conference.attendance.models import Device
from conference.audit.service import record
from conference.core.clock import now
from conference.events.models import Event


def add_device(database: Database, event: Event, *, name: str, by: int) -> Device:
    """A device by the name that its people gave it, with a code and a key of its own."""
    device = Device(
        event_id=event.id,
        code=secrets.token_urlsafe(16),
        name=name,
        key=base64.b64encode(secrets.token_bytes(32)).decode(),
        created_at=now(),
        created_by=by,
    )
    database.add(device)
    database.flush()
    record(database, "add device", device, by=by, event_id=event.id, before={}, after={"name": name})
    return device
