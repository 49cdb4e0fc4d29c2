"""The way into an online session's meeting, whose address stands in no page."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from flask import Response, abort, make_response, render_template, request, url_for

from conference.accounts.access import current_account
from conference.agenda.published import PublishedAgenda, PublishedSession
from conference.agenda.queries import latest_version
from conference.attendance import service
from conference.attendance.joining import Door, Joining, joining
from conference.attendance.models import How
from conference.attendance.ports import passes
from conference.attendance.queries import FLOOR, meeting_addresses
from conference.attendance.views.blueprint import EVENT, blueprint
from conference.attendance.words import channel_words
from conference.core.access import access
from conference.core.clock import now
from conference.core.database import db, write
from conference.core.formatting import zone_city
from conference.core.localization import current_language
from conference.core.sections import section
from conference.core.security import LEAVING_POLICY, private_page
from conference.events.access import current_event, viewer, visitor
from conference.registration.models import Registration, RegistrationState
from conference.registration.queries import registration_by_token, takes_registrations
from conference.registration.words import state_words


class Guest(StrEnum):
    """Who asks to join, as far as it matters here."""

    CONFIRMED = "confirmed"
    NOT_CONFIRMED = "not confirmed"
    NOT_REGISTERED = "not registered"
    UNKNOWN = "unknown"
    OLD_LINK = "old link"


@blueprint.route(f"{EVENT}/agenda/<code>/join", methods=["GET", "POST"])
@access(visitor)
@section("agenda.day")
def join(code: str) -> Response:
    private_page()
    token = request.args.get("registration", "")
    agenda, published = published_session(code)
    way = joining(current_event(), published, now())
    registration = own_registration(token)
    guest = _guest(registration, token)
    addresses = meeting_addresses(db.session(), published.id)
    address = addresses.get(request.args.get("channel", FLOOR), "")
    may_enter = bool(address) and way.door == Door.OPEN and guest == Guest.CONFIRMED
    if request.method == "GET" or not may_enter or registration is None:
        status = 200 if request.method == "GET" else 409 if guest == Guest.CONFIRMED else 403
        return _page(agenda, published, way, registration, guest, token, channels=list(addresses), status=status)
    registration_id, event_id, moment = registration.id, current_event().id, now()
    try:
        with write() as database:
            service.mark_present(
                database,
                event_id=event_id,
                session_id=published.id,
                registration_id=registration_id,
                how=How.JOIN,
                from_at=moment,
                by=None,
            )
    except service.NotConfirmed:
        registration = db.session.get_one(Registration, registration_id)
        return _page(
            agenda, published, way, registration, Guest.NOT_CONFIRMED, token, channels=list(addresses), status=403
        )
    # Without a body: the usual one of a redirect is a page with the address in it.
    return Response(status=302, headers={"Location": address})


def published_session(code: str) -> tuple[PublishedAgenda, PublishedSession]:
    """A session of the agenda that people read, with that agenda. Aborts with 404."""
    version = latest_version(db.session(), current_event().id)
    agenda = PublishedAgenda.of(version) if version else None
    found = agenda.session(code) if agenda else None
    return (agenda, found) if agenda and found and not found.is_break else abort(404)


def own_registration(token: str) -> Registration | None:
    """The registration of the personal link or of a pass, else of the person who is signed in."""
    database, event = db.session(), current_event()
    found = registration_by_token(database, event, token) if token else None
    if found is None and token:
        behind = (known for ask in passes.all() if (known := ask(database, event, token)) is not None)
        found = next((database.get(Registration, one) for one in behind), None)
    standing = viewer().standing
    if found is None and standing is not None:
        found = db.session.get(Registration, standing.registration_id)
    return found


def _guest(registration: Registration | None, token: str) -> Guest:
    if registration is not None:
        confirmed = registration.state == RegistrationState.CONFIRMED
        return Guest.CONFIRMED if confirmed else Guest.NOT_CONFIRMED
    if current_account() is not None:
        return Guest.NOT_REGISTERED
    return Guest.OLD_LINK if token else Guest.UNKNOWN


def _page(
    agenda: PublishedAgenda,
    session: PublishedSession,
    way: Joining,
    registration: Registration | None,
    guest: Guest,
    token: str,
    *,
    channels: Sequence[str],
    status: int,
) -> Response:
    event, account = current_event(), current_account()
    page = render_template(
        "attendance/join.html",
        the_event=event,
        takes_registrations=takes_registrations(db.session(), event),
        session=session,
        zone=agenda.zone,
        door=way.door,
        opens_at=way.opens_at,
        guest=guest,
        ways_in=_ways_in(session, channels, token),
        registration_state=state_words(registration.state) if registration else "",
        own_email=account.email if account else "",
        sign_in_url=url_for("accounts.sign_in", next=url_for("attendance.join", code=session.code)),
        city=zone_city(agenda.zone, current_language()),
    )
    response = make_response(page, status)
    response.headers["Content-Security-Policy"] = LEAVING_POLICY
    return response


def _ways_in(session: PublishedSession, channels: Sequence[str], token: str) -> list[tuple[str, str]]:
    """An address of ours and words for each channel, the reader's own language first, then the floor."""
    reader = current_language()
    ordered = sorted(channels, key=lambda channel: (channel != reader.code, channel != FLOOR))
    return [
        (
            url_for("attendance.join", code=session.code, registration=token or None, channel=channel or None),
            channel_words(session, channel, channels),
        )
        for channel in ordered
    ]
