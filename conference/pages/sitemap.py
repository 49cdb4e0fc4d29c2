"""What search engines are told: which pages there are, in which languages, and which ones to leave alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from flask import Blueprint, Response, current_app, url_for

from conference.core.access import access, public
from conference.core.database import db
from conference.core.languages import LANGUAGES, Language
from conference.core.localization import absolute_url
from conference.core.public_cache import keep_public
from conference.events.models import Event
from conference.events.queries import published_events
from conference.pages.queries import newest_agendas, public_slugs
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

Page = tuple[str, dict[str, Any], Sequence[Language]]


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
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for number, page in enumerate(_pages(events, entrances)):
        if number == MOST_PAGES:
            break
        parts += _entries(*page)
    parts.append("</urlset>")
    return Response("\n".join(parts), content_type="application/xml; charset=utf-8")


def _pages(events: Sequence[Event], entrances: Mapping[int, Door]) -> Iterator[Page]:
    session = db.session()
    yield "pages.events", {}, LANGUAGES
    agendas, documents = newest_agendas(session), public_slugs(session)
    for event in events:
        for endpoint in ("pages.home", "agenda.day", "agenda.speakers", "library.documents", "pages.about"):
            yield endpoint, {"event": event.slug}, event.languages
        if entrances[event.id].is_open:
            yield "registration.register", {"event": event.slug}, event.languages
        version = agendas.get(event.id)
        for one in version.data["sessions"] if version else ():
            if one["type"] != "break":
                yield "agenda.session", {"event": event.slug, "code": one["code"]}, event.languages
        yield from (_document(event, slug) for event_id, slug in documents if event_id == event.id)


def _document(event: Event, slug: str) -> Page:
    return "library.document", {"event": event.slug, "slug": slug}, event.languages


def _entries(endpoint: str, values: dict[str, Any], languages: Sequence[Language]) -> list[str]:
    addresses = {language: absolute_url(endpoint, language=language, **values) for language in languages}
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href={quoteattr(address)}/>'
        for language, address in addresses.items()
    )
    return [f"<url><loc>{_escaped(address)}</loc>{links}</url>" for address in addresses.values()]


def _escaped(address: str) -> str:
    return quoteattr(address)[1:-1]
