"""What search engines are told: which pages there are, in which languages, and which ones to leave alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

from flask import Blueprint, Response, current_app, url_for

from conference.agenda.models import SessionStatus, SessionType
from conference.core.access import access, public
from conference.core.clock import now
from conference.core.database import db
from conference.core.languages import LANGUAGES, Language
from conference.core.localization import absolute_url
from conference.core.public_cache import keep_public, true_until
from conference.events.models import Event
from conference.events.queries import published_events
from conference.library.queries import public_slugs
from conference.library.queries.rights import next_opening
from conference.pages.queries import newest_agendas
from conference.registration.queries import Door, doors

blueprint = Blueprint("sitemap", __name__)
MOST_PAGES = 10_000
NOT_FOR_ROBOTS = (
    "/*/sign-in",
    "/*/account",
    "/*/agenda/mine/",
    "/*/agenda/*/choose",
    "/*/manage/",
    "/*/desk/",
    "/*/speak/",
    "/*/registration/",
    "/*/register/",
    "/language/",
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page in its languages, and the address for readers of none of them (`x-default`)."""

    endpoint: str
    values: Mapping[str, str]
    languages: Sequence[Language]
    default: str


@blueprint.get("/robots.txt")
@access(public)
def robots() -> Response:
    """RFC 9309. Pages that belong to one person also carry `noindex`: not every robot reads this."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS)]
    lines += ["", f"Sitemap: {current_app.config['PUBLIC_URL']}{url_for('sitemap.pages')}", ""]
    return Response("\n".join(lines), mimetype="text/plain")


@blueprint.get("/sitemap.xml")
@access(public)
def pages() -> Response:
    """Every public page once per language, with its other languages beside it (sitemaps.org 0.9, hreflang)."""
    events = published_events(db.session())
    entrances = doors(db.session(), events)
    keep_public(until=min((door.until for door in entrances.values() if door.until), default=None))
    true_until(next_opening(db.session(), now()))
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for number, page in enumerate(_pages(events, entrances)):
        if number == MOST_PAGES:
            break
        parts += _entries(page)
    parts.append("</urlset>")
    return Response("\n".join(parts), content_type="application/xml; charset=utf-8")


def _pages(events: Sequence[Event], entrances: Mapping[int, Door]) -> Iterator[Page]:
    session = db.session()
    yield Page("pages.events", {}, LANGUAGES, f"{current_app.config['PUBLIC_URL']}{url_for('languages.negotiate')}")
    agendas, documents = newest_agendas(session), public_slugs(session)
    for event in events:
        for endpoint in ("pages.home", "agenda.day", "agenda.speakers", "library.documents", "pages.about"):
            yield _of(event, endpoint)
        if entrances[event.id].is_open:
            yield _of(event, "registration.register")
        if event.id in agendas:
            yield from _of_agenda(event, agendas[event.id].data)
        yield from (_of(event, "library.document", slug=slug) for event_id, slug in documents if event_id == event.id)


def _of(event: Event, endpoint: str, **values: str) -> Page:
    """A page of an event. Readers of no language of its own are led to its source, of which the others are made."""
    values["event"] = event.slug
    return Page(endpoint, values, event.languages, absolute_url(endpoint, language=event.source, **values))


def _of_agenda(event: Event, data: Mapping[str, Any]) -> Iterator[Page]:
    """The pages that a published agenda has: its changes, how to subscribe, its sessions, and who appears in them."""
    yield _of(event, "agenda.changes")
    yield _of(event, "feeds.subscribe")
    appearing = set()
    for one in data["sessions"]:
        if one["type"] != SessionType.BREAK:
            yield _of(event, "agenda.session", code=one["code"])
        if one["status"] != SessionStatus.CANCELLED:
            appearing |= {role["speaker"] for part in (one, *one["presentations"]) for role in part["roles"]}
    for one in data["speakers"]:
        if one["id"] in appearing:
            yield _of(event, "agenda.speaker", code=one["code"])


def _entries(page: Page) -> list[str]:
    addresses = {language: absolute_url(page.endpoint, language=language, **page.values) for language in page.languages}
    alternates = [(language.code, address) for language, address in addresses.items()]
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{code}" href={quoteattr(address)}/>'
        for code, address in [*alternates, ("x-default", page.default)]
    )
    return [f"<url><loc>{_escaped(address)}</loc>{links}</url>" for address in addresses.values()]


def _escaped(address: str) -> str:
    return quoteattr(address)[1:-1]
