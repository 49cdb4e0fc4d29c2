"""What templates need to write hours in the event's zone and in another beside it."""

from __future__ import annotations

from typing import Any

from flask import g

from conference.agenda.timetable import differs, hours_there
from conference.agenda.zones import offered_zones
from conference.core import formatting


def hours_beside(own: str, zone: str) -> dict[str, Any]:
    """What templates need for hours in another zone beside `own`, the one that the agenda was published in."""
    return {
        "zone": zone,
        "zones": [(name, city) for name, city in offered_zones(zone, g.language) if name != own],
        "cities": dict(offered_zones("", g.language)),
        "hours_there": lambda slot: hours_there(slot.starts_at, slot.ends_at, own, zone, g.language),
        "differs": differs,
        "format_offset": formatting.format_offset,
        "zone_city": lambda name: formatting.zone_city(name, g.language),
    }
