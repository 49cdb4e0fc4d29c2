"""The desk as an app that a browser installs: its page, what it keeps, and the scans that it sends."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from flask import Response, abort, g, jsonify, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select

from conference.accounts.access import signed_in_account
from conference.agenda.models import Session, SessionStatus
from conference.agenda.views.webapp import manifest_of
from conference.attendance import service
from conference.attendance.desk_list import clashes_of, device_by_code, inside, people_of_desk
from conference.attendance.desk_words import (
    TONES,
    clash_sentence,
    outcome_sentence,
    outcome_words,
    refusal_words,
)
from conference.attendance.models import CHOSEN, Device, Direction, Outcome, Refusal, Scan
from conference.attendance.queries import placed_sessions, present_counts
from conference.attendance.views.blueprint import EVENT, blueprint
from conference.core.access import access, takes_files
from conference.core.clock import now
from conference.core.database import db, write
from conference.core.formatting import format_date, format_hour
from conference.core.qr_pictures import text_in
from conference.core.rendering import plain
from conference.core.security import private_page
from conference.core.text import clean, has_bidi_controls, has_control_characters, isolated
from conference.events.access import current_event, desk, visitor
from conference.registration.models import Category, Registration, RegistrationState
from conference.registration.words import category_words, state_words

Shape = TypeVar("Shape", bound=msgspec.Struct)
APP = f"{EVENT}/desk"
MOST_AT_ONCE = 200
LONGEST_NAME = 60


@blueprint.get(APP)
@access(desk)
def desk_app() -> str:
    """The app's page. It names nobody, so that a browser may keep it and open it without network."""
    return render_template(
        "attendance/desk_app.html",
        the_event=current_event(),
        outcomes={str(one): {"word": outcome_words(one), "tone": TONES[one]} for one in Outcome},
        sentences={str(one): outcome_sentence(one, "", "{name}", "") for one in Outcome if one != Outcome.REFUSED},
        refusals={str(one): refusal_words(one) for one in Refusal},
        chosen=[(str(one), refusal_words(one)) for one in CHOSEN],
        categories={str(one): category_words(one) for one in Category},
        states={str(one): state_words(one) for one in RegistrationState},
    )


@blueprint.get(f"{APP}.webmanifest")
@access(visitor)
def desk_manifest() -> Response:
    """W3C's web app manifest of the desk: another app than the agenda's, with its own place on a phone."""
    event = current_event()
    described = {
        "id": f"/{event.slug}/desk",
        "name": _("Desk: %(event)s", event=plain(event.title)),
        "short_name": _("Desk"),
        "start_url": url_for("attendance.desk_app"),
        "scope": url_for("attendance.desk_app"),
    }
    return manifest_of(described)


@blueprint.get(f"{APP}/state.json")
@access(desk)
def desk_state() -> Response:
    """What stands now, the token that scans are sent with, and a device's key where it names itself.

    `known` is the digest of the list of people that the device has: one that did not change is not sent again.
    """
    private_page()
    event, database = current_event(), db.session()
    asked = request.args.get("device", "")
    device = (device_by_code(database, event.id, asked) or abort(404)) if asked else None
    people = [list(one) for one in people_of_desk(database, event.id)]
    digest = hashlib.sha256(json.dumps(people).encode()).hexdigest()[:16]
    rooms, present = inside(database, event.id), present_counts(database, event.id)
    return jsonify(
        {
            "now": now().isoformat(),
            "csrf": generate_csrf(),
            "device": {"code": device.code, "name": device.name, "key": device.key} if device else None,
            "sessions": [
                _told(one, sorted(rooms.get(one.id, ())), present.get(one.id, 0))
                for one in placed_sessions(database, event.id)
                if one.status != SessionStatus.CANCELLED
            ],
            "digest": digest,
            "people": None if request.args.get("known") == digest else people,
            "clashes": [
                {
                    "session": one.session.code,
                    "code": one.registration.code,
                    "sentence": clash_sentence(one, event.zone),
                }
                for one in (clashes_of(database, device) if device else ())
            ],
        }
    )


def _told(session: Session, codes: list[str], present: int) -> dict[str, Any]:
    event = current_event()
    assert session.starts_at is not None
    assert session.ends_at is not None
    return {
        "code": session.code,
        "title": plain(session.title),
        "day": format_date(
            session.starts_at.astimezone(event.zone_info).date(), g.language, event.month_style, "EEE d MMM"
        ),
        "hours": f"{format_hour(session.starts_at, event.zone)}–{format_hour(session.ends_at, event.zone)}",
        "starts": session.starts_at.isoformat(),
        "ends": session.ends_at.isoformat(),
        "capacity": session.capacity,
        "inside": codes,
        "present": present,
    }


class _NewDevice(msgspec.Struct):
    name: str


@blueprint.post(f"{APP}/devices")
@access(desk)
def desk_devices() -> Response:
    private_page()
    name = clean(_sent(_NewDevice).name)
    if not name or len(name) > LONGEST_NAME or has_bidi_controls(name) or has_control_characters(name, multiline=False):
        abort(422)
    by = signed_in_account().id
    with write() as database:
        device = service.add_device(database, current_event(), name=name, by=by)
        told = {"code": device.code, "name": device.name, "key": device.key}
    return jsonify(told)


class _Sent(msgspec.Struct):
    """A scan as JSON. `at` is an RFC 3339 date-time by the device's clock."""

    nonce: str
    session: str
    read: str
    direction: Direction
    at: datetime
    refusal: Refusal | None = None


class _Batch(msgspec.Struct):
    device: str
    clock: datetime
    scans: list[_Sent]


@blueprint.post(f"{APP}/scans")
@access(desk)
def desk_scans() -> Response:
    """Take over up to 200 scans, each once however often it is sent, and say what came of each in a sentence."""
    private_page()
    batch = _sent(_Batch)
    if len(batch.scans) > MOST_AT_ONCE or "\0" in batch.device or not _is_instant(batch.clock):
        abort(422)
    event_id, by = current_event().id, signed_in_account().id
    readings = [
        service.Reading(
            nonce=one.nonce,
            session=one.session,
            read=one.read.replace("\0", ""),
            direction=one.direction,
            at=one.at,
            refusal=one.refusal,
        )
        for one in batch.scans
        if _is_plausible(one)
    ]
    with write() as database:
        device = device_by_code(database, event_id, batch.device) or abort(404)
        taken = service.take_scans(database, device, readings, clock=batch.clock, by=by)
        people = _people(taken, device)
        results = [_result(nonce, scan, people) for nonce, scan in taken.items()]
    return jsonify({"results": results, "left_out": [one.nonce for one in batch.scans if one.nonce not in taken]})


@blueprint.post(f"{APP}/picture")
@access(desk)
@takes_files
def desk_picture() -> Response:
    """What the QR code in a photograph says, for browsers that cannot look themselves. The picture is not kept."""
    private_page()
    sent = request.files.get("picture") or abort(422)
    with tempfile.TemporaryFile() as picture:
        sent.save(picture)
        return jsonify({"text": text_in(picture)})


def _is_plausible(one: _Sent) -> bool:
    """An instant that a clock can show, a nonce as devices make them, a reason that a person can choose.

    Each scan is judged by itself: one that is no scan is left out, and keeps no other from arriving.
    """
    return (
        _is_instant(one.at)
        and 16 <= len(one.nonce) <= 36
        and one.nonce.isascii()
        and "\0" not in one.nonce + one.session
        and (one.refusal is None or one.refusal in CHOSEN)
    )


def _is_instant(at: datetime) -> bool:
    """Whether an instant has a zone and lies in years in which there are desks."""
    return at.tzinfo is not None and 2000 < at.year < 2200


def _people(taken: Mapping[str, Scan], device: Device) -> Mapping[int, Registration]:
    ids = {one.registration_id for one in taken.values()}
    query = select(Registration).where(Registration.id.in_(ids), Registration.event_id == device.event_id)
    return {one.id: one for one in db.session.scalars(query)}


def _result(nonce: str, scan: Scan, people: Mapping[int, Registration]) -> dict[str, Any]:
    person = people.get(scan.registration_id or 0)
    outcome = Outcome(scan.outcome)
    name = isolated(person.native_name) if person else ""
    return {
        "nonce": nonce,
        "outcome": outcome,
        "code": person.code if person else None,
        "clash": scan.other_id is not None,
        "sentence": outcome_sentence(outcome, scan.refusal, name, state_words(person.state) if person else ""),
    }


def _sent(shape: type[Shape]) -> Shape:
    """What was sent as JSON, in its shape. Aborts with 422 for anything else."""
    try:
        return msgspec.json.decode(request.get_data(cache=True), type=shape)
    except msgspec.MsgspecError:
        abort(422)
