"""Refusals and failures, in the language of the address; the read API has a form of its own for them."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import (
    HTTPException,
    InternalServerError,
    NotFound,
    SecurityError,
    ServiceUnavailable,
    TooManyRequests,
)

from conference.core.database import db
from conference.core.limits import seconds_to_wait
from conference.core.localization import SlugConverter, language_of, language_of_path
from conference.core.logs import log
from conference.events.models import Publication
from conference.events.queries import event_by_slug
from conference.feeds.api import answers as api

RETRY_SECONDS = 30


def configure(app: Flask) -> None:
    app.register_error_handler(HTTPException, refuse)
    app.register_error_handler(CSRFError, refuse)
    app.register_error_handler(Exception, fail)


def words(code: int) -> tuple[str, str]:
    """The title and the sentence for a status code."""
    known = {
        400: (_("This could not be understood"), _("Your browser sent something that we cannot use.")),
        403: (
            _("This page is not open to you"),
            _("Your account does not have the role that this page needs."),
        ),
        404: (_("This page does not exist"), _("There is nothing at this address.")),
        405: (_("This could not be understood"), _("Your browser sent something that we cannot use.")),
        413: (_("This file is too large"), _("What you sent is larger than we can take.")),
        422: (_("This could not be understood"), _("Your browser sent something that we cannot use.")),
        429: (_("Too many attempts"), _("This was asked for too often in a short time.")),
        503: (_("This is not available now"), _("Try again in a few minutes.")),
    }
    return known.get(code, (_("Something went wrong on our side"), _("This page could not be made.")))


def refuse(error: HTTPException) -> Any:
    if error.response is not None or error.code is None or error.code < 400:
        return error
    if isinstance(error, SecurityError):
        # Asked for by a name that is not ours: there is no page of ours to show, and no link to build.
        return error.get_response()
    kept = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    if isinstance(error, ServiceUnavailable):
        kept["Retry-After"] = str(RETRY_SECONDS)
    if isinstance(error, TooManyRequests):
        kept["Retry-After"] = str(seconds_to_wait())
    if api.is_asked():
        db.session.rollback()
        return api.refuse(error.code, words, kept)
    if "language" not in g:
        g.language = language_of_path(request.path) or language_of(request)
    title, text = words(error.code)
    db.session.rollback()
    if isinstance(error, NotFound) and request.url_rule is None:
        _find_event()
    page = render_template("errors/error.html", code=error.code, title=title, text=text)
    return page, error.code, {"Cache-Control": "no-store"} | kept


def _find_event() -> None:
    """Below a public event's address the page that says «not found» keeps the event's name and its navigation."""
    slug = "".join(request.path.split("/")[2:3])
    event = event_by_slug(db.session(), slug) if SlugConverter.names(slug) else None
    if event is not None and event.publication == Publication.PUBLISHED and g.language in event.languages:
        g.event, g.event_slug, g.month_style = event, event.slug, event.month_style


def fail(error: Exception) -> Any:
    db.session.rollback()
    log.exception("error", exc_info=error)
    g.pop("event", None)
    g.anonymous_frame = True
    if isinstance(error, (OperationalError, PoolTimeout)):
        return refuse(ServiceUnavailable(retry_after=RETRY_SECONDS))
    return refuse(InternalServerError())
