"""The agenda as an app of its own: what a browser installs, and the worker that keeps the last seen pages."""

from __future__ import annotations

import json

from flask import Response, current_app, g, url_for
from flask_babel import gettext as _

from conference.agenda.views.blueprint import EVENT, blueprint
from conference.core.access import access, public
from conference.core.assets import EXTENSION, Assets, static_url
from conference.core.languages import LANGUAGES, Language
from conference.core.localization import speaking
from conference.core.public_cache import keep_public
from conference.core.rendering import plain
from conference.events.access import current_event, visitor

SEA, GROUND = "#0b5563", "#f5f6f3"


@blueprint.get(f"{EVENT}/manifest.webmanifest")
@access(visitor)
def manifest() -> Response:
    """W3C's web app manifest, in the page's language and direction."""
    event = current_event()
    keep_public()
    described = {
        "id": f"/{event.slug}",
        "name": plain(event.title),
        "short_name": plain(event.short_title or event.title),
        "description": plain(event.summary),
        "start_url": url_for("agenda.day"),
        "scope": "/",
    }
    return manifest_of(described)


def manifest_of(described: dict[str, str]) -> Response:
    """A web app manifest of ours: what differs, with the looks that all our apps have."""
    looks = {
        "lang": g.language.code,
        "dir": g.language.direction,
        "display": "standalone",
        "theme_color": SEA,
        "background_color": GROUND,
        "icons": [
            {"src": static_url("icon.svg"), "type": "image/svg+xml", "sizes": "any", "purpose": "any"},
            {"src": static_url("icon-maskable.svg"), "type": "image/svg+xml", "sizes": "any", "purpose": "maskable"},
            {"src": static_url("icon-192.png"), "type": "image/png", "sizes": "192x192"},
            {"src": static_url("icon-512.png"), "type": "image/png", "sizes": "512x512"},
        ],
    }
    body = json.dumps({**described, **looks}, ensure_ascii=False)
    return Response(body, content_type="application/manifest+json; charset=utf-8")


@blueprint.get("/sw.js")
@access(public)
def worker() -> Response:
    """The service worker, with the digest of the static files in it: a browser takes a new one when they change."""
    assets: Assets = current_app.extensions[EXTENSION]
    settings = {
        "digest": assets.digest,
        "languages": [language.code for language in LANGUAGES],
        "style": [static_url(f"css/{sheet}.css") for sheet in ("tokens", "elements", "layout", "components")],
        "words": {language.code: _words(language) for language in LANGUAGES},
    }
    code = assets.files["js/worker.js"].body.decode()
    body = f"const settings = {json.dumps(settings, ensure_ascii=False)};\n{code}"
    response = Response(body, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    keep_public()
    return response


def _words(language: Language) -> dict[str, str]:
    """What the worker says by itself where no page was kept."""
    with speaking(language):
        return {
            "dir": language.direction,
            "title": _("No connection"),
            "text": _("This page was not saved on your device."),
            "saved": _("Open the agenda that was saved"),
            "again": _("Try again"),
        }
