"""The code of one's own badge, for whoever was confirmed before there were any."""

from __future__ import annotations

from flask import redirect, url_for

from conference.attendance import service
from conference.attendance.views.blueprint import EVENT, Answer, blueprint
from conference.core.access import access
from conference.core.database import write
from conference.events.access import current_event, visitor
from conference.events.service import lock as lock_event
from conference.registration.views.mine import mine


@blueprint.post(f"{EVENT}/registration/<token>/badge")
@access(visitor)
def take_badge(token: str) -> Answer:
    mine(token)
    with write() as database:
        lock_event(database, current_event().id)
        service.give_badges(database, [mine(token)])
    return redirect(url_for("registration.show", token=token))
