"""The agenda's pages: what everybody reads, calendars, and the team's draft."""

from conference.agenda.views import (
    calendars,
    changes,
    checks,
    editor,
    imports,
    manage,
    parts,
    places,
    placing,
    programme,
    public,
    sessions,
    speakers,
    versions,
)
from conference.agenda.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "calendars",
    "changes",
    "checks",
    "editor",
    "imports",
    "manage",
    "parts",
    "places",
    "placing",
    "programme",
    "public",
    "sessions",
    "speakers",
    "versions",
]
