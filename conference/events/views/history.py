"""The record of what the team changed, in words."""

from __future__ import annotations

from flask import render_template, request, url_for

from conference.core.access import access
from conference.core.database import db
from conference.core.sections import section
from conference.core.security import private_page
from conference.events import queries
from conference.events.access import current_event, organiser
from conference.events.retold import people_in, retold
from conference.events.views.blueprint import MANAGE, Answer, blueprint

PAGE_LENGTH = 50


@blueprint.get(f"{MANAGE}/history")
@access(organiser)
@section("events.history")
def history() -> Answer:
    private_page()
    event = current_event()
    total = queries.changes_count(db.session(), event)
    pages = max(1, -(-total // PAGE_LENGTH))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    entries = queries.changes(db.session(), event, limit=PAGE_LENGTH, offset=(page - 1) * PAGE_LENGTH)
    people = queries.accounts_named(db.session(), people_in(entries))
    return render_template(
        "events/history.html",
        changes=retold(db.session(), event, entries, people),
        total=total,
        zone=event.zone,
        page=page,
        pages=pages,
        page_url=lambda number: url_for("events.history", page=number),
    )
