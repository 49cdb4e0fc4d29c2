"""The event that an address names, who is looking at it, and the policies that ask for a role there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NoReturn

from flask import Flask, abort, g

from conference.accounts.access import current_account, require_sign_in
from conference.accounts.models import Account
from conference.core.access import Access
from conference.core.database import db
from conference.events.models import Event, Publication, Role
from conference.events.ports import Standing, standing_of
from conference.events.queries import event_by_slug, roles_of


@dataclass(frozen=True)
class Viewer:
    """Who is asking, loaded once per request: decides pages, documents and join links alike (design §4)."""

    account: Account | None
    roles: frozenset[Role]
    event: Event | None

    @cached_property
    def standing(self) -> Standing | None:
        """The viewer's registration at the event, asked for by the pages that need it: the team's do not."""
        if self.account is None or self.event is None:
            return None
        found = (find(self.event, self.account) for find in standing_of.all())
        return next((standing for standing in found if standing), None)

    def has(self, *roles: Role) -> bool:
        """Whether the viewer has one of these roles. A site administrator has all of them."""
        return bool(self.account and self.account.is_site_administrator) or not self.roles.isdisjoint(roles)

    @property
    def is_team(self) -> bool:
        return self.has(*Role)

    @property
    def is_registered(self) -> bool:
        return self.standing is not None and self.standing.is_confirmed


NOBODY = Viewer(None, frozenset(), None)


def configure(app: Flask) -> None:
    """`<slug:event>` in a route names the event; views ask `current_event()` for it, and links repeat it."""

    @app.url_value_preprocessor
    def take(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        if values and "event" in values:
            g.event_slug = values.pop("event")

    @app.url_defaults
    def give(endpoint: str, values: dict[str, Any]) -> None:
        slug = g.get("event_slug")
        if "event" not in values and slug and app.url_map.is_endpoint_expecting(endpoint, "event"):
            values["event"] = slug


def current_event() -> Event:
    """The event of this request. Aborts with 404 where the slug names none, or not one in this language."""
    if "event" not in g:
        event = event_by_slug(db.session(), g.get("event_slug", ""))
        if event is None or g.language not in event.languages:
            abort(404)
        g.event = event
        g.month_style = event.month_style
    found: Event = g.event
    return found


def viewer() -> Viewer:
    """Who is looking at the event of this request."""
    if "viewer" not in g:
        account = current_account()
        g.viewer = viewer_of(current_event(), account) if account else NOBODY
    seen: Viewer = g.viewer
    return seen


def viewer_of(event: Event, account: Account) -> Viewer:
    """The viewer that an account is at an event."""
    return Viewer(account, roles_of(db.session(), event, account), event)


def _require_visible() -> None:
    if current_event().publication != Publication.PUBLISHED and not viewer().is_team:
        _hide()


def _require(*roles: Role) -> None:
    """Asks for the sign-in first: whoever is not signed in learns nothing about which events there are."""
    require_sign_in()
    event = current_event()
    if viewer().has(*roles):
        return
    if event.publication != Publication.PUBLISHED:
        _hide()
    abort(403)


def _hide() -> NoReturn:
    """Answer as if there were no such event: the page that says so must not name it."""
    g.pop("event")
    g.pop("month_style")
    abort(404)


visitor = Access("visitor", _require_visible)
team = Access("team", lambda: _require(*Role))
organiser = Access("organiser", lambda: _require(Role.ORGANISER))
translator = Access("translator", lambda: _require(Role.ORGANISER, Role.TRANSLATOR))
desk = Access("desk", lambda: _require(Role.ORGANISER, Role.DESK))
