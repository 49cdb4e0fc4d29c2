"""What the layout of every page is given: languages, navigation, the event's header, messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from flask import Flask, current_app, g, get_flashed_messages, has_request_context, request, url_for
from flask_babel import gettext as _

from conference.accounts.access import current_account
from conference.core.languages import ENGLISH, LANGUAGES, Language
from conference.core.localization import language_of_path, site_name, switch_language_url
from conference.events.access import viewer
from conference.events.header import event_header
from conference.events.models import Event, Publication, Role

LOCALES = {one.code: str(one.locale) for one in LANGUAGES} | {"en": "en_GB", "fr": "fr_FR", "ar": "ar_AR"}
"""Our languages as Open Graph names them, always with a territory."""


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    current: bool


def configure(app: Flask) -> None:
    app.context_processor(frame)


def frame() -> dict[str, Any]:
    """The layout's variables. Mails are rendered without a request and bring their own."""
    if not has_request_context():
        return {"page_language": g.get("language", ENGLISH), "site_name": site_name()}
    event: Event | None = g.get("event")
    language: Language = g.get("language", ENGLISH)
    account = None if g.get("anonymous_frame") else current_account()
    return {
        "page_language": language,
        "languages": event.languages if event else LANGUAGES,
        "switch_language_url": switch_language_url,
        **_addresses(event),
        "site_name": site_name(),
        "event": event_header(event) if event else None,
        "navigation": _navigation() if event else [],
        "manage_navigation": _manage_navigation() if event and account else [],
        "account_url": url_for("accounts.account") if account else url_for("accounts.sign_in"),
        "account_label": _("Your account") if account else _("Sign in"),
        "contact_email": event.contacts[0].email if event and event.contacts else None,
        "flashes": _flashes(),
        "request_id": g.get("request_id"),
    }


def _flashes() -> list[tuple[str, str]]:
    """Messages for the next page; looked for only where a session exists, so that public pages stay cacheable."""
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
        return []
    return cast(list[tuple[str, str]], get_flashed_messages(with_categories=True))


def _addresses(event: Event | None) -> dict[str, Any]:
    """What a public page says of its own address and of the same page in other languages (HTML's `link`, Open Graph).

    Of what its address asks, a day makes another page of it; hours of another zone, filters and views do not.
    """
    is_page = request.method == "GET" and request.endpoint is not None and not g.get("private_page")
    if not is_page or language_of_path(request.path) is None:
        return {}
    if event is not None and event.publication != Publication.PUBLISHED:
        return {}
    day = request.args.get("day", "")
    rest = request.path[3:] + (f"?{urlencode({'day': day})}" if day else "")
    public_url = current_app.config["PUBLIC_URL"]
    languages = event.languages if event else LANGUAGES
    alternates = [(one.code, f"{public_url}/{one.code}{rest}") for one in languages]
    # For readers of no language of ours: the source, from which the others are translated; at the entrance, their wish.
    default = f"{public_url}/" if rest == "/" else f"{public_url}/{event.source if event else languages[0]}{rest}"
    return {
        "language_alternates": [*alternates, ("x-default", default)],
        "page_address": f"{public_url}/{g.language}{rest}",
        "is_asked": bool(request.query_string),
        "locale_of": LOCALES,
    }


def _navigation() -> list[Link]:
    pages = (
        ("pages.home", _("Home")),
        ("agenda.day", _("Agenda")),
        ("agenda.speakers", _("Speakers")),
        ("library.documents", _("Documents")),
        ("pages.about", _("About")),
    )
    return _links(pages)


def _manage_navigation() -> list[Link]:
    seen = viewer()
    pages: list[tuple[str, str]] = [("pages.desk", _("Overview"))] if seen.is_team else []
    if seen.has(Role.ORGANISER):
        pages += [
            ("events.settings", _("Event")),
            ("events.team", _("Team")),
            ("registration.manage", _("Registrations")),
        ]
    elif seen.has(Role.TRANSLATOR):
        pages += [("registration.form", _("Registration form")), ("registration.mails", _("Mails"))]
    if seen.has(Role.ORGANISER, Role.TRANSLATOR):
        pages += [
            ("agenda.manage", _("Agenda")),
            ("library.manage", _("Documents")),
            ("translation.desk", _("Translation")),
        ]
    if seen.has(Role.ORGANISER):
        pages += [("speakers.manage", _("Speakers and slides")), ("messages.manage", _("Messages"))]
    if seen.has(Role.ORGANISER, Role.DESK):
        pages += [("attendance.manage", _("Attendance"))]
    if seen.has(Role.ORGANISER):
        pages += [("events.history", _("History"))]
    return _links(pages)


def _links(pages: Any) -> list[Link]:
    """Links to the pages that exist, the one of this request marked, its sub-pages too."""
    here = request.endpoint or ""
    links = []
    for endpoint, label in pages:
        if endpoint in current_app.view_functions:
            section = getattr(current_app.view_functions.get(here), "section", here)
            links.append(Link(label, url_for(endpoint), endpoint in (section, here)))
    return links
