"""The homes, the page about an event, the team's overview, the choice of language, and the style page."""

from __future__ import annotations

from types import SimpleNamespace

from flask import Blueprint, abort, current_app, g, redirect, render_template, request
from werkzeug.wrappers import Response

from conference.accounts.access import current_account
from conference.core.access import access, public
from conference.core.clock import now
from conference.core.database import db
from conference.core.languages import Language, UnknownLanguage
from conference.core.localization import COOKIE, is_local_path, language_of, language_of_path
from conference.core.public_cache import keep_public
from conference.events.access import current_event, team, visitor
from conference.events.header import event_header
from conference.events.queries import current_of, published_events

blueprint = Blueprint("pages", __name__, template_folder="templates")
languages = Blueprint("languages", __name__)
A_YEAR = 365 * 24 * 3600


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
    keep_public()
    listed = published_events(db.session())
    current = current_of(listed, now().date())
    return render_template(
        "pages/events.html",
        current=event_header(current) if current else None,
        current_event=current,
        others=[(event, event_header(event)) for event in listed if event is not current],
    )


@blueprint.get("/<language:language>/<slug:event>/")
@access(visitor)
def home() -> str:
    keep_public()
    return render_template("pages/home.html", the_event=current_event())


@blueprint.get("/<language:language>/<slug:event>/about")
@access(visitor)
def about() -> str:
    keep_public()
    return render_template("pages/about.html", the_event=current_event())


@blueprint.get("/<language:language>/<slug:event>/manage/")
@access(team)
def desk() -> str:
    return render_template("pages/desk.html", the_event=current_event())


@blueprint.get("/<language:language>/style")
@access(public)
def style() -> str:
    if current_app.config["IS_PRODUCTION"]:
        abort(404)
    return render_template("style.html", sample=SimpleNamespace(language=g.language))
