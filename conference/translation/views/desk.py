"""The translators' desk: what is missing or out of date, most urgent first, each leading to where it is done."""

from __future__ import annotations

from flask import render_template, request, url_for

from conference.core.access import access
from conference.core.clock import now
from conference.core.database import db
from conference.core.security import private_page
from conference.events.access import current_event, translator
from conference.translation import words
from conference.translation.desk import lines, parity, parity_by_kind
from conference.translation.queries import open_comments, rules_of, texts_of
from conference.translation.sources import Kind
from conference.translation.views.blueprint import (
    DESK,
    STATES,
    WITHIN,
    blueprint,
    kept_filters,
    own_sources,
    wanted_now,
)

ON_A_PAGE = 50


@blueprint.get(DESK)
@access(translator)
def desk() -> str:
    private_page()
    event, wanted = current_event(), wanted_now()
    texts, rules = texts_of(db.session(), event.id, own_sources()), rules_of(db.session(), event.id)
    found = lines(texts, event.languages, wanted, now())
    pages = max(1, -(-len(found) // ON_A_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    return render_template(
        "translation/desk.html",
        the_event=event,
        parities=parity(texts, event.languages, rules),
        by_kind=parity_by_kind(texts, [one for one in event.languages if one != event.source], rules),
        remarks=open_comments(db.session(), event.id),
        lines=found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE],
        total=len(found),
        page=page,
        pages=pages,
        page_url=_page_url,
        wanted=wanted,
        filters=kept_filters(),
        kinds=[kind for kind in Kind if any(one.kind == kind for one in texts)],
        states=STATES,
        within=WITHIN,
        kind_words=words.kind_words,
        field_words=words.field_words,
        state_words=words.state_words,
        state_tone=words.state_tone,
    )


def _page_url(number: int) -> str:
    return url_for("translation.desk", page=number, **kept_filters())
