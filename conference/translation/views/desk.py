"""The translators' desk: what is missing or out of date, most urgent first, and the page where each is done."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, TypeVar

from flask import Blueprint, abort, render_template, request, url_for

from conference.core.access import access
from conference.core.clock import now
from conference.core.database import db
from conference.core.languages import Language
from conference.core.security import private_page
from conference.core.translated import State
from conference.events.access import current_event, translator, viewer
from conference.translation import words
from conference.translation.desk import LACKING, Wanted, lines, parity
from conference.translation.queries import texts_of
from conference.translation.sources import SOURCES, Kind

blueprint = Blueprint("translation", __name__, template_folder="templates")
DESK = "/<language:language>/<slug:event>/manage/translation"
ON_A_PAGE = 50
States = (*LACKING, State.TRANSLATED)
Choice = TypeVar("Choice", bound=StrEnum)


@blueprint.get(DESK)
@access(translator)
def desk() -> str:
    private_page()
    event, seen, wanted = current_event(), viewer(), _wanted()
    texts = texts_of(db.session(), event.id, [source for source in SOURCES if seen.has(*source.roles)])
    found = lines(texts, event.languages, wanted, now())
    pages = max(1, -(-len(found) // ON_A_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    return render_template(
        "translation/desk.html",
        the_event=event,
        parities=parity(texts, event.languages),
        lines=found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE],
        total=len(found),
        page=page,
        pages=pages,
        page_url=_page_url,
        wanted=wanted,
        kinds=[kind for kind in Kind if any(one.kind == kind for one in texts)],
        states=States,
        kind_words=words.kind_words,
        field_words=words.field_words,
        state_words=words.state_words,
        state_tone=words.state_tone,
    )


def _wanted() -> Wanted:
    """What the address asks for. Aborts with 404 for a language that the event has not."""
    code = request.args.get("in", "")
    known = {language.code: language for language in current_event().languages}
    if code and code not in known:
        abort(404)
    language: Language | None = known.get(code)
    return Wanted(language, _one_of(Kind, "kind"), _one_of(State, "state"))


def _one_of(choices: type[Choice], name: str) -> Choice | None:
    """The choice that the address names, or None for all. Aborts with 404 for one that there is not."""
    value = request.args.get(name, "")
    if not value:
        return None
    try:
        return choices(value)
    except ValueError:
        abort(404)


def _page_url(number: int) -> str:
    kept: dict[str, Any] = {name: value for name in ("in", "kind", "state") if (value := request.args.get(name, ""))}
    return url_for("translation.desk", page=number, **kept)
