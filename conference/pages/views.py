"""The homes, the page about an event, the team's overview, the choice of language, and the style page."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, current_app, g, redirect, render_template, request
from werkzeug.wrappers import Response

from conference.accounts.access import current_account
from conference.agenda.kept import agendas
from conference.agenda.linked_data import event_data
from conference.core import formatting
from conference.core.access import access, public
from conference.core.clock import now
from conference.core.database import db
from conference.core.languages import Language, UnknownLanguage
from conference.core.localization import COOKIE, is_local_path, language_of, language_of_path
from conference.core.public_cache import keep_public
from conference.core.security import private_page
from conference.events.access import current_event, team, viewer, visitor
from conference.events.queries import published_events
from conference.pages.home import highlights, newest_documents, readable_documents
from conference.pages.listing import listing
from conference.pages.overview import overview
from conference.pages.samples import sample_form
from conference.registration.contributions import register_action
from conference.registration.queries import doors
from conference.translation.promise import is_promised

blueprint = Blueprint("pages", __name__, template_folder="templates")
languages = Blueprint("languages", __name__)
A_YEAR = 365 * 24 * 3600
PROMISE_KEPT = timedelta(minutes=10)


@languages.get("/")
@access(public)
def negotiate() -> Response:
    account = current_account()
    language = language_of(request, chosen=account.language if account else None)
    response = redirect(f"/{language}/")
    response.vary.update(("Accept-Language", "Cookie"))
    return response


@languages.get("/language/<language>")
@access(public)
def choose(language: str) -> Response:
    """Remember a language and go to the page that asked; the only place that sets the cookie."""
    try:
        chosen = Language.of(language)
    except UnknownLanguage:
        abort(404)
    path = request.args.get("next", "")
    if not is_local_path(path) or language_of_path(path) != chosen:
        path = f"/{chosen}/"
    response = redirect(path)
    response.set_cookie(
        COOKIE,
        chosen.code,
        max_age=A_YEAR,
        secure=current_app.config["IS_HTTPS"],
        httponly=True,
        samesite="Lax",
    )
    return response


@blueprint.get("/<language:language>/")
@access(public)
def events() -> str:
    published = published_events(db.session())
    listed = listing(published, doors(db.session(), published))
    keep_public(until=listed.until)
    return render_template("pages/events.html", listing=listed, may_create=_is_administrator())


def _is_administrator() -> bool:
    account = current_account()
    return account is not None and account.is_site_administrator


@blueprint.get("/<language:language>/<slug:event>/")
@access(visitor)
def home() -> str:
    event = current_event()
    action = register_action(event)
    agenda = agendas().newest(db.session(), event)
    somebody = viewer() if current_account() else None
    documents = readable_documents(db.session(), event, somebody)
    promise = is_promised(db.session(), event, documents)
    # A draft's texts change without a word to the public: a promise is looked at anew every few minutes.
    ends = [action.until if action else None, now() + PROMISE_KEPT if promise else None]
    keep_public(until=min((one for one in ends if one is not None), default=None))
    languages_there = [one.name_in(g.language) for one in event.languages] if promise else []
    return render_template(
        "pages/home.html",
        the_event=event,
        days=highlights(event, agenda),
        linked_data=event_data(event, agenda, g.language),
        offers=newest_documents(event, documents),
        complete_in=formatting.join_words(languages_there, g.language),
        action=action,
        **_place_and_time(agenda.zone if agenda else event.zone),
    )


@blueprint.get("/<language:language>/<slug:event>/about")
@access(visitor)
def about() -> str:
    keep_public()
    return render_template("pages/about.html", the_event=current_event(), **_place_and_time(current_event().zone))


def _place_and_time(zone: str) -> dict[str, Any]:
    """The words for where an event's hours are counted: on the clocks of `zone`."""
    event = current_event()
    noon = datetime.combine(event.starts_on, time(12), tzinfo=ZoneInfo(zone))
    return {
        "zone_city": formatting.zone_city(zone, g.language),
        "zone_offset": formatting.format_offset(noon, zone),
    }


@blueprint.get("/<language:language>/<slug:event>/manage/")
@access(team)
def desk() -> str:
    private_page()
    event = current_event()
    return render_template("pages/desk.html", the_event=event, overview=overview(db.session(), event, viewer()))


@blueprint.get("/<language:language>/style")
@access(public)
def style() -> str:
    """Every part of the look in each direction; for whoever develops it."""
    if current_app.config["IS_PRODUCTION"]:
        abort(404)
    return render_template("style.html", style_form=sample_form())
