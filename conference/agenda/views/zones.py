"""The page of all time zones: none of the agenda's own pages has to carry them."""

from __future__ import annotations

from flask import g, render_template, request

from conference.agenda.published import PublishedAgenda
from conference.agenda.views.asked import may_be_kept, read
from conference.agenda.views.blueprint import EVENT, Answer, blueprint, published_agenda
from conference.agenda.zones import all_zones, by_region, offered_zones
from conference.core import formatting
from conference.core.access import access
from conference.core.public_cache import keep_public
from conference.core.sections import section
from conference.core.translated import Translated
from conference.events.access import current_event, visitor

LONGEST = 60


@blueprint.get(f"{EVENT}/agenda/zones")
@access(visitor)
@section("agenda.day")
def zones() -> Answer:
    """Every zone as a link back to the agenda as it was asked for, in the zone's hours; narrowed by words."""
    event = current_event()
    agenda = published_agenda() or PublishedAgenda(event.zone, Translated(), (), (), (), ())
    asked = read(agenda, agenda.days(agenda.zone))
    sought = request.args.get("find", "").strip()[:LONGEST]
    if may_be_kept():
        keep_public()
    first = agenda.sessions[0].starts_at if agenda.sessions else None
    return render_template(
        "agenda/zones.html",
        the_event=event,
        asked=asked,
        sought=sought,
        offered=() if sought else offered_zones("", g.language),
        regions=by_region([zone for zone in all_zones(g.language) if not sought or zone.is_called(sought)]),
        offset=lambda name: formatting.format_offset(first, name) if first else "",
    )
