"""The way of a speaker into the meeting of their session, by the link of their page; its address stands in no page."""

from __future__ import annotations

from flask import Response, abort, make_response, render_template, request, url_for

from conference.attendance.joining import Door, joining
from conference.attendance.queries import FLOOR, meeting_addresses
from conference.attendance.views.blueprint import EVENT, blueprint
from conference.attendance.views.join import published_session
from conference.attendance.words import channel_words
from conference.core.access import access
from conference.core.clock import now
from conference.core.database import db
from conference.core.formatting import zone_city
from conference.core.limits import PER_IP, limiter
from conference.core.localization import current_language
from conference.core.security import LEAVING_POLICY
from conference.events.access import current_event
from conference.speakers.access import current_invitation, speaker_in_person
from conference.speakers.models import InvitationState
from conference.speakers.queries import appearances_of


@blueprint.route(f"{EVENT}/speak/<token>/join/<code>", methods=["GET", "POST"])
@limiter.limit(PER_IP)
@access(speaker_in_person)
def join_as_speaker(token: str, code: str) -> Response:
    """Nothing is recorded: speakers need no registration. A meeting is not opened to whoever assists them."""
    event, invitation = current_event(), current_invitation()
    agenda, session = published_session(code)
    if session.id not in {one.session_id for one in appearances_of(db.session(), [invitation.speaker_id])}:
        abort(404)
    declined = invitation.state == InvitationState.DECLINED
    way, addresses = joining(event, session, now()), meeting_addresses(db.session(), session.id)
    address = addresses.get(request.args.get("channel", FLOOR), "")
    if request.method == "POST" and address and way.door == Door.OPEN and not declined:
        # Without a body: the usual one of a redirect is a page with the address in it.
        return Response(status=302, headers={"Location": address})
    ways_in = [
        (
            url_for("attendance.join_as_speaker", token=token, code=code, channel=channel or None),
            channel_words(session, channel, addresses),
        )
        for channel in sorted(addresses, key=lambda channel: channel != FLOOR)
    ]
    page = render_template(
        "attendance/join_as_speaker.html",
        the_event=event,
        session=session,
        zone=agenda.zone,
        door=way.door,
        opens_at=way.opens_at,
        ways_in=ways_in,
        declined=declined,
        token=token,
        city=zone_city(agenda.zone, current_language()),
    )
    response = make_response(page, 200 if request.method == "GET" else 409)
    response.headers["Content-Security-Policy"] = LEAVING_POLICY
    return response
